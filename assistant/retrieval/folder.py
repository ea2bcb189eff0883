"""The folder of an index: who holds it, and which generation is the current one.

<folder>/lock        held by the one process that may change anything here
<folder>/current     the name of the current generation
<folder>/g-…/        generations: the current one, and one being built
"""

from __future__ import annotations

import os
import shutil
import uuid
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import IndexFault
from assistant.retrieval.generation import folder_fault
from assistant.retrieval.vectors import REBUILD

if TYPE_CHECKING:
    from filelock import BaseFileLock

_CURRENT = "current"


class IndexFolder:
    """A folder, made if absent, and its lock."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._lock: BaseFileLock | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._lock is not None

    def hold(self) -> bool:
        """Takes the lock unless another process (or object) has it; says whether it is held.

        Raises:
            IndexFault: ``index.folder``: the folder cannot be made or written.
        """
        from filelock import FileLock, Timeout

        if self._lock is not None:
            return True
        try:
            self.path.mkdir(parents=True, exist_ok=True)
            # Any thread may give back what another one took.
            lock = FileLock(self.path / "lock", blocking=False, thread_local=False)
            lock.acquire()
        except Timeout:
            return False
        except OSError as error:
            raise folder_fault(self.path, error) from error
        self._lock = lock
        return True

    def release(self) -> None:
        """Gives the lock back, if it is held."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def must_hold(self) -> None:
        """Refuses a change without the lock.

        Raises:
            IndexFault: ``index.locked``.
        """
        if self._lock is None:
            raise IndexFault(
                "index.locked",
                f"Another process holds the index in {self.path}.",
                "Stop the other process (the desk, perhaps), or let it do this.",
            )

    def current(self) -> Path | None:
        """The folder of the current generation, None when there is none yet.

        Raises:
            IndexFault: ``index.damaged``: the pointer cannot be read or names nothing here.
        """
        pointer = self.path / _CURRENT
        try:
            name = pointer.read_text(encoding="ascii").strip()
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            raise IndexFault("index.damaged", f"{pointer} cannot be read: {error}", REBUILD) from error
        folder = self.path / name
        if not name.startswith("g-") or folder.parent != self.path or not folder.is_dir():
            raise IndexFault("index.damaged", f"{pointer} names no index: {name[:40]!r}", REBUILD)
        return folder

    def fresh(self) -> Path:
        """A new, empty folder for a generation."""
        folder = self.path / f"g-{uuid.uuid4().hex[:12]}"
        folder.mkdir()
        return folder

    def point(self, generation: Path) -> None:
        """Makes a generation the current one, all at once."""
        pointer = self.path / f"{_CURRENT}.new"
        with pointer.open("w", encoding="ascii") as stream:
            stream.write(generation.name)
            stream.flush()
            os.fsync(stream.fileno())
        os.replace(pointer, self.path / _CURRENT)

    def sweep(self, current: Path | None) -> None:
        """Deletes what interrupted rebuilds left (the lock must be held)."""
        for folder in self.path.glob("g-*"):
            if folder != current:
                shutil.rmtree(folder, ignore_errors=True)
