"""Facts that answer a question or set a mistake right: from the charter, or not at all."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.charter import Charter, Fact
from assistant.domain.protocols import Hits
from assistant.domain.text import words
from assistant.drafting.moves import stem

LEAD = 0.015
"""A cosine of e5 differs by as much between two facts of which one answers; closer ones are a toss-up."""

_SMALL = frozenset(
    "de du des la le les un une et a au aux en pour the of for to an and in on my your".split()
)


def answering_facts(
    charter: Charter,
    text: str,
    language: str,
    hits: Hits,
    usable: Sequence[Fact],
    *,
    most: int = 1,
    strict: bool = False,
) -> list[tuple[Fact, float]]:
    """The facts that speak of what the text asks, best first, with the cosine where it was searched.

    A fact counts when the text names one of its topics (every word of it, by stem) or when the
    search is sure of it. Meaning alone is not enough: a near miss would answer another question.
    ``strict``: the topic and the search must agree (for opinions and mistakes, which name topics
    in passing: a wrong correction is worse than none).
    """
    stems = {stem(w) for w in words(text)}
    found_score = {h.document.id: h.score for h in hits.hits}
    ranked: list[tuple[float, Fact]] = []
    for fact in usable:
        named = max((_named(topic, stems) for topic in fact.topics.get(language, ())), default=0)  # type: ignore[call-overload]
        score = found_score.get(fact.id, 0.0)
        first = bool(hits.hits) and hits.hits[0].document.id == fact.id
        if named and (first or not strict):
            ranked.append((named + score, fact))
    if not ranked and not strict and not hits.weak and _is_sure(hits):
        best = next((f for f in usable if f.id == hits.hits[0].document.id), None)
        if best is not None:
            ranked.append((hits.hits[0].score, best))
    ranked.sort(key=lambda pair: -pair[0])
    return [(fact, found_score.get(fact.id, 0.0)) for _, fact in ranked[:most]]


def _is_sure(hits: Hits) -> bool:
    """Whether words and meaning agree on the first fact: it is first, and its cosine leads by :data:`LEAD`."""
    scores = [hit.score for hit in hits.hits]
    return bool(scores) and all(scores[0] - other >= LEAD for other in scores[1:])


def _named(topic: str, stems: set[str]) -> int:
    """How many words of a topic the text holds, 0 unless it holds them all."""
    parts = {stem(w) for w in words(topic) if w.lower() not in _SMALL}
    return len(parts) if parts and parts <= stems else 0
