"""What stands behind a finding: the charter's rule with a good example, or the passage of the charter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from assistant.domain.charter import Charter, Language
from assistant.domain.finding import Finding
from assistant.domain.language import guess_language

PASSAGES = {
    "claims.commitment": "promising",
    "claims.action": "promising",
    "claims.fact": "promising",
    "claims.refusal": "promising",
    "privacy": "personal_data",
    "privacy.confidential": "internal_matters",
    "privacy.canary": "internal_matters",
    "reviews": "reviews_and_deletion",
    "reviews.conditional_apology": "apologising",
    "person": "voice",
    "person.sender": "signature",
    "language": "voice",
    "length": "length",
}
"""The passage of the charter in prose that a guard keeps, by the guard's name or the beginning of it."""


def behind(findings: Iterable[Finding], charter: Charter, language: Language) -> dict[str, Any]:
    """For each rule found: ``{file, key, good, title, text}``; what there is not is "" or []."""
    rules = {rule.id: rule for rule in charter.rules}
    passages = {passage.id: passage for passage in charter.passages}
    found: dict[str, Any] = {}
    for id in {f.rule for f in findings}:
        if rule := rules.get(id):
            family, _, key = id.partition(".")
            found[id] = {
                "file": f"rules/{family}.yaml",
                "key": key,
                "good": list(_readable(rule.examples.good, language)),
                "title": "",
                "text": "",
            }
        else:
            passage = passages.get(_passage(id))
            found[id] = {
                "file": "passages.yaml" if passage else "",
                "key": passage.id if passage else "",
                "good": [],
                "title": passage.title.get(language, "") if passage else "",
                "text": passage.text.get(language, "") if passage else "",
            }
    return found


def _passage(guard: str) -> str:
    while guard:
        if guard in PASSAGES:
            return PASSAGES[guard]
        guard = guard.rpartition(".")[0]
    return ""


def _readable(examples: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """One or two good examples, in the reader's language where there are such."""
    mine = tuple(e for e in examples if guess_language(e) == language)
    return (mine or examples)[:2]
