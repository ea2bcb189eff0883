"""The small joints of French and English: contractions, lists, capitals."""

from __future__ import annotations

import re
from collections.abc import Sequence

_VOWEL = tuple("aeiouyhàâäéèêëîïôöùûüœæAEIOUYHÀÂÄÉÈÊËÎÏÔÖÙÛÜŒÆ")


def joined(phrases: Sequence[str], language: str) -> str:
    """Noun phrases as one: "a, b et c" / "a, b and c"."""
    last = " et " if language == "fr" else " and "
    if len(phrases) < 2:
        return "".join(phrases)
    return ", ".join(phrases[:-1]) + last + phrases[-1]


def with_de(phrase: str) -> str:
    """A French noun phrase after "de": "du retard", "des frais", "de l'attente", "d'une panne"."""
    return _contracted(phrase, "de", "du", "des")


def with_a(phrase: str) -> str:
    """A French noun phrase after "à": "au retard", "aux frais", "à l'attente", "à une panne"."""
    return _contracted(phrase, "à", "au", "aux")


def _contracted(phrase: str, bare: str, masculine: str, plural: str) -> str:
    if phrase.startswith("le "):
        return f"{masculine} {phrase[3:]}"
    if phrase.startswith("les "):
        return f"{plural} {phrase[4:]}"
    if bare == "de" and phrase.startswith(_VOWEL):
        return f"d’{phrase}" if "’" in phrase else f"d'{phrase}"
    return f"{bare} {phrase}"


def each_with(phrases: Sequence[str], preposition: str) -> str:
    """Several French noun phrases with the preposition repeated: "du retard et de l'attente"."""
    form = with_de if preposition == "de" else with_a
    return joined([form(p) for p in phrases], "fr")


def capital(text: str) -> str:
    """The text with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def sentence_end(text: str) -> str:
    """The text with a full stop when it has no end of its own."""
    return text if re.search(r"[.!?…»\"”)]$", text) else f"{text}."


def elided(text: str) -> str:
    """Mends French elisions where slots met: "de une" → "d'une", "que il" → "qu'il", "si il" → "s'il"."""
    text = re.sub(r"\b([dDqQ](?:u)?)e (?=(?:un|une|il|ils|elle|elles|on|y|en|à|au)\b)", r"\1'", text)
    return re.sub(r"\b([sS])i (?=ils?\b)", r"\1'", text)
