"""Which fact answers a question: by its topic, or by a search that is sure of it."""

from __future__ import annotations

from datetime import date

import pytest

from assistant.domain.charter import Charter
from assistant.domain.protocols import Document, Hit, Hits
from assistant.drafting.answers import answering_facts


def found(*scores: tuple[str, float], weak: bool = False) -> Hits:
    return Hits(
        tuple(Hit(Document(id, "fact", "en", id, id), score, n) for n, (id, score) in enumerate(scores)), weak
    )


def answer(charter: Charter, question: str, hits: Hits) -> list[str]:
    usable = charter.facts_in_date(date(2026, 11, 25), public_only=True)
    return [fact.id for fact, _ in answering_facts(charter, question, "en", hits, usable)]


def test_a_topic_that_is_named_answers(charter: Charter) -> None:
    assert answer(charter, "What is your return period, please?", found()) == ["return_window"]


@pytest.mark.parametrize(
    ("hits", "answers"),
    [
        (found(("bulb_fittings", 0.86), ("recycling", 0.83)), ["bulb_fittings"]),
        (found(("bulb_fittings", 0.86), ("recycling", 0.855)), []),  # a toss-up
        (found(("bulb_fittings", 0.825), ("delivery_countries", 0.847)), []),  # words and meaning disagree
        (found(("bulb_fittings", 0.86), ("recycling", 0.83), weak=True), []),
        (found(), []),
    ],
)
def test_without_a_topic_the_search_must_be_sure(charter: Charter, hits: Hits, answers: list[str]) -> None:
    assert answer(charter, "Xylo wobble?", hits) == answers
