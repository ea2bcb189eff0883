"""The dumps are databases as each released revision left them; they are added to, never changed."""

import os
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, make_url, text

from assistant.errors import StoreError
from assistant.store import Store
from assistant.store.migrate import HEAD, SCRIPTS
from assistant.store.tables import metadata

from .conftest import NOW, execute
from .values import APPROVAL, DRAFT, TRIAGE, comment

DUMPS = sorted((Path(__file__).parent / "dumps").glob("*.sql"))


def test_head_is_the_newest_migration() -> None:
    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    assert ScriptDirectory.from_config(config).get_current_head() == HEAD
    assert DUMPS and {path.stem for path in DUMPS} <= {path.stem[:4] for path in SCRIPTS.rglob("0*.py")}


def test_migrations_make_the_tables_of_the_code(url: str) -> None:
    engine = create_engine(url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, metadata)
    engine.dispose()
    assert differences == []


def test_migrating_again_changes_nothing(store: Store) -> None:
    with store.begin() as work:
        work.cases.receive(comment(), NOW, "import")
    store.migrate()
    with store.read() as work:
        assert work.cases.get("1").comment == comment()


@pytest.mark.parametrize("dump", DUMPS, ids=lambda path: path.stem)
def test_an_old_database_loses_nothing(dump: Path, tmp_path: Path) -> None:
    path = tmp_path / "desk.sqlite"
    old = sqlite3.connect(path)
    old.executescript(dump.read_text(encoding="utf-8"))
    names = [name for (name,) in old.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    before = {name: old.execute(f"SELECT count(*) FROM {name}").fetchone() for name in names}
    old.close()
    store = Store(f"sqlite:///{path}", clock=lambda: NOW)
    store.migrate()
    report = store.audit_check()
    assert (report.ok, report.rows) == (True, before["audit"][0])
    with store.begin() as work:
        first, second, third = (work.cases.get(id) for id in "123")
        assert (first.state, first.version, first.triage, first.draft) == ("received", 6, TRIAGE, None)
        assert [c.text for c in first.thread] == [APPROVAL.text, "Toujours rien !"]
        assert first.comment.text == "Colis reçu cassé, personne ne répond."
        assert [e.what for e in first.events][:4] == ["received", "triaged", "drafted", "approved"]
        assert (second.comment.author, second.comment.channel) == ("Mary", "facebook_page")
        assert (third.state, third.comment.text) == ("closed", "")
        assert [reply.reply for reply in work.replies.all()] == ["Bonjour, nous sommes désolés."]
        assert [lesson.payload["to"] for lesson in work.feedback.all("triage")] == ["complaint"]
        tasks = work.tasks.list(open_only=False)
        assert [(task.text, task.result) for task in tasks] == [("Rappeler", "fait"), ("Remercier", "")]
        assert [call.seed for call in work.calls.all()] == [2**40]
        assert work.settings.get("model") == {"name": "fake"}
        assert work.autosaves.get("2", "Luc") == "Thank you"
        assert [(user.name, user.role) for user in work.users.list()] == [
            ("Anne", "admin"),
            ("Luc", "drafter"),
        ]
        saved = work.cases.save("1", expect=6, who="desk", what="drafted", state="in_review", draft=DRAFT)
        assert saved.draft == DRAFT
    store.close()


def test_a_database_of_a_newer_version_is_left_alone(store: Store) -> None:
    with store.begin() as work:
        work.connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(StoreError) as newer:
        store.migrate()
    assert newer.value.code == "store.newer" and "9999" in newer.value.message
    with store.read() as work:
        assert work.connection.scalar(text("SELECT version_num FROM alembic_version")) == "9999"


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "other.sqlite"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE invoices (id)")
    other.close()
    with pytest.raises(StoreError) as foreign:
        Store(f"sqlite:///{path}").migrate()
    assert foreign.value.code == "store.foreign" and "invoices" in foreign.value.message


def test_a_migration_that_fails_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from alembic import op

    def fail(*args: object) -> None:
        raise ZeroDivisionError

    store = Store(f"sqlite:///{tmp_path}/desk.sqlite")
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(op, "bulk_insert", fail)
        store.migrate()
    assert sqlite3.connect(tmp_path / "desk.sqlite").execute("SELECT * FROM sqlite_master").fetchall() == []
    store.migrate()
    assert store.audit_check().ok


START = "import sys; from assistant.store import Store; s = Store(sys.argv[1]); s.migrate(); s.migrate()"


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_processes_that_start_at_once(engine: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if engine == "sqlite":
        url = f"sqlite:///{tmp_path}/data/desk.sqlite"
    else:
        server = make_url(request.getfixturevalue("postgresql"))
        execute(server, 'CREATE DATABASE "at_once"')
        url = server.set(database="at_once").render_as_string(hide_password=False)
    processes = [
        subprocess.Popen([sys.executable, "-c", START, url], stderr=subprocess.PIPE) for _ in range(3)
    ]
    said = [process.communicate()[1].decode() for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], said
    assert Store(url).audit_check().ok


@pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")
def test_only_the_owner_can_read_the_file(tmp_path: Path) -> None:
    store = Store(f"sqlite:///{tmp_path}/data/desk.sqlite")
    store.migrate()
    with store.begin() as work:
        work.cases.receive(comment(), NOW, "import")
        files = list((tmp_path / "data").iterdir())
        assert len(files) == 3  # the write-ahead log and its index too
        assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
