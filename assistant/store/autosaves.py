"""What a person is typing, kept from a closed window; no part of the case until it is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, delete, insert, select

from assistant.store import tables
from assistant.store.content import as_number, case_number


class Autosaves:
    """One text a case and person, within one transaction. Not audited: it decides nothing."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def put(self, case_id: str, who: str, text: str) -> None:
        """Keeps the text in place of the one before.

        Raises:
            NotFound: ``case.unknown``.
        """
        self.drop(case_id, who)
        values = {
            "case_id": case_number(self._connection, case_id),
            "who": who,
            "at": self._clock(),
            "text": text,
        }
        self._connection.execute(insert(tables.autosaves).values(**values))

    def get(self, case_id: str, who: str) -> str | None:
        """The text kept, None when there is none."""
        a = tables.autosaves.c
        query = select(a.text).where(a.case_id == as_number(case_id), a.who == who)
        return self._connection.scalar(query)

    def drop(self, case_id: str, who: str) -> None:
        """Forgets the text, once it is saved or thrown away."""
        a = tables.autosaves
        self._connection.execute(delete(a).where(a.c.case_id == as_number(case_id), a.c.who == who))

    def purge(self, before: datetime) -> int:
        """Forgets every text last typed before a time; how many."""
        a = tables.autosaves
        return self._connection.execute(delete(a).where(a.c.at < before)).rowcount
