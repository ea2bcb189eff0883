"""What the classifier sees of a comment: words, characters, signals, shape and meaning, as numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Generic, TypeVar

from assistant.domain.text import fold
from assistant.domain.triage import SIGNALS
from assistant.triage.signals import INTERNAL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")

EDGE_CHARS = 2_000
"""Of a long text the first and the last so many characters are classified."""

SIGNAL_NAMES = SIGNALS + INTERNAL
SHAPE_NAMES = (
    "length",
    "questions",
    "exclamations",
    "capitals",
    "links",
    "digits",
    "tags",
    "no_words",
    "second_person",
)

_WORD = re.compile(r"[a-z0-9]+(?:'[a-z]+)?|[^\w\s]")
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_HANDLE = re.compile(r"@\w+")
_NUMBER = re.compile(r"\d+")
_SECOND_PERSON = re.compile(r"\b(?:vous|votre|vos|tu|te|toi|ton|ta|tes|you|your|you're|u|ur)\b")


def edges(text: str) -> str:
    """The text, or its beginning and its end when it is long."""
    return text if len(text) <= 2 * EDGE_CHARS else f"{text[:EDGE_CHARS]}\n{text[-EDGE_CHARS:]}"


def tokens(text: str) -> list[str]:
    """The folded words and marks of a text.

    Links, handles and numbers become one mark each, so that nothing personal is learned.
    """
    folded = fold(text)
    if "http" in folded or "www." in folded:
        folded = _LINK.sub(" urlmark ", folded)
    if "@" in folded:
        folded = _HANDLE.sub("@", folded)
    return _WORD.findall(_NUMBER.sub("0", folded))


def terms(tokens: Sequence[str]) -> Counter[str]:
    """Words (``w:``), pairs of words and character 3- to 5-grams within words (``c:``), with counts."""
    return Counter(chain(chain.from_iterable(map(_terms_of, tokens)), _pairs(tokens)))


def _terms_of(token: str) -> list[str]:
    found = ["w:" + token]
    if token[0].isalnum():
        padded = f" {token} "
        found += ["c:" + padded[i : i + n] for n in (3, 4, 5) for i in range(len(padded) - n + 1)]
    return found


def _pairs(tokens: Sequence[str]) -> Iterable[str]:
    return (f"w:{a} {b}" for a, b in pairwise(tokens))


class Remembered(dict[Key, Value], Generic[Key, Value]):
    """What a function gave for a key, worked out at its first use. People write the same words again and
    again; what is kept is thrown away at ``most`` entries, so that memory stays bounded."""

    def __init__(self, make: Callable[[Key], Value], most: int = 20_000) -> None:
        super().__init__()
        self._make = make
        self._most = most

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._most:
            self.clear()
        value = self[key] = self._make(key)
        return value


class Columns:
    """Finds the columns that a vocabulary gives the :func:`terms` of a text."""

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        import numpy as np

        self._vocabulary = vocabulary
        self._of_token = Remembered(self._known)
        self.words: NDArray[np.bool_] = np.zeros(max(vocabulary.values(), default=-1) + 1, dtype=bool)
        """For each column whether it is a word or a pair of words."""
        self.words[[column for term, column in vocabulary.items() if term[0] == "w"]] = True

    def count(self, tokens: Sequence[str]) -> Counter[int]:
        """How often each column's term stands in the text, in the order of :func:`terms`."""
        known = self._vocabulary
        pairs = (known[pair] for pair in _pairs(tokens) if pair in known)
        of_token = self._of_token
        return Counter(chain(chain.from_iterable([of_token[token] for token in tokens]), pairs))

    def _known(self, token: str) -> tuple[int, ...]:
        return tuple(self._vocabulary[term] for term in _terms_of(token) if term in self._vocabulary)


def shape(text: str) -> list[float]:
    """The numbers named in :data:`SHAPE_NAMES`, each 0..1."""
    letters = [c for c in text if c.isalpha()]
    folded = fold(text)
    tokens = text.split()
    return [
        min(len(text) / 600, 1.0),
        min(text.count("?") / 3, 1.0),
        min(text.count("!") / 5, 1.0),
        sum(c.isupper() for c in letters) / len(letters) if letters else 0.0,
        min(len(_LINK.findall(folded)) / 2, 1.0),
        min(sum(c.isdigit() for c in text) / 20, 1.0),
        sum(t[0] in "@#" for t in tokens) / len(tokens) if tokens else 1.0,
        0.0 if letters else 1.0,
        min(len(_SECOND_PERSON.findall(folded)) / 4, 1.0),
    ]


def weighted_terms(
    texts: Iterable[Sequence[str]], columns: Columns, idf: NDArray[np.float32]
) -> Iterable[tuple[list[int], NDArray[np.float32]]]:
    """For the :func:`tokens` of each text the columns of the terms known and their weights:
    (1 + log count) × idf, words and characters each scaled to length 1."""
    import numpy as np

    for found in texts:
        counts = columns.count(found)
        at = list(counts)
        weights = (1 + np.log(np.fromiter(counts.values(), np.float32, len(at)))) * idf[at]
        is_word = columns.words[at]
        for part in (is_word, ~is_word):
            norm = float(np.linalg.norm(weights[part]))
            if norm:
                weights[part] /= norm
        yield at, weights


def dense(text: str, signals: Mapping[str, float]) -> NDArray[np.float32]:
    """Signals, in the order of :data:`SIGNAL_NAMES`, and shape in one row."""
    import numpy as np

    row: Sequence[float] = [signals.get(name, 0.0) for name in SIGNAL_NAMES] + shape(text)
    return np.asarray(row, dtype=np.float32)


def with_meaning(row: NDArray[np.float32], embedding: NDArray[np.float32] | None) -> NDArray[np.float32]:
    """A row of :func:`dense` with, for the full head, the embedding behind it."""
    import numpy as np

    return row if embedding is None else np.concatenate([row, EMBEDDING_SCALE * embedding])


EMBEDDING_SCALE = 4.0
"""e5 vectors lie close together: without a scale the regression's penalty would keep them silent."""
