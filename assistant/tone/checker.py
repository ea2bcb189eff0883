"""The checker: a text, what is known beside it, and all that the charter has to say about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from assistant.domain.charter import Charter
from assistant.domain.finding import LEVELS, Band, CheckContext, CheckResult, Finding
from assistant.domain.language import guess_language
from assistant.tone.guards import ALL
from assistant.tone.length import length_findings
from assistant.tone.patterns import PatternSet, Prepared
from assistant.tone.reading import composed, read
from assistant.tone.rules import CompiledRule, compile_rule
from assistant.tone.support import Charted, sources_for

_COST = {"error": 25, "warning": 8, "suggestion": 2}
_BEST_WITH_ERROR = 79


class Checker:
    """Checks texts against one charter. Built once: the rules are compiled here; immutable after.

    Raises:
        BadInput: ``tone.pattern``, a pattern of the charter cannot be taken.
    """

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._rules: tuple[CompiledRule, ...] = tuple(compile_rule(rule) for rule in charter.rules)
        self._charted = Charted(charter)
        triggers = [(n, p) for n, rule in enumerate(self._rules) for p in rule.triggers or ()]
        self._owner = [n for n, _ in triggers]
        self._triggers = PatternSet([p for _, p in triggers])

    @property
    def charter(self) -> Charter:
        """The charter it checks against."""
        return self._charter

    def check(self, text: str, context: CheckContext) -> CheckResult:
        """All findings of a text, sorted by start, with the score they make."""
        language, found = self._run(text, context, whole=True)
        score = score_of(found)
        return CheckResult(found, score, band_of(score, found), language)

    def check_sentence(self, sentence: str, context: CheckContext) -> tuple[Finding, ...]:
        """The findings that one sentence of a text can have by itself.

        Leaves out what only a whole text can show: the order of moves, minimal counts, lengths.
        """
        return self._run(sentence, context, whole=False)[1]

    def _run(self, text: str, context: CheckContext, *, whole: bool) -> tuple[str, tuple[Finding, ...]]:
        plain, offsets = composed(text)
        language = context.language or self._language_of(plain)
        reader = context.reader or self._charter.settings.languages.default_language
        reader = reader if reader in ("fr", "en") else "en"
        reading = read(plain, context, language, reader)
        sources = sources_for(self._charted, reading)
        by_guards = list(chain.from_iterable(guard(reading, sources) for guard in ALL))
        found = chain(by_guards, self._by_rules(plain, context, language, reader, whole=whole))
        if whole:
            found = chain(found, length_findings(reading, self._charter))
        kept = settle(found, hiding=by_guards)
        if offsets is not None:
            kept = tuple(_moved(f, text, offsets) for f in kept)
        return language, kept

    def _by_rules(
        self, text: str, context: CheckContext, language: str, reader: str, *, whole: bool
    ) -> Iterator[Finding]:
        prepared = Prepared(text)
        awake = {self._owner[n] for n in self._triggers.occurring(prepared)}
        for n, rule in enumerate(self._rules):
            if rule.triggers is not None and n not in awake:
                continue
            if (whole or rule.on_sentences) and rule.applies(context, language):
                yield from rule.find(prepared, context, reader)

    def _language_of(self, text: str) -> str:
        guessed = guess_language(text)
        return self._charter.settings.languages.default_language if guessed == "und" else guessed


def settle(found: Iterable[Finding], hiding: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Sorts findings and drops doubles: the same rule on an overlapping span, and a milder finding
    on a span that an error of ``hiding`` covers."""
    errors = [f for f in hiding if f.level == "error"]
    ordered = sorted(found, key=lambda f: (f.start, LEVELS.index(f.level), -f.end, f.rule))
    kept: list[Finding] = []
    furthest: dict[str, int] = {}
    for finding in ordered:
        if finding.start < furthest.get(finding.rule, -1):
            continue
        if finding.level != "error" and any(
            e.start <= finding.start and finding.end <= e.end for e in errors
        ):
            continue
        furthest[finding.rule] = max(furthest.get(finding.rule, -1), finding.end)
        if finding not in kept[-8:]:
            kept.append(finding)
    return tuple(kept)


def _binds(error: Finding, figure: Finding) -> bool:
    """Whether a figure belongs to a commitment or a personal datum already reported."""
    wider = error.rule.startswith(("claims.commitment.", "privacy."))
    return wider and error.start < figure.end and figure.start < error.end


def score_of(findings: Iterable[Finding]) -> int:
    """From 100, each finding takes its cost; with an error never above 79."""
    levels = [f.level for f in findings]
    score = max(0, 100 - sum(_COST[level] for level in levels))
    return min(score, _BEST_WITH_ERROR) if "error" in levels else score


def band_of(score: int, findings: Iterable[Finding]) -> Band:
    """Green above 79 and without error, amber from 60, red below."""
    if score < 60:
        return "red"
    return "green" if score > _BEST_WITH_ERROR and all(f.level != "error" for f in findings) else "amber"


def _moved(finding: Finding, text: str, offsets: list[int]) -> Finding:
    start, end = offsets[finding.start], offsets[finding.end]
    return replace(finding, start=start, end=end, match=text[start:end])
