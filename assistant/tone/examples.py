"""Runs the rules' own examples: what a rule says it flags, it must flag, and must leave the rest alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Judge, Rule
from assistant.tone.prepared import Prepared
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

    An example is read as the rule's first scope and nature, in the rule's language when it has but one.
    Other rules and the guards are not asked. The examples of a ``judge`` are not run: no model is at hand.

    Raises:
        BadInput: ``tone.pattern``, a pattern of the charter cannot be taken.
    """
    for rule in charter.rules:
        if not isinstance(rule, Judge):
            yield from _failing(rule, charter)


def _failing(rule: Rule, charter: Charter) -> Iterator[FailingExample]:
    compiled = compile_rule(rule, charter)
    nature = rule.natures[0] if rule.natures else None
    # An example stands in the place with the tightest limits, so that a rule with `max: channel` can speak.
    channel = min(
        charter.settings.channels.items(), key=lambda c: (c[1].links_max, c[1].emoji_max), default=None
    )
    context = CheckContext(
        today=ANY_DAY, kind=rule.scopes[0], nature=nature, channel=channel[0] if channel else None
    )
    only = rule.languages[0] if len(rule.languages) == 1 else None

    def flagged(text: str) -> bool:
        return any(True for _ in compiled.find(Prepared(text, only), context, "fr"))

    yield from (FailingExample(rule.id, text, "bad") for text in rule.examples.bad if not flagged(text))
    yield from (FailingExample(rule.id, text, "good") for text in rule.examples.good if flagged(text))
