"""Comments coming in: known ones are found again, answers join their thread, the rest open cases."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from assistant.domain.case import CaseState
from assistant.domain.comment import MAX_COMMENT_CHARS, Comment, Direction
from assistant.domain.fingerprint import author_key, bands, said_words, text_key
from assistant.domain.text import fold
from assistant.errors import BadInput
from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.clock import clock_at
from assistant.store.codec import encode
from assistant.store.numbers import Numbers

REOPENED_BY_AN_ANSWER: frozenset[CaseState] = frozenset({"published", "closed"})


@dataclass(frozen=True, slots=True)
class Received:
    """What became of one comment.

    ``new``: it opened a case. ``added``: it was stored, in a new case or in the thread of a known one.
    Neither: it was known already.
    """

    case_id: str
    new: bool
    added: bool


def key(*parts: str) -> str:
    """One hash for several texts, whatever they hold."""
    return hashlib.sha256("".join(f"{len(p)}:{p}" for p in map(tables.plain, parts)).encode()).hexdigest()


def check(comment: Comment) -> None:
    """Refuses what cannot be stored.

    Raises:
        BadInput: ``comment.too_long``, ``comment.no_id`` or ``comment.no_zone``.
    """
    if not comment.id.strip():
        raise BadInput("comment.no_id", "The comment has no id.", "Give each comment an id of its own.")
    if len(comment.whole) > MAX_COMMENT_CHARS:
        raise BadInput(
            "comment.too_long",
            f"The comment {comment.id[:80]} has {len(comment.whole)} characters; "
            f"at most {MAX_COMMENT_CHARS} are taken.",
            "Shorten it, or split it.",
        )
    if comment.posted_at is not None and comment.posted_at.tzinfo is None:
        raise BadInput(
            "comment.no_zone",
            f"The comment {comment.id[:80]} has a time without a time zone: {comment.posted_at.isoformat()}.",
            "Write the time with its offset, for example 2026-03-01T09:30:00+01:00.",
        )


@dataclass(slots=True)
class _Known:
    """A case that a comment can join. ``opening`` is the direction of the message it is about."""

    id: int
    state: CaseState
    opening: Direction
    grew: int = 0


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a comment stands in its channel, as keys: itself, the message it answers, its thread."""

    own: str
    parent: str | None
    thread: str | None

    @classmethod
    def of(cls, comment: Comment) -> _Places:
        def place(id: str | None) -> str | None:
            return key("place", comment.channel, id) if id else None

        return cls(
            own=key("place", comment.channel, comment.id),
            parent=place(comment.parent_id),
            thread=place(comment.thread_id),
        )

    def all(self) -> set[str]:
        return {place for place in (self.own, self.parent, self.thread) if place}


class Receiver:
    """Takes comments within one write transaction."""

    def __init__(self, connection: Connection, numbers: Numbers, audit: Audit) -> None:
        self._connection = connection
        self._numbers = numbers
        self._audit = audit

    def take(self, comments: Sequence[Comment], at: datetime, who: str) -> list[Received]:
        """Stores the comments that are new; what became of each, in the same order.

        Raises:
            BadInput: one of them cannot be stored (:func:`check`); none was.
        """
        for comment in comments:
            check(comment)
        batch = _Batch(self._connection, self._numbers, comments, at, who)
        received = [batch.place(comment) for comment in comments]
        batch.write(self._audit)
        return received


class _Batch:
    """Comments placed in memory against what is stored, then written with few statements."""

    def __init__(
        self, connection: Connection, numbers: Numbers, comments: Sequence[Comment], at: datetime, who: str
    ) -> None:
        self._connection, self._numbers = connection, numbers
        self._at, self._who = at, who
        self._by_place: dict[str, _Known] = {}
        self._by_thread: dict[str, _Known] = {}
        self._by_content: dict[str, _Known] = {}
        self._authors: set[str] = set()
        self._cases: dict[int, dict[str, Any]] = {}
        self._comments: list[dict[str, Any]] = []
        self._wordings: list[dict[str, Any]] = []
        self._changes: list[Change] = []
        self._events: list[dict[str, Any]] = []
        self._grown: dict[int, _Known] = {}
        self._reopened: list[dict[str, Any]] = []
        self._taken_over: list[dict[str, Any]] = []
        self._look_up(comments)

    def _look_up(self, comments: Sequence[Comment]) -> None:
        """Finds the stored comments that any of these could be, answer, or be answered by."""
        places: set[str] = set()
        contents: set[str] = set()
        authors: set[str] = set()
        for comment in comments:
            places |= _Places.of(comment).all()
            if author := author_key(comment):
                authors.add(author)
            if content := self._content_key(comment):
                contents.add(content)
        found, opening = tables.comments, tables.comments.alias("opening")
        query = (
            select(
                found.c.case_id,
                found.c.external_key,
                found.c.thread_key,
                found.c.content_key,
                tables.cases.c.state,
                opening.c.direction.label("opening"),
            )
            .join(tables.cases, tables.cases.c.id == found.c.case_id)
            .join(opening, opening.c.id == tables.cases.c.opening_id)
            .order_by(found.c.id)
        )
        known: dict[int, _Known] = {}
        # Three questions rather than one with OR: each is answered by one index.
        for column, keys in (
            (found.c.external_key, places),
            (found.c.thread_key, places),
            (found.c.content_key, contents),
        ):
            for row in self._connection.execute(query.where(column.in_(keys))):
                case = known.setdefault(row.case_id, _Known(row.case_id, row.state, row.opening))
                self._remember(case, row.external_key, row.thread_key, row.content_key)
        met = select(found.c.author_key).where(found.c.author_key.in_(authors)).distinct()
        self._authors.update(self._connection.scalars(met))

    def _remember(self, case: _Known, place: str, thread: str | None, content: str | None) -> None:
        self._by_place.setdefault(place, case)
        if thread:
            self._by_thread.setdefault(thread, case)
        if content:
            self._by_content.setdefault(content, case)

    def _content_key(self, comment: Comment) -> str | None:
        author = comment.author_id or comment.author
        # Ours repeat themselves ("Merci pour votre message") under many cases: they are known by what
        # they say only within one case, see ``_said_already``.
        if comment.direction == "out" or not author:
            return None
        day = (comment.posted_at or self._at).astimezone(UTC).date().isoformat()
        return key("said", author, comment.whole.strip(), day)

    def place(self, comment: Comment) -> Received:
        """Decides what becomes of one comment, given those before it."""
        places, content = _Places.of(comment), self._content_key(comment)
        known = self._by_place.get(places.own) or (self._by_content.get(content) if content else None)
        if known:
            return Received(str(known.id), new=False, added=False)
        case = self._thread_of(places)
        new = case is None
        if case is None:
            case = self._open(comment)
        elif comment.direction == "out":
            content = said_key(case.id, comment)
            if self._said_already(content):
                return Received(str(case.id), new=False, added=False)
        thread = places.thread or places.parent
        self._remember(case, places.own, thread, content)
        row = comment_row(comment, case.id, self._at) | {
            "id": self._numbers.next(tables.comments),
            "external_key": places.own,
            "thread_key": thread,
            "content_key": content,
        }
        if author := row["author_key"]:
            row["newcomer"] = author not in self._authors
            self._authors.add(author)
        self._comments.append(row)
        if comment.direction == "in":
            said = said_words(comment.whole)
            self._wordings += [{"band": band, "comment_id": row["id"]} for band in set(bands(said))]
        if new:
            self._cases[case.id]["opening_id"] = row["id"]
        self._note(case, comment, row["id"], new)
        return Received(str(case.id), new=new, added=True)

    def _thread_of(self, places: _Places) -> _Known | None:
        for near in (places.parent, places.thread):
            if near and (case := self._by_place.get(near)):
                return case
        for far in (places.thread, places.parent, places.own):
            if far and (case := self._by_thread.get(far)):
                return case
        return None

    def _said_already(self, content: str) -> bool:
        if content in self._by_content:
            return True
        query = select(tables.comments.c.id).where(tables.comments.c.content_key == content)
        return self._connection.scalar(query) is not None

    def _open(self, comment: Comment) -> _Known:
        # A message of ours waits for nothing until someone answers it.
        state: CaseState = "received" if comment.direction == "in" else "closed"
        case = _Known(self._numbers.next(tables.cases), state, comment.direction)
        self._cases[case.id] = {
            "id": case.id,
            "state": state,
            "version": 1,
            "channel": comment.channel,
            "language": comment.language,
            "unsure": False,
            "received_at": self._at,
            "clock_at": clock_at(state, None),
            "reason": "",
        }
        return case

    def _note(self, case: _Known, comment: Comment, number: int, new: bool) -> None:
        """Keeps what else this comment changes, with the act for the timeline and the audit trail."""
        ours = comment.direction == "out"
        after: dict[str, Any] = {"comment": encode(comment)}
        before: dict[str, Any] | None = None
        acts = ["ours" if ours else "received"]
        if not new:
            case.grew += 1
            self._grown[case.id] = case
            if not ours and case.opening == "out":
                case.opening = "in"
                self._taken_over.append({"at_case": case.id, "opening": number})
            if not ours and case.state in REOPENED_BY_AN_ANSWER:
                before, after["state"] = {"state": case.state}, "received"
                case.state = "received"
                self._reopened.append({"at_case": case.id})
                acts.append("reopened")
        self._changes.append(Change(self._who, acts[0], self._at, after, before, case.id))
        for act in acts:
            self._events.append(
                {"case_id": case.id, "at": self._at, "who": self._who, "what": act, "detail": ""}
            )

    def write(self, audit: Audit) -> None:
        """Stores everything placed."""
        if not self._comments:
            return
        execute, cases = self._connection.execute, tables.cases
        if self._cases:
            execute(insert(cases), list(self._cases.values()))
        for row, text_id in zip(self._comments, audit.append_many(self._changes), strict=True):
            row["text_id"] = text_id
        execute(insert(tables.comments), self._comments)
        if self._wordings:
            execute(insert(tables.wordings), self._wordings)
        execute(insert(tables.events), self._events)
        this_case = cases.c.id == bindparam("at_case")
        if self._grown:
            execute(
                update(cases).where(this_case).values(version=cases.c.version + bindparam("grew")),
                [{"at_case": case.id, "grew": case.grew} for case in self._grown.values()],
            )
        if self._taken_over:
            execute(update(cases).where(this_case).values(opening_id=bindparam("opening")), self._taken_over)
        if self._reopened:
            execute(update(cases).where(this_case).values(**REOPENED), self._reopened)


REOPENED: dict[str, Any] = {
    "state": "received",
    "due_at": None,
    "clock_at": clock_at("received", None),
    "draft_in": None,
    "edited_in": None,
    "approval_in": None,
    "reason": "",
}
"""What an answer does to its case: the last reply is in the thread now, and must not be taken for a
proposed answer to the new message."""


def said_key(case_id: int, comment: Comment) -> str:
    """What a message of ours is known by within its case, whether we or the feed brought it."""
    return key("ours", str(case_id), comment.whole.strip())


class _Folds(dict[int, str]):
    """``fold`` character by character, each asked once: an import folds millions."""

    def __missing__(self, code: int) -> str:
        self[code] = fold(chr(code))
        return self[code]


_FOLDED = _Folds()


def comment_row(comment: Comment, case_id: int, at: datetime) -> dict[str, Any]:
    """The columns of ``comments`` that come from the comment alone."""
    shown = "\n".join(part for part in (comment.author, comment.title, comment.text) if part)
    return {
        "case_id": case_id,
        "direction": comment.direction,
        "posted_at": comment.posted_at,
        "received_at": at,
        "author": comment.author,
        "author_id": comment.author_id,
        "folded": shown.translate(_FOLDED),
        **known_by(comment),
    }


def known_by(comment: Comment) -> dict[str, Any]:
    """The columns that a comment of theirs is found again by; ours are looked up by case alone."""
    theirs = comment.direction == "in"
    return {
        "author_key": author_key(comment) if theirs else None,
        "text_key": text_key(said_words(comment.whole)) if theirs else None,
        "newcomer": False,
    }
