"""Likely misspellings (``spelling``): words that no dictionary knows, one slip away from one that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Spelling, Substitution
from assistant.domain.text import fold, words
from assistant.tone.dictionary import knows, nearest
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.prepared import Prepared, Word

_PARTS = re.compile(r"['’\-]")
_MOST = 40
"""Unknown words looked at in one text: the cost of a hostile one is bounded, and nobody reads more."""
_FOREIGN_SHARE, _FOREIGN_LEAST = 0.25, 6
"""A text with this share, and number, of unknown words is in another language."""


def spelling(rule: Spelling, charter: Charter | None) -> Compiled:
    """Unknown words with a known one close by; without one close by, a word is taken for a word of the trade.

    Capitalised words are names and are left alone; so are words of the other language, of the charter,
    and what stands in addresses. The fix is given when only one correction is likely; else the likely
    ones are in ``{value}``.
    """
    kept = frozenset(fold(w) for w in rule.words)

    @cache
    def house() -> frozenset[str]:
        return frozenset(_charter_words(charter)) if charter is not None else frozenset()

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        language = prepared.language
        if language not in ("fr", "en"):
            return
        plain = [w for w in prepared.words if len(w.text) > 3 and w.text.islower()]
        unknown: list[Word] = []
        for word in plain:
            if not knows(word.text, language):
                unknown.append(word)
                if len(unknown) > _MOST:
                    return
        if len(unknown) >= max(_FOREIGN_LEAST, _FOREIGN_SHARE * len(plain)):
            return
        other = "en" if language == "fr" else "fr"
        for word in unknown:
            low = fold(word.text)
            if low in kept or low in house() or prepared.is_untouched(word.start, word.end):
                continue
            if any(c.isdigit() or c == "_" for c in word.text):
                continue
            near = nearest(word.text, language)
            if near and not knows(word.text, other):  # last: it may have to load the other dictionary
                yield Hit(word.start, word.end, near[0] if len(near) == 1 else None, ", ".join(near))

    return Compiled(search)


def _charter_words(charter: Charter) -> Iterator[str]:
    settings, identity = charter.settings, charter.settings.identity
    said = [
        *(identity.brand, identity.legal_name, *identity.team.values()),
        *(*identity.products, *identity.own_names, *settings.competitors),
        *(text for channel in settings.channels.values() for text in channel.label.values()),
        *(text for paths in settings.private_path.values() for text in paths),
        *(text for standing in settings.standing_commitments for text in standing.text.values()),
        *(text for gesture in settings.gestures for text in gesture.label.values()),
        *(text for fact in charter.facts for text in fact.text.values()),
        *(topic for fact in charter.facts for topics in fact.topics.values() for topic in topics),
        *(text for r in charter.rules if isinstance(r, Substitution) for text in r.swap.values()),
    ]
    for text in said:
        for word in words(fold(text)):
            yield word
            yield from _PARTS.split(word)
