"""Reading back what ``texts`` holds."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar

from sqlalchemy import Connection, Row, Select, select

from assistant.errors import NotFound
from assistant.store.tables import cases, texts

T = TypeVar("T")


def bodies(connection: Connection, ids: Iterable[int | None]) -> dict[int, dict[str, Any]]:
    """The contents of texts by number. Erased ones are absent."""
    wanted = {id for id in ids if id is not None}
    found: dict[int, dict[str, Any]] = {}
    for some in batched(wanted):
        query = select(texts.c.id, texts.c.body).where(texts.c.id.in_(some), texts.c.erased_at.is_(None))
        found.update((row.id, json.loads(row.body)) for row in connection.execute(query))
    return found


def stream(connection: Connection, query: Select[*tuple[Any, ...]]) -> Iterator[Row[*tuple[Any, ...]]]:
    """The rows of a query that may have more than the memory holds, 500 at a time."""
    # For this statement alone: on the connection the option would stay, and PostgreSQL would open a
    # cursor for the next DELETE.
    yield from connection.execute(query, execution_options={"yield_per": 500})


def case_number(connection: Connection, id: str) -> int:
    """The number of a case that exists.

    Raises:
        NotFound: ``case.unknown``.
    """
    number: int | None = connection.scalar(select(cases.c.id).where(cases.c.id == as_number(id)))
    if number is None:
        raise unknown_case(id)
    return number


def unknown_case(id: str) -> NotFound:
    """The error that says so."""
    return NotFound("case.unknown", f"There is no case {id[:80]}.", "`assistant case list` shows the cases.")


def batched(values: Iterable[T], size: int = 1000) -> Iterator[list[T]]:
    """The values in lists that one statement can name: SQLite takes 32,766 parameters at most."""
    source = iter(values)
    while some := list(islice(source, size)):
        yield some


def as_number(id: str) -> int:
    """A number from an id that a person may have typed; 0, which no row has, when it is none."""
    return int(id) if id.isascii() and id.isdecimal() and len(id) <= 9 else 0
