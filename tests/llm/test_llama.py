from __future__ import annotations

import gc
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from assistant.domain.protocols import LanguageModel, Message, Sampling, Usage
from assistant.errors import Cancelled, ModelError
from assistant.llm import llama
from assistant.llm.llama import LlamaModel

CHAT = (Message("system", "You answer briefly."), Message("user", "Name three colours and a 🌊 emoji."))
LONG = "The delivery was late and nobody answered the phone. " * 120
CHECKED_EVERY = 0.1
"""Seconds within which a cancelled call must return."""


def test_a_missing_file_and_one_that_is_no_model(tmp_path: Path) -> None:
    (tmp_path / "zip.gguf").write_bytes(b"PK\3\4")
    for path, code in ((tmp_path / "none.gguf", "llm.file_missing"), (tmp_path / "zip.gguf", "llm.not_gguf")):
        model = LlamaModel(path, name="x")
        for _ in range(2):  # the second call is answered as well as the first
            with pytest.raises(ModelError) as caught:
                list(model.stream("a", Sampling()))
            assert caught.value.code == code
            assert caught.value.hint
        model.close()


def test_a_truncated_model_and_a_full_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cut.gguf").write_bytes(b"GGUF\3\0\0\0")
    with pytest.raises(ModelError) as caught:
        LlamaModel(tmp_path / "cut.gguf", name="x").load()
    assert caught.value.code == "llm.load_failed"

    import llama_cpp

    def no_memory(*args: object, **kwargs: object) -> None:
        raise ValueError("Failed to create llama_context")

    monkeypatch.setattr(llama_cpp, "Llama", no_memory)
    with pytest.raises(ModelError) as caught:
        LlamaModel(tmp_path / "cut.gguf", name="x").load()
    assert caught.value.code == "llm.out_of_memory"


def test_closed_before_it_was_used(tmp_path: Path) -> None:
    model = LlamaModel(tmp_path / "none.gguf", name="x")
    model.close()
    model.close()
    with pytest.raises(ModelError) as caught:
        list(model.stream("a", Sampling()))
    assert caught.value.code == "llm.closed"


@pytest.fixture(scope="module")
def model(small_model: Path) -> Iterator[LlamaModel]:
    model = LlamaModel(small_model, name="small", n_ctx=2048)
    model.load()
    yield model
    model.close()


@pytest.mark.slow
def test_a_chat_streams_text_and_fills_the_usage(model: LlamaModel) -> None:
    protocol: LanguageModel = model
    usage = Usage()
    pieces = list(protocol.stream(CHAT, Sampling(max_tokens=60, seed=1), usage=usage))
    text = "".join(pieces)
    assert len(pieces) > 3
    assert "<|" not in text
    assert "\ufffd" not in text
    assert usage.prompt_tokens > 20
    assert 3 < usage.completion_tokens <= 60
    assert usage.seconds > 0


@pytest.mark.slow
def test_a_seed_gives_the_same_text_from_a_cold_start(model: LlamaModel) -> None:
    texts = set()
    for between in ("", "Something else first.", "The"):
        if between:
            list(model.stream(between, Sampling(max_tokens=3)))
        usage = Usage()
        sampling = Sampling(max_tokens=30, temperature=0.9, seed=7, cold=True)
        texts.add("".join(model.stream("The sky over the town", sampling, usage=usage)))
        assert usage.cold_start
    assert len(texts) == 1
    other = Sampling(max_tokens=30, temperature=0.9, seed=8, cold=True)
    assert "".join(model.stream("The sky over the town", other)) not in texts


@pytest.mark.slow
def test_the_prefix_is_reused_and_said_to_be(model: LlamaModel) -> None:
    first, second = Usage(), Usage()
    list(model.stream(LONG + "First?", Sampling(max_tokens=1, cold=True), usage=first))
    list(model.stream(LONG + "Second?", Sampling(max_tokens=1), usage=second))
    assert first.cold_start
    assert not second.cold_start
    assert second.seconds < first.seconds / 2


@pytest.mark.slow
def test_it_ends_at_a_stop_string_and_at_the_limit(model: LlamaModel) -> None:
    usage = Usage()
    prompt = "One, two, three, four, five, six, seven,"
    whole = "".join(model.stream(prompt, Sampling(max_tokens=12, temperature=0), usage=usage))
    assert usage.completion_tokens == 12
    stop = whole[3:7]
    cut = "".join(model.stream(prompt, Sampling(max_tokens=12, temperature=0, stop=(stop,))))
    assert cut == whole[: whole.index(stop)]


@pytest.mark.slow
def test_a_prompt_beyond_the_context_is_refused(model: LlamaModel) -> None:
    with pytest.raises(ModelError, match="2048") as caught:
        list(model.stream(LONG * 3, Sampling()))
    assert caught.value.code == "llm.prompt_too_long"
    assert "".join(model.stream("Hello", Sampling(max_tokens=4)))


def cancelled_after(model: LlamaModel, prompt: str, seconds: float) -> float:
    """Seconds between the cancelling and the return."""
    cancel, at = Event(), [0.0]

    def stop() -> None:
        at[0] = time.perf_counter()
        cancel.set()

    timer = threading.Timer(seconds, stop)
    timer.start()
    with pytest.raises(Cancelled):
        for _ in model.stream(prompt, Sampling(max_tokens=500, cold=True), cancel=cancel):
            pass
    return time.perf_counter() - at[0]


@pytest.mark.slow
def test_cancelling_returns_at_once_in_prefill_and_in_the_answer(model: LlamaModel) -> None:
    usage = Usage()
    list(model.stream(LONG, Sampling(max_tokens=1, cold=True), usage=usage))
    assert cancelled_after(model, LONG, usage.seconds / 3) < CHECKED_EVERY
    free = time.perf_counter()
    list(model.stream("Hello", Sampling(max_tokens=1)))
    assert time.perf_counter() - free < usage.seconds / 2  # the prefill was left, not waited for
    assert cancelled_after(model, "Once upon a time", 0.3) < CHECKED_EVERY
    assert "".join(model.stream("Hello", Sampling(max_tokens=4)))


@pytest.mark.slow
def test_one_that_waits_in_the_queue_can_be_cancelled(model: LlamaModel) -> None:
    busy = model.stream("Once upon a time", Sampling(max_tokens=400))
    next(busy)
    assert cancelled_after(model, "Hello", 0.1) < CHECKED_EVERY
    busy.close()  # type: ignore[attr-defined]


@pytest.mark.slow
def test_an_abandoned_answer_frees_the_model(model: LlamaModel) -> None:
    usage = Usage()
    abandoned = model.stream("Once upon a time", Sampling(max_tokens=1500), usage=usage)
    next(abandoned)
    del abandoned
    gc.collect()
    assert "".join(model.stream("Hello", Sampling(max_tokens=4)))
    assert usage.completion_tokens < 200


@pytest.mark.slow
def test_many_at_once_each_get_their_own_answer(model: LlamaModel) -> None:
    prompts = [f"The number {word} is" for word in ("one", "two", "three", "four", "five")]
    alone = ["".join(model.stream(p, Sampling(max_tokens=8, temperature=0, cold=True))) for p in prompts]
    together: dict[int, str] = {}

    def ask(i: int) -> None:
        sampling = Sampling(max_tokens=8, temperature=0, cold=True)
        together[i] = "".join(model.stream(prompts[i], sampling))

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(len(prompts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [together[i] for i in range(len(prompts))] == alone


@pytest.mark.slow
def test_a_failing_request_does_not_end_the_others(
    model: LlamaModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def explode(self: Any, token: int) -> bytes:
        raise RuntimeError("boom")

    with monkeypatch.context() as patch:
        patch.setattr(llama._Engine, "_bytes", explode)
        with pytest.raises(ModelError, match="boom") as caught:
            list(model.stream("Hello", Sampling(max_tokens=4)))
        assert caught.value.code == "llm.failed"
    assert "".join(model.stream("Hello", Sampling(max_tokens=4)))


@pytest.mark.slow
def test_closing_ends_the_work_in_hand_and_what_waits(small_model: Path) -> None:
    model = LlamaModel(small_model, name="small")
    errors: list[ModelError] = []
    begun = Event()

    def ask() -> None:
        try:
            for _ in model.stream("Once upon a time", Sampling(max_tokens=2000)):
                begun.set()
        except ModelError as error:
            errors.append(error)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    begun.wait(30)
    model.close()
    for thread in threads:
        thread.join(5)
    assert [error.code for error in errors] == ["llm.closed"] * 3
