"""Bringing a database to the tables of this version."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from assistant.errors import StoreError

HEAD = "0002"
"""The newest migration, known here so that an up-to-date database is seen without loading Alembic."""

SCRIPTS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, place: str) -> None:
    """Runs the migrations that are missing, in the transaction that ``connection`` is in.

    Raises:
        StoreError: ``store.newer``, a later version of the program made the database;
            ``store.foreign``, its tables are not ours.
    """
    current = revision(connection)
    if current == HEAD:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if current is None:
        strangers = set(inspect(connection).get_table_names())
        if strangers:
            raise StoreError(
                "store.foreign",
                f"The database {place} holds tables of another program: {', '.join(sorted(strangers)[:5])}.",
                "Give the desk a database of its own.",
            )
    elif current not in known:
        raise StoreError(
            "store.newer",
            f"The database {place} was made by a newer version of this program (revision {current}).",
            "Install that version or a later one; this one leaves the database as it is.",
        )
    command.upgrade(config, "head")


def revision(connection: Connection) -> str | None:
    """The migration the database is at, None for a database without any."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    current: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return current
