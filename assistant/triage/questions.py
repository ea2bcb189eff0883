"""Two of the method's questions that words answer: whom or what a comment is about, and fact or opinion.

The words are data (``data/questions.yaml``); each answer carries the spans that gave it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import re2
import yaml

from assistant.domain.text import fold
from assistant.domain.triage import Quote, Seen
from assistant.triage.signals import Hit

EVIDENCE = 3
"""Spans shown for one answer at most."""
_CHECKABLE = ("experience", "allegation", "money", "data_breach")
"""Signals whose words say that something happened."""
_NUMBER = re2.compile(r"(?:^|[^\d/.,])(\d{1,6}(?:[.,]\d{1,2})?)(?:$|[^\d/])")
_ORDER = {"subject": ("person", "product", "company"), "claim": ("fact", "opinion")}
"""Of answers with equally many words, the first: the one that asks for more care."""


@dataclass(frozen=True, slots=True)
class Answers:
    """``subject`` holds a ``Subject``, ``claim`` a ``Claim``; None where the words do not tell."""

    subject: Seen | None
    claim: Seen | None


class Questions:
    """Reads the answers out of comments. Read-only once made, so that threads may share one."""

    def __init__(self, products: Sequence[str] = ()) -> None:
        """``products`` are the names of what the company sells: they speak for ``product``."""
        self._expressions = _expressions()
        names = "|".join(re2.escape(fold(name)) for name in products if name.strip())
        self._products = re2.compile(rf"\b(?:{names})\b") if names else None

    def answer(self, text: str, language: str, hits: Iterable[Hit]) -> Answers:
        """What the words of a text say. ``language`` decides which words are looked for: both languages'
        when it is neither; ``hits`` are the signals found in the text."""
        plain = "".join(" " if c.isspace() else c for c in fold(text))
        subject = self._spans("subject", plain, language)
        if self._products is not None:
            subject["product"] += [match.span() for match in self._products.finditer(plain)]
        claim = self._spans("claim", plain, language)
        claim["fact"] += [(h.start, h.end) for h in hits if h.signal in _CHECKABLE]
        claim["fact"] += [match.span(1) for match in _NUMBER.finditer(plain)]
        if claim["fact"]:
            claim["opinion"] = []  # an opinion about something that happened is still about a fact
        return Answers(_seen("subject", subject, text), _seen("claim", claim, text))

    def _spans(self, question: str, plain: str, language: str) -> dict[str, list[tuple[int, int]]]:
        spoken = [language] if language in ("fr", "en") else ["fr", "en"]
        return {
            answer: [m.span() for code in spoken for m in by_language[code].finditer(plain)]
            for answer, by_language in self._expressions[question].items()
        }


def _seen(question: str, spans: Mapping[str, list[tuple[int, int]]], text: str) -> Seen | None:
    separate = {answer: _separate(found) for answer, found in spans.items()}
    best = max(_ORDER[question], key=lambda answer: len(separate[answer]))
    if not separate[best]:
        return None
    return Seen(best, tuple(Quote(a, b, text[a:b]) for a, b in separate[best][:EVIDENCE]))


def _separate(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, without those that overlap one before."""
    kept: list[tuple[int, int]] = []
    for start, end in sorted(spans, key=lambda s: (s[0], -s[1])):
        if start < end and (not kept or start >= kept[-1][1]):
            kept.append((start, end))
    return kept


@cache
def _expressions() -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    text = files("assistant.triage").joinpath("data/questions.yaml").read_text(encoding="utf-8")
    data: Mapping[str, Mapping[str, Mapping[str, list[str]]]] = yaml.safe_load(text)
    return {
        question: {
            answer: {code: re2.compile(_whole(phrases)) for code, phrases in by_language.items()}
            for answer, by_language in answers.items()
        }
        for question, answers in data.items()
    }


def _whole(phrases: Sequence[str]) -> str:
    return r"\b(?:" + "|".join(map(_phrase, phrases)) + r")\b"


def _phrase(phrase: str) -> str:
    parts = []
    for word in phrase.split():
        if word == "…":
            parts.append(r"(?:[\w'-]+ +){1,2}")
        else:
            parts.append(re2.escape(word.rstrip("*")) + (r"\w*" if word.endswith("*") else "") + " +")
    return "".join(parts).removesuffix(" +")
