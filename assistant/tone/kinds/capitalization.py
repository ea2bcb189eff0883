"""Capitals: words all in capitals, and names that have their own (``capitalization``)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Capitalization
from assistant.domain.text import fold
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.patterns import compile_terms
from assistant.tone.prepared import Prepared, Word

_ALONE, _TOGETHER = 6, 4
"""Letters from which a word in capitals shouts: alone, and beside another. Shorter ones are initials:
SNCF, IBAN, RGPD."""
_LOUD = re.compile(r"[A-ZÀ-ÞŒŸΑ-ΩА-Я]{4}|[A-ZÀ-ÞŒŸΑ-ΩА-Я]['’-][A-ZÀ-ÞŒŸΑ-ΩА-Я]{2}")
_GAP = re.compile(r"[^\S\n]+")


def capitalization(rule: Capitalization, charter: Charter | None) -> Compiled:
    """Shouting has no fix: what was a name cannot be known. Words take the capitals of the rule."""
    wanted = {_key(word): word for word in rule.words if word.strip()}
    pattern = compile_terms(wanted.values()) if wanted else None
    names = _names(charter) if rule.shouting and charter else frozenset()

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        if pattern is not None:
            for start, end in pattern.find(prepared):
                match = prepared.text[start:end]
                word = wanted.get(_key(match), match)
                if not _as_wanted(match, word, prepared, start) and not prepared.is_untouched(start, end):
                    yield Hit(start, end, word)
        if rule.shouting and _LOUD.search(prepared.text):
            yield from _shouted(prepared, names)

    return Compiled(search, (pattern,) if pattern is not None and not rule.shouting else None)


def _key(term: str) -> str:
    return " ".join(term.lower().replace("’", "'").split())


def _as_wanted(match: str, word: str, prepared: Prepared, start: int) -> bool:
    said = " ".join(match.replace("’", "'").split())
    word = " ".join(word.replace("’", "'").split())
    if said == word:
        return True
    at_start = any(a == start for a, _ in prepared.sentences)
    return at_start and said[0] == word[0].upper() and said[1:] == word[1:]


def _names(charter: Charter) -> frozenset[str]:
    identity = charter.settings.identity
    said = [
        identity.brand,
        identity.legal_name,
        *identity.products,
        *identity.own_names,
        *charter.settings.competitors,
        *charter.settings.confidentiality.canaries,
    ]
    return frozenset(part for name in said for part in re.split(r"[^\w]+", fold(name)) if part)


def _shouted(prepared: Prepared, names: frozenset[str]) -> Iterator[Hit]:
    run: list[Word] = []
    for word in prepared.words:
        loud = (
            word.text.isupper()
            and word.text.replace("'", "").replace("’", "").replace("-", "").isalpha()
            and fold(word.text) not in names
            and not prepared.is_untouched(word.start, word.end)
        )
        if loud and run and _GAP.fullmatch(prepared.text, run[-1].end, word.start):
            run.append(word)
            continue
        yield from _said_loud(run)
        run = [word] if loud else []
    yield from _said_loud(run)


def _said_loud(run: list[Word]) -> Iterator[Hit]:
    longest = max((len(w.text) for w in run), default=0)
    if longest >= (_ALONE if len(run) == 1 else _TOGETHER):
        yield Hit(run[0].start, run[-1].end)
