"""A GGUF model in this process, through llama.cpp.

One ``Llama`` object is not thread-safe, so one thread owns it and takes requests from a queue, first
come, first served. What the library remembers of the last prompt is reused for the next one's prefix.
"""

from __future__ import annotations

import ctypes
import logging
import os
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from assistant.domain.protocols import Message, Sampling, Usage
from assistant.errors import AssistantError, Cancelled, ModelError
from assistant.llm.pieces import Pieces

if TYPE_CHECKING:
    from llama_cpp import Llama

log = logging.getLogger(__name__)

_POLL_S = 0.03
"""How often a waiting consumer looks at its ``cancel`` event, in seconds."""

_NO_SEED = 0xFFFFFFFF
"""llama.cpp takes this seed to mean "a random one"."""


class LlamaModel:
    """A language model from a GGUF file; implements ``domain.protocols.LanguageModel``.

    Args:
        path: The GGUF file. It is read at the first use, or by :meth:`load`.
        name: The model's name, as recorded with each call.
        n_ctx: Context length in tokens, prompt and answer together.
        threads: Compute threads; by default the cores this process may use.
    """

    def __init__(self, path: Path, *, name: str, n_ctx: int = 4096, threads: int | None = None) -> None:
        self._path = Path(path)
        self._name = name
        self._n_ctx = n_ctx
        self._threads = threads or _cores()
        self._requests: queue.SimpleQueue[_Request | None] = queue.SimpleQueue()
        self._gate = threading.Lock()
        self._owner: threading.Thread | None = None
        self._closed = False
        self._running: _Request | None = None

    @property
    def name(self) -> str:
        return self._name

    def load(self) -> None:
        """Loads the file now instead of at the first use.

        Raises:
            ModelError: as for :meth:`stream`.
        """
        request = _Request(None, Sampling(), Usage(), None)
        self._submit(request)
        for _ in request.results():
            pass

    def stream(
        self,
        prompt: str | Sequence[Message],
        sampling: Sampling,
        *,
        usage: Usage | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yields pieces of the answer: to a raw prompt, or to a chat through the file's own template.

        The work begins at the first ``next`` and stops when the iterator is closed. Control tokens
        never come out. ``usage.seconds`` leaves out the wait in the queue and the loading.

        Raises:
            ModelError: ``llm.file_missing``, ``llm.not_gguf``, ``llm.load_failed``,
                ``llm.out_of_memory``; ``llm.prompt_too_long`` prompt and ``max_tokens`` exceed the
                context; ``llm.no_chat_template`` a chat for a model that has none;
                ``llm.failed`` llama.cpp failed; ``llm.closed``.
            Cancelled: ``llm.cancelled``: ``cancel`` was set before the end.
        """
        question = prompt if isinstance(prompt, str) else tuple(prompt)
        request = _Request(question, sampling, usage or Usage(), cancel)
        self._submit(request)
        try:
            yield from request.results()
        finally:
            request.stop()

    def close(self) -> None:
        """Stops the work in hand, fails what waits, frees the memory. Safe to call twice."""
        with self._gate:
            if not self._closed:
                self._closed = True
                self._requests.put(None)
            running, owner = self._running, self._owner
        if running is not None:
            running.stop()
        if owner is not None and owner is not threading.current_thread():
            owner.join()

    def _submit(self, request: _Request) -> None:
        with self._gate:
            if self._closed:
                raise _closed(self._name)
            if self._owner is None:
                self._owner = threading.Thread(target=self._own, name=f"llama {self._name}", daemon=True)
                self._owner.start()
            self._requests.put(request)

    # Below, everything runs in the owner thread.

    def _own(self) -> None:
        engine: _Engine | None = None
        while (request := self._requests.get()) is not None:
            with self._gate:
                self._running = request
                if self._closed:
                    request.stop()
            if request.stopped:
                request.end(_closed(self._name) if self._closed else None)
                continue
            try:
                if engine is None:
                    engine = _Engine(self._path, self._n_ctx, self._threads)
                engine.run(request)
            except AssistantError as error:
                request.end(error)
            except Exception as error:  # one request must not end the thread that serves the others
                log.exception("The model %s failed on a request", self._name)
                if engine is not None:
                    engine.forget()
                request.end(_failed(self._name, error))
            else:
                request.end(_closed(self._name) if self._closed and request.stopped else None)
            finally:
                self._running = None
        self._refuse_the_rest()
        if engine is not None:
            engine.close()

    def _refuse_the_rest(self) -> None:
        while True:
            try:
                request = self._requests.get_nowait()
            except queue.Empty:
                return
            if request is not None:
                request.end(_closed(self._name))


@dataclass(eq=False)
class _Request:
    """One question on its way through the queue. ``prompt`` None only loads the model."""

    prompt: str | tuple[Message, ...] | None
    sampling: Sampling
    usage: Usage
    cancel: Event | None
    flag: Any = field(default_factory=lambda: ctypes.create_string_buffer(b"\0\0", 2))
    _out: queue.SimpleQueue[str | _End] = field(default_factory=queue.SimpleQueue)

    def stop(self) -> None:
        """Tells the owner thread, even inside llama.cpp, to leave this request."""
        self.flag[0] = b"\1"

    @property
    def stopped(self) -> bool:
        return self.flag[0] == b"\1" or (self.cancel is not None and self.cancel.is_set())

    def give(self, piece: str) -> None:
        self._out.put(piece)

    def end(self, error: AssistantError | None) -> None:
        self._out.put(_End(error))

    def results(self) -> Iterator[str]:
        """The pieces, in the thread of the consumer."""
        while True:
            if self.cancel is not None and self.cancel.is_set():
                self.stop()
                raise Cancelled("llm.cancelled", "The generation was stopped.")
            try:
                result = self._out.get(timeout=_POLL_S if self.cancel is not None else None)
            except queue.Empty:
                continue
            if isinstance(result, str):
                yield result
            elif result.error is not None:
                raise result.error
            elif self.cancel is None or not self.cancel.is_set():
                return


@dataclass(frozen=True, slots=True)
class _End:
    error: AssistantError | None


class _Engine:
    """The ``Llama`` object and its use; lives in the owner thread."""

    def __init__(self, path: Path, n_ctx: int, threads: int) -> None:
        import llama_cpp

        self._api = llama_cpp
        self._path = path
        self._llama: Any = _load(path, n_ctx, threads)  # parts of the library have no types
        self._vocab = self._llama._model.vocab
        self._piece = ctypes.create_string_buffer(1024)
        self._formatter = self._chat_formatter()
        # llama.cpp asks this between the nodes of its graph whether to stop. A Python callback would
        # take the interpreter's lock a thousand times a token; strlen of a one-byte flag answers the
        # same question (0 or 1) without it.
        self._abort = ctypes.cast(
            ctypes.CDLL(None if os.name == "posix" else "msvcrt").strlen, llama_cpp.ggml_abort_callback
        )

    def run(self, request: _Request) -> None:
        """Generates the answer to one request; returns early when it is stopped."""
        if request.prompt is None:
            return
        llama, sampling, usage = self._llama, request.sampling, request.usage
        tokens = self._tokens(request.prompt)
        if len(tokens) + sampling.max_tokens > llama.n_ctx():
            raise ModelError(
                "llm.prompt_too_long",
                f"The prompt takes {len(tokens)} tokens and the answer may take {sampling.max_tokens}; "
                f"the model's context holds {llama.n_ctx()}.",
                "Shorten the text, or give the model a longer context (n_ctx).",
            )
        if sampling.cold:
            self.forget()
        usage.prompt_tokens = len(tokens)
        usage.completion_tokens = 0
        usage.cold_start = bool(llama.n_tokens == 0 or llama.input_ids[0] != tokens[0])
        self._api.llama_set_abort_callback(llama.ctx, self._abort, ctypes.addressof(request.flag))
        started = time.perf_counter()
        try:
            self._generate(tokens, request)
        except RuntimeError:
            if not request.stopped:  # stopped: llama_decode was aborted, as asked
                raise
            self.forget()
        finally:
            usage.seconds = time.perf_counter() - started
            self._api.llama_set_abort_callback(llama.ctx, self._api.ggml_abort_callback(), None)

    def _generate(self, tokens: list[int], request: _Request) -> None:
        sampling = request.sampling
        pieces = Pieces(sampling.stop)
        self._llama.set_seed(sampling.seed % _NO_SEED)
        answer = self._llama.generate(
            tokens, temp=sampling.temperature, top_p=sampling.top_p, grammar=self._grammar(sampling.choices)
        )
        try:
            for token in answer:
                if request.stopped or self._api.llama_vocab_is_eog(self._vocab, token):
                    break
                request.usage.completion_tokens += 1
                if text := pieces.feed(self._bytes(token)):
                    request.give(text)
                if pieces.stopped or request.usage.completion_tokens >= sampling.max_tokens:
                    break
        finally:
            answer.close()
        if text := pieces.finish():
            request.give(text)

    def _grammar(self, choices: tuple[str, ...]) -> Any | None:
        if not choices:
            return None
        # llama.cpp crashes on a grammar it cannot read: only letters get in.
        if not all(choice.isalpha() for choice in choices):
            raise ValueError("choices are words of letters")
        from llama_cpp.llama_grammar import LlamaGrammar

        quoted = " | ".join(f'"{choice}"' for choice in choices)
        return LlamaGrammar.from_string(f"root ::= {quoted}", verbose=False)

    def _tokens(self, prompt: str | tuple[Message, ...]) -> list[int]:
        if isinstance(prompt, str):
            return list(self._llama.tokenize(prompt.encode(), add_bos=True, special=True))
        if self._formatter is None:
            raise ModelError(
                "llm.no_chat_template",
                f"The model {self._path.name} has no chat template: it continues texts, it does not chat.",
                "Choose an instruction-tuned model, or raw prompts (prompt_style: raw).",
            )
        messages = [{"role": m.role, "content": m.content} for m in prompt]
        # Templates of thinking models read enable_thinking; the others ignore it.
        rendered = self._formatter(messages=messages, enable_thinking=False)
        text = rendered.prompt.encode()
        return list(self._llama.tokenize(text, add_bos=not rendered.added_special, special=True))

    def _bytes(self, token: int) -> bytes:
        """The token's bytes; none for a control token."""
        size = self._api.llama_token_to_piece(self._vocab, token, self._piece, len(self._piece), 0, False)
        return self._piece.raw[: max(size, 0)]

    def _chat_formatter(self) -> Any | None:
        from llama_cpp.llama_chat_format import Jinja2ChatFormatter

        template = self._llama.metadata.get("tokenizer.chat_template")
        if template is None:
            return None
        model = self._llama._model
        bos, eos = (
            model.token_get_text(t) if t != -1 else "" for t in (model.token_bos(), model.token_eos())
        )
        return Jinja2ChatFormatter(template=template, eos_token=eos, bos_token=bos)

    def forget(self) -> None:
        """Drops the cached prefix."""
        self._llama.reset()
        self._llama._ctx.kv_cache_clear()

    def close(self) -> None:
        self._llama.close()


def _load(path: Path, n_ctx: int, threads: int) -> Llama:
    check_gguf(path)
    from llama_cpp import Llama

    try:
        llama = Llama(
            str(path),
            n_ctx=n_ctx,
            n_batch=512,
            # The buffers of a step grow with it; from 128 tokens on, a prompt is read as fast.
            n_ubatch=128,
            n_threads=threads,
            n_threads_batch=threads,
            flash_attn=False,
            # llama.cpp lays most weights out anew for the processor; a mapped file would stay resident
            # beside that copy (600 MB of the default model, for one second saved at loading).
            use_mmap=False,
            verbose=False,
        )
        # The library prints llama.cpp's errors to stderr, and takes an abort that we ask for to be one.
        logging.getLogger("llama-cpp-python").setLevel(logging.CRITICAL)
        return llama
    except MemoryError as error:
        raise _out_of_memory(path, n_ctx) from error
    except ValueError as error:
        if "llama_context" in str(error):  # the weights are mapped; the context is what is allocated
            raise _out_of_memory(path, n_ctx) from error
        raise ModelError(
            "llm.load_failed",
            f"{path}: llama.cpp cannot load this file: {error}",
            "Check it with `assistant models verify`; a newer model may need a newer llama-cpp-python.",
        ) from error


def check_gguf(path: Path) -> None:
    """Looks at the file's first bytes.

    Raises:
        ModelError: ``llm.file_missing``, ``llm.not_gguf``.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
    except OSError as error:
        raise ModelError(
            "llm.file_missing",
            f"{path}: the model's file cannot be read: {error.strerror}.",
            "Fetch the model with `assistant models pull`, or choose another with `assistant models use`.",
        ) from error
    if magic != b"GGUF":
        raise ModelError(
            "llm.not_gguf",
            f"{path} is not a GGUF model.",
            "Give a file that ends in .gguf, from llama.cpp's tools.",
        )


def _out_of_memory(path: Path, n_ctx: int) -> ModelError:
    return ModelError(
        "llm.out_of_memory",
        f"{path}: not enough memory for a context of {n_ctx} tokens.",
        "Close other programs, lower n_ctx, or choose a smaller model (`assistant models list`).",
    )


def _failed(name: str, error: Exception) -> ModelError:
    return ModelError(
        "llm.failed",
        f"The model {name} failed: {type(error).__name__}: {error}",
        "Try again; if it stays, check the file with `assistant models verify`.",
    )


def _closed(name: str) -> ModelError:
    return ModelError("llm.closed", f"The model {name} has been closed.", "Start the program again.")


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
