"""Fixes are safe: they mend what they say, break nothing, and come to an end."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.charter import Charter
from assistant.domain.comment import Comment
from assistant.domain.finding import CheckContext, CheckResult, Finding, Place, TextKind
from assistant.tone.checker import Checker
from assistant.tone.fix import apply_fixes, mended
from assistant.tone.load import load_charter

from .conftest import CHARTER, TODAY


def finding(text: str, match: str, fix: str | None, level: str = "error") -> Finding:
    start = text.index(match)
    return Finding("r", level, start, start + len(match), match, "m", fix)  # type: ignore[arg-type]


def counts(result: CheckResult) -> Counter[str]:
    return Counter({f.rule: 0 for f in result.findings}) + Counter(
        rule for f in result.findings for rule in [f.rule] * (1 + len(f.also))
    )


def test_fixes_are_applied_together() -> None:
    text = "Le mail est parti par mail."
    fixes = [finding(text, "mail", "courriel"), Finding("r", "error", 22, 26, "mail", "m", "courriel")]
    assert apply_fixes(text, fixes) == "Le courriel est parti par courriel."


def test_all_places_of_a_finding_are_fixed() -> None:
    one = Finding("r", "suggestion", 1, 2, "'", "m", "’", (Place(5, 6, "’"),))
    assert apply_fixes("l'a d'b", [one]) == "l’a d’b"


def test_the_more_serious_of_two_wins() -> None:
    text = "un gros problème"
    fixes = [finding(text, "gros problème", "souci", "warning"), finding(text, "problème", "ennui")]
    assert apply_fixes(text, fixes) == "un gros ennui"


def test_a_deletion_leaves_one_blank() -> None:
    assert apply_fixes("a très b", [finding("a très b", "très", "")]) == "a b"
    assert apply_fixes("très b", [finding("très b", "très", "")]) == "b"
    assert apply_fixes("a , b", [finding("a , b", " ", "")]) == "a, b"


def test_what_no_longer_holds_is_skipped() -> None:
    stale = Finding("r", "error", 0, 3, "xyz", "m", "z")
    assert apply_fixes("abc", [stale, Finding("r", "error", 0, 3, "abc", "m", None)]) == "abc"


def test_an_unsafe_fix_is_left_to_a_person() -> None:
    """A rule whose fix breaks another rule is refused; the others' fixes are made."""

    def check(text: str) -> CheckResult:
        found = [
            Finding(rule, "warning", at, at + len(word), word, "m", fix)
            for rule, word, fix in (("a", "mail", "laid"), ("b", "laid", None), ("c", "gros", "grand"))
            if (at := text.find(word)) >= 0
        ]
        return CheckResult(tuple(found), 100, "green", "fr")

    text, result = mended("un gros mail", check)
    assert text == "un grand mail"
    assert [f.rule for f in result.findings] == ["a"]


def test_fixes_that_call_for_each_other_come_to_an_end() -> None:
    def check(text: str) -> CheckResult:
        other = {"a": "b", "b": "a"}[text]
        return CheckResult((Finding("r", "warning", 0, 1, text, "m", other),), 100, "green", "fr")

    assert mended("a", check)[0] in "ab"


def contexts(charter: Charter) -> list[CheckContext]:
    kinds: tuple[TextKind, ...] = ("public_reply", "private_reply", "script", "post")
    bare = [CheckContext(today=TODAY, kind=k, language=lang) for k, lang in product(kinds, ("fr", "en"))]
    around = [
        replace(
            c,
            channel="x_twitter",
            nature="complaint",
            comment=Comment("1", "Colis en retard !"),
            sender="Camille",
        )
        for c in bare[:4]
    ]
    return bare + around


def test_no_fix_of_the_charter_makes_a_new_finding(charter: Charter, checker: Checker) -> None:
    """Every rule's bad examples, bare and in a reply: all fixes at once, and each by itself."""
    fixed = 0
    for rule in charter.rules:
        for text, context in product(rule.examples.bad, contexts(charter)):
            before = checker.check(text, context)
            fixable = [f for f in before.findings if f.fix is not None]
            for chosen in ([fixable] if fixable else []) + [[f] for f in fixable]:
                after_text = apply_fixes(text, chosen)
                if after_text == text:
                    continue
                fixed += 1
                new = counts(checker.check(after_text, context)) - counts(before)
                assert not new, (rule.id, context.kind, text, after_text)
    assert fixed > 300


def test_mending_leaves_nothing_to_mend(charter: Charter, checker: Checker) -> None:
    left = 0
    for rule in charter.rules:
        for text, context in product(rule.examples.bad, contexts(charter)):
            fixed, result = mended(text, lambda t, c=context: checker.check(t, c))
            again, _ = mended(fixed, lambda t, c=context: checker.check(t, c))
            assert again == fixed
            left += sum(f.fix is not None for f in result.findings)
    assert left == 0


CHECKER = Checker(load_charter(CHARTER, for_drafting=False))
PIECES = [text for rule in load_charter(CHARTER, for_drafting=False).rules for text in rule.examples.bad]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(PIECES)
        | st.sampled_from(
            ['"', "'", " ", "!", "?", ":", "\u00a0", "...", "😀", "e\u0301", "l'", "A bientôt", "\n"]
        ),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from([" ", "", "\n", ", "]),
    st.sampled_from(["public_reply", "private_reply", "script", "post"]),
    st.sampled_from(["fr", "en", None]),
)
def test_no_combination_of_texts_is_made_worse(
    pieces: list[str], joint: str, kind: TextKind, language: str | None
) -> None:
    text = joint.join(pieces)
    context = CheckContext(today=TODAY, kind=kind, language=language)
    before = CHECKER.check(text, context)
    fixed, after = mended(text, lambda t: CHECKER.check(t, context))
    assert not counts(after) - counts(before), (text, fixed)
    assert after == CHECKER.check(fixed, context)
    assert after.score >= before.score


@pytest.mark.parametrize("text", ["", "   ", "Bonjour."])
def test_nothing_to_mend_is_left_as_it_is(checker: Checker, text: str) -> None:
    context = CheckContext(today=TODAY)
    assert mended(text, lambda t: checker.check(t, context))[0] == text
