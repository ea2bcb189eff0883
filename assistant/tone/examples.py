"""Runs the rules' own examples: what a rule says it flags, it must flag, and must leave the rest alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Rule
from assistant.tone.patterns import Prepared
from assistant.tone.rules import compile_rule

ANY_DAY = date(2000, 1, 1)
"""Rules do not look at the day; only facts do."""


@dataclass(frozen=True, slots=True)
class FailingExample:
    """An example that contradicts its rule: ``bad`` and not flagged, or ``good`` and flagged.

    ``rule`` is the rule's id, ``file.key``.
    """

    rule: str
    example: str
    expected: Literal["bad", "good"]


def failing_examples(charter: Charter) -> Iterator[FailingExample]:
    """Yields, rule by rule, the examples that contradict their rule.

    Raises:
        BadInput: ``tone.pattern``, a pattern of the charter cannot be taken.
    """
    for rule in charter.rules:
        yield from failing_examples_of(rule, charter)


def failing_examples_of(rule: Rule, charter: Charter) -> Iterator[FailingExample]:
    """Yields the examples of one rule that contradict it.

    An example is read as the rule's first scope and nature. A rule says nothing else than what it
    finds: other rules and the guards are not asked.
    """
    compiled = compile_rule(rule)
    context = CheckContext(
        today=ANY_DAY, kind=rule.scopes[0], nature=rule.natures[0] if rule.natures else None
    )
    for text in rule.examples.bad:
        if not any(compiled.find(Prepared(text), context, "fr")):
            yield FailingExample(rule.id, text, "bad")
    for text in rule.examples.good:
        if any(compiled.find(Prepared(text), context, "fr")):
            yield FailingExample(rule.id, text, "good")
