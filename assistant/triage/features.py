"""What the classifier sees of a comment: words, characters, signals, shape and meaning, as numbers."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.domain.text import fold
from assistant.domain.triage import SIGNALS
from assistant.triage.signals import INTERNAL

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

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


def terms(text: str) -> Counter[str]:
    """Words (``w:``), pairs of words and character 3- to 5-grams within words (``c:``), with counts.

    Links, handles and numbers become one mark each, so that nothing personal is learned.
    """
    folded = _NUMBER.sub("0", _HANDLE.sub("@", _LINK.sub(" urlmark ", fold(text))))
    tokens = _WORD.findall(folded)
    found: Counter[str] = Counter()
    for token in tokens:
        found["w:" + token] += 1
        if token[0].isalnum():
            padded = f" {token} "
            for n in (3, 4, 5):
                for i in range(len(padded) - n + 1):
                    found["c:" + padded[i : i + n]] += 1
    for a, b in pairwise(tokens):
        found[f"w:{a} {b}"] += 1
    return found


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
    texts: Iterable[Counter[str]], vocabulary: Mapping[str, int], idf: NDArray[np.float32]
) -> Iterable[tuple[list[int], NDArray[np.float32]]]:
    """For the :func:`terms` of each text the columns of those known and their weights: (1 + log count) × idf,
    words and characters each scaled to length 1."""
    import numpy as np

    for counts in texts:
        columns, values, kinds = [], [], []
        for term, count in counts.items():
            column = vocabulary.get(term)
            if column is not None:
                columns.append(column)
                values.append(count)
                kinds.append(term[0] == "w")
        weights = (1 + np.log(np.asarray(values, dtype=np.float32))) * idf[columns]
        is_word = np.asarray(kinds, dtype=bool)
        for part in (is_word, ~is_word):
            norm = float(np.linalg.norm(weights[part]))
            if norm:
                weights[part] /= norm
        yield columns, weights


def dense(
    text: str, signals: Mapping[str, float], embedding: NDArray[np.float32] | None
) -> NDArray[np.float32]:
    """Signals, shape and, for the full head, the embedding, in one row."""
    import numpy as np

    row: Sequence[float] = [signals.get(name, 0.0) for name in SIGNAL_NAMES] + shape(text)
    out = np.asarray(row, dtype=np.float32)
    return out if embedding is None else np.concatenate([out, EMBEDDING_SCALE * embedding])


EMBEDDING_SCALE = 4.0
"""e5 vectors lie close together: without a scale the regression's penalty would keep them silent."""
