"""A model on an OpenAI-compatible server: llama.cpp's own, vLLM, Ollama."""

from __future__ import annotations

import json
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.domain.protocols import Message, Sampling, Usage
from assistant.errors import Cancelled, ModelError
from assistant.llm.pieces import Pieces

if TYPE_CHECKING:
    from openai import OpenAI

_POLL_S = 0.03
"""How often a waiting consumer looks at its ``cancel`` event, in seconds."""


class ServerModel:
    """A language model behind a URL; implements ``domain.protocols.LanguageModel``.

    A raw prompt goes to ``/completions``, a chat to ``/chat/completions``. Whether a prefix was reused
    is not known here, so ``usage.cold_start`` is False: a seed promises nothing on a server.

    Args:
        base_url: Where the API begins, for example ``http://127.0.0.1:8080/v1``.
        model: The name the server knows the model by.
        api_key: Sent as a bearer token when given.
        connect_s: Seconds to wait for the connection.
        silence_s: Seconds to wait for the next piece; the first waits for the whole prompt to be read.
    """

    def __init__(
        self,
        base_url: str,
        model: str,
        api_key: str | None = None,
        *,
        connect_s: float = 5.0,
        silence_s: float = 120.0,
    ) -> None:
        self._base_url = base_url
        self._model = model
        self._api_key = api_key
        self._timeouts = (connect_s, silence_s)
        self._gate = threading.Lock()
        self._client: OpenAI | None = None

    @property
    def name(self) -> str:
        return self._model

    def stream(
        self,
        prompt: str | Sequence[Message],
        sampling: Sampling,
        *,
        usage: Usage | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yields pieces of the answer. Closing the iterator closes the connection.

        Token counts are the server's; where it gives none, the pieces received are counted.

        Raises:
            ModelError: ``llm.unreachable``; ``llm.timeout``; ``llm.unauthorised``; ``llm.no_such_model``
                the server has no such model or path; ``llm.server_refused`` another refusal, as of a
                prompt that is too long; ``llm.server_failed``; ``llm.broken_stream`` the connection
                ended in the middle.
            Cancelled: ``llm.cancelled``: ``cancel`` was set before the end.
        """
        used = usage if usage is not None else Usage()
        used.cold_start = False
        used.completion_tokens = 0
        call = _Call(self, prompt if isinstance(prompt, str) else tuple(prompt), sampling, used)
        started = time.perf_counter()
        try:
            yield from call.results(cancel)
        finally:
            used.seconds = time.perf_counter() - started
            call.stop()

    def close(self) -> None:
        with self._gate:
            client, self._client = self._client, None
        if client is not None:
            client.close()

    def open(self, prompt: str | tuple[Message, ...], sampling: Sampling) -> Any:
        """The raw stream of the ``openai`` package."""
        from openai import OpenAI, Timeout

        with self._gate:
            if self._client is None:
                connect, silence = self._timeouts
                self._client = OpenAI(
                    base_url=self._base_url,
                    api_key=self._api_key or "none",  # the package insists on one
                    timeout=Timeout(silence, connect=connect),
                    max_retries=0,
                )
            client = self._client
        common: dict[str, Any] = {
            "model": self._model,
            "max_tokens": sampling.max_tokens,
            "temperature": sampling.temperature,
            "top_p": sampling.top_p,
            "seed": sampling.seed,
            "stop": list(sampling.stop[:4]) or None,  # the protocol allows four; ours are all applied here
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        if isinstance(prompt, str):
            return client.completions.create(prompt=prompt, **common)
        if sampling.choices:
            common["response_format"] = _one_of(sampling.choices)
        common["messages"] = [{"role": m.role, "content": m.content} for m in prompt]
        # llama.cpp and vLLM hand this to the chat template; a server that does not know it ignores it.
        common["extra_body"] = {"chat_template_kwargs": {"enable_thinking": False}}
        return client.chat.completions.create(**common)

    def fault(self, error: Exception, begun: bool) -> ModelError:
        """What the package or the connection raised, as our error."""
        import openai

        where = f"The model server {self._base_url}"
        match error:
            case openai.APITimeoutError():
                return ModelError(
                    "llm.timeout",
                    f"{where} did not answer in time.",
                    "See whether it is overloaded; try again.",
                )
            case openai.APIConnectionError() if not begun:
                return ModelError(
                    "llm.unreachable",
                    f"{where} cannot be reached: {error.__cause__ or error}",
                    "Start the server, or correct its address (`assistant doctor` shows it).",
                )
            case openai.AuthenticationError() | openai.PermissionDeniedError():
                return ModelError(
                    "llm.unauthorised",
                    f"{where} refused our key ({error.status_code}).",
                    "Check the API key.",
                )
            case openai.NotFoundError():
                return ModelError(
                    "llm.no_such_model",
                    f"{where} has no model “{self._model}”, or its API is not under this address (404).",
                    "Check the model's name; the address usually ends in /v1.",
                )
            case openai.APIStatusError() if error.status_code < 500:
                return ModelError(
                    "llm.server_refused",
                    f"{where} refused the request ({error.status_code}): {error.message}",
                    "Shorten the text, or check the model's settings on the server.",
                )
            case openai.APIStatusError():
                return ModelError(
                    "llm.server_failed",
                    f"{where} failed ({error.status_code}): {error.message}",
                    "See the server's log; try again.",
                )
        return ModelError(
            "llm.broken_stream",
            f"{where} broke off in the middle of its answer: {error or type(error).__name__}",
            "See the server's log; try again.",
        )


class _Call:
    """One request, read in its own thread, so that a silent server can be left at once."""

    def __init__(
        self, server: ServerModel, prompt: str | tuple[Message, ...], sampling: Sampling, usage: Usage
    ) -> None:
        self._server = server
        self._prompt = prompt
        self._sampling = sampling
        self._usage = usage
        self._out: queue.SimpleQueue[str | ModelError | None] = queue.SimpleQueue()
        self._stopped = False
        threading.Thread(target=self._read, name=f"server {server.name}", daemon=True).start()

    def results(self, cancel: Event | None) -> Iterator[str]:
        """The pieces, in the thread of the consumer."""
        while True:
            if cancel is not None and cancel.is_set():
                raise Cancelled("llm.cancelled", "The generation was stopped.")
            try:
                result = self._out.get(timeout=_POLL_S if cancel is not None else None)
            except queue.Empty:
                continue
            if isinstance(result, str):
                yield result
            elif result is not None:
                raise result
            elif cancel is None or not cancel.is_set():
                return

    def stop(self) -> None:
        """Leaves the request. The reading thread closes the connection at the server's next event: a
        socket closed under a thread that waits on it would stay open until then anyway."""
        self._stopped = True

    def _read(self) -> None:
        pieces = Pieces(self._sampling.stop)
        chosen: list[str] = []
        begun = False
        ended = False
        try:
            with self._server.open(self._prompt, self._sampling) as response:
                for event in response:
                    begun = True
                    if self._stopped:
                        return
                    if event.usage is not None:
                        self._usage.prompt_tokens = event.usage.prompt_tokens
                        self._usage.completion_tokens = event.usage.completion_tokens
                    if not event.choices:
                        continue
                    choice = event.choices[0]
                    ended = ended or choice.finish_reason is not None
                    text = choice.text if isinstance(self._prompt, str) else choice.delta.content
                    if text:
                        self._usage.completion_tokens += 1
                        piece = pieces.feed(text)
                        chosen.append(piece) if self._sampling.choices else self._out.put(piece)
                    if pieces.stopped:
                        break
            if not (ended or pieces.stopped):
                raise ConnectionError("no end was announced")
            chosen.append(pieces.finish())
            whole = "".join(chosen)
            self._out.put(_choice_in(whole) if self._sampling.choices else whole)
            self._out.put(None)
        except Exception as error:  # of the package, of the connection, of a malformed answer
            if not self._stopped:
                self._out.put(self._server.fault(error, begun))


def _one_of(choices: Sequence[str]) -> dict[str, Any]:
    schema = {
        "type": "object",
        "properties": {"answer": {"type": "string", "enum": list(choices)}},
        "required": ["answer"],
        "additionalProperties": False,
    }
    return {"type": "json_schema", "json_schema": {"name": "choice", "strict": True, "schema": schema}}


def _choice_in(answer: str) -> str:
    """The word in a server's JSON; the answer itself from a server that ignored the format."""
    try:
        found = json.loads(answer)
    except ValueError:
        return answer
    return str(found.get("answer", "")) if isinstance(found, dict) else answer
