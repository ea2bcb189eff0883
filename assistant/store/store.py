"""The store: one database, SQLite or PostgreSQL, behind transactions."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, make_url, select, text
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, OperationalError

from assistant.errors import StoreError
from assistant.store import tables
from assistant.store.audit import AuditReport
from assistant.store.copies import ErasedReport, erase
from assistant.store.faults import told
from assistant.store.migrate import upgrade
from assistant.store.work import Work

BUSY_SECONDS = 30.0
"""How long a writer waits for another one before ``store.locked``."""

_MIGRATION_LOCK = 7_201_346_519
"""A number of ours for PostgreSQL's advisory lock."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Store:
    """A database. Give it a URL, ``migrate()`` it once, then work in transactions.

    Writers come one after another, on both engines: the audit chain has one end. Readers never wait.
    A store can be used from several threads; each transaction stays in one.
    """

    def __init__(
        self, url: str, *, clock: Callable[[], datetime] = _utc_now, busy_seconds: float = BUSY_SECONDS
    ) -> None:
        """``url``: ``sqlite:///path/desk.sqlite`` or ``postgresql+psycopg://…``.

        Raises:
            StoreError: ``store.bad_url``.
        """
        self._url = _checked(url)
        self._clock = clock
        self._busy_seconds = busy_seconds
        self._sqlite = self._url.get_backend_name() == "sqlite"
        self.place = str(self._url.database) if self._sqlite else self._url.render_as_string()
        """Where the database is, for messages: a path, or an address without its password."""
        if self._sqlite:
            arguments: dict[str, Any] = {"timeout": busy_seconds}
        else:
            milliseconds = int(busy_seconds * 1000)
            arguments = {
                "options": f"-c timezone=UTC -c lock_timeout={milliseconds}",
                "connect_timeout": 10,
            }
        self._engine = create_engine(
            self._url,
            connect_args=arguments,
            pool_pre_ping=not self._sqlite,
            # Writers hold a connection while they wait for their turn: leave some for the readers.
            pool_size=8,
            max_overflow=32,
        )
        if self._sqlite:
            event.listen(self._engine, "connect", _on_sqlite_connect)
            event.listen(self._engine, "begin", _on_sqlite_begin)

    def migrate(self) -> None:
        """Makes the database if there is none, and brings its tables up to date, whole or not at all.

        Several processes may do this at once: one does it, the others wait and find it done.

        Raises:
            StoreError: ``store.newer``, ``store.foreign``, ``store.corrupt``, ``store.read_only``,
                ``store.cannot_open``, ``store.full``, ``store.locked``, ``store.unreachable``.
        """
        if self._sqlite:
            self._make_file()
        with told(self.place):
            if self._sqlite:
                self._use_wal()
            with self._transaction(write=True) as connection:
                if not self._sqlite:
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MIGRATION_LOCK})"))
                upgrade(connection, self.place)

    @contextmanager
    def begin(self) -> Iterator[Work]:
        """One transaction that may change things: stored when the block ends, undone when it raises.

        Do not open another one inside: it would wait for this one to end.

        Raises:
            StoreError: what the database says (``faults.told``).
        """
        with told(self.place), self._transaction(write=True) as connection:
            # SQLite let one writer in at BEGIN IMMEDIATE; this row does the same on PostgreSQL.
            connection.execute(select(tables.audit_head.c.seq).with_for_update())
            yield Work(connection, self._clock)

    @contextmanager
    def read(self) -> Iterator[Work]:
        """One transaction that sees one moment of the database and cannot change it.

        Raises:
            StoreError: what the database says (``faults.told``); ``store.read_only`` on a change.
        """
        with told(self.place), self._transaction(write=False) as connection:
            yield Work(connection, self._clock)

    def audit_check(self) -> AuditReport:
        """Whether the audit trail holds, from the first row to the last, with the texts it covers."""
        with self.read() as work:
            return work.audit.check()

    def erase_author(
        self,
        author: str,
        *,
        who: str = "system",
        index: Callable[[Sequence[str]], None] | None = None,
        exports: Path | None = None,
    ) -> ErasedReport:
        """Deletes what an author wrote, and what was written about it, wherever it lives.

        ``author`` is an author's id or their name, as the channel wrote it. ``index`` takes the ids of
        the replies and removes their documents from the search index; ``exports`` is the folder of
        exported files. The audit trail stays provable. ``copies.py`` says what is deleted.

        Raises:
            NotFound: ``author.unknown``.
            StoreError: what the database says.
        """
        with self.begin() as work:
            report = erase(work, author, self._clock(), who, index, exports)
        self._forget_free_pages()
        return report

    def close(self) -> None:
        """Lets every connection go."""
        self._engine.dispose()

    @contextmanager
    def _transaction(self, *, write: bool) -> Iterator[Connection]:
        with self._engine.connect() as connection:
            if self._sqlite:
                connection = connection.execution_options(store_write=write)
            elif not write:
                connection = connection.execution_options(
                    isolation_level="REPEATABLE READ", postgresql_readonly=True
                )
            with connection.begin():
                yield connection

    def _make_file(self) -> None:
        """The file and its folder, readable by their owner alone: it holds customers' messages."""
        path = Path(str(self._url.database))
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        except OSError as error:
            raise StoreError(
                "store.read_only",
                f"The database {path} cannot be written: {error.strerror}.",
                "Check that the data folder exists, belongs to you and is writable.",
            ) from error

    def _use_wal(self) -> None:
        """Readers beside a writer. The change needs the file for itself, and does not wait by itself."""
        deadline = time.monotonic() + self._busy_seconds
        while True:
            try:
                raw = self._engine.raw_connection()
                try:
                    raw.cursor().execute("PRAGMA journal_mode=WAL").fetchone()
                finally:
                    raw.close()
                return
            except Exception as error:
                if "locked" not in str(error) or time.monotonic() > deadline:
                    raise _as_sqlalchemy(error) from error
                time.sleep(0.05)

    def _forget_free_pages(self) -> None:
        """After an erasure: no old copy in the write-ahead log, nor in dead rows."""
        with told(self.place), self._engine.connect() as connection:
            if self._sqlite:
                raw = connection.connection.cursor()
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                raw.close()
            else:
                connection = connection.execution_options(isolation_level="AUTOCOMMIT")
                for table in tables.metadata.sorted_tables:
                    connection.execute(text(f"VACUUM {table.name}"))


def sqlite_url(path: Path) -> str:
    """The address of a SQLite file, whatever its path holds (``%``, ``?`` and ``#`` mean something there)."""
    return URL.create("sqlite", database=str(path)).render_as_string(hide_password=False)


def _as_sqlalchemy(error: Exception) -> Exception:
    return error if isinstance(error, OperationalError) else OperationalError("PRAGMA", {}, error)


def _checked(url: str) -> URL:
    hint = "Write sqlite:///path/to/desk.sqlite or postgresql+psycopg://user@host/name."
    try:
        parsed = make_url(url)
        if parsed.drivername in ("postgresql", "postgres"):
            parsed = parsed.set(drivername="postgresql+psycopg")
        parsed.get_dialect()
    except (ArgumentError, NoSuchModuleError) as error:
        raise StoreError("store.bad_url", "The database address cannot be understood.", hint) from error
    if parsed.get_backend_name() not in ("sqlite", "postgresql"):
        raise StoreError("store.bad_url", f"The desk does not work with {parsed.get_backend_name()}.", hint)
    if parsed.get_backend_name() == "sqlite" and parsed.database in (None, "", ":memory:"):
        raise StoreError("store.bad_url", "The database address names no file.", hint)
    return parsed


def _on_sqlite_connect(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # BEGIN is ours, see _on_sqlite_begin
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "synchronous=NORMAL", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _on_sqlite_begin(connection: Connection) -> None:
    # A transaction that begins by reading and then writes can fail halfway when another one wrote in
    # between: writers take the lock first, readers are kept from writing.
    write = connection.get_execution_options().get("store_write", False)
    connection.exec_driver_sql(f"PRAGMA query_only={'OFF' if write else 'ON'}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")
