"""Cases: received, read, listed, changed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, Literal, TypedDict, Unpack, get_args

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select, tuple_, update

from assistant.domain.case import Approval, Case, CaseLine, CaseState, Event, may_become
from assistant.domain.comment import Comment
from assistant.domain.draft import Draft
from assistant.domain.text import fold
from assistant.domain.triage import Nature, Severity, Triage
from assistant.errors import BadInput, Refused
from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.clock import clock_at
from assistant.store.codec import decode, encode
from assistant.store.content import as_number, bodies, unknown_case
from assistant.store.numbers import Numbers
from assistant.store.receive import Received, Receiver, check, comment_row, key, said_key

Order = Literal["clock", "newest", "oldest"]
STATES: tuple[CaseState, ...] = get_args(CaseState)
EXCERPT_CHARS = 160
_CONTENTS: dict[str, type] = {"triage": Triage, "draft": Draft, "edited": str, "approval": Approval}


class CaseChanges(TypedDict, total=False):
    """What ``save`` can change; a key left out stays as it is, None empties it."""

    state: CaseState
    triage: Triage | None
    draft: Draft | None
    edited: str | None
    approval: Approval | None
    published_at: datetime | None
    published_url: str | None
    assigned_to: str | None
    reason: str
    due_at: datetime | None


class Cases:
    """The cases, within one transaction."""

    def __init__(
        self, connection: Connection, numbers: Numbers, audit: Audit, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._audit = audit
        self._clock = clock
        self._receiver = Receiver(connection, numbers, audit)

    def receive(self, comment: Comment, at: datetime, who: str) -> tuple[Case, bool]:
        """Stores a comment; its case, and whether the comment opened it.

        The same channel and id, or the same author, text and day, is the comment that is stored
        already. A comment whose thread or parent is known joins that case; an answer of theirs reopens
        a published or closed case. A message of ours that belongs to no case opens a closed one.

        Raises:
            BadInput: ``comment.too_long``, ``comment.no_id``, ``comment.no_zone``.
        """
        [received] = self._receiver.take([comment], at, who)
        return self.get(received.case_id), received.new

    def receive_many(
        self, comments: Iterable[Comment], at: datetime, who: str
    ) -> Iterator[Received | BadInput]:
        """Like ``receive`` for many: what became of each comment, in order, as far as it is consumed.

        A comment that cannot be stored gives its error in its place, and the others are stored.
        About 500 to a transaction is a good size: fewer is slower, more keeps other writers waiting.
        """
        source = iter(comments)
        while chunk := list(islice(source, 500)):
            faults: list[BadInput | None] = [_fault(comment) for comment in chunk]
            good = [comment for comment, fault in zip(chunk, faults, strict=True) if fault is None]
            received = iter(self._receiver.take(good, at, who))
            for fault in faults:
                yield fault if fault is not None else next(received)

    def get(self, id: str) -> Case:
        """One case with its thread, timeline, triage, draft and approval.

        ``comment`` is the message the case is about, the first of theirs; ``thread`` holds every other
        message, theirs and ours, oldest first.

        Raises:
            NotFound: ``case.unknown``.
        """
        row = self._row(id)
        c = tables.comments.c
        query = select(c.id, c.text_id, c.direction, func.coalesce(c.posted_at, c.received_at).label("said"))
        messages = self._connection.execute(query.where(c.case_id == row.id)).all()
        contents = bodies(
            self._connection,
            [m.text_id for m in messages] + [row._mapping[f"{name}_in"] for name in _CONTENTS],
        )
        messages = sorted(messages, key=lambda m: (m.said, m.id))
        comments = {m.id: _comment(contents.get(m.text_id), row.channel, m.direction) for m in messages}
        e = tables.events.c
        events = self._connection.execute(select(tables.events).where(e.case_id == row.id).order_by(e.id))
        return Case(
            id=str(row.id),
            comment=comments.pop(row.opening_id),
            state=row.state,
            version=row.version,
            received_at=row.received_at,
            due_at=row.due_at,
            triage=_content(row, "triage", contents),
            draft=_content(row, "draft", contents),
            edited=_content(row, "edited", contents),
            approval=_content(row, "approval", contents),
            published_at=row.published_at,
            published_url=row.published_url,
            assigned_to=row.assigned_to,
            reason=row.reason,
            thread=tuple(comments.values()),
            events=tuple(Event(event.at, event.who, event.what, event.detail) for event in events),
        )

    def list(
        self,
        state: CaseState | Sequence[CaseState] | None = None,
        nature: Nature | None = None,
        severity: Severity | None = None,
        language: str | None = None,
        channel: str | None = None,
        search: str | None = None,
        order: Order = "clock",
        limit: int = 100,
        after: str | None = None,
    ) -> list[CaseLine]:
        """Lines of the queue. ``after`` is the id of the last line seen, for the next page.

        ``order``: ``clock`` is the most urgent first, finished cases last; ``newest`` and ``oldest``
        go by the time received. ``search`` finds its words anywhere in author, title and text of any
        message of the case, without case and accents; all words must be there.

        Raises:
            NotFound: ``case.unknown``, for ``after``.
        """
        c, opening, texts = tables.cases.c, tables.comments, tables.texts
        first = c.clock_at if order == "clock" else c.received_at
        query = (
            select(tables.cases, opening.c.author, texts.c.body)
            .join(opening, opening.c.id == c.opening_id)
            .join(texts, texts.c.id == opening.c.text_id)
        )
        if state is not None:
            query = query.where(c.state.in_([state] if isinstance(state, str) else list(state)))
        for column, value in (
            (c.nature, nature),
            (c.severity, severity),
            (c.language, language),
            (c.channel, channel),
        ):
            if value is not None:
                query = query.where(column == value)
        for word in fold(search or "").split():
            query = query.where(_says(word))
        if after is not None:
            last = self._row(after)
            place = tuple_(last._mapping[first.name], last.id)
            here = tuple_(first, c.id)
            query = query.where(here < place if order == "newest" else here > place)
        down = order == "newest"
        query = query.order_by(first.desc() if down else first, c.id.desc() if down else c.id).limit(limit)
        return [_line(row) for row in self._connection.execute(query)]

    def counts(self) -> dict[CaseState, int]:
        """How many cases are in each state; every state is there."""
        c = tables.cases.c
        rows = self._connection.execute(select(c.state, func.count()).group_by(c.state))
        found: dict[str, int] = {state: count for state, count in rows}
        return {state: found.get(state, 0) for state in STATES}

    def save(
        self,
        case_id: str,
        *,
        expect: int | None,
        who: str,
        what: str,
        detail: str = "",
        **changes: Unpack[CaseChanges],
    ) -> Case:
        """Changes a case, with a line in its timeline and a row in the audit trail.

        ``expect`` is the version the person saw; None: whatever it is now. ``what`` is a verb,
        ``detail`` a short text for a person. A case that becomes published gets its reply as the last
        message of its thread.

        Raises:
            NotFound: ``case.unknown``.
            Refused: ``case.version``, someone else changed it since; ``case.state``, the case cannot
                go from its state to that one.
        """
        unknown = changes.keys() - CaseChanges.__annotations__.keys()
        if unknown:
            raise TypeError(f"a case has no {', '.join(sorted(unknown))}")
        row = self._row(case_id)
        if expect is not None and row.version != expect:
            raise Refused(
                "case.version",
                f"Case {case_id} was changed by someone else: you had version {expect}, "
                f"it is now at version {row.version}.",
                "Reload the case, look at what changed, then do it again.",
            )
        state: CaseState = changes.get("state", row.state)
        if "state" in changes and not may_become(row.state, state):
            raise Refused(
                "case.state",
                f"Case {case_id} is {row.state}: it cannot become {state}.",
                "Reload the case: someone may have taken it further.",
            )
        now = self._clock()
        before, after = self._differences(row, changes)
        ours = None
        if state == "published" and row.state != "published":
            ours = self._reply(row, changes, now)
        if ours is not None:
            after["comment"] = encode(ours)
        text_id = self._audit.append(Change(who, what, now, after, before, row.id))
        columns: dict[str, Any] = {"version": row.version + 1}
        for name, value in changes.items():
            if name in _CONTENTS:
                columns[f"{name}_in"] = None if value is None else text_id
            else:
                columns[name] = value
        if "triage" in changes:
            columns |= _triage_columns(changes["triage"])
        columns["clock_at"] = clock_at(state, columns.get("due_at", row.due_at))
        self._connection.execute(update(tables.cases).where(tables.cases.c.id == row.id).values(**columns))
        if ours is not None:
            self._add(ours, row.id, text_id, now)
        self._connection.execute(
            insert(tables.events).values(case_id=row.id, at=now, who=who, what=what, detail=detail)
        )
        return self.get(case_id)

    def _row(self, id: str) -> Row[Any]:
        number = as_number(id)
        row = self._connection.execute(select(tables.cases).where(tables.cases.c.id == number)).one_or_none()
        if row is None:
            raise unknown_case(id)
        return row

    def _differences(self, row: Row[Any], changes: CaseChanges) -> tuple[dict[str, Any], dict[str, Any]]:
        """What the changed values were and become, as plain JSON."""
        held = bodies(
            self._connection,
            [row._mapping[f"{name}_in"] for name in changes.keys() & _CONTENTS.keys()],
        )
        before: dict[str, Any] = {}
        after: dict[str, Any] = {}
        for name, value in changes.items():
            after[name] = encode(value)
            if name in _CONTENTS:
                before[name] = held.get(row._mapping[f"{name}_in"], {}).get(name)
            else:
                before[name] = encode(row._mapping[name])
        return before, after

    def _reply(self, row: Row[Any], changes: CaseChanges, now: datetime) -> Comment | None:
        """The message that goes out when the case becomes published, None when it has no text."""
        case = self.get(str(row.id))
        approval = changes.get("approval", case.approval)
        edited = changes.get("edited", case.edited)
        draft = changes.get("draft", case.draft)
        text = approval.text if approval else edited or (draft.text if draft else "")
        if not text:
            return None
        return Comment(
            id=f"published-{row.id}-{row.version + 1}",
            text=text,
            channel=row.channel,
            posted_at=changes.get("published_at") or now,
            url=changes.get("published_url"),
            direction="out",
            language=draft.language if draft else row.language,
        )

    def _add(self, ours: Comment, case_id: int, text_id: int, now: datetime) -> None:
        said = said_key(case_id, ours)
        c = tables.comments.c
        if self._connection.scalar(select(c.id).where(c.content_key == said)) is not None:
            return  # the feed brought it before the person said so
        self._connection.execute(
            insert(tables.comments).values(
                **comment_row(ours, case_id, now),
                id=self._numbers.next(tables.comments),
                text_id=text_id,
                external_key=key("place", ours.channel, ours.id),
                content_key=said,
            )
        )


def _fault(comment: Comment) -> BadInput | None:
    try:
        check(comment)
    except BadInput as error:
        return error
    return None


def _comment(body: dict[str, Any] | None, channel: str, direction: Any) -> Comment:
    if body is None:
        return Comment(id="", text="", channel=channel, direction=direction)  # erased
    return decode(Comment, body["comment"])


def _content(row: Row[Any], name: str, contents: dict[int, dict[str, Any]]) -> Any:
    body = contents.get(row._mapping[f"{name}_in"] or 0)
    return None if body is None else decode(_CONTENTS[name], body[name])


def _triage_columns(triage: Triage | None) -> dict[str, Any]:
    if triage is None:
        return {"nature": None, "severity": None, "unsure": False}
    return {
        "nature": triage.nature,
        "severity": triage.severity,
        "unsure": triage.unsure,
        "language": triage.language,
    }


def _says(word: str) -> ColumnElement[bool]:
    said = tables.comments.alias("said")
    return tables.cases.c.id.in_(select(said.c.case_id).where(said.c.folded.contains(word, autoescape=True)))


def excerpt(whole: str) -> str:
    """The start of a text, on one line."""
    text = " ".join(whole[: 4 * EXCERPT_CHARS].split())
    return text if len(text) <= EXCERPT_CHARS else text[: EXCERPT_CHARS - 1].rstrip() + "…"


def _line(row: Row[Any]) -> CaseLine:
    return CaseLine(
        id=str(row.id),
        state=row.state,
        nature=row.nature,
        severity=row.severity,
        channel=row.channel,
        language=row.language,
        author=row.author,
        excerpt=excerpt(_comment(json.loads(row.body or "null"), row.channel, "in").whole),
        due_at=row.due_at,
        received_at=row.received_at,
        unsure=row.unsure,
        version=row.version,
    )
