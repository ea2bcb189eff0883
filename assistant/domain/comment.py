"""A comment: one message about the company, in one channel, theirs or ours."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

Direction = Literal["in", "out"]
Ownership = Literal["own_site", "own_page", "third_platform", "third_publisher", "private"]
Tell = Literal["public", "private", "never"]

OWNERSHIPS: tuple[Ownership, ...] = (
    "own_site",
    "own_page",
    "third_platform",
    "third_publisher",
    "private",
)
DEFAULT_OWNERSHIP: Ownership = "third_platform"
UNKNOWN_CHANNEL = "unknown"
MAX_COMMENT_CHARS = 100_000
"""Longer comments are refused with ``comment.too_long``."""


@dataclass(frozen=True, slots=True)
class CaseFact:
    """A statement about one case, typed by a person, with whom it may be told."""

    text: str
    tell: Tell = "public"


@dataclass(frozen=True, slots=True)
class Comment:
    """One message about the company.

    ``ownership`` is None when the row did not say: the charter then decides by channel.
    ``posted_at`` is aware and in UTC. ``rating`` runs from 1 to 5. ``reach`` is a number of people.
    """

    id: str
    text: str
    title: str | None = None
    channel: str = UNKNOWN_CHANNEL
    ownership: Ownership | None = None
    author: str | None = None
    author_id: str | None = None
    author_info: Mapping[str, object] = field(default_factory=dict)
    posted_at: datetime | None = None
    url: str | None = None
    rating: int | None = None
    reach: int | None = None
    thread_id: str | None = None
    parent_id: str | None = None
    direction: Direction = "in"
    language: str | None = None
    facts: tuple[CaseFact, ...] = ()

    @property
    def whole(self) -> str:
        """Title and text as one, the way a reader sees them. Spans are always into this string."""
        return f"{self.title}\n{self.text}" if self.title else self.text
