"""What a message and its author are known again by: hashes, so that they can be indexed."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from assistant.domain.comment import Comment
from assistant.domain.text import fold, words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

TELLING_WORDS = 8
"""Texts of fewer words ("Très bien, je recommande") are alike by chance: they get no fingerprint."""
READ_WORDS = 2_000
"""Words of a text that are looked at."""
BANDS = 12
_ROWS = 3
SIMILAR = 0.8
"""Share of words in common, in the same order, from which two texts are nearly the same."""

_NOBODY = frozenset(
    "anonyme|anonymous|anonym|client|cliente|customer|user|utilisateur|utilisatrice|guest|invite|visiteur|visitor"
    "|membre|member|auteur|author|internaute|inconnu|unknown|none|null|na|n a|0"
    "|google user|a google user|utilisateur google|un utilisateur google|facebook user|utilisateur facebook"
    "|amazon customer|client amazon|client d'amazon|deleted|deleted user|deleted account|utilisateur supprime"
    "|compte supprime".split("|")
)
"""What platforms write where they name nobody."""


def author_key(comment: Comment) -> str | None:
    """What an author is known again by within their channel; None where the row names nobody.

    The same name on two platforms is not taken for one person.
    """
    for kind, name in (("id", comment.author_id), ("name", comment.author)):
        if not name:
            continue
        plain = " ".join(words(fold(name)))
        if plain and plain not in _NOBODY:
            # An id is what the platform says it is, to the letter; a name may change its accents.
            said = name.strip() if kind == "id" else plain
            return _hash(kind, comment.channel, said)
    return None


def text_key(said: Sequence[str]) -> str | None:
    """One key for one wording, whatever its case, accents and punctuation; None for a text too short.
    ``said``: :func:`said_words`."""
    return _hash("text", *said) if len(said) >= TELLING_WORDS else None


def said_words(text: str) -> list[str]:
    """The folded words that are looked at."""
    return words(fold(text))[:READ_WORDS]


def bands(said: Sequence[str]) -> tuple[int, ...]:
    """:data:`BANDS` numbers (63 bits) of which nearly equal texts share at least one; none for a text too
    short. ``said``: :func:`said_words`.

    MinHash over pairs of neighbouring words, in bands of three: texts with two thirds of their pairs in
    common meet in 98 cases of 100, texts with a twentieth in 2 of 1,000. What meets is to be confirmed by
    :func:`similarity`.
    """
    if len(said) < TELLING_WORDS:
        return ()
    import numpy as np

    pairs = {zlib.crc32(f"{a} {b}".encode()) for a, b in pairwise(said)}
    hashed = np.fromiter(pairs, np.uint64, len(pairs))
    factors, offsets, mixing = _numbers()
    # Arithmetic modulo 2**64 is meant: multiply-shift hashing.
    least = ((hashed[:, None] * factors + offsets) >> np.uint64(32)).min(axis=0)
    mixed = (least.reshape(BANDS, _ROWS) * mixing).sum(axis=1, dtype=np.uint64)
    return tuple(int(value) for value in (mixed + offsets[:BANDS]) >> np.uint64(1))


def similarity(one: Sequence[str], other: Sequence[str]) -> float:
    """The share of words two texts have in common in the same order, 0 to 1: twice the longest common
    subsequence over both lengths."""
    from rapidfuzz.distance import Indel

    return Indel.normalized_similarity(one, other)


@cache
def _numbers() -> tuple[NDArray[np.uint64], NDArray[np.uint64], NDArray[np.uint64]]:
    """Odd factors, offsets, and the factors that mix the rows of a band: the same for ever, because
    bands are stored."""
    import numpy as np

    def drawn(what: str, count: int) -> NDArray[np.uint64]:
        hashes = (hashlib.sha256(f"{what} {n}".encode()).digest()[:8] for n in range(count))
        return np.array([int.from_bytes(value, "big") | 1 for value in hashes], np.uint64)

    return drawn("factor", BANDS * _ROWS), drawn("offset", BANDS * _ROWS), drawn("mixing", _ROWS)


def _hash(*parts: str) -> str:
    joined = "".join(f"{len(part)}:{part}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:32]
