"""Row numbers, given one after another under the writer's lock."""

from __future__ import annotations

from sqlalchemy import Column, Connection, Table, func, select


class Numbers:
    """Gives the next number of each table within one write transaction.

    Writers come one after another (``Store.begin``), so the greatest number in the table, read once,
    is all there is to know.
    """

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._last: dict[str, int] = {}

    def next(self, table: Table) -> int:
        """A number no row of ``table`` has, from 1."""
        if table.name not in self._last:
            key: Column[int] = next(iter(table.primary_key.columns))
            self._last[table.name] = self._connection.scalar(select(func.max(key))) or 0
        self._last[table.name] += 1
        return self._last[table.name]
