"""A second opinion stands beside the answer and never changes it."""

from __future__ import annotations

from dataclasses import replace

from triage_house import house

from assistant.domain.comment import Comment
from assistant.domain.contract import triage_json
from assistant.domain.triage import NATURES, Nature, Opinion
from assistant.errors import ModelError
from assistant.triage.classifier import load_classifier
from assistant.triage.training import seed_examples
from assistant.triage.triager import Triager

CLASSIFIER = load_classifier()
COMMENTS = [Comment(str(i), e.text, language=e.language) for i, e in enumerate(seed_examples()[::12])]


class Contrary:
    """Always of the other opinion; keeps what it was asked."""

    def __init__(self, error: ModelError | None = None) -> None:
        self.asked: list[tuple[str, str, tuple[Nature, Nature]]] = []
        self.error = error

    def opinion(self, text, language, candidates, *, cancel=None):  # type: ignore[no-untyped-def]
        self.asked.append((text, language, candidates))
        if self.error is not None:
            raise self.error
        return Opinion(candidates[1], "m", "p 1")


def answers(second: Contrary | None):  # type: ignore[no-untyped-def]
    triager = Triager(house(), CLASSIFIER, second=second)
    return [replace(a, seconds=0.0) for a in triager.triage_many(COMMENTS)]


def test_it_is_asked_where_the_nature_is_unsure_and_changes_nothing_else() -> None:
    second = Contrary()
    alone, told = answers(None), answers(second)
    unsure = [a for a in alone if a.unsure and a.alternatives]
    assert unsure and len(second.asked) == len(unsure)
    assert [replace(a, opinion=None) for a in told] == alone
    for a in told:
        wanted = Opinion(a.alternatives[0].nature, "m", "p 1") if a.unsure and a.alternatives else None
        assert a.opinion == wanted
        assert triage_json(a)["opinion"] == (
            {"nature": wanted.nature, "model": "m", "prompt": "p 1"} if wanted else None
        )
    assert all(set(pair) <= set(NATURES) for _, _, pair in second.asked)


def test_a_model_that_fails_costs_no_triage() -> None:
    second = Contrary(ModelError("llm.gone", "The model is gone."))
    assert answers(second) == answers(None) and second.asked


def test_another_charter_keeps_it() -> None:
    second = Contrary()
    triager = Triager(house(), CLASSIFIER, second=second).under(house(), None)
    list(triager.triage_many(COMMENTS))
    assert second.asked
