"""The guards on sentences that nobody looked at while writing them (``tables/*_frozen.yaml``), and on those
they grew on (``*_growth.yaml``). The floors are what was reached, rounded down: a change may not lose it.
The figures, and what they mean, stand in docs/evaluation.md.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.finding import CheckContext
from assistant.tone.checker import Checker

from .conftest import TODAY
from .test_guards import context_of, text_of

TABLES = Path(__file__).parent / "tables"
PREFIXES = {
    "commitments": ("claims.commitment",),
    "actions": ("claims.action",),
    "facts": ("claims.fact", "claims.commitment"),
    "privacy": ("privacy", "claims.fact.phone", "claims.fact.email", "claims.fact.address"),
    "reviews": ("reviews",),
    "person": ("person",),
}
WARNED = {"person.gender"}
"""Findings of these rules are warnings by design; they count as found."""
FLOORS = {
    ("commitments", "frozen"): (0.79, 0.89),
    ("actions", "frozen"): (0.82, 0.93),
    ("facts", "frozen"): (0.73, 0.85),
    ("privacy", "frozen"): (0.80, 0.93),
    ("reviews", "frozen"): (0.71, 0.91),
    ("person", "frozen"): (0.66, 0.92),
    ("commitments", "growth"): (0.95, 0.95),
    ("actions", "growth"): (0.95, 0.95),
    ("facts", "growth"): (0.83, 0.90),
    ("privacy", "growth"): (0.95, 0.95),
    ("reviews", "growth"): (0.95, 0.95),
    ("person", "growth"): (0.80, 0.95),
}
"""(guard, half) → recall, precision."""


def measured(checker: Checker, guard: str, half: str, language: str) -> tuple[float, float, list[str]]:
    """Recall, precision, and what went wrong."""
    cases = yaml.safe_load((TABLES / f"{guard}_{half}.yaml").read_text(encoding="utf-8"))[language]

    def flagged(case: Any) -> bool:
        findings = checker.check_sentence(text_of(case), context_of(case, language))
        return any(
            f.rule.startswith(PREFIXES[guard]) and (f.level == "error" or f.rule in WARNED) for f in findings
        )

    positive = [case for some in cases["positive"].values() for case in some]
    missed = [text_of(c) for c in positive if not flagged(c)]
    wrong = [text_of(c) for c in cases["negative"] if flagged(c)]
    caught = len(positive) - len(missed)
    return caught / len(positive), caught / max(1, caught + len(wrong)), missed + wrong


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("guard", "half"), list(FLOORS))
def test_recall_and_precision(checker: Checker, guard: str, half: str, language: str) -> None:
    recall, precision, wrong = measured(checker, guard, half, language)
    least_recall, least_precision = FLOORS[guard, half]
    shown = wrong if half == "growth" else f"{len(wrong)} sentences, not shown: they only measure"
    assert recall >= least_recall and precision >= least_precision, (recall, precision, shown)


@pytest.mark.parametrize("guard", list(PREFIXES))
def test_a_table_is_large_and_its_halves_share_no_sentence(guard: str) -> None:
    texts: dict[str, list[str]] = {"fr": [], "en": []}
    for half in ("frozen", "growth"):
        data = yaml.safe_load((TABLES / f"{guard}_{half}.yaml").read_text(encoding="utf-8"))
        for language, cases in data.items():
            texts[language] += [text_of(c) for some in cases["positive"].values() for c in some]
            texts[language] += [text_of(c) for c in cases["negative"]]
    for language, found in texts.items():
        assert len(found) >= 150 and len(set(found)) == len(found), (guard, language)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("half", ["frozen", "growth"])
def test_a_repeated_sentence_is_pointed_out(checker: Checker, half: str, language: str) -> None:
    cases = yaml.safe_load((TABLES / f"sameness_{half}.yaml").read_text(encoding="utf-8"))[language]

    def repeats(case: Any) -> bool:
        context = CheckContext(today=TODAY, language=language, recent=tuple(case["recent"]))
        return any(f.rule == "sameness.repeats" for f in checker.check(case["text"], context).findings)

    caught = sum(map(repeats, cases["positive"]))
    assert caught / len(cases["positive"]) >= 0.9
    assert sum(map(repeats, cases["negative"])) <= 0.1 * len(cases["negative"])
