"""Lessons: what people corrected, kept for training and for the figures."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime

from sqlalchemy import Connection, insert, select

from assistant.domain.feedback import Feedback
from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.content import case_number, stream


class FeedbackLog:
    """The lessons, within one transaction."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection = connection
        self._audit = audit

    def add(
        self, case_id: str | None, kind: str, payload: Mapping[str, object], who: str, at: datetime
    ) -> None:
        """Keeps a lesson. ``payload`` is plain JSON; it is erased with the case it comes from.

        Raises:
            NotFound: ``case.unknown``.
        """
        case = None if case_id is None else case_number(self._connection, case_id)
        change = Change(who, f"feedback.{kind}", at, {"feedback": dict(payload)}, case_id=case)
        text_id = self._audit.append(change)
        self._connection.execute(
            insert(tables.feedback).values(case_id=case, kind=kind, at=at, who=who, text_id=text_id)
        )

    def all(self, kind: str) -> Iterator[Feedback]:
        """Every lesson of one kind that was not erased, oldest first."""
        f, texts = tables.feedback.c, tables.texts.c
        query = (
            select(tables.feedback, texts.body)
            .join(tables.texts, texts.id == f.text_id)
            .where(f.kind == kind, texts.erased_at.is_(None))
            .order_by(f.id)
        )
        for row in stream(self._connection, query):
            yield Feedback(
                case_id=None if row.case_id is None else str(row.case_id),
                kind=row.kind,
                payload=json.loads(row.body)["feedback"],
                who=row.who,
                at=row.at,
            )
