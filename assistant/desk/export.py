"""Writes a folder of files for another program, and never over what it did not write itself."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Mapping
from pathlib import Path

from assistant.errors import BadInput

MANIFEST = ".repartie.json"
"""Names what an export wrote, with hashes, so that the next one knows what is its own."""


def write_export(folder: Path, files: Mapping[str, str]) -> None:
    """Writes the folder whole: a new one, or in the place of an unchanged earlier export.

    Args:
        folder: made if it does not exist.
        files: texts by relative path.

    Raises:
        BadInput: ``export.not_ours``: the folder holds a file that no export wrote, or one that was
            changed since; ``export.unwritable``. Nothing was changed.
    """
    folder = folder.resolve()
    if folder.exists() and not folder.is_dir():
        raise _not_ours(folder, f"{folder} is a file.")
    making = folder.with_name(f".{folder.name}.making")
    old = folder.with_name(f".{folder.name}.old")
    try:
        _check_ours(folder)
        shutil.rmtree(making, ignore_errors=True)
        contents = {name: text.encode() for name, text in files.items()}
        hashes = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
        contents[MANIFEST] = json.dumps({"written_by": "Répartie", "files": hashes}, indent=1).encode()
        for name, content in contents.items():
            path = making / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        if folder.exists():
            shutil.rmtree(old, ignore_errors=True)
            folder.rename(old)
        making.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    except OSError as error:
        if old.exists() and not folder.exists():
            old.rename(folder)
        shutil.rmtree(making, ignore_errors=True)
        raise BadInput(
            "export.unwritable",
            f"{folder} cannot be written: {error.strerror}.",
            "Choose a folder you may write to, with room on its disk.",
        ) from error


def _check_ours(folder: Path) -> None:
    if not folder.exists():
        return
    try:
        known = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["files"]
    except (FileNotFoundError, NotADirectoryError, ValueError, KeyError, TypeError):
        known = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir() and not path.is_symlink():
            continue
        if name == MANIFEST and known:
            continue
        if path.is_symlink() or not isinstance(known, dict) or name not in known:
            raise _not_ours(folder, f"{folder} holds {name}, which no export wrote.")
        if hashlib.sha256(path.read_bytes()).hexdigest() != known[name]:
            raise _not_ours(folder, f"{path} was changed since it was exported.")


def _not_ours(folder: Path, what: str) -> BadInput:
    return BadInput("export.not_ours", what, "Choose a new or empty folder, or move that file away.")
