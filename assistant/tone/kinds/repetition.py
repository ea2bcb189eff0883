"""The same thing twice: a doubled word, an opening or a phrase that comes back (``repetition``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Repetition
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.prepared import Prepared, Word

_GAP = re.compile(r"[^\S\n]+")
_MAY_DOUBLE = {
    "fr": frozenset({"nous", "vous", "se", "non", "oui", "si", "bla", "ha"}),
    "en": frozenset({"that", "had", "no", "bye", "ha"}),
}
"""Words that good sentences write twice running: "nous nous excusons", "we know that that happens"."""
_MOST = 50
"""Hits given for one text: beyond, nobody reads them."""


def repetition(rule: Repetition, charter: Charter | None) -> Compiled:
    """By the rule's unit; the fix of a doubled word keeps its first."""
    if rule.unit == "word":
        return Compiled(_doubled)

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        places = _openings(prepared, rule.words) if rule.unit == "opening" else _phrases(prepared, rule.words)
        counts: dict[tuple[str, ...], int] = {}
        free, given = 0, 0
        for key, start, end in places:
            if start < free and rule.unit == "phrase":
                continue
            counts[key] = counts.get(key, 0) + 1
            if counts[key] > rule.max and given < _MOST:
                given, free = given + 1, end
                yield Hit(start, end, value=str(counts[key]))

    return Compiled(search)


def _doubled(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
    words, text, given = prepared.words, prepared.text, 0
    n = 0
    while n + 1 < len(words) and given < _MOST:
        last = n
        while last + 1 < len(words) and _same(text, words[last], words[last + 1]):
            last += 1
        if last > n and not _may_double(prepared, prepared.folds[n], last - n):
            given += 1
            yield Hit(words[n].start, words[last].end, words[n].text)
        n = last + 1


def _same(text: str, a: Word, b: Word) -> bool:
    # Accents count: "à a" is no doubled word. Two names of one letter ("A a") neither.
    if a.text != b.text and a.text.lower() != b.text.lower():
        return False
    return bool(_GAP.fullmatch(text, a.end, b.start)) and not (len(a.text) == 1 and a.text != b.text)


def _may_double(prepared: Prepared, folded: str, times: int) -> bool:
    may = _MAY_DOUBLE.get(prepared.language) or _MAY_DOUBLE["fr"] | _MAY_DOUBLE["en"]
    return times == 1 and folded in may


def _openings(prepared: Prepared, count: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    words, folds, n = prepared.words, prepared.folds, 0
    for start, end in prepared.sentences:
        while n < len(words) and words[n].start < start:
            n += 1
        last = n + count - 1
        if last < len(words) and words[last].end <= end:
            yield folds[n : last + 1], words[n].start, words[last].end


def _phrases(prepared: Prepared, count: int) -> Iterator[tuple[tuple[str, ...], int, int]]:
    words, folds = prepared.words, prepared.folds
    for n, key in enumerate(zip(*(folds[i:] for i in range(count)), strict=False)):
        yield key, words[n].start, words[n + count - 1].end
