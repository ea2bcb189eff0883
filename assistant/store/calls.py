"""The record of every call to a language model. It holds names and figures, no text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, insert, select

from assistant.domain.draft import ModelCall
from assistant.store import tables
from assistant.store.content import as_number, case_number, stream


class Calls:
    """The calls, within one transaction."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self._connection = connection
        self._clock = clock

    def add(self, case_id: str | None, call: ModelCall) -> None:
        """Keeps one call; ``case_id`` None when it served no case.

        Raises:
            NotFound: ``case.unknown``.
        """
        values = asdict(call) | {
            "seed": str(call.seed),  # seeds are wider than the engines' integers
            "case_id": None if case_id is None else case_number(self._connection, case_id),
            "at": self._clock(),
        }
        self._connection.execute(insert(tables.calls).values(**values))

    def all(self, case_id: str | None = None) -> Iterator[ModelCall]:
        """Every call, of one case or of all, oldest first."""
        c = tables.calls.c
        query = select(tables.calls).order_by(c.id)
        if case_id is not None:
            query = query.where(c.case_id == as_number(case_id))
        for row in stream(self._connection, query):
            yield ModelCall(
                prompt=row.prompt,
                prompt_version=row.prompt_version,
                model=row.model,
                seed=int(row.seed),
                prompt_tokens=row.prompt_tokens,
                completion_tokens=row.completion_tokens,
                seconds=row.seconds,
                cold_start=row.cold_start,
            )
