"""The names a reply may use: the customer's, as they signed, and the sender's."""

from __future__ import annotations

import re

from assistant.domain.charter import Charter
from assistant.domain.text import fold

_FIRST = re.compile(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})?")
_NOT_NAMES = frozenset(
    (
        "client cliente clients anonyme anonymous utilisateur utilisatrice user google facebook guest visiteur visitor "
        "un une le la les a an the ex mr mrs ms mme mlle monsieur madame customer acheteur acheteuse famille "
        "family team equipe service compte account profil inconnu unknown ami amie petit petite grand big little "
        "real not mad angry fan super"
    ).split()
)


def greeting_name(author: str | None) -> str | None:
    """The first name to greet with, or None when the author's field is a handle or a word.

    "Jeanne D." and "Jeanne Martin" give "Jeanne"; "@jeanne_d", "LampFan75" and "Client déçu" give None.
    """
    if not author:
        return None
    parts = author.split()
    first = parts[0]
    if len(parts) > 3 or not _FIRST.fullmatch(first) or not first[0].isupper():
        return None
    if fold(first) in _NOT_NAMES or any(c.isupper() for c in first.split("-")[0][1:]):
        return None
    for other in parts[1:]:
        if not other[0].isupper() or any(c.isdigit() for c in other):
            return None
    return first


def signature(charter: Charter, language: str, *, public: bool, sender: str | None) -> str:
    """The signature of the person who sends; without a name, the team signs."""
    form = charter.settings.signature
    texts = form.public if public else form.private
    identity = charter.settings.identity
    team = identity.team[language]  # type: ignore[index]
    template = texts[language]  # type: ignore[index]
    if sender:
        return (
            template.replace("{name}", sender.split()[0])
            .replace("{team}", team)
            .replace("{brand}", identity.brand)
        )
    without = re.sub(r"\{name\}[,\s–—-]*", "", template).strip()
    signed = without.replace("{team}", team).replace("{brand}", identity.brand)
    return signed[:1].upper() + signed[1:]
