"""What the desk remembers about itself: the model in use, the state of the index."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select

from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.codec import canonical


class Settings:
    """Values by key, within one transaction."""

    def __init__(self, connection: Connection, audit: Audit, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._audit = audit
        self._clock = clock

    def get(self, key: str, default: Any = None) -> Any:
        """The plain JSON value kept under ``key``, else ``default``."""
        s = tables.settings.c
        value = self._connection.scalar(select(s.value).where(s.key == key))
        return default if value is None else json.loads(value)

    def set(self, key: str, value: Any, who: str = "system") -> None:
        """Keeps a plain JSON value under ``key``; the same value again changes nothing."""
        before = self.get(key)
        if before is not None and canonical(before) == canonical(value):
            return
        s = tables.settings
        self._connection.execute(delete(s).where(s.c.key == key))
        self._connection.execute(insert(s).values(key=key, value=canonical(value)))
        change = Change(who, "setting.set", self._clock(), {key: value}, {key: before})
        self._audit.append(change)
