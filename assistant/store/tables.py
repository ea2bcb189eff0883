"""The tables. Migrations make them; a test holds that both say the same.

Everything a person wrote lives in ``texts.body``, as canonical JSON ``{"what": value}``; the other
tables point to it. What the queue filters, sorts and finds by is repeated in columns of its own
(``copies.py`` lists them all).
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    TypeDecorator,
)

_NOT_STORABLE = re.compile("[\x00\ud800-\udfff]")


def plain(text: str) -> str:
    """Text as both engines take it: PostgreSQL refuses NUL, and none takes half a surrogate pair."""
    return _NOT_STORABLE.sub("\ufffd", text)


class UtcTime(TypeDecorator[datetime]):
    """An aware time, kept in UTC. SQLite has no zones: there it is stored without and read as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a time without a zone: {value.isoformat()}")
        return value.astimezone(UTC)

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        time: datetime = value
        return time.replace(tzinfo=UTC) if time.tzinfo is None else time.astimezone(UTC)


class PlainText(TypeDecorator[str]):
    """Text that went through :func:`plain`."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else plain(value)


NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _id() -> Column[int]:
    # Numbers are given under the writer's lock (numbers.py), the same way on both engines.
    return Column("id", Integer, primary_key=True, autoincrement=False)


cases = Table(
    "cases",
    metadata,
    _id(),
    # The comment the case is about: the first of theirs. No foreign key: comments already have one to
    # cases, and a circle could not be inserted.
    Column("opening_id", Integer, nullable=False),
    Column("state", PlainText, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("channel", PlainText, nullable=False),
    Column("language", PlainText),
    Column("nature", PlainText),
    Column("severity", PlainText),
    Column("unsure", Boolean, nullable=False),
    Column("received_at", UtcTime, nullable=False, index=True),
    Column("due_at", UtcTime),
    # Where the case stands in the queue: due_at while it is open, far in the future otherwise.
    Column("clock_at", UtcTime, nullable=False),
    Column("published_at", UtcTime),
    Column("published_url", PlainText),
    Column("assigned_to", PlainText),
    Column("reason", PlainText, nullable=False),
    Column("triage_in", Integer),
    Column("draft_in", Integer),
    Column("edited_in", Integer),
    Column("approval_in", Integer),
    Index(None, "clock_at", "id"),
)

texts = Table(
    "texts",
    metadata,
    _id(),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("salt", PlainText, nullable=False),
    Column("body", PlainText, nullable=False),
    Column("erased_at", UtcTime),
)

comments = Table(
    "comments",
    metadata,
    _id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False),
    Column("direction", PlainText, nullable=False),
    Column("posted_at", UtcTime),
    Column("received_at", UtcTime, nullable=False),
    Column("author", PlainText),
    Column("author_id", PlainText),
    # What the search looks in: author, title and text, without case and accents.
    Column("folded", PlainText, nullable=False),
    # Hashes rather than the ids themselves: of one length whatever the platform sends, so that they
    # can be indexed, and still known after an erasure, so that the next import of the same feed
    # does not bring the comment back.
    Column("external_key", PlainText, nullable=False, unique=True),
    Column("thread_key", PlainText, index=True),
    Column("content_key", PlainText, unique=True),
    # What the author and the wording are known again by (domain/fingerprint.py); theirs only.
    Column("author_key", PlainText, index=True),
    Column("text_key", PlainText, index=True),
    # The author's first message here: how many come in a day says when there is a burst.
    Column("newcomer", Boolean, nullable=False),
    Index(None, "newcomer", "posted_at"),
)

wordings = Table(
    "wordings",
    metadata,
    # The band first: the key is the index that near copies are looked up by.
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column("comment_id", ForeignKey("comments.id"), primary_key=True),
    sqlite_with_rowid=False,
)

events = Table(
    "events",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("who", PlainText, nullable=False),
    Column("what", PlainText, nullable=False),
    Column("detail", PlainText, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    # ISO 8601 text: what is hashed is what is stored, to the letter.
    Column("at", PlainText, nullable=False),
    Column("who", PlainText, nullable=False),
    Column("what", PlainText, nullable=False),
    Column("case_id", Integer),
    Column("before_sha", PlainText),
    Column("after_sha", PlainText),
    Column("text_id", Integer),
    Column("prev_hash", PlainText, nullable=False, unique=True),
    Column("hash", PlainText, nullable=False, unique=True),
)

audit_head = Table(
    "audit_head",
    metadata,
    _id(),
    Column("seq", Integer, nullable=False),
    Column("hash", PlainText, nullable=False),
)

replies = Table(
    "replies",
    metadata,
    Column("id", PlainText, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False),
    Column("language", PlainText, nullable=False, index=True),
    # SHA-256 of the comment, to find it when its author is erased.
    Column("comment_key", PlainText, nullable=False, index=True),
)

feedback = Table(
    "feedback",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("kind", PlainText, nullable=False, index=True),
    Column("at", UtcTime, nullable=False),
    Column("who", PlainText, nullable=False),
    Column("text_id", ForeignKey("texts.id"), nullable=False),
)

tasks = Table(
    "tasks",
    metadata,
    _id(),
    Column("case_id", ForeignKey("cases.id"), nullable=False, index=True),
    Column("text_id", ForeignKey("texts.id"), nullable=False),
    Column("result_in", ForeignKey("texts.id")),
    Column("owner", PlainText, nullable=False),
    Column("due_at", UtcTime),
    Column("done_at", UtcTime),
)

users = Table(
    "users",
    metadata,
    _id(),
    Column("name", PlainText, nullable=False, unique=True),
    Column("role", PlainText, nullable=False),
    Column("authority", PlainText, nullable=False),
    Column("disabled", Boolean, nullable=False),
)

calls = Table(
    "calls",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("case_id", ForeignKey("cases.id"), index=True),
    Column("at", UtcTime, nullable=False),
    Column("prompt", PlainText, nullable=False),
    Column("prompt_version", Integer, nullable=False),
    Column("model", PlainText, nullable=False),
    Column("seed", PlainText, nullable=False),
    Column("prompt_tokens", Integer, nullable=False),
    Column("completion_tokens", Integer, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("cold_start", Boolean, nullable=False),
)

settings = Table(
    "settings",
    metadata,
    Column("key", PlainText, primary_key=True),
    Column("value", PlainText, nullable=False),
)

autosaves = Table(
    "autosaves",
    metadata,
    Column("case_id", ForeignKey("cases.id"), primary_key=True),
    Column("who", PlainText, primary_key=True),
    Column("at", UtcTime, nullable=False),
    Column("text", PlainText, nullable=False),
)
