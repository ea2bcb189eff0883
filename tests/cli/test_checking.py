"""Opinions at the command line: a model is asked only when the charter has a question."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from threading import Event

import pytest

from assistant.cli.checking import _opinions
from assistant.config import Settings, Workspace
from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.wiring import House

CONTEXT = CheckContext(today=date(2026, 11, 23), language="fr")


class Yes:
    def says_yes(
        self, question: str, text: str, language: str, *, cancel: Event | None = None
    ) -> bool | None:
        return True


def test_the_charters_questions_are_put_to_the_model(
    charter: Charter, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(House, "judge", Yes())
    (opinion,) = _opinions(workspace, Settings(), charter, "Bonjour.", CONTEXT)
    assert opinion.opinion and opinion.level == "suggestion" and opinion.rule == "style.blames_the_customer"


def test_without_a_question_no_model_is_looked_for(
    charter: Charter, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(House, "judge")
    none = replace(charter, rules=tuple(r for r in charter.rules if r.kind != "judge"))
    assert _opinions(workspace, Settings(), none, "Bonjour.", CONTEXT) == ()


def test_without_a_model_there_is_no_opinion(
    charter: Charter, workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(House, "judge", None)
    assert _opinions(workspace, Settings(), charter, "Bonjour.", CONTEXT) == ()
