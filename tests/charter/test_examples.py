"""The pairs that show the voice: enough of them, over all natures, and the good ones without a breach."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from assistant.desk.workspace import make_workspace
from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext, errors_of
from assistant.domain.text import sentences
from assistant.domain.triage import NATURES
from assistant.domain.voice import AXIS_OF
from assistant.tone.checker import Checker
from assistant.tone.load import load_charter


@pytest.fixture(params=["example", "starter"])
def shown(request: pytest.FixtureRequest, charter: Charter, tmp_path: Path) -> Charter:
    if request.param == "example":
        return charter
    make_workspace(tmp_path / "new", demo=False)
    assert (tmp_path / "new" / "charter" / "examples.yaml").is_file()
    return load_charter(tmp_path / "new" / "charter")


def test_pairs_cover_natures_and_languages(shown: Charter) -> None:
    least = 30 if shown.settings.identity.brand == "Maison Lumen" else 12
    for language in ("fr", "en"):
        of = [e for e in shown.examples if e.language == language]
        assert len(of) >= least
        assert {e.nature for e in of} == set(NATURES)
        poles = Counter(pole for e in of for pole in e.breaks)
        assert {AXIS_OF[pole] for pole in poles} == {AXIS_OF[p] for p in AXIS_OF}
        assert all(1 <= len(sentences(t)) <= 4 for e in of for t in (e.do, e.dont))


def test_what_the_house_would_write_breaks_no_rule(shown: Charter) -> None:
    checker = Checker(shown)
    wrong = []
    for e in shown.examples:
        context = CheckContext(today=date(2026, 11, 24), language=e.language, nature=e.nature)
        wrong += [(e.id, f.rule, f.match) for f in errors_of(checker.check(e.do, context).findings)]
    assert wrong == []
