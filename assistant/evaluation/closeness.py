"""How like each other drafts are, and how near to what people approved."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import fmean
from typing import TYPE_CHECKING

from assistant.domain.text import fold, jaccard, ngrams, sentences, words

if TYPE_CHECKING:
    from assistant.domain.protocols import Embedder

_GREETING = frozenset("bonjour bonsoir cher chere madame monsieur salut hello hi hey dear good".split())
_SHORT = 8


def body(text: str) -> str:
    """A draft without its greeting and its signature: a short first sentence that greets and a short
    last line."""
    kept = sentences(text)
    if kept and len(words(kept[0])) <= _SHORT and set(words(fold(kept[0]))[:1]) & _GREETING:
        kept = kept[1:]
    if len(kept) > 1 and len(words(kept[-1])) <= _SHORT:
        kept = kept[:-1]
    return "\n".join(kept)


def sameness(drafts: Mapping[str, Sequence[str]]) -> dict[str, float]:
    """Mean 4-gram Jaccard over all pairs of drafts of one language (0..1); languages with fewer than two
    drafts are left out.

    Args:
        drafts: the drafts by language.
    """
    found = {}
    for language, texts in drafts.items():
        grams = [ngrams(body(text), 4) for text in texts]
        if len(grams) > 1:
            found[language] = fmean(jaccard(a, b) for a, b in combinations(grams, 2))
    return found


def chrf(draft: str, approved: str, *, order: int = 6, beta: float = 2.0) -> float:
    """Character n-gram F-score of a draft against the approved reply, from 0 to 1 (chrF2)."""
    a, b = ("".join(fold(text).split()) for text in (draft, approved))
    scores = []
    for n in range(1, order + 1):
        ours, theirs = _counts(a, n), _counts(b, n)
        if not ours or not theirs:
            continue
        common = sum(min(count, theirs.get(gram, 0)) for gram, count in ours.items())
        precision, recall = common / sum(ours.values()), common / sum(theirs.values())
        both = beta**2 * precision + recall
        scores.append((1 + beta**2) * precision * recall / both if both else 0.0)
    return fmean(scores) if scores else 0.0


def _counts(text: str, n: int) -> dict[str, int]:
    counts: dict[str, int] = {}
    for i in range(len(text) - n + 1):
        counts[text[i : i + n]] = counts.get(text[i : i + n], 0) + 1
    return counts


def cosines(pairs: Sequence[tuple[str, str]], embedder: Embedder) -> list[float]:
    """The cosine of draft and approved reply for each pair, from -1 to 1."""
    if not pairs:
        return []
    ours = embedder.embed([a for a, _ in pairs])
    theirs = embedder.embed([b for _, b in pairs])
    return [float(value) for value in (ours * theirs).sum(axis=1)]
