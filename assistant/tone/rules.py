"""A rule of the charter, compiled once and run on a text."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext, Finding
from assistant.domain.rule import Lang, Metric, Occurrence, Repetition, Rule
from assistant.tone.kinds import compiled
from assistant.tone.kinds.hit import Hit, Search
from assistant.tone.patterns import Pattern, compile_terms
from assistant.tone.prepared import Prepared

WHOLE_TEXT_KINDS = frozenset({"sequence", "consistency", "conditional", "readability"})
"""Kinds that say nothing about a sentence alone; so do a minimum, and what is repeated in a text."""


@dataclass(frozen=True, slots=True)
class CompiledRule:
    """A rule with its patterns compiled."""

    rule: Rule
    search: Search
    exceptions: Pattern | None
    triggers: tuple[Pattern, ...] | None
    """The rule is silent where none of these occurs; None: it may speak on any text."""

    @property
    def on_sentences(self) -> bool:
        """Whether the rule makes sense on one sentence of a text."""
        rule = self.rule
        if isinstance(rule, Occurrence):
            return rule.min == 0
        if isinstance(rule, Metric):
            return rule.per == "sentence" or not rule.min
        if isinstance(rule, Repetition):
            return rule.unit == "word"
        return rule.kind not in WHOLE_TEXT_KINDS

    def applies(self, context: CheckContext, language: str) -> bool:
        """Whether the rule speaks in this kind of text, language and nature of comment."""
        return speaks(self.rule, context, language)

    def find(self, prepared: Prepared, context: CheckContext, reader: str) -> Iterator[Finding]:
        """Yields the breaches, outside the rule's exceptions."""
        hits = list(self.search(prepared, context))
        if not hits:
            return
        spared = list(self.exceptions.find(prepared)) if self.exceptions else []
        for hit in hits:
            start, end = hit.start, hit.end
            if any(a <= start and end <= b for a, b in spared):
                continue
            match = prepared.text[start:end]
            message = said(self.rule, reader, match, hit)
            yield Finding(self.rule.id, self.rule.level, start, end, match, message, hit.fix)


def speaks(rule: Rule, context: CheckContext, language: str) -> bool:
    """Whether a rule is meant for this kind of text, language and nature of comment."""
    if context.kind not in rule.scopes:
        return False
    if language in ("fr", "en") and language not in rule.languages:
        return False
    if not rule.natures:
        return True
    nature = context.nature or ""
    return nature in rule.natures or nature.split("/")[0] in rule.natures


def said(rule: Rule, reader: str, match: str, hit: Hit) -> str:
    """The rule's message, then its reason, in the reader's language when the charter has it."""

    def in_language(texts: Mapping[Lang, str]) -> str:
        spoken: Lang = "fr" if reader == "fr" else "en"
        return texts.get(spoken) or next(iter(texts.values()), "")

    message = in_language(rule.message)
    if "{" in message:
        # The match comes last: a text that holds "{value}" stays as it was written.
        message = message.replace("{value}", hit.value).replace("{limit}", hit.limit)
        message = message.replace("{match}", match)
    why = in_language(rule.why)
    return f"{message} {why}".strip() if why else message


def compile_rule(rule: Rule, charter: Charter | None = None) -> CompiledRule:
    """Compiles a rule. One of kind ``judge`` finds nothing: see ``tone.opinions``.

    Args:
        rule: the rule.
        charter: whose names are no mistakes and whose channels have limits; None: neither is known.

    Raises:
        BadInput: ``tone.pattern``, one of its patterns cannot be taken.
    """
    exceptions = compile_terms(rule.exceptions) if any(e.strip() for e in rule.exceptions) else None
    search, triggers = compiled(rule, charter)
    return CompiledRule(rule, search, exceptions, triggers)
