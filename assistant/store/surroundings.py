"""What is stored around a comment: its author's other messages, the same words elsewhere, who else came."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, union_all

from assistant.domain.comment import Comment
from assistant.domain.context import (
    LEAST_DAYS,
    MOST,
    NEWCOMER_WINDOW,
    SHOWN,
    USUAL_DAYS,
    Arrivals,
    AuthorCard,
    AuthorPast,
    Context,
    EarlierMessage,
    Sighting,
    by,
)
from assistant.domain.fingerprint import SIMILAR, author_key, bands, said_words, similarity, text_key
from assistant.store import tables
from assistant.store.cases import excerpt
from assistant.store.codec import decode
from assistant.store.content import as_number, bodies

_NEWEST_OF_A_BAND = 200
"""A wording that thousands share is not looked through whole."""

_M, _C = tables.comments.c, tables.cases.c
_SAID = func.coalesce(_M.posted_at, _M.received_at)


class Surroundings:
    """Looks around a comment, within one transaction. Messages of the comment's own case are left out."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, comment: Comment, case_id: str, received_at: datetime) -> Context:
        """Everything known around a comment of theirs. ``received_at`` stands for its time where it has
        none."""
        said = said_words(comment.whole)
        author, text = author_key(comment), text_key(said)
        here = as_number(case_id)
        past = self._past(author, here, comment.posted_at or received_at) if author else None
        arrivals = None
        if author and comment.posted_at and not (past and past.count):
            arrivals = self._arrivals(comment.posted_at)
        return Context(
            past=past,
            copies=self._copies(text, author, here) if text else (),
            alike=self._alike(said, text, author, here) if text else (),
            arrivals=arrivals,
        )

    def card(self, comment: Comment, case_id: str) -> AuthorCard | None:
        """What the author of a comment wrote in other cases, before and since; None where the comment
        names nobody or nothing else is known."""
        author, here = author_key(comment), as_number(case_id)
        past = self._past(author, here, None) if author else None
        if past is None:
            return None
        query = (
            select(_M.case_id, _M.text_id, _SAID.label("said"), _C.channel, _C.nature)
            .join(tables.cases, _C.id == _M.case_id)
            .where(_M.author_key == author, _M.case_id != here)
            .order_by(_SAID.desc(), _M.id.desc())
            .limit(SHOWN)
        )
        rows = self._connection.execute(query).all()
        answers = self._answers({row.case_id for row in rows})
        texts = bodies(self._connection, [row.text_id for row in rows])
        return AuthorCard(
            past,
            tuple(
                EarlierMessage(
                    case_id=str(row.case_id),
                    at=row.said,
                    channel=row.channel,
                    nature=row.nature,
                    excerpt=_excerpt(texts.get(row.text_id)),
                    answer=answers.get(row.case_id, ""),
                )
                for row in rows
            ),
        )

    def _past(self, author: str, here: int, until: datetime | None) -> AuthorPast | None:
        query = (
            select(_C.nature, func.count(), func.min(_SAID), func.max(_SAID))
            .select_from(tables.comments)
            .join(tables.cases, _C.id == _M.case_id)
            .where(_M.author_key == author, _M.case_id != here)
            .group_by(_C.nature)
        )
        if until is not None:
            query = query.where(until >= _SAID)
        rows = self._connection.execute(query).all()
        if not rows:
            return None
        return AuthorPast(
            count=sum(count for _, count, _, _ in rows),
            natures={nature: count for nature, count, _, _ in rows if nature is not None},
            first=min(first for _, _, first, _ in rows),
            last=max(last for _, _, _, last in rows),
        )

    def _answers(self, case_ids: set[int]) -> dict[int, str]:
        """The start of our last message in each case."""
        query = select(_M.case_id, _M.text_id, _SAID.label("said"), _M.id)
        ours = self._connection.execute(
            query.where(_M.case_id.in_(case_ids), _M.direction == "out").order_by(_SAID, _M.id)
        )
        last = {row.case_id: row.text_id for row in ours}
        texts = bodies(self._connection, last.values())
        return {case_id: _excerpt(texts.get(text_id)) for case_id, text_id in last.items()}

    def _copies(self, text: str, author: str | None, here: int) -> tuple[Sighting, ...]:
        query = (
            select(_M.case_id, _M.author_key, _C.channel)
            .join(tables.cases, _C.id == _M.case_id)
            .where(_M.text_key == text, _M.case_id != here)
            .order_by(_M.id)
            .limit(MOST)
        )
        return tuple(_sighting(row, author) for row in self._connection.execute(query))

    def _alike(self, said: Sequence[str], text: str, author: str | None, here: int) -> tuple[Sighting, ...]:
        w = tables.wordings.c
        newest = [
            select(w.comment_id)
            .where(w.band == band)
            .order_by(w.comment_id.desc())
            .limit(_NEWEST_OF_A_BAND)
            .subquery()
            for band in bands(said)
        ]
        met = Counter(self._connection.scalars(union_all(*(select(some.c.comment_id) for some in newest))))
        query = (
            select(_M.case_id, _M.author_key, _M.author, _M.folded, _C.channel)
            .join(tables.cases, _C.id == _M.case_id)
            .where(
                _M.id.in_([id for id, _ in met.most_common(MOST + 1)]),
                _M.case_id != here,
                _M.text_key != text,
            )
            .order_by(_M.id)
        )
        found = []
        for row in self._connection.execute(query):
            # ``folded`` begins with the author's name; folding keeps lengths.
            theirs = said_words(row.folded[len(row.author) + 1 if row.author else 0 :])
            share = similarity(said, theirs)
            if share >= SIMILAR:
                found.append(_sighting(row, author, share))
        return tuple(found)

    def _arrivals(self, at: datetime) -> Arrivals | None:
        start = at - NEWCOMER_WINDOW
        first = self._connection.scalar(select(func.min(_M.posted_at)).where(_M.newcomer))
        if first is None or start - first < timedelta(days=LEAST_DAYS):
            return None
        days = min(USUAL_DAYS, (start - first).days)
        before = self._newcomers(start - timedelta(days=days), start)
        usual = before * (NEWCOMER_WINDOW / timedelta(days=days))
        return Arrivals(self._newcomers(start, at), usual, days)

    def _newcomers(self, after: datetime, until: datetime) -> int:
        query = select(func.count()).where(_M.newcomer, _M.posted_at > after, _M.posted_at <= until)
        return self._connection.scalar(query) or 0


def _sighting(row: Row[*tuple[Any, ...]], mine: str | None, share: float = 1.0) -> Sighting:
    return Sighting(str(row.case_id), row.channel, by(mine, row.author_key), row.author_key, share)


def _excerpt(body: dict[str, Any] | None) -> str:
    return excerpt(decode(Comment, body["comment"]).whole) if body else ""
