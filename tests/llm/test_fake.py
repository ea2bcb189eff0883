from __future__ import annotations

from threading import Event

import pytest

from assistant.domain.protocols import LanguageModel, Message, Sampling, Usage
from assistant.errors import Cancelled, ModelError
from assistant.llm.fake import FakeModel


def test_it_gives_its_answers_in_order_and_remembers_the_prompts() -> None:
    model: LanguageModel = FakeModel(["Un  deux\ntrois. ", ModelError("llm.failed", "no"), "fin"])
    usage = Usage()
    assert "".join(model.stream("a", Sampling(), usage=usage)) == "Un  deux\ntrois. "
    assert usage.completion_tokens == 4
    with pytest.raises(ModelError, match="no"):
        list(model.stream([Message("user", "b")], Sampling()))
    assert "".join(model.stream("c", Sampling())) == "fin"
    with pytest.raises(ModelError, match="no answer left"):
        list(model.stream("d", Sampling()))
    assert isinstance(model, FakeModel)
    assert model.prompts == ["a", (Message("user", "b"),), "c", "d"]


def test_it_repeats_and_can_be_cancelled() -> None:
    model = FakeModel.repeat("un deux")
    assert ["".join(model.stream("x", Sampling())) for _ in range(3)] == ["un deux"] * 3
    cancel = Event()
    stream = model.stream("x", Sampling(), cancel=cancel)
    assert next(stream) == "un"
    cancel.set()
    with pytest.raises(Cancelled):
        next(stream)
