"""The checker: a text, what is known beside it, and all that the charter has to say about it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import accumulate, chain

from assistant.domain.charter import Charter
from assistant.domain.finding import LEVELS, CheckContext, CheckResult, Finding, Place
from assistant.domain.language import guess_language
from assistant.tone.guards import ALL, learned
from assistant.tone.length import length_findings
from assistant.tone.patterns import PatternSet
from assistant.tone.prepared import Prepared
from assistant.tone.reading import composed, read
from assistant.tone.rules import CompiledRule, compile_rule
from assistant.tone.score import scored
from assistant.tone.support import Charted, sources_for
from assistant.tone.typography import Profile, profile_of, typeset, typography_findings


class Checker:
    """Checks texts against one charter. Built once: the rules are compiled here; immutable after.

    Raises:
        BadInput: ``tone.pattern``, a pattern of the charter cannot be taken.
    """

    def __init__(self, charter: Charter) -> None:
        self._charter = charter
        self._rules: tuple[CompiledRule, ...] = tuple(compile_rule(rule, charter) for rule in charter.rules)
        self._charted = Charted(charter)
        triggers = [(n, p) for n, rule in enumerate(self._rules) for p in rule.triggers or ()]
        self._owner = [n for n, _ in triggers]
        self._triggers = PatternSet([p for _, p in triggers])
        self._profiles: dict[str, Profile] = {}
        languages = charter.settings.languages
        self._default = languages.default_language
        for locale in (languages.default, *languages.supported):
            self._profiles.setdefault(locale.split("-")[0], profile_of(languages.supported[locale]))

    @property
    def charter(self) -> Charter:
        """The charter it checks against."""
        return self._charter

    def check(self, text: str, context: CheckContext) -> CheckResult:
        """All findings of a text, sorted by start, with the score they make."""
        language, found = self._run(text, context, whole=True)
        score, band, moved = scored(found)
        return CheckResult(found, score, band, language, moved)

    def check_sentence(self, sentence: str, context: CheckContext) -> tuple[Finding, ...]:
        """The findings that one sentence of a text can have by itself.

        Leaves out what only a whole text can show: the order of moves, minimal counts, lengths.
        """
        return self._run(sentence, context, whole=False)[1]

    def _run(self, text: str, context: CheckContext, *, whole: bool) -> tuple[str, tuple[Finding, ...]]:
        plain, offsets = composed(text)
        spoken = guess_language(plain)
        language = context.language or (self._default if spoken == "und" else spoken)
        reader = context.reader or self._default
        reader = reader if reader in ("fr", "en") else "en"
        reading = read(plain, context, language, reader)
        sources = sources_for(self._charted, reading)
        by_guards = list(chain.from_iterable(guard(reading, sources) for guard in ALL))
        by_guards += learned.find(reading, sources, by_guards)
        # What is said to be English and reads as French is judged by the habits of neither.
        prepared = Prepared(plain, language if spoken in ("und", language) else "und")
        found = chain(by_guards, self._by_rules(prepared, context, language, reader, whole=whole))
        if whole:
            found = chain(found, length_findings(reading, self._charter))
            if profile := self._profiles.get(prepared.language):
                found = chain(found, typography_findings(prepared, profile, context.kind, reader))
        kept = settle(found, hiding=by_guards)
        if offsets is not None:
            kept = tuple(_placed(f, text, offsets) for f in kept)
        return language, kept

    def _by_rules(
        self, prepared: Prepared, context: CheckContext, language: str, reader: str, *, whole: bool
    ) -> Iterator[Finding]:
        awake = {self._owner[n] for n in self._triggers.occurring(prepared)}
        for n, rule in enumerate(self._rules):
            if rule.triggers is not None and n not in awake:
                continue
            if (whole or rule.on_sentences) and rule.applies(context, language):
                for finding in rule.find(prepared, context, reader):
                    yield self._set_in_type(finding, prepared.language, context)

    def _set_in_type(self, finding: Finding, language: str, context: CheckContext) -> Finding:
        """A fix as the text around it is to be written: it must not bring a straight apostrophe."""
        profile = self._profiles.get(language)
        if not finding.fix or profile is None or context.kind not in profile.fine:
            return finding
        return replace(finding, fix=typeset(finding.fix, profile.habits))


def settle(found: Iterable[Finding], hiding: Iterable[Finding] = ()) -> tuple[Finding, ...]:
    """Sorts findings and drops doubles: the same rule on an overlapping span, and a milder finding
    on a span that an error of ``hiding`` covers."""
    errors = sorted((f.start, f.end) for f in hiding if f.level == "error")
    starts = [start for start, _ in errors]
    reach = list(accumulate((end for _, end in errors), max))
    ordered = sorted(found, key=lambda f: (f.start, LEVELS.index(f.level), -f.end, f.rule))
    kept: list[Finding] = []
    furthest: dict[str, int] = {}
    for finding in ordered:
        if finding.start < furthest.get(finding.rule, -1):
            continue
        if finding.level != "error":
            before = bisect_right(starts, finding.start)
            if before and finding.end <= reach[before - 1]:
                continue
        furthest[finding.rule] = max(furthest.get(finding.rule, -1), finding.end)
        if finding not in kept[-8:]:
            kept.append(finding)
    return tuple(kept)


def _placed(finding: Finding, text: str, offsets: list[int]) -> Finding:
    start, end = offsets[finding.start], offsets[finding.end]
    also = tuple(Place(offsets[p.start], offsets[p.end], p.fix) for p in finding.also)
    return replace(finding, start=start, end=end, match=text[start:end], also=also)
