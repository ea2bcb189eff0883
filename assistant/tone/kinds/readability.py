"""How easy a text is to read (``readability``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Readability
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.prepared import Prepared, Word

LEAST_SENTENCES, LEAST_SYLLABLES = 5, 100
"""Below either, a text is too short for an average to mean anything: it is not judged."""

_VOWELS = re.compile(r"[aeiouyœæ]+")
_FRENCH_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéèêiy])")
_FRENCH_HIATUS = re.compile(r"é[aâoiu]|[aeou][ïëü]|[ao][éè]")
_FRENCH_MUTE = re.compile(r"(?<=[^aeiouyéèêà])es?$")
_ENGLISH_MUTE = re.compile(r"(?:[^laeiouy]e|[^aeiouytd]ed|[^aeiouyscxz]es|[^aeiouy]ely)$")
_ACCENTS = str.maketrans("àâäéèêëîïôöùûüÿ", "aaaeeeeiioouuuy")
_PARTS = re.compile(r"['’\-]")


def readability(rule: Readability, charter: Charter | None) -> Compiled:
    """The hardest sentence of a text that is harder than ``min``. ``{value}`` is the text's score."""

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        if prepared.language not in ("fr", "en"):
            return
        french = prepared.language == "fr"
        counts = [(n, s, a, b) for (a, b), n, s in _counted(prepared, french)]
        words, total = sum(c[0] for c in counts), sum(c[1] for c in counts)
        if len(counts) < LEAST_SENTENCES or total < LEAST_SYLLABLES:
            return
        score = ease(words, len(counts), total, french=french)
        if score < rule.min:
            _, _, start, end = max(counts, key=lambda c: (c[0] + c[1], -c[2]))
            yield Hit(start, end, value=f"{max(0, round(score))}")

    return Compiled(search)


def ease(words: int, sentences: int, syllables: int, *, french: bool) -> float:
    """Reading ease, about 0 (very hard) to 100 (very easy).

    English: R. Flesch, "A new readability yardstick", Journal of Applied Psychology 32 (1948):
    206.835 - 1.015 words/sentence - 84.6 syllables/word. French: L. Kandel and A. Moles, "Application
    de l'indice de Flesch à la langue française", Cahiers d'études de radio-télévision 19 (1958):
    207 - 1.015 words/sentence - 73.6 syllables/word.
    """
    length, weight = words / sentences, syllables / words
    return 207 - 1.015 * length - 73.6 * weight if french else 206.835 - 1.015 * length - 84.6 * weight


@lru_cache(maxsize=1 << 15)
def syllables(word: str, *, french: bool) -> int:
    """The syllables of a word as spoken, by its vowels; elided and hyphenated parts are counted apart."""
    return sum(_spoken(part, french) for part in _PARTS.split(word.lower()) if part) or 1


def _spoken(part: str, french: bool) -> int:
    mute = _FRENCH_MUTE if french else _ENGLISH_MUTE
    heard = mute.sub("", part) if len(part) > 3 else part
    if french:
        heard = _FRENCH_SILENT_U.sub("", heard)
        apart = len(_FRENCH_HIATUS.findall(heard))
        return max(len(part) > 1, len(_VOWELS.findall(heard.translate(_ACCENTS))) + apart)
    return max(len(part) > 1, len(_VOWELS.findall(heard)))


def _counted(prepared: Prepared, french: bool) -> Iterator[tuple[tuple[int, int], int, int]]:
    words: tuple[Word, ...] = prepared.words
    n, addresses = 0, bool(prepared.untouched)
    for start, end in prepared.sentences:
        count = spoken = 0
        while n < len(words) and words[n].start < end:
            word = words[n]
            n += 1
            if not (addresses and prepared.is_untouched(word.start, word.end)):
                count += 1
                spoken += syllables(word.text, french=french)
        if count:
            yield (start, end), count, spoken
