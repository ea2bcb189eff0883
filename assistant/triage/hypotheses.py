"""Suppositions about the author, for people inside: never a verdict, never told in public."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from assistant.domain.charter import Charter
from assistant.domain.comment import Comment
from assistant.domain.text import fold, words
from assistant.domain.triage import Hypothesis, Nature
from assistant.triage.signals import Hit

_NEW_ACCOUNT_DAYS = 30
_TEXTS = {
    "competitor_link": {
        "fr": "Le message cite un concurrent : {quote}",
        "en": "The message names a competitor: {quote}",
    },
    "new_account": {
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
        Hypothesis(kind, _TEXTS[kind]["fr" if reader == "fr" else "en"].format(**values))
        for kind, values in _found(comment, nature, hits, signals, charter)
    )


def _found(
    comment: Comment,
    nature: Nature,
    hits: Sequence[Hit],
    signals: Mapping[str, float],
    charter: Charter,
) -> Iterator[tuple[str, dict[str, object]]]:
    text = comment.whole
    folded = f" {' '.join(words(fold(text)))} "
    for name in charter.settings.competitors:
        if f" {' '.join(words(fold(name)))} " in folded:
            yield "competitor_link", {"quote": name}
            break
    for kind in ("employee", "instruction"):
        hit = next((h for h in hits if h.signal == kind), None)
        if hit is not None:
            yield kind, {"quote": text[hit.start : hit.end]}
    if comment.rating not in (1, 5):
        return
    days = _number(comment.author_info, "account_age_days")
    if days is not None and days < _NEW_ACCOUNT_DAYS:
        yield "new_account", {"days": days}
    if _number(comment.author_info, "reviews") == 1:
        yield "single_review", {}
    if comment.rating == 1 and nature == "complaint" and not signals.get("experience"):
        yield "no_experience_told", {}


def _number(info: Mapping[str, object], key: str) -> int | None:
    value = info.get(key)
    return (
        int(value) if isinstance(value, int | float) and not isinstance(value, bool) and value >= 0 else None
    )
