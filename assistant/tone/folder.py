"""The charter's folder on disk: its files, and how several of them change at once.

New contents are first written into ``.saving.new``; renaming that folder to ``.saving`` is the one moment
at which the charter changes. Whoever reads the folder afterwards first moves the files into their places.
So a crash leaves the old charter or the new one, whole, and never a part of each.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from assistant.domain.yaml_text import Located, parse_yaml
from assistant.errors import CharterError

_DECIDED = ".saving"
_GONE = "gone.json"


def charter_files(folder: Path) -> list[Path]:
    """The files of a charter, sorted by their relative paths.

    Files and folders whose name starts with a dot are an editor's, not the charter's.
    """
    found = [
        p
        for p in folder.rglob("*")
        if p.is_file() and not any(part.startswith(".") for part in p.relative_to(folder).parts)
    ]
    return sorted(found, key=lambda p: p.relative_to(folder).as_posix())


def read_file(folder: Path, name: str) -> Located:
    """A file of the charter, parsed with the place of every value.

    Raises:
        CharterError: ``charter.unreadable``, or as ``parse_yaml``.
    """
    path = folder / name
    shown = (Path(folder.name) / name).as_posix()
    try:
        return parse_yaml(path.read_text(encoding="utf-8"), shown)
    except UnicodeDecodeError as error:
        raise CharterError(
            "charter.yaml", f"{shown}: byte {error.start} is not UTF-8", "Save the file as UTF-8."
        ) from error
    except OSError as error:
        raise CharterError(
            "charter.unreadable", f"{shown}: {error.strerror}", "Check that the file exists and may be read."
        ) from error


def replace_files(folder: Path, files: Mapping[str, bytes], gone: Iterable[str] = ()) -> None:
    """Gives files of the folder new contents and deletes others: all of it, or nothing.

    Args:
        folder: the charter's folder.
        files: contents by relative path.
        gone: relative paths of files to delete.

    Raises:
        OSError: the folder cannot be written; the charter is as it was.
    """
    finish(folder)
    making = folder / f"{_DECIDED}.new"
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir()
    for name, content in files.items():
        write_whole(making / "files" / name, content)
    write_whole(making / _GONE, json.dumps(sorted(gone)).encode())
    sync_folders(making)
    making.rename(folder / _DECIDED)
    _sync(folder)
    finish(folder)


def finish(folder: Path) -> None:
    """Puts the files of a decided change into their places, where a crash left that undone.

    Raises:
        OSError: the folder cannot be written.
    """
    decided = folder / _DECIDED
    if not decided.is_dir():
        return
    # Another process may be doing the same: what it has moved already is in place.
    with contextlib.suppress(FileNotFoundError):
        gone = json.loads((decided / _GONE).read_text(encoding="utf-8"))
        moved = [p for p in (decided / "files").rglob("*") if p.is_file()]
        for source in moved:
            target = folder / source.relative_to(decided / "files")
            target.parent.mkdir(parents=True, exist_ok=True)
            with contextlib.suppress(FileNotFoundError):
                os.replace(source, target)
        for name in gone:
            (folder / name).unlink(missing_ok=True)
        sync_folders(folder)
        done = folder / f"{_DECIDED}.done"
        shutil.rmtree(done, ignore_errors=True)
        decided.rename(done)
        shutil.rmtree(done, ignore_errors=True)


def write_whole(path: Path, content: bytes) -> None:
    """Writes a file, with its folders, and waits until it is on the disk."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def sync_folders(folder: Path) -> None:
    """Waits until the names in a folder and in those below it are on the disk."""
    for path in [folder, *(p for p in folder.rglob("*") if p.is_dir())]:
        _sync(path)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
