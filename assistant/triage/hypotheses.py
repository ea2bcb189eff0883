"""Suppositions about the author, for people inside: never a verdict, never told in public."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime

from assistant.domain.charter import Charter
from assistant.domain.comment import Comment
from assistant.domain.text import fold, words
from assistant.domain.triage import Hypothesis, Nature
from assistant.triage.signals import Hit

_NEW_ACCOUNT_DAYS = 30
_PROFILE_TEXTS = 40
"""Texts of an author's profile that are looked at: a platform may send anything along."""
_PROFILE_CHARS = 500
_HOST = re.compile(r"(?:https?://|www\.|@)([\w.-]+)|\b([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b", re.IGNORECASE)
_LETTERS = re.compile(r"[\W_]+")
_LEAST_LETTERS = 5
"""A shorter name would be found inside other addresses."""
_TEXTS = {
    "competitor_link": {
        "fr": "Le message cite un concurrent : {quote}",
        "en": "The message names a competitor: {quote}",
    },
    "competitor_author": {
        "fr": "Le nom ou le profil de l’auteur évoque un concurrent : {quote}",
        "en": "The author’s name or profile suggests a competitor: {quote}",
    },
    "new_account": {
        "fr": "Compte ouvert depuis {days} jours",
        "en": "Account opened {days} days ago",
    },
    "new_account_extreme": {
        "fr": "Compte ouvert depuis {days} jours, note extrême",
        "en": "Account opened {days} days ago, extreme rating",
    },
    "single_review": {
        "fr": "Seul avis de cet auteur, note extrême",
        "en": "The author's only review, extreme rating",
    },
    "no_experience_told": {
        "fr": "Note minimale sans récit d’une expérience",
        "en": "Lowest rating without any experience told",
    },
    "employee": {
        "fr": "L’auteur parle comme un salarié : {quote}",
        "en": "The author speaks as an employee: {quote}",
    },
    "instruction": {
        "fr": "Le texte s’adresse à un outil automatique, sans effet : {quote}",
        "en": "The text addresses an automatic tool, to no effect: {quote}",
    },
}


def hypotheses(
    comment: Comment,
    nature: Nature,
    hits: Sequence[Hit],
    signals: Mapping[str, float],
    charter: Charter,
    reader: str,
) -> tuple[Hypothesis, ...]:
    """What may be supposed, with its evidence, in the reader's language."""
    return tuple(
        Hypothesis(kind, _TEXTS[text]["fr" if reader == "fr" else "en"].format(**values))
        for kind, text, values in _found(comment, nature, hits, signals, charter)
    )


def _found(
    comment: Comment,
    nature: Nature,
    hits: Sequence[Hit],
    signals: Mapping[str, float],
    charter: Charter,
) -> Iterator[tuple[str, str, dict[str, object]]]:
    """The kind of each supposition, its text, and what fills it."""
    text = comment.whole
    profile = [comment.author or "", *_texts_in(comment.author_info)]
    for kind, where in (("competitor_link", [text]), ("competitor_author", profile)):
        name = _competitor(where, charter.settings.competitors)
        if name is not None:
            yield kind, kind, {"quote": name}
    for kind in ("employee", "instruction"):
        hit = next((h for h in hits if h.signal == kind), None)
        if hit is not None:
            yield kind, kind, {"quote": text[hit.start : hit.end]}
    extreme = comment.rating in (1, 5)
    days = _account_age(comment)
    # A middling rating from a new account is nobody's campaign.
    if days is not None and days < _NEW_ACCOUNT_DAYS and (extreme or comment.rating is None):
        yield "new_account", "new_account_extreme" if extreme else "new_account", {"days": days}
    if not extreme:
        return
    if _number(comment.author_info, "reviews") == 1:
        yield "single_review", "single_review", {}
    if comment.rating == 1 and nature == "complaint" and not signals.get("experience"):
        yield "no_experience_told", "no_experience_told", {}


def _competitor(texts: Sequence[str], names: Sequence[str]) -> str | None:
    """The first competitor that is named in the texts as words, or in an address they hold."""
    if not names:
        return None
    folded = "\n".join(f" {' '.join(words(fold(text)))} " for text in texts)
    hosts = " ".join(_LETTERS.sub("", fold(a or b)) for text in texts for a, b in _HOST.findall(text))
    for name in names:
        plain = " ".join(words(fold(name)))
        letters = _LETTERS.sub("", plain)
        if plain and (f" {plain} " in folded or (len(letters) >= _LEAST_LETTERS and letters in hosts)):
            return name
    return None


def _texts_in(info: object) -> list[str]:
    """The texts of what a platform sent along about the author, however deep."""
    found: list[str] = []
    rest = [info]
    while rest and len(found) < _PROFILE_TEXTS:
        value = rest.pop(0)
        if isinstance(value, str):
            found.append(value[:_PROFILE_CHARS])
        elif isinstance(value, Mapping):
            rest += list(value.values())[:_PROFILE_TEXTS]
        elif isinstance(value, list | tuple):
            rest += list(value)[:_PROFILE_TEXTS]
        if len(rest) > 10 * _PROFILE_TEXTS:
            break
    return found


def _account_age(comment: Comment) -> int | None:
    """Days from the account's opening to the comment; None where the row does not say."""
    days = _number(comment.author_info, "account_age_days")
    opened = comment.author_info.get("account_created_at")
    if days is not None or comment.posted_at is None or not isinstance(opened, str):
        return days
    try:
        at = datetime.fromisoformat(opened)
    except ValueError:
        return None
    age = (comment.posted_at - (at if at.tzinfo else at.replace(tzinfo=UTC))).days
    return age if age >= 0 else None


def _number(info: Mapping[str, object], key: str) -> int | None:
    value = info.get(key)
    return (
        int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
    )
