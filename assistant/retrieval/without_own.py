"""A memory in which one comment's own reply cannot be found."""

from __future__ import annotations

from collections.abc import Iterable

from assistant.domain.protocols import Document, DocumentKind, Hits, Retriever
from assistant.domain.text import fold
from assistant.retrieval.fusion import weak_below


class WithoutOwn:
    """A :class:`~assistant.domain.protocols.Retriever` that leaves out what :meth:`forget` named.

    A draft measured against an approved reply must not have seen it. The same comment or the same
    reply counts as its own under whatever id it was kept: files are often imported twice.
    """

    def __init__(self, inner: Retriever, documents: Iterable[Document], embedder: str) -> None:
        """``documents``: everything in the memory; ``embedder``: the id of the one that searches it."""
        self._inner = inner
        self._embedder = embedder
        self._by_words: dict[str, set[str]] = {}
        for document in documents:
            if document.kind == "reply":
                for text in (document.text, document.shown):
                    self._by_words.setdefault(_words(text), set()).add(document.id)
        self._own: frozenset[str] = frozenset()

    def forget(self, comment: str, reply: str | None) -> None:
        """From now on, and until the next call, replies to this comment and copies of this reply are
        not found."""
        own = self._by_words.get(_words(comment), set())
        if reply:
            own = own | self._by_words.get(_words(reply), set())
        self._own = frozenset(own)

    def search(
        self, query: str, *, kind: DocumentKind, language: str, k: int = 5, nature: str | None = None
    ) -> Hits:
        """See ``domain.protocols.Retriever``. Whether the match is weak is said of what is left."""
        if kind != "reply" or not self._own:
            return self._inner.search(query, kind=kind, language=language, k=k, nature=nature)
        found = self._inner.search(query, kind=kind, language=language, k=k + len(self._own), nature=nature)
        kept = tuple(h for h in found.hits if h.document.id not in self._own)[:k]
        best = max((hit.score for hit in kept), default=0.0)
        return Hits(kept, weak=found.weak or best < weak_below(self._embedder, language))


def _words(text: str) -> str:
    return " ".join(fold(text).split())
