"""Fixes are safe: they mend what they say and break nothing."""

from __future__ import annotations

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext, Finding
from assistant.tone.checker import Checker
from assistant.tone.fix import apply_fixes

from .conftest import TODAY


def finding(text: str, match: str, fix: str | None, level: str = "error") -> Finding:
    start = text.index(match)
    return Finding("r", level, start, start + len(match), match, "m", fix)  # type: ignore[arg-type]


def test_fixes_are_applied_together() -> None:
    text = "Le mail est parti par mail."
    fixes = [finding(text, "mail", "courriel"), Finding("r", "error", 22, 26, "mail", "m", "courriel")]
    assert apply_fixes(text, fixes) == "Le courriel est parti par courriel."


def test_the_more_serious_of_two_wins() -> None:
    text = "un gros problème"
    fixes = [finding(text, "gros problème", "souci", "warning"), finding(text, "problème", "ennui")]
    assert apply_fixes(text, fixes) == "un gros ennui"


def test_a_deletion_leaves_one_blank() -> None:
    assert apply_fixes("a très b", [finding("a très b", "très", "")]) == "a b"
    assert apply_fixes("très b", [finding("très b", "très", "")]) == "b"


def test_what_no_longer_holds_is_skipped() -> None:
    stale = Finding("r", "error", 0, 3, "xyz", "m", "z")
    assert apply_fixes("abc", [stale, Finding("r", "error", 0, 3, "abc", "m", None)]) == "abc"


def test_no_fix_of_the_charter_makes_a_new_finding(charter: Charter, checker: Checker) -> None:
    fixed = 0
    for rule in charter.rules:
        for text in rule.examples.bad:
            for kind in rule.scopes:
                for language in rule.languages:
                    nature = rule.natures[0] if rule.natures else None
                    context = CheckContext(today=TODAY, kind=kind, language=language, nature=nature)
                    before = checker.check(text, context)
                    mended = apply_fixes(text, before.findings)
                    if mended == text:
                        continue
                    fixed += 1
                    after = checker.check(mended, context)
                    known = {f.rule for f in before.findings}
                    assert {f.rule for f in after.findings} <= known, (rule.id, text, mended)
                    assert apply_fixes(mended, after.findings) == mended, (rule.id, text, mended)
    assert fixed
