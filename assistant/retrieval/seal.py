"""Whether the vector store's files are still what was closed.

Chroma reads its graph files without checking them: a damaged byte there ends the whole process
with a segmentation fault. So it is only given files that it closed itself, unchanged since.
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path


def seal(folder: Path) -> None:
    """Writes down the hash of every file of a closed store, beside its folder."""
    beside = _seal_of(folder)
    with beside.open("w", encoding="utf-8") as stream:
        json.dump(_hashes(folder), stream)
        stream.flush()
        os.fsync(stream.fileno())


def broken(folder: Path) -> str:
    """Why a store must not be opened, as a sentence; empty when it may."""
    try:
        sealed = json.loads(_seal_of(folder).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return "The vector store was not closed: the program was stopped while it was open."
    except (OSError, ValueError):
        return "The list of the vector store's files cannot be read."
    try:
        return "" if sealed == _hashes(folder) else "The vector store's files were changed or deleted."
    except OSError as error:
        return f"The vector store's files cannot be read: {error}"


def unseal(folder: Path) -> None:
    """Before a store is opened: from here on its files change."""
    _seal_of(folder).unlink(missing_ok=True)


def file_hash(file: Path) -> str:
    """SHA-256 of a file's bytes."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _seal_of(folder: Path) -> Path:
    return folder.with_name(f"{folder.name}.seal.json")


def _hashes(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {file.relative_to(folder).as_posix(): file_hash(file) for file in files}
