"""A text as rules read it: written in the alphabet of :mod:`assistant.tone.patterns`, cut into words and sentences.

Each view is made once, at its first use, however many rules look at it.
"""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import NamedTuple

from assistant.domain.language import guess_language
from assistant.domain.text import fold, sentence_spans

_APOSTROPHES = "’‘ʼ"
_SPACES = "\u00a0\u202f"
_NON_ASCII = re.compile(r"[^\x00-\x7f]")
_HEX = str.maketrans("0123456789abcdef", "ABCDEFGHIJKLMNOP")
_WORD = re.compile(r"[^\W\d_]\w*(?:[’'\-][^\W\d_]\w*)*")
_ODD = re.compile(r"[@#]|\w[.:/]\w|:/|[:;=8xX<]['’]?-?[)(\]\[DPpOo/\\|*3]")
"""What a token holds that may be untouched: it spares the others the long expression."""
_TOKEN_END = re.compile(r"[\s«»]|$")
_CODE = re.compile(r"`[^`\n]{1,400}`|<[^<>\n]{1,400}>")
_UNTOUCHED = re.compile(
    r"\b(?:https?|ftp)://[^\s<>«»\"]+|\bwww\.[^\s<>«»\"]+"
    r"|[\w.+-]{1,64}@\w[\w-]*(?:\.\w[\w-]*)*"
    r"|(?<![\w@])[@#]\w[\w.]*"
    r"|\b[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,10}\b(?:/[^\s<>«»\"]*)?"
    r"|\b\d{1,2}:\d\d(?::\d\d)?\b"
    r"|(?<![\w)])[:;=8xX]['’]?-?[)(\]\[DPpOo/\\|*3](?!\w)|(?<![\w])<3(?!\w)",
)
_LONGEST_TOKEN = 2000


class _Widths(dict[str, int]):
    """The bytes that a character takes in ``data``, worked out at its first use."""

    def __missing__(self, char: str) -> int:
        lowered = char.lower()
        one = lowered if len(lowered) == 1 else char
        width = self[char] = len((one if one.isascii() else written(one)).encode())
        return width


_WIDTHS = _Widths()


def is_word(char: str) -> bool:
    """Whether a character outside ASCII belongs to words: letters, numbers and combining marks."""
    if char.isalnum():
        return True
    return unicodedata.category(char) in ("Mn", "Mc") and not "\ufe00" <= char <= "\ufe0f"


@functools.lru_cache(maxsize=4096)
def written(char: str) -> str:
    """A character outside ASCII in the alphabet of the patterns."""
    if char in _APOSTROPHES:
        return "'"
    if char in _SPACES:
        return " "
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    digit = unicodedata.decimal(char, None)
    if digit is not None:
        return str(int(digit))
    return "Q" + f"{ord(char):05x}".translate(_HEX) if is_word(char) else char


class Word(NamedTuple):
    """A word of a text. Elided and hyphenated forms are one word."""

    start: int
    end: int
    text: str


class Prepared:
    """A text, read once for all rules. ``data`` is what patterns search."""

    __slots__ = ("_folds", "_language", "_sentences", "_starts", "_untouched", "_words", "data", "text")

    def __init__(self, text: str, language: str | None = None) -> None:
        self.text = text
        self._language = language
        self._starts: list[int] | None = None
        self._words: tuple[Word, ...] | None = None
        self._folds: tuple[str, ...] | None = None
        self._sentences: tuple[tuple[int, int], ...] | None = None
        self._untouched: tuple[tuple[int, int], ...] | None = None
        lowered = text.lower()
        if len(lowered) != len(text):
            lowered = "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
        if not lowered.isascii():
            lowered = _NON_ASCII.sub(lambda m: written(m.group()), lowered)
        self.data = lowered.encode()

    @property
    def language(self) -> str:
        """``fr`` or ``en``: what the caller knows, else a guess; ``und`` when neither leads."""
        if self._language is None:
            self._language = guess_language(self.text)
        return self._language

    @property
    def words(self) -> tuple[Word, ...]:
        """The words that begin with a letter."""
        if self._words is None:
            self._words = tuple([Word(*m.span(), m.group()) for m in _WORD.finditer(self.text)])
        return self._words

    @property
    def folds(self) -> tuple[str, ...]:
        """The words in lower case without accents."""
        if self._folds is None:
            low = fold(self.text)
            self._folds = tuple([low[w.start : w.end] for w in self.words])
        return self._folds

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """The spans of sentences and lines."""
        if self._sentences is None:
            self._sentences = tuple(sentence_spans(self.text))
        return self._sentences

    @property
    def untouched(self) -> tuple[tuple[int, int], ...]:
        """The spans that nobody corrects, sorted: addresses, links, handles, tags, times of day, emoticons, code."""
        if self._untouched is None:
            self._untouched = tuple(self._find_untouched())
        return self._untouched

    def _find_untouched(self) -> Iterator[tuple[int, int]]:
        text = self.text
        spans = [m.span() for m in _CODE.finditer(text)] if "`" in text or "<" in text else []
        at = 0
        for odd in _ODD.finditer(text):
            if odd.start() < at:
                continue
            start = odd.start()
            while start > at and not text[start - 1].isspace():
                start -= 1
            ending = _TOKEN_END.search(text, odd.end())
            end = ending.start() if ending else len(text)
            at = min(end, start + _LONGEST_TOKEN)
            spans.extend(m.span() for m in _UNTOUCHED.finditer(text, start, at))
        return iter(sorted(spans))

    def is_untouched(self, start: int, end: int) -> bool:
        """Whether a span meets one that nobody corrects."""
        spans = self.untouched
        if not spans:
            return False
        n = bisect_right(spans, (start, end))
        return any(a < end and start < b for a, b in spans[max(0, n - 1) : n + 1])

    def offset(self, byte: int) -> int:
        """The character of ``text`` that begins at a byte of ``data``."""
        if len(self.data) == len(self.text):
            return byte
        if self._starts is None:
            self._starts = [0, *accumulate(map(_WIDTHS.__getitem__, self.text))]
        return bisect_right(self._starts, byte) - 1
