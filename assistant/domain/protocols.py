"""The seams between rooms of one level: what one room needs of another, and nothing more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from threading import Event
from typing import TYPE_CHECKING, Literal, Protocol

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from assistant.domain.triage import Nature, Opinion

DocumentKind = Literal["reply", "fact", "charter"]


@dataclass(frozen=True, slots=True)
class Message:
    """One turn of a chat. Outside text in ``content`` must have been neutralised (``llm.neutralise``)."""

    role: Literal["system", "user", "assistant"]
    content: str


@dataclass(frozen=True, slots=True)
class Sampling:
    """How to sample. ``max_tokens`` counts new tokens; ``stop`` ends the text before the string.

    ``cold``: forget the cached prefix first, so that the seed promises the same text. ``choices``: the
    answer is exactly one of these words (letters only); empty: any text.
    """

    max_tokens: int = 256
    temperature: float = 0.7
    top_p: float = 0.9
    seed: int = 0
    stop: tuple[str, ...] = ()
    cold: bool = False
    choices: tuple[str, ...] = ()


@dataclass(slots=True)
class Usage:
    """Filled while a text is generated. ``seconds`` is wall time, ``cold_start`` says whether no
    prefix was reused (only then does a seed promise the same text)."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    seconds: float = 0.0
    cold_start: bool = True


class LanguageModel(Protocol):
    """A language model that streams text."""

    @property
    def name(self) -> str:
        """The model's name, as recorded with each call."""
        ...

    def stream(
        self,
        prompt: str | Sequence[Message],
        sampling: Sampling,
        *,
        usage: Usage | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yields pieces of the answer: to a raw prompt (str) or to a chat (messages).

        Raises:
            ModelError: the model cannot be loaded or reached, or failed while it worked.
            Cancelled: ``cancel`` was set before the end.
        """
        ...

    def close(self) -> None: ...


class YesOrNo(Protocol):
    """Answers a question about a text: what a rule of kind ``judge`` asks."""

    def says_yes(
        self, question: str, text: str, language: str, *, cancel: Event | None = None
    ) -> bool | None:
        """True for yes, False for no, None when the answer was neither. ``language``: ``fr`` or ``en``.

        Raises:
            ModelError: the model cannot be loaded or reached, or failed while it worked.
            Cancelled: ``cancel`` was set before the end.
        """
        ...


class SecondOpinion(Protocol):
    """Says which of two natures a comment has, for the person who must choose."""

    def opinion(
        self, text: str, language: str, candidates: tuple[Nature, Nature], *, cancel: Event | None = None
    ) -> Opinion | None:
        """One of the two, or None when it cannot tell. ``text`` is outside text as it came.

        Raises:
            ModelError: the model cannot be loaded or reached, or failed while it worked.
            Cancelled: ``cancel`` was set before the end.
        """
        ...


class Embedder(Protocol):
    """Turns texts into unit vectors. ``id`` and ``sha256`` are kept with every index and weight."""

    @property
    def id(self) -> str: ...

    @property
    def sha256(self) -> str: ...

    @property
    def dimensions(self) -> int: ...

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        """Shape (len(texts), dimensions), rows of length 1. ``query``: the texts are questions
        to an index, not its documents."""
        ...


@dataclass(frozen=True, slots=True)
class Document:
    """One thing that can be found. ``text`` is searched, ``shown`` is what is found (for a reply:
    ``text`` is the customer's comment, ``shown`` the reply)."""

    id: str
    kind: DocumentKind
    language: str
    text: str
    shown: str
    nature: str | None = None


@dataclass(frozen=True, slots=True)
class Hit:
    """A document found. ``score`` is the cosine of query and document (0..1); ``rank`` the place
    after fusion, from 0."""

    document: Document
    score: float
    rank: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What a search found, best first. ``weak``: even the best match is a poor one."""

    hits: tuple[Hit, ...] = ()
    weak: bool = True


class Retriever(Protocol):
    """Finds documents near a text."""

    def search(
        self, query: str, *, kind: DocumentKind, language: str, k: int = 5, nature: str | None = None
    ) -> Hits:
        """The ``k`` best of one kind and language; with ``nature``, documents of that nature first."""
        ...


@dataclass(slots=True)
class Progress:
    """Handed to long work: what is done, out of how much, and whether to stop."""

    done: int = 0
    total: int | None = None
    stage: str = ""
    cancel: Event = field(default_factory=Event)
