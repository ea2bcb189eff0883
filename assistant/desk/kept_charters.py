"""Old charters, kept whole: one folder for each version, under ``data/charter_versions/``."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from assistant.domain.draft import CharterRef
from assistant.errors import NotFound
from assistant.tone.folder import charter_files, sync_folders, write_whole


@dataclass(frozen=True, slots=True)
class KeptCharters:
    """The kept copies. A version's number may come twice (people edit files too), its hash may not."""

    folder: Path

    def keep(self, charter: Path, ref: CharterRef) -> None:
        """Keeps a copy of a charter's folder, unless there is one; a copy is whole or not there.

        Raises:
            OSError: the copy cannot be written.
        """
        place = self._place(ref.version, ref.sha256)
        if place.is_dir():
            return
        making = self.folder / f".{place.name}.making"
        shutil.rmtree(making, ignore_errors=True)
        making.mkdir(parents=True)
        for path in charter_files(charter):
            write_whole(making / path.relative_to(charter), path.read_bytes())
        sync_folders(making)
        making.rename(place)
        sync_folders(self.folder)

    def has(self, version: str, sha256: str) -> bool:
        """Whether a copy of this version is kept."""
        return self._place(version, sha256).is_dir()

    def files(self, version: str, sha256: str) -> dict[str, bytes]:
        """A kept charter: contents by relative path.

        Raises:
            NotFound: ``charter.version_unknown``.
        """
        place = self._place(version, sha256)
        if not place.is_dir():
            raise NotFound(
                "charter.version_unknown",
                f"No copy of version {version} of the charter is kept.",
                "Choose another version.",
            )
        return {p.relative_to(place).as_posix(): p.read_bytes() for p in charter_files(place)}

    def _place(self, version: str, sha256: str) -> Path:
        return self.folder / f"{version}-{sha256[:16]}"
