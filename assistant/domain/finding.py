"""Findings: breaches of the charter, and what a check of one text returns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from assistant.domain.comment import CaseFact, Comment

Level = Literal["error", "warning", "suggestion"]
LEVELS: tuple[Level, ...] = ("error", "warning", "suggestion")
TextKind = Literal["public_reply", "private_reply", "script", "post"]
TEXT_KINDS: tuple[TextKind, ...] = ("public_reply", "private_reply", "script", "post")
Band = Literal["green", "amber", "red"]


@dataclass(frozen=True, slots=True)
class Place:
    """A further place of a finding, with what to put there."""

    start: int
    end: int
    fix: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One breach of a rule. ``start`` and ``end`` are half-open offsets into the checked text.

    ``fix`` is the text to put in place of the span ("" deletes it); None means a person must decide.
    ``also`` are more places of the same kind, told once so that they do not flood; they are fixed with
    the first. ``opinion``: a model thinks so; it is no check and moves no score.
    """

    rule: str
    level: Level
    start: int
    end: int
    match: str
    message: str
    fix: str | None = None
    also: tuple[Place, ...] = ()
    opinion: bool = False


@dataclass(frozen=True, slots=True)
class CheckContext:
    """What the checker knows beside the text: what may support its claims (DESIGN §8).

    ``language`` None: detected. ``reader`` is the language of the messages; None: the charter's default.
    ``moves`` are the moves of the text's sentences, in order, when they are known.
    ``recent`` are the last published replies of the same language, to stay different from.
    ``sender`` is the name of the person who signs. ``today`` decides which facts are in date.
    """

    today: date
    kind: TextKind = "public_reply"
    language: str | None = None
    channel: str | None = None
    comment: Comment | None = None
    case_facts: tuple[CaseFact, ...] = ()
    moves: tuple[str, ...] | None = None
    nature: str | None = None
    sender: str | None = None
    authority: str = "agent"
    reader: str | None = None
    recent: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """What one finding took from the score: points, from 1."""

    finding: Finding
    points: int


@dataclass(frozen=True, slots=True)
class CheckResult:
    """All findings of one text, sorted by start, with the score they make (0..100).

    ``moved`` explains the score: 100 less the points of each finding in it. A finding that is not
    there took none.
    """

    findings: tuple[Finding, ...]
    score: int
    band: Band
    language: str
    moved: tuple[Moved, ...] = ()

    @property
    def passed(self) -> bool:
        """No error-level finding stands."""
        return not any(f.level == "error" for f in self.findings)


def errors_of(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Only the findings that block a text."""
    return tuple(f for f in findings if f.level == "error")
