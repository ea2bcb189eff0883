import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine, event, make_url, text

from assistant.errors import StoreError
from assistant.store import Store, sqlite_url

from .conftest import NOW
from .values import comment


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "desk.sqlite"
    store = Store(f"sqlite:///{path}")
    store.migrate()
    store.close()
    return path


def refused(store: Store, code: str) -> StoreError:
    """The error of a write, which must have this code, name the place and say what to do."""
    with pytest.raises(StoreError) as fault, store.begin() as work:
        work.cases.receive(comment(), NOW, "import")
    assert fault.value.code == code
    assert store.place in fault.value.message and fault.value.hint
    return fault.value


def test_locked(path: Path) -> None:
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    store = Store(f"sqlite:///{path}", busy_seconds=0.2)
    refused(store, "store.locked")
    with store.read() as work:
        assert work.cases.list() == []
    other.execute("COMMIT")
    with store.begin() as work:
        work.cases.receive(comment(), NOW, "import")


@pytest.mark.slow
def test_locked_on_postgresql(postgresql: str, request: pytest.FixtureRequest) -> None:
    url = make_url(postgresql).set(database="model").render_as_string(hide_password=False)
    store, other = Store(url, busy_seconds=0.2), Store(url)
    with other.begin():
        refused(store, "store.locked")
    store.close()
    other.close()


def test_full(path: Path) -> None:
    store = Store(f"sqlite:///{path}")
    with store.begin() as work:
        work.cases.receive(comment("kept", "Gardé"), NOW, "import")

    def no_more_pages(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA max_page_count=1")

    store.close()
    event.listen(store._engine, "connect", no_more_pages)
    with pytest.raises(StoreError) as fault, store.begin() as work:
        rows = (comment(str(n), "x" * 5000) for n in range(100))
        list(work.cases.receive_many(rows, NOW, "import"))
    assert fault.value.code == "store.full"
    with store.read() as work:
        assert [line.excerpt for line in work.cases.list()] == ["Gardé"]
    assert store.audit_check().ok


def test_no_database(tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    path.write_bytes(os.urandom(9000))
    store = Store(f"sqlite:///{path}")
    with pytest.raises(StoreError) as fault:
        store.migrate()
    assert fault.value.code == "store.corrupt"


def test_damaged(path: Path) -> None:
    store = Store(f"sqlite:///{path}")
    with store.begin() as work:
        list(work.cases.receive_many((comment(str(n), "x" * 900) for n in range(200)), NOW, "import"))
    store.close()
    whole = path.read_bytes()
    path.write_bytes(whole[:4096] + b"\xaa" * (len(whole) - 4096))
    refused(store, "store.corrupt")


def test_not_migrated(tmp_path: Path) -> None:
    refused(Store(f"sqlite:///{tmp_path}/desk.sqlite"), "store.not_migrated")


def test_no_folder(tmp_path: Path) -> None:
    refused(Store(f"sqlite:///{tmp_path}/none/desk.sqlite"), "store.cannot_open")


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError) as fault:
        Store(f"sqlite:///{tmp_path}/file/desk.sqlite").migrate()
    assert fault.value.code == "store.read_only"


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_a_read_only_folder(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(StoreError) as fault:
        Store(f"sqlite:///{tmp_path}/data/desk.sqlite").migrate()
    assert fault.value.code == "store.read_only"


def test_a_reader_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError) as fault, store.read() as work:
        work.settings.set("model", "x")
    assert fault.value.code == "store.read_only"
    with store.begin() as work:
        work.settings.set("model", "x")


@pytest.mark.slow
def test_a_server_that_is_not_there(tmp_path: Path) -> None:
    store = Store(f"postgresql://anne:secret@/desk?host={tmp_path}")
    with pytest.raises(StoreError) as fault:
        store.migrate()
    assert fault.value.code == "store.unreachable"
    assert "secret" not in fault.value.message


@pytest.mark.slow
def test_a_postgresql_database_without_tables(postgresql: str) -> None:
    engine = create_engine(postgresql, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("CREATE DATABASE bare"))
    engine.dispose()
    refused(
        Store(make_url(postgresql).set(database="bare").render_as_string(hide_password=False)),
        "store.not_migrated",
    )


@pytest.mark.parametrize(
    "url", ["", "desk.sqlite", "sqlite://", "sqlite:///:memory:", "mysql://x/y", "a://b"]
)
def test_bad_addresses(url: str) -> None:
    with pytest.raises(StoreError) as fault:
        Store(url)
    assert fault.value.code == "store.bad_url"


@pytest.mark.parametrize("folder", ["é è", "100%", "%41", "a?b#c", "user:x@host"])
def test_a_folder_of_any_name(tmp_path: Path, folder: str) -> None:
    path = tmp_path / folder / "desk.sqlite"
    store = Store(sqlite_url(path))
    store.migrate()
    assert path.is_file() and store.place == str(path)
