"""Pure functions on text: folding, words, sentences. Offsets are always into the text given."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(r"[^\W_]+(?:[’'\-][^\W_]+)*")
_END = re.compile(r"[.!?…]+[»\"”’)\]]*|\n+")
_ABBREVIATIONS = frozenset(
    (
        "m mm mme mmes mlle dr pr st ste av bd no n° art ex etc cf env max min tel tél mr mrs ms vs inc "
        "ltd co p.s"
    ).split()
)


class _Folding(dict[int, str]):
    """The folding of each character, worked out at its first use."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in "’‘ʼ":
            folded = "'"
        else:
            base = unicodedata.normalize("NFD", char)[0].lower()
            folded = base if len(base) == 1 else char
        self[code] = folded
        return folded


_FOLDING = _Folding()


def fold(text: str) -> str:
    """Lower case without accents, same length as ``text`` so that offsets stay right.

    A character whose folding would change the length is kept as it is.
    """
    return text.translate(_FOLDING)


def words(text: str) -> list[str]:
    """The words of a text, as written; an elided or hyphenated form is one word."""
    return [m.group() for m in _WORD.finditer(text)]


def sentence_spans(text: str) -> Iterator[tuple[int, int]]:
    """Half-open spans of the sentences and lines of a text, without surrounding blanks.

    A stop ends a sentence when a blank or the end follows, unless it closes an abbreviation or an
    initial, or stands inside a number or an address.
    """
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if not match.group().startswith("\n"):
            if end < len(text) and not text[end].isspace():
                continue
            if match.group() == "." and end < len(text):
                before = text[start : match.start()].rsplit(None, 1)[-1:] or [""]
                word = before[0].strip('(«"').lower()
                if word in _ABBREVIATIONS or (len(word) == 1 and word.isalpha() and before[0].isupper()):
                    continue
        yield from _trimmed(text, start, end)
        start = end
    yield from _trimmed(text, start, len(text))


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def sentences(text: str) -> list[str]:
    """The sentences of a text, as written."""
    return [text[a:b] for a, b in sentence_spans(text)]


def ngrams(text: str, n: int = 4) -> set[tuple[str, ...]]:
    """The set of word n-grams of a text, folded."""
    folded = words(fold(text))
    return {tuple(folded[i : i + n]) for i in range(len(folded) - n + 1)}


def jaccard(a: set[tuple[str, ...]], b: set[tuple[str, ...]]) -> float:
    """|a ∩ b| / |a ∪ b|, 0 when both are empty."""
    union = len(a | b)
    return len(a & b) / union if union else 0.0
