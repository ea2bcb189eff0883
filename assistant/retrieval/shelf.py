"""The documents of one kind and language, in rows, with their vectors and words: exact search."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from assistant.domain.protocols import Document, DocumentKind, Hit, Hits
from assistant.retrieval.bm25 import Bm25
from assistant.retrieval.fusion import fuse

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Nearest = Callable[[NDArray[np.float32], int], Sequence[str]]

_CANDIDATES = 50
_FOLD_IN_AT = 500
"""With fewer new rows than this, and than a tenth of the shelf, scoring them beside costs nothing."""
_PLAIN = re.compile(r"[a-z]{2,8}(-[a-z0-9]{1,8})*")


def shelf_name(kind: DocumentKind, language: str) -> str:
    """``reply-fr``: the name of a collection and of a folder, whatever the language tag holds."""
    tag = language if _PLAIN.fullmatch(language) else "x" + hashlib.sha256(language.encode()).hexdigest()[:16]
    return f"{kind}-{tag}"


def digest(document: Document) -> str:
    """A hash of everything in a document."""
    parts = [document.id, document.kind, document.language, document.text, document.shown, document.nature]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def checksum(digests: Iterable[str]) -> str:
    """One hash of a set of documents, in any order."""
    return hashlib.sha256("".join(sorted(digests)).encode()).hexdigest()


class Shelf:
    """Rows of documents; a changed document takes a new row and its old one dies.

    Not thread-safe: the index holds a lock around it.

    Args:
        documents: the first rows; ids are unique.
        vectors: their unit vectors, shape (rows, dimensions), possibly memory-mapped; None when there
            are none, and then only words are searched.
        words: the words of the same rows.
    """

    def __init__(self, documents: list[Document], vectors: NDArray[np.float32] | None, words: Bm25) -> None:
        import numpy as np

        self._rows = list(documents)
        self._base = vectors
        self._recent: list[NDArray[np.float32]] = []
        self._words = words
        self._place = {document.id: row for row, document in enumerate(documents)}
        self._live = np.ones(len(documents), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self._place)

    def __contains__(self, id: str) -> bool:
        return id in self._place

    @property
    def documents(self) -> list[Document]:
        """The living ones."""
        return [self._rows[row] for row in self._place.values()]

    def digests(self) -> dict[str, str]:
        """Document id → hash of its content."""
        return {id: digest(self._rows[row]) for id, row in self._place.items()}

    def put(self, document: Document, vector: NDArray[np.float32] | None) -> None:
        """Adds a document or replaces the one with its id."""
        import numpy as np

        self.drop(document.id)
        self._place[document.id] = len(self._rows)
        self._rows.append(document)
        if self._base is not None and vector is not None:
            self._recent.append(vector)
        self._live = np.append(self._live, True)
        self._words.add(document.text)
        if self._words.recent > max(_FOLD_IN_AT, len(self._rows) // 10):
            # Dead rows stay, empty, so that row numbers hold.
            texts = [d.text if self._live[row] else "" for row, d in enumerate(self._rows)]
            self._words = Bm25(document.language, texts)

    def drop(self, id: str) -> bool:
        """Takes a document out of every search. False when there was none."""
        row = self._place.pop(id, None)
        if row is None:
            return False
        self._live[row] = False
        return True

    def vector(self, id: str) -> NDArray[np.float32] | None:
        """The stored vector of a document; None when it is absent or has none."""
        row = self._place.get(id)
        if row is None or self._base is None:
            return None
        vector: NDArray[np.float32] = self._vectors_at([row])[0]
        return vector

    def exact(self, vector: NDArray[np.float32], k: int) -> list[str]:
        """Up to ``k`` ids, nearest first, by looking at every row."""
        import numpy as np

        if self._base is None or not self._place:
            return []
        cosines = self._base @ vector
        if self._recent:
            cosines = np.concatenate([cosines, np.stack(self._recent) @ vector])
        cosines[~self._live] = -np.inf
        return [self._rows[row].id for row in _best(cosines, min(k, len(self._place)))]

    def search(
        self,
        query: str,
        vector: NDArray[np.float32] | None,
        *,
        k: int,
        nature: str | None,
        weak_below: float,
        nearest: Nearest,
    ) -> Hits:
        """The ``k`` best by meaning and words.

        Args:
            query: searched by words.
            vector: its unit vector, shape (dimensions,); None searches by words alone.
            k: how many hits at most.
            nature: documents of this nature get a small bonus.
            weak_below: the best cosine under which the hits are called weak.
            nearest: where the nearest ids come from, such as :meth:`exact`. They are only candidates:
                cosines are always computed from the shelf's own vectors.
        """
        import numpy as np

        if self._base is None:
            vector = None
        wanted = max(_CANDIDATES, 2 * k)
        lexical = self._words.scores(query)
        lexical[~self._live] = 0.0
        rows = {int(row) for row in _best(lexical, min(wanted, len(lexical))) if lexical[row] > 0}
        if vector is not None:
            rows.update(self._place[id] for id in nearest(vector, wanted) if id in self._place)
        if not rows or k < 1:
            return Hits()
        at = sorted(rows)
        cosines = self._vectors_at(at) @ vector if vector is not None else None
        same = np.array([nature is not None and self._rows[row].nature == nature for row in at])
        fused = fuse(cosines, lexical[at], self._words.ceiling(query), same)
        order = sorted(range(len(at)), key=lambda i: (-float(fused[i]), self._rows[at[i]].id))[:k]
        hits = tuple(
            Hit(self._rows[at[i]], _score(cosines[i]) if cosines is not None else 0.0, rank)
            for rank, i in enumerate(order)
        )
        return Hits(hits, weak=max(hit.score for hit in hits) < weak_below)

    def _vectors_at(self, rows: list[int]) -> NDArray[np.float32]:
        import numpy as np

        assert self._base is not None
        first_recent = len(self._base)
        return np.stack([
            self._base[row] if row < first_recent else self._recent[row - first_recent] for row in rows
        ])  # fmt: skip


def _best(scores: NDArray[np.float32], k: int) -> NDArray[np.intp]:
    """The places of the ``k`` highest, highest first."""
    import numpy as np

    if k < 1:
        return np.zeros(0, dtype=np.intp)
    top = np.argpartition(-scores, k - 1)[:k] if k < len(scores) else np.arange(len(scores))
    return top[np.argsort(-scores[top], kind="stable")]


def _score(cosine: np.float32) -> float:
    """A cosine as the 0..1 of a hit."""
    return min(1.0, max(0.0, float(cosine)))
