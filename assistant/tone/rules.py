"""The six kinds of rule of the charter, compiled once and run on a text.

Each kind is a function that compiles its rule and returns a search: text in, spans and fixes out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from assistant.domain.finding import CheckContext, Finding
from assistant.domain.rule import (
    Conditional,
    Consistency,
    Existence,
    Lang,
    Occurrence,
    Rule,
    Sequence,
    Substitution,
)
from assistant.domain.text import sentence_spans
from assistant.tone.patterns import Pattern, Prepared, compile_pattern, compile_terms

Hit = tuple[int, int, str | None]
"""Start, end, and what to put there (None: a person decides)."""
Search = Callable[[Prepared, CheckContext], Iterator[Hit]]

WHOLE_TEXT_KINDS = frozenset({"sequence", "consistency", "conditional"})
"""Kinds that say nothing about a sentence alone; so does a minimum of occurrences."""


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
        if isinstance(self.rule, Occurrence):
            return self.rule.min == 0
        return self.rule.kind not in WHOLE_TEXT_KINDS

    def applies(self, context: CheckContext, language: str) -> bool:
        """Whether the rule speaks in this kind of text, language and nature of comment."""
        rule = self.rule
        if context.kind not in rule.scopes:
            return False
        if language in ("fr", "en") and language not in rule.languages:
            return False
        if not rule.natures:
            return True
        nature = context.nature or ""
        return nature in rule.natures or nature.split("/")[0] in rule.natures

    def find(self, prepared: Prepared, context: CheckContext, reader: str) -> Iterator[Finding]:
        """Yields the breaches, outside the rule's exceptions."""
        hits = list(self.search(prepared, context))
        if not hits:
            return
        spared = list(self.exceptions.find(prepared)) if self.exceptions else []
        for start, end, fix in hits:
            if any(a <= start and end <= b for a, b in spared):
                continue
            match = prepared.text[start:end]
            message = said(self.rule, reader, match)
            yield Finding(self.rule.id, self.rule.level, start, end, match, message, fix)


def said(rule: Rule, reader: str, match: str) -> str:
    """The rule's message, then its reason, in the reader's language when the charter has it."""

    def in_language(texts: Mapping[Lang, str]) -> str:
        spoken: Lang = "fr" if reader == "fr" else "en"
        return texts.get(spoken) or next(iter(texts.values()), "")

    message = in_language(rule.message).replace("{match}", match)
    why = in_language(rule.why)
    return f"{message} {why}".strip() if why else message


def compile_rule(rule: Rule) -> CompiledRule:
    """Compiles a rule.

    Raises:
        BadInput: ``tone.pattern``, one of its patterns cannot be taken.
    """
    exceptions = compile_terms(rule.exceptions) if any(e.strip() for e in rule.exceptions) else None
    search, triggers = _search_of(rule)
    return CompiledRule(rule, search, exceptions, triggers)


def _search_of(rule: Rule) -> tuple[Search, tuple[Pattern, ...] | None]:
    if isinstance(rule, Existence):
        return _existence(rule)
    if isinstance(rule, Substitution):
        return _substitution(rule)
    if isinstance(rule, Occurrence):
        return _occurrence(rule)
    if isinstance(rule, Consistency):
        return _consistency(rule)
    if isinstance(rule, Conditional):
        return _conditional(rule)
    return _sequence(rule)


def _existence(rule: Existence) -> tuple[Search, tuple[Pattern, ...] | None]:
    patterns = [compile_terms(rule.terms)] if any(t.strip() for t in rule.terms) else []
    if rule.pattern:
        patterns.append(compile_pattern(rule.pattern))

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        for pattern in patterns:
            for start, end in pattern.find(prepared):
                yield start, end, _in_case_of(prepared.text[start:end], rule.fix)

    return search, tuple(patterns)


def _substitution(rule: Substitution) -> tuple[Search, tuple[Pattern, ...] | None]:
    pattern = compile_terms(rule.swap)
    preferred = {_key(term): said for term, said in rule.swap.items()}

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        for start, end in pattern.find(prepared):
            match = prepared.text[start:end]
            yield start, end, _in_case_of(match, preferred.get(_key(match)))

    return search, (pattern,)


def _key(term: str) -> str:
    return " ".join(term.lower().replace("’", "'").split())


def _in_case_of(match: str, fix: str | None) -> str | None:
    """The fix with a capital where what it replaces has one."""
    if not fix or not match[:1].isupper() or not fix[0].islower():
        return fix
    return fix[0].upper() + fix[1:]


def _occurrence(rule: Occurrence) -> tuple[Search, tuple[Pattern, ...] | None]:
    pattern = compile_pattern(rule.pattern)

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        spans = list(pattern.find(prepared))
        if len(spans) < rule.min:
            end = len(prepared.text)
            yield end, end, None
        if rule.max is not None:
            for start, end in spans[rule.max :]:
                yield start, end, None

    return search, None if rule.min else (pattern,)


def _consistency(rule: Consistency) -> tuple[Search, tuple[Pattern, ...] | None]:
    groups = [compile_pattern(pattern) for pattern in rule.groups.values()]

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        found = [spans for pattern in groups if (spans := list(pattern.find(prepared)))]
        found.sort(key=lambda spans: (-len(spans), spans[0]))
        for spans in found[1:]:
            for start, end in spans:
                yield start, end, None

    return search, tuple(groups)


def _conditional(rule: Conditional) -> tuple[Search, tuple[Pattern, ...] | None]:
    when, then = compile_pattern(rule.when), compile_pattern(rule.then)

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        first = when.search(prepared)
        if first is not None and then.search(prepared) is None:
            yield *first, None

    return search, (when,)


def _sequence(rule: Sequence) -> tuple[Search, tuple[Pattern, ...] | None]:
    place = {move: n for n, move in enumerate(rule.order)}
    markers = [(place[move], compile_pattern(p)) for move, p in rule.markers.items() if move in place]

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        placed: list[tuple[int, int, int]] = []
        if context.moves:
            spans = list(sentence_spans(prepared.text))
            known = len(spans) == len(context.moves)
            for n, move in enumerate(context.moves):
                if move in place:
                    placed.append((place[move], *(spans[n] if known else (0, 0))))
        else:
            for order, pattern in markers:
                if span := pattern.search(prepared):
                    placed.append((order, *span))
            placed.sort(key=lambda p: p[1:])
        furthest = -1
        for order, start, end in placed:
            if order < furthest:
                yield start, end, None
                return
            furthest = order

    return search, None
