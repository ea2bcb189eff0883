"""What is known around a comment: its author's other messages, the same words elsewhere, who else came."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from assistant.domain.triage import Nature

MOST = 50
"""Copies and near copies are counted up to here."""
NEWCOMER_WINDOW = timedelta(hours=24)
USUAL_DAYS = 28
"""The days before the window that say how many new authors are usual."""
LEAST_DAYS = 14
"""With fewer days of history nothing is usual yet."""
SHOWN = 10
"""Earlier messages on an author's card."""

By = Literal["same", "other", "nobody"]


@dataclass(frozen=True, slots=True)
class AuthorPast:
    """Earlier messages of one author, other threads only. ``natures`` counts those that were read;
    ``first`` and ``last`` are None where no time is known."""

    count: int
    natures: Mapping[Nature, int] = field(default_factory=dict)
    first: datetime | None = None
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sighting:
    """Another message with the same or nearly the same words. ``ref`` is a case's id, in a file the
    comment's. ``by``: whether the comment's author wrote it; ``nobody`` where one of the two is not named.
    ``author`` is a key (``fingerprint.author_key``). ``similarity`` is the share of words in common."""

    ref: str
    channel: str
    by: By
    author: str | None = None
    similarity: float = 1.0


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Authors never read before, within :data:`NEWCOMER_WINDOW` up to the comment; ``usual`` is their
    number in a window of the ``days`` before."""

    new: int
    usual: float
    days: int


@dataclass(frozen=True, slots=True)
class Context:
    """Everything known around a comment. ``copies`` have the same words, ``alike`` nearly the same; at
    most :data:`MOST` of each."""

    past: AuthorPast | None = None
    copies: tuple[Sighting, ...] = ()
    alike: tuple[Sighting, ...] = ()
    arrivals: Arrivals | None = None


@dataclass(frozen=True, slots=True)
class EarlierMessage:
    """One line of an author's card. ``answer`` is the start of what we last answered there, "" for nothing."""

    case_id: str
    at: datetime
    channel: str
    nature: Nature | None
    excerpt: str
    answer: str = ""


@dataclass(frozen=True, slots=True)
class AuthorCard:
    """Who is behind a comment, as far as the desk has read them: ``messages`` are the latest
    :data:`SHOWN`, newest first."""

    past: AuthorPast
    messages: tuple[EarlierMessage, ...]


def by(mine: str | None, theirs: str | None) -> By:
    """Whether two authors' keys are those of one author."""
    if mine is None or theirs is None:
        return "nobody"
    return "same" if mine == theirs else "other"


def others(sightings: Iterable[Sighting]) -> int:
    """How many authors the sightings have, the comment's own left out."""
    return len({sighting.author for sighting in sightings if sighting.by == "other"})
