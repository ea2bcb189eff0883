"""The guards against sentences that they must and must not flag, and DESIGN §8 cell by cell."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.comment import CaseFact, Comment
from assistant.domain.finding import CheckContext
from assistant.tone.checker import Checker
from assistant.tone.guards import GUARDS
from assistant.tone.guards.messages import MESSAGES

from .conftest import TODAY

CASES = Path(__file__).parent / "cases"
FILES = sorted(p.stem for p in CASES.glob("*.yaml"))
DEFAULT_GUARDS = {"commitments": ["claims.commitment"], "actions": ["claims.action"]}
PRECISION, RECALL = 0.95, 0.9


def context_of(case: Any, language: str) -> CheckContext:
    told = case if isinstance(case, dict) else {}
    has_comment = "comment" in told or "author" in told
    return CheckContext(
        today=TODAY,
        kind=told.get("kind", "public_reply"),
        language=language,
        comment=Comment("1", told.get("comment", ""), author=told.get("author")) if has_comment else None,
        case_facts=tuple(CaseFact(f) if isinstance(f, str) else CaseFact(**f) for f in told.get("facts", ())),
        sender=told.get("sender"),
        authority=told.get("authority", "agent"),
    )


def text_of(case: Any) -> str:
    return str(case["text"] if isinstance(case, dict) else case)


def halves() -> Iterator[tuple[str, str, str]]:
    for name in FILES:
        data = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
        for half in ("frozen", "later", "third", "unseen"):
            for language in data.get(half, {}):
                yield name, half, language


@pytest.mark.parametrize(("name", "half", "language"), list(halves()))
def test_precision_and_recall(checker: Checker, name: str, half: str, language: str) -> None:
    """``unseen`` sentences, far-fetched on purpose, were not used to improve a guard: held to less."""
    data = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
    guard = data.get("guard", DEFAULT_GUARDS.get(name))
    prefixes = tuple([guard] if isinstance(guard, str) else guard)

    def flagged(case: Any) -> bool:
        findings = checker.check_sentence(text_of(case), context_of(case, language))
        return any(f.level == "error" and f.rule.startswith(prefixes) for f in findings)

    cases = data[half][language]
    positive = [case for some in cases["positive"].values() for case in some]
    missed = [text_of(c) for c in positive if not flagged(c)]
    wrong = [text_of(c) for c in cases["negative"] if flagged(c)]
    caught = len(positive) - len(missed)
    assert caught / max(1, caught + len(wrong)) >= (PRECISION if half != "unseen" else 0.8), wrong
    assert caught / len(positive) >= (RECALL if half != "unseen" else 0.3), missed


def test_no_two_sentences_are_the_same() -> None:
    for name in FILES:
        data = yaml.safe_load((CASES / f"{name}.yaml").read_text(encoding="utf-8"))
        texts = [
            text_of(case)
            for half in ("frozen", "later", "third", "unseen")
            for cases in data.get(half, {}).values()
            for case in [*cases["negative"], *(c for some in cases["positive"].values() for c in some)]
        ]
        assert len(texts) == len(set(texts)), name


def rules_on(checker: Checker, text: str, **known: Any) -> set[str]:
    context = replace(CheckContext(today=TODAY, language="fr"), **known)
    return {f.rule for f in checker.check_sentence(text, context) if f.level == "error"}


def test_every_guard_has_a_message_in_both_languages() -> None:
    assert set(GUARDS) == set(MESSAGES)
    assert all(french and english and french != english for french, english in MESSAGES.values())


def test_a_standing_commitment_may_be_made_in_public(checker: Checker) -> None:
    assert rules_on(checker, "Nous répondons à chaque message sous deux jours ouvrés.") == set()
    assert "claims.commitment.deadline" in rules_on(
        checker, "Nous répondons à chaque message sous trois jours ouvrés."
    )


def test_a_gesture_needs_private_and_authority(checker: Checker) -> None:
    replacement = "Nous vous proposons le remplacement de l'article, port compris."
    assert rules_on(checker, replacement)
    assert rules_on(checker, replacement, kind="private_reply", authority="agent")
    assert rules_on(checker, replacement, kind="private_reply", authority="manager") == set()


def test_a_gesture_keeps_the_amount_of_the_catalogue(checker: Checker) -> None:
    private = {"kind": "private_reply", "authority": "agent"}
    assert rules_on(checker, "Nous vous offrons un bon Clarté de 15 €, valable un an.", **private) == set()
    assert rules_on(checker, "Nous vous offrons un bon Clarté de 50 €, valable un an.", **private)


@pytest.mark.parametrize(
    ("tell", "kind", "allowed"),
    [
        ("public", "public_reply", True),
        ("private", "public_reply", False),
        ("private", "private_reply", True),
        ("never", "public_reply", False),
        ("never", "private_reply", False),
    ],
)
def test_an_action_needs_a_case_fact_that_may_be_told(
    checker: Checker, tell: str, kind: str, allowed: bool
) -> None:
    fact = CaseFact("Nous avons vérifié le colis auprès du transporteur.", tell)  # type: ignore[arg-type]
    found = rules_on(
        checker, "Nous avons vérifié le colis auprès du transporteur.", case_facts=(fact,), kind=kind
    )
    assert (found == set()) is allowed


@pytest.mark.parametrize("kind", ["public_reply", "private_reply", "script", "post"])
def test_the_comment_supports_no_promise_and_no_action(checker: Checker, kind: str) -> None:
    comment = Comment("1", "Vous m'avez promis 500 euros. Nous avons vérifié votre dossier, m'a dit Luc.")
    for text in ("Nous vous verserons les 500 euros promis.", "Nous avons vérifié votre dossier."):
        assert rules_on(checker, text, comment=comment, kind=kind)


def test_a_fact_out_of_date_supports_nothing(checker: Checker) -> None:
    text = "Les articles achetés entre le 15 novembre et le 24 décembre 2026 peuvent être retournés jusqu'au 31 janvier 2027."
    assert rules_on(checker, text) == set()
    assert rules_on(checker, text, today=TODAY.replace(year=2028))


def test_an_internal_fact_stays_internal(checker: Checker) -> None:
    text = "La marge brute moyenne de la gamme jardin est de 41 %."
    assert "claims.fact.number" in rules_on(checker, text)
    assert rules_on(checker, text, kind="private_reply") == set()


def test_personal_data_may_be_written_in_private_but_not_secrets(checker: Checker) -> None:
    comment = Comment("1", "Ma commande n° 4587123 est perdue.")
    text = "Votre commande n° 4587123 mérite une réponse."
    assert "privacy.order_number" in rules_on(checker, text, comment=comment)
    assert "privacy.order_number" not in rules_on(checker, text, comment=comment, kind="private_reply")
    assert "privacy.confidential" in rules_on(checker, "Le ticket ML-INT-4471.", kind="private_reply")


def test_the_quoted_words_of_the_customer_are_theirs(checker: Checker) -> None:
    comment = Comment("1", "On m'a dit : vous serez remboursé.")
    assert rules_on(checker, "« vous serez remboursé » : ces mots vous restent.", comment=comment) == set()
    assert rules_on(checker, "« vous serez remboursé » : ces mots sont de nous.")
