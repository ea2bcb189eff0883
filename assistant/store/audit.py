"""The audit trail: one row for each change, chained by hash, provable after texts are erased.

A row holds who, what, when, and the salted SHA-256 of the content before and after. The content after
and the salt live in ``texts``. Erasing a text deletes the salt with it: the hashes in the chain stay,
and nobody can find out by trying what they were made from.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from assistant.store import tables
from assistant.store.codec import canonical
from assistant.store.content import batched, stream
from assistant.store.numbers import Numbers

GENESIS = "0" * 64
"""What the first row names as its predecessor."""

FORGOTTEN = "forgotten"
"""Under this name an act that empties texts lists their numbers; no other may have emptied any."""


@dataclass(frozen=True, slots=True)
class Change:
    """One act to record. ``before`` and ``after`` are the values that changed, as plain JSON.

    ``before`` None: there was nothing. ``case_id`` None: the act is not about a case.
    """

    who: str
    what: str
    at: datetime
    after: Mapping[str, Any]
    before: Mapping[str, Any] | None = None
    case_id: int | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the chain, as stored. Hashes are SHA-256 in hexadecimal."""

    seq: int
    at: str
    who: str
    what: str
    case_id: str | None
    before_sha: str | None
    after_sha: str | None
    prev_hash: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """Whether the chain holds. ``first_bad`` is the number of the first row that does not.

    ``head`` is the last hash of the chain: written down elsewhere, it proves later that the chain was
    not rewritten as a whole. ``problem`` says what is wrong with ``first_bad``.
    """

    ok: bool
    rows: int
    first_bad: int | None = None
    problem: str = ""
    head: str = GENESIS


def digest(salt: str, body: str) -> str:
    """The salted hash of a content, as the chain holds it."""
    return hashlib.sha256(f"{salt}\n{body}".encode()).hexdigest()


def _hash(row: Mapping[str, Any]) -> str:
    names = ("seq", "at", "who", "what", "case_id", "before_sha", "after_sha", "prev_hash")
    return hashlib.sha256(canonical({name: row[name] for name in names}).encode()).hexdigest()


class Audit:
    """The chain, seen from one transaction."""

    def __init__(self, connection: Connection, numbers: Numbers) -> None:
        self._connection = connection
        self._numbers = numbers

    def append(self, change: Change) -> int:
        """Adds one row; the number of the text that now holds ``change.after``."""
        return self.append_many([change])[0]

    def append_many(self, changes: Sequence[Change]) -> list[int]:
        """Adds rows in this order; the numbers of their texts. Cases named must already be stored."""
        if not changes:
            return []
        head = self._connection.execute(select(tables.audit_head.c.seq, tables.audit_head.c.hash)).one()
        seq, last = head.seq, head.hash
        texts: list[dict[str, Any]] = []
        rows: list[dict[str, Any]] = []
        for change in changes:
            salt = secrets.token_hex(16)
            body = canonical(change.after)
            text_id = self._numbers.next(tables.texts)
            texts.append({"id": text_id, "case_id": change.case_id, "salt": salt, "body": body})
            seq += 1
            row: dict[str, Any] = {
                "seq": seq,
                "at": change.at.isoformat(),
                # Hashed as they are stored, and PlainText cleans what it stores.
                "who": tables.plain(change.who),
                "what": tables.plain(change.what),
                "case_id": change.case_id,
                "before_sha": None if change.before is None else digest(salt, canonical(change.before)),
                "after_sha": digest(salt, body),
                "prev_hash": last,
            }
            last = row["hash"] = _hash(row)
            row["text_id"] = text_id
            rows.append(row)
        self._connection.execute(insert(tables.texts), texts)
        self._connection.execute(insert(tables.audit), rows)
        self._connection.execute(update(tables.audit_head).values(seq=seq, hash=last))
        return [text["id"] for text in texts]

    def forget(self, text_ids: Sequence[int], change: Change) -> None:
        """Empties texts, with their salts, and records it: ``change`` is what did it."""
        texts = tables.texts
        for some in batched(text_ids):
            self._connection.execute(
                update(texts).where(texts.c.id.in_(some)).values(salt="", body="", erased_at=change.at)
            )
        self.append(replace(change, after={**change.after, FORGOTTEN: list(text_ids)}))

    def rows(self) -> Iterator[AuditRow]:
        """Every row, oldest first."""
        for row in stream(self._connection, select(tables.audit).order_by(tables.audit.c.seq)):
            yield AuditRow(
                seq=row.seq,
                at=row.at,
                who=row.who,
                what=row.what,
                case_id=None if row.case_id is None else str(row.case_id),
                before_sha=row.before_sha,
                after_sha=row.after_sha,
                prev_hash=row.prev_hash,
                hash=row.hash,
            )

    def check(self) -> AuditReport:
        """Walks the whole chain, and compares every text still there with its hash."""
        texts = tables.texts
        query = (
            select(
                tables.audit, texts.c.id.label("text_there"), texts.c.salt, texts.c.body, texts.c.erased_at
            )
            .outerjoin(texts, texts.c.id == tables.audit.c.text_id)
            .order_by(tables.audit.c.seq)
        )
        last, count = GENESIS, 0
        emptied: dict[int, int] = {}
        erased: set[int] = set()
        for row in stream(self._connection, query):
            problem = _problem(row, count + 1, last)
            if problem:
                return AuditReport(False, count, row.seq, problem, last)
            if row.erased_at is not None:
                emptied[row.text_id] = row.seq
            else:
                erased.update(json.loads(row.body).get(FORGOTTEN, ()))
            last = row.hash
            count += 1
        unexplained = emptied.keys() - erased
        if unexplained:
            first = min(emptied[text] for text in unexplained)
            return AuditReport(False, count, first, "its text was emptied by no recorded erasure", last)
        head = self._connection.execute(select(tables.audit_head.c.seq, tables.audit_head.c.hash)).one()
        if (head.seq, head.hash) != (count, last):
            return AuditReport(False, count, count + 1, "rows are missing at the end of the chain", last)
        return AuditReport(True, count, head=last)


def _problem(row: Row[Any], seq: int, last: str) -> str:
    """What is wrong with one row that should be number ``seq`` after the hash ``last``; "" if nothing."""
    if row.seq != seq:
        return f"row {seq} is missing"
    if row.prev_hash != last:
        return "it does not follow the row before it"
    if _hash(row._asdict()) != row.hash:
        return "it was changed after it was written"
    if row.text_there is None:
        return "its text was removed"
    if row.erased_at is None and digest(row.salt, row.body) != row.after_sha:
        return "its text was changed after it was written"
    return ""
