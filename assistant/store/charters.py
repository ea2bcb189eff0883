"""The versions of the charter that were made on the page, as the audit trail tells them."""

from __future__ import annotations

import builtins
import json
from datetime import datetime

from sqlalchemy import Connection, select

from assistant.domain.version import CharterVersion
from assistant.store import tables
from assistant.store.audit import Audit, Change

_SAVED = "charter.saved"


class CharterLog:
    """The versions, within one transaction. They live in the trail itself: no table beside it can differ."""

    def __init__(self, connection: Connection, audit: Audit) -> None:
        self._connection = connection
        self._audit = audit

    def add(self, version: CharterVersion, who: str, at: datetime) -> None:
        """Records a version and who made it; ``version.who`` and ``version.at`` are not looked at."""
        after = {
            "version": version.version,
            "sha256": version.sha256,
            "cause": version.cause,
            "subject": version.subject,
        }
        before = {"version": version.before, "sha256": version.before_sha256}
        self._audit.append(Change(who, _SAVED, at, {**after, "before": before}, before))

    def list(self, limit: int = 500) -> builtins.list[CharterVersion]:
        """The versions recorded, newest first."""
        a, texts = tables.audit, tables.texts
        query = (
            select(a.c.who, a.c.at, texts.c.body)
            .join(texts, texts.c.id == a.c.text_id)
            .where(a.c.what == _SAVED, texts.c.erased_at.is_(None))
            .order_by(a.c.seq.desc())
            .limit(limit)
        )
        return [_version(row.who, row.at, json.loads(row.body)) for row in self._connection.execute(query)]


def _version(who: str, at: str, body: dict[str, object]) -> CharterVersion:
    before = body["before"]
    assert isinstance(before, dict)
    return CharterVersion(
        version=str(body["version"]),
        sha256=str(body["sha256"]),
        cause=body["cause"],  # type: ignore[arg-type]
        subject=str(body["subject"]),
        who=who,
        at=datetime.fromisoformat(at),
        before=str(before["version"]),
        before_sha256=str(before["sha256"]),
    )
