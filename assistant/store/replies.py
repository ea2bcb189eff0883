"""The memory: approved replies, examples for later drafts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select

from assistant.domain.reply import ApprovedReply
from assistant.errors import NotFound
from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.codec import decode, encode
from assistant.store.content import case_number, stream
from assistant.store.receive import key


class Replies:
    """The approved replies, within one transaction."""

    def __init__(self, connection: Connection, audit: Audit, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._audit = audit
        self._clock = clock

    def add(self, reply: ApprovedReply, who: str, at: datetime, *, case_id: str | None = None) -> bool:
        """Keeps a reply; False when its id is known already (the stored one stays).

        ``case_id`` is the case it answered: when the author of that case is erased, so is the reply.

        Raises:
            NotFound: ``case.unknown``.
        """
        r = tables.replies.c
        if self._connection.scalar(select(r.id).where(r.id == reply.id)) is not None:
            return False
        case = None if case_id is None else case_number(self._connection, case_id)
        after = {"reply": encode(reply)}
        text_id = self._audit.append(Change(who, "reply.added", at, after, case_id=case))
        self._connection.execute(
            insert(tables.replies).values(
                id=reply.id,
                case_id=case,
                text_id=text_id,
                language=reply.language,
                comment_key=comment_key(reply.comment),
            )
        )
        return True

    def get(self, id: str) -> ApprovedReply:
        """One reply.

        Raises:
            NotFound: ``reply.unknown``.
        """
        for reply in self._read(tables.replies.c.id == id):
            return reply
        raise NotFound("reply.unknown", f"There is no approved reply {id[:80]}.", "It may have been erased.")

    def all(self, language: str | None = None) -> Iterator[ApprovedReply]:
        """Every reply, of one language or of all, in the order they were added."""
        yield from self._read(*([] if language is None else [tables.replies.c.language == language]))

    def latest(self, limit: int) -> list[ApprovedReply]:
        """The replies added last, newest first."""
        r, texts = tables.replies, tables.texts
        query = (
            select(texts.c.body).join(r, r.c.text_id == texts.c.id).order_by(texts.c.id.desc()).limit(limit)
        )
        found = self._connection.execute(query)
        return [decode(ApprovedReply, json.loads(row.body)["reply"]) for row in found]

    def recent(self, language: str, limit: int, *, but_case: str | None = None) -> list[str]:
        """The texts of the last replies of a language that were approved at this desk, the newest first, those
        of one case left out. Replies that were brought in as examples are no repetition."""
        r = tables.replies.c
        query = (
            select(tables.texts.c.body)
            .join(tables.replies, r.text_id == tables.texts.c.id)
            .where(r.language == language, r.case_id.is_not(None))
            .order_by(tables.texts.c.id.desc())
            .limit(limit)
        )
        if but_case is not None:
            other = case_number(self._connection, but_case)
            query = query.where(r.case_id != other)
        return [decode(ApprovedReply, json.loads(b)["reply"]).reply for b in self._connection.scalars(query)]

    def count(self) -> int:
        """How many replies there are."""
        return self._connection.scalar(select(func.count()).select_from(tables.replies)) or 0

    def remove(self, id: str, who: str = "system") -> None:
        """Takes a reply out of the memory and empties its text, which nothing could find any more.

        Raises:
            NotFound: ``reply.unknown``.
        """
        before = {"reply": encode(self.get(id))}
        r = tables.replies
        text_id = self._connection.scalar(select(r.c.text_id).where(r.c.id == id))
        self._connection.execute(delete(r).where(r.c.id == id))
        self._audit.forget(
            [text_id or 0], Change(who, "reply.removed", self._clock(), {"reply": None}, before)
        )

    def _read(self, *where: object) -> Iterator[ApprovedReply]:
        query = (
            select(tables.texts.c.body)
            .join(tables.replies, tables.replies.c.text_id == tables.texts.c.id)
            .where(*where)  # type: ignore[arg-type]
            .order_by(tables.texts.c.id)
        )
        for row in stream(self._connection, query):
            yield decode(ApprovedReply, json.loads(row.body)["reply"])


def comment_key(comment: str) -> str:
    """What a remembered reply is found by when the author of its comment is erased."""
    return key("comment", comment.strip())
