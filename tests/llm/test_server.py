from __future__ import annotations

import os
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from threading import Event

import pytest
from scripted_server import Scripted, counted, delta

from assistant.domain.protocols import LanguageModel, Message, Sampling, Usage
from assistant.errors import Cancelled, ModelError
from assistant.llm.server import ServerModel

CHAT = (Message("system", "Be brief."), Message("user", "Say hello."))


def failure(model: ServerModel, prompt: str | tuple[Message, ...] = CHAT) -> ModelError:
    with pytest.raises(ModelError) as caught:
        list(model.stream(prompt, Sampling(max_tokens=8)))
    assert caught.value.hint
    return caught.value


def test_what_is_sent_and_what_comes_back() -> None:
    events = [delta("Bon"), delta("jour."), delta(" Encore", "stop"), counted(12, 3)]
    with closing(Scripted(events)) as server:
        model: LanguageModel = ServerModel(server.url, "m", "sesame")
        usage = Usage()
        sampling = Sampling(max_tokens=9, temperature=0.4, top_p=0.8, seed=5, stop=("\n\n",))
        assert "".join(model.stream(CHAT, sampling, usage=usage)) == "Bonjour. Encore"
        assert (usage.prompt_tokens, usage.completion_tokens, usage.cold_start) == (12, 3, False)
        assert usage.seconds > 0
        sent = server.requests[0]
        assert sent["path"] == "/v1/chat/completions"
        assert sent["key"] == "Bearer sesame"
        assert sent["messages"] == [{"role": m.role, "content": m.content} for m in CHAT]
        expected = {
            "model": "m",
            "max_tokens": 9,
            "temperature": 0.4,
            "top_p": 0.8,
            "seed": 5,
            "stop": ["\n\n"],
        }
        assert expected.items() <= sent.items()
        assert sent["chat_template_kwargs"] == {"enable_thinking": False}
        model.close()


def test_stop_strings_hold_whatever_the_server_does() -> None:
    with closing(Scripted([delta("un, de"), delta("ux, trois", "stop")])) as server:
        text = "".join(ServerModel(server.url, "m").stream(CHAT, Sampling(stop=("a", "b", "c", "d", "deux"))))
        assert text == "un, "
        text = "".join(ServerModel(server.url, "m").stream(CHAT, Sampling(stop=("v", "w", "y", "z", "deux"))))
        assert text == "un, "
        assert server.requests[1]["stop"] == ["v", "w", "y", "z"]


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "llm.server_refused"),
        (401, "llm.unauthorised"),
        (403, "llm.unauthorised"),
        (404, "llm.no_such_model"),
        (500, "llm.server_failed"),
        (503, "llm.server_failed"),
    ],
)
def test_a_status_becomes_our_error(status: int, code: str) -> None:
    with closing(Scripted([], status=status)) as server:
        assert failure(ServerModel(server.url, "m")).code == code


def test_a_stream_that_breaks_in_the_middle() -> None:
    with closing(Scripted([delta("Bon")], broken=True)) as server:
        pieces = []
        with pytest.raises(ModelError) as caught:
            for piece in ServerModel(server.url, "m").stream(CHAT, Sampling()):
                pieces.append(piece)
        assert pieces == ["Bon"]
        assert caught.value.code == "llm.broken_stream"
    with closing(Scripted([delta("Bon")])) as server:  # ends properly, but nothing said that it would
        assert failure(ServerModel(server.url, "m")).code == "llm.broken_stream"
    with closing(Scripted([delta("Bon"), "{not json"])) as server:
        assert failure(ServerModel(server.url, "m")).code == "llm.broken_stream"


def test_no_server_and_a_silent_one() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        assert failure(ServerModel(url, "m")).code == "llm.unreachable"
        listener.listen()
        assert failure(ServerModel(url, "m", silence_s=0.3)).code == "llm.timeout"


def test_cancelling_leaves_at_once_and_closes_the_stream() -> None:
    with closing(Scripted([delta("mot ")] * 200, pause=0.05)) as server:
        cancel = Event()
        stream = ServerModel(server.url, "m").stream(CHAT, Sampling(), cancel=cancel)
        assert next(stream) == "mot "
        cancel.set()
        at = time.perf_counter()
        with pytest.raises(Cancelled):
            for _ in stream:
                pass
        assert time.perf_counter() - at < 0.1
        deadline = at + 5
        while server.left_at is None and time.perf_counter() < deadline:
            time.sleep(0.02)
        assert server.left_at is not None


def test_cancelling_a_server_that_says_nothing() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        cancel = Event()
        model = ServerModel(f"http://127.0.0.1:{listener.getsockname()[1]}/v1", "m", silence_s=2)
        threading.Timer(0.1, cancel.set).start()
        started = time.perf_counter()
        with pytest.raises(Cancelled):
            list(model.stream(CHAT, Sampling(), cancel=cancel))
        assert time.perf_counter() - started < 1


@pytest.fixture(scope="module")
def real(small_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """llama.cpp's Python server in its own process, with a small model and a key."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "llama_cpp.server", "--model", str(small_model), "--host", "127.0.0.1"]
    command += ["--port", str(port), "--n_ctx", "2048", "--n_threads", "1", "--n_threads_batch", "1"]
    log = (tmp_path_factory.mktemp("server") / "log").open("wb")
    process = subprocess.Popen(
        [*command, "--api_key", "sesame"], stdout=log, stderr=log, env=dict(os.environ)
    )
    url = f"http://127.0.0.1:{port}/v1"
    try:
        _wait(url, process)
        yield url
    finally:
        process.terminate()
        process.wait(20)
        log.close()


def _wait(url: str, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        assert process.poll() is None, "the server ended"
        try:
            urllib.request.urlopen(f"{url}/models", timeout=2)
        except urllib.error.HTTPError:
            return  # it asks for the key
        except OSError:
            time.sleep(0.3)
    raise AssertionError("the server did not come up")


@pytest.mark.slow
def test_a_real_server_answers_a_chat_and_a_raw_prompt(real: str) -> None:
    model = ServerModel(real, "small", "sesame")
    usage = Usage()
    chat = "".join(model.stream(CHAT, Sampling(max_tokens=12, seed=1), usage=usage))
    assert chat.strip()
    assert 0 < usage.completion_tokens <= 12
    prompt = "One, two, three, four, five, six,"
    raw = "".join(model.stream(prompt, Sampling(max_tokens=16, temperature=0)))
    assert raw.startswith(" seven, eight")
    assert (
        "".join(model.stream(prompt, Sampling(max_tokens=16, temperature=0, stop=(" eight",)))) == " seven,"
    )
    model.close()


@pytest.mark.slow
def test_a_real_server_refuses_a_wrong_key_and_a_wrong_address(real: str) -> None:
    assert failure(ServerModel(real, "small", "wrong")).code == "llm.unauthorised"
    assert failure(ServerModel(real.removesuffix("/v1"), "small", "sesame")).code == "llm.no_such_model"


@pytest.mark.slow
def test_a_real_server_is_free_again_after_a_cancelled_call(real: str) -> None:
    model, cancel = ServerModel(real, "small", "sesame"), Event()
    stream = model.stream("Once upon a time", Sampling(max_tokens=1500), cancel=cancel)
    next(stream)
    cancel.set()
    at = time.perf_counter()
    with pytest.raises(Cancelled):
        for _ in stream:
            pass
    assert time.perf_counter() - at < 0.1
    assert "".join(model.stream("One, two, three,", Sampling(max_tokens=3, temperature=0)))
