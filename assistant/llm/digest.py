"""SHA-256 of large files and of folders, remembered while size and time of change stay the same."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from pathlib import Path

CHUNK = 1 << 20
"""Bytes read at a time."""


class Digests:
    """Hashes remembered in a small JSON file. Losing that file only costs time.

    Args:
        memory: The file; made when the first hash is remembered.
    """

    def __init__(self, memory: Path) -> None:
        self._memory = memory

    def of(self, path: Path, *, afresh: bool = False) -> str:
        """Hex digest of a file, or of a folder (over its files' relative paths and digests, sorted).

        Args:
            path: What to hash.
            afresh: Read every byte, whatever is remembered.
        """
        if path.is_dir():
            total = hashlib.sha256()
            for file in sorted(p for p in path.rglob("*") if p.is_file()):
                line = f"{file.relative_to(path).as_posix()}\0{self.of(file, afresh=afresh)}\n"
                total.update(line.encode())
            return total.hexdigest()
        stat = path.stat()
        key, stamp = str(path.resolve()), [stat.st_size, stat.st_mtime_ns]
        known = self._read().get(key)
        if not afresh and known is not None and known[:2] == stamp:
            return str(known[2])
        digest = hash_file(path)
        self._remember(key, [*stamp, digest])
        return digest

    def _read(self) -> dict[str, list[int | str]]:
        try:
            known = json.loads(self._memory.read_text("utf-8"))
        except (OSError, ValueError):
            return {}
        return known if isinstance(known, dict) else {}

    def _remember(self, key: str, value: list[int | str]) -> None:
        # A cache on a read-only disk still works, only slower.
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            known = {k: v for k, v in self._read().items() if Path(k).exists()} | {key: value}
            handle, name = tempfile.mkstemp(dir=self._memory.parent, prefix=".digests")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(known, file, indent=1)
            os.replace(name, self._memory)


def hash_file(path: Path) -> str:
    """Hex digest of a file's bytes."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
