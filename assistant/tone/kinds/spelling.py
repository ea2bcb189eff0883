"""Likely misspellings (``spelling``): words that no dictionary knows, one slip away from one that it does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Lang, Spelling, Substitution
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
    and what stands in addresses. The fix is given when one correction is all but sure; ``{value}``
    names the likely ones.
    """
    kept = frozenset(w.lower() for w in rule.words)

    @cache
    def house(language: Lang) -> frozenset[str]:
        return frozenset(_charter_words(charter, language)) if charter is not None else frozenset()

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        language = prepared.language
        if language not in ("fr", "en"):
            return
        plain = [
            w
            for w in prepared.words
            if len(w.text) > 3
            and w.text.islower()
            and not prepared.text[max(0, w.start - 1) : w.start].isdigit()
        ]
        unknown: list[Word] = []
        for word in plain:
            if not prepared.is_untouched(word.start, word.end) and not knows(word.text, language):
                unknown.append(word)
                if len(unknown) > _MOST:
                    return
        if len(unknown) >= max(_FOREIGN_LEAST, _FOREIGN_SHARE * len(plain)):
            return
        spoken, other = ("fr", "en") if language == "fr" else ("en", "fr")
        for word in unknown:
            if word.text in kept or word.text in house(spoken):
                continue
            if any(c.isdigit() or c == "_" for c in word.text):
                continue
            near = nearest(word.text, language)
            if not near.words:
                continue
            # Asked last: it may have to load the other dictionary. "telephone" is French without its
            # accents before it is English.
            if fold(near.words[0]) == fold(word.text) or not knows(word.text, other):
                fix = near.words[0] if near.sure else None
                yield Hit(word.start, word.end, fix, ", ".join(near.words))

    return Compiled(search)


def _charter_words(charter: Charter, language: Lang) -> Iterator[str]:
    settings, identity = charter.settings, charter.settings.identity
    texts = [
        identity.team,
        *(channel.label for channel in settings.channels.values()),
        *(standing.text for standing in settings.standing_commitments),
        *(gesture.label for gesture in settings.gestures),
        *(fact.text for fact in charter.facts),
    ]
    said = [
        *(identity.brand, identity.legal_name, *identity.products, *identity.own_names),
        *settings.competitors,
        *(text[language] for text in texts if language in text),
        *settings.private_path.get(language, ()),
        *(topic for fact in charter.facts for topic in fact.topics.get(language, ())),
        *(said for rule in charter.rules if isinstance(rule, Substitution) for said in rule.swap.values()),
    ]
    for text in said:
        for word in words(text.lower()):
            yield word
            yield from _PARTS.split(word)
