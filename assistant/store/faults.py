"""What a database says, as errors a person can act on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, TimeoutError

from assistant.errors import StoreError

_KNOWN = (
    (
        ("database or disk is full", "no space left on device", "disk full"),
        "store.full",
        "The disk is full: nothing of this change was stored",
        "Free some space, then do it again; what was stored before is safe.",
    ),
    (
        ("database is locked", "database table is locked", "lock timeout", "lock_not_available"),
        "store.locked",
        "The database is in use by another program that does not let go",
        "Wait for the other work (an import, a backup) to end, or stop it; then do it again.",
    ),
    (
        ("readonly database", "read-only transaction", "read-only file system", "permission denied for"),
        "store.read_only",
        "The database cannot be written",
        "Check that the data folder and its files belong to you and are writable.",
    ),
    (
        ("file is not a database", "malformed", "file is encrypted"),
        "store.corrupt",
        "The database file is damaged, or is not a database",
        "Put back a backup of the file; keep the damaged one, most of it can often be recovered.",
    ),
    (
        ("unable to open database file",),
        "store.cannot_open",
        "The database file cannot be opened",
        "Check that the data folder exists and belongs to you.",
    ),
    (
        ("no such table", "no such column", "undefinedtable", "undefinedcolumn"),
        "store.not_migrated",
        "The database does not have the tables of this version",
        "Start `assistant serve` or `assistant doctor` once: they bring the database up to date.",
    ),
    (
        ("connection", "could not connect", "server closed", "terminating"),
        "store.unreachable",
        "The database server cannot be reached",
        "Check that the server runs, and the database address in the settings.",
    ),
)


def _fault(error: DBAPIError, place: str) -> StoreError:
    said = str(error.orig) if error.orig is not None else str(error)
    said = said.strip().splitlines()[0] if said.strip() else type(error).__name__
    low = f"{type(error.orig).__name__} {said}".lower()
    for signs, code, message, hint in _KNOWN:
        if any(sign in low for sign in signs):
            return StoreError(code, f"{message} ({place}): {said}.", hint)
    return StoreError(
        "store.failed",
        f"The database refused ({place}): {said}.",
        "Nothing of this change was stored. `assistant doctor` checks the database.",
    )


@contextmanager
def told(place: str) -> Iterator[None]:
    """Turns what the driver raises inside into a :class:`StoreError` that names ``place``.

    Raises:
        StoreError: ``store.full``, ``store.locked``, ``store.read_only``, ``store.corrupt``,
            ``store.cannot_open``, ``store.not_migrated``, ``store.unreachable`` or ``store.failed``.
    """
    try:
        yield
    except DBAPIError as error:
        raise _fault(error, place) from error
    except TimeoutError as error:
        raise StoreError(
            "store.locked",
            f"Too much is going on at once: no connection to the database came free ({place}).",
            "Wait a little, then do it again.",
        ) from error
