"""Finds what a comment complains about: problems of the charter's vocabulary, with their spans."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.charter import Language, Problem
from assistant.domain.triage import ProblemMention
from assistant.triage.problem_context import denies, speaks_of_nothing_real
from assistant.triage.problem_cues import CueMatcher, Word, read_words

COMMON_SECTOR = "service"
_LANGUAGES: tuple[Language, ...] = ("fr", "en")


@dataclass(frozen=True, slots=True)
class _Cue:
    problem: Problem
    foreign: bool
    text: str
    negative: bool


@dataclass(frozen=True, slots=True)
class _Found:
    cue: _Cue
    start: int
    end: int
    literal: int


class ProblemFinder:
    """Finds the problems a comment names.

    The problems of ``sectors`` and those common to all sectors are at home; a problem of another
    sector counts only where none of them is named. Without ``sectors`` all are at home.

    Words alone decide: of the clauses that multilingual-e5-small finds nearest to a problem's description, fewer than half speak of that problem, at any bar.
    """

    def __init__(
        self,
        problems: Sequence[Problem],
        *,
        sectors: Sequence[str] = (),
    ) -> None:
        home = {COMMON_SECTOR, *sectors}
        self._cues: dict[str, list[_Cue]] = {}
        self._matchers: dict[str, CueMatcher] = {}
        for language in _LANGUAGES:
            cues = [
                _Cue(problem, bool(sectors) and problem.sector not in home, text, denies(text, language))
                for problem in problems
                for text in problem.cues.get(language, ())
            ]
            self._cues[language] = cues
            self._matchers[language] = CueMatcher([cue.text for cue in cues], language)
        self._weights = {problem.id: problem.weight for problem in problems}

    def find(self, text: str, language: str, limit: int = 3) -> tuple[ProblemMention, ...]:
        """The ``limit`` problems that matter most: the heaviest first, then in the text's order.

        ``language`` is ``fr`` or ``en``; for any other, both vocabularies are tried. Each problem is
        mentioned once, at its most specific span.
        """
        languages = [language] if language in self._matchers else list(_LANGUAGES)
        found: list[_Found] = []
        for tongue in languages:
            found.extend(self._matches(text, tongue))
        best: dict[str, _Found] = {}
        for match in _apart(found):
            best.setdefault(match.cue.problem.id, match)
        away = [f for f in best.values() if f.cue.foreign]
        if away:
            # Two foreign sectors in one comment: one of them was misread. The weightier one stays.
            sector = max(away, key=lambda f: self._weights[f.cue.problem.id]).cue.problem.sector
            best = {id: f for id, f in best.items() if not f.cue.foreign or f.cue.problem.sector == sector}
        mentions = [_mention(text, id, match.start, match.end) for id, match in best.items()]
        mentions.sort(key=lambda mention: (-self._weights[mention.id], mention.start))
        return tuple(mentions[:limit])

    def _matches(self, text: str, language: str) -> list[_Found]:
        words: list[Word] = read_words(text, language)
        cues = self._cues[language]
        found = []
        for match in self._matchers[language].find(words):
            cue = cues[match.cue]
            if cue.foreign and match.first == match.last:
                continue  # one word ("coupure") is too little to leave the company's own sectors
            if speaks_of_nothing_real(text, words, match.first, match.last, language, negative=cue.negative):
                continue
            found.append(_Found(cue, words[match.first].start, words[match.last].end, match.literal))
        return found


def _apart(found: list[_Found]) -> list[_Found]:
    """The matches to keep where several overlap: those at home first, then the most specific."""
    kept: list[_Found] = []
    spans: list[tuple[int, int]] = []
    for match in sorted(found, key=lambda m: (m.cue.foreign, -m.literal, m.start, m.end)):
        # The spans kept are in order and apart, so only the two neighbours can overlap.
        at = bisect(spans, (match.start, match.end))
        if (at and spans[at - 1][1] > match.start) or (at < len(spans) and spans[at][0] < match.end):
            continue
        spans.insert(at, (match.start, match.end))
        kept.append(match)
    return kept


def _mention(text: str, id: str, start: int, end: int) -> ProblemMention:
    return ProblemMention(id, start, end, text[start:end])
