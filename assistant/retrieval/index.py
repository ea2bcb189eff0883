"""The search index: opened, checked, rebuilt beside itself, added to, searched."""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from assistant.domain.protocols import Document, DocumentKind, Embedder, Hits, Progress
from assistant.errors import IndexFault
from assistant.retrieval.folder import IndexFolder
from assistant.retrieval.fusion import weak_below
from assistant.retrieval.generation import (
    EmbedderRef,
    Generation,
    Key,
    build,
    folder_fault,
    grouped,
    load,
    stand_in,
)
from assistant.retrieval.mirror import Touched, bring, names, probe, touch
from assistant.retrieval.shelf import Shelf, checksum, digest, shelf_name
from assistant.retrieval.vectorise import vectors_for
from assistant.retrieval.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_log = logging.getLogger(__name__)

IndexState = Literal["ready", "stale", "rebuilding", "missing", "damaged"]

_MAX_QUERY = 4_000
"""Characters of a query that are searched: a long comment has said what it is about by then."""
_MAX_JOURNAL = 5_000


@dataclass(frozen=True, slots=True)
class IndexStatus:
    """How the index is.

    Attributes:
        state: ``ready``; ``stale`` (it disagrees with the source or was made by another embedder);
            ``rebuilding``; ``missing``; ``damaged``. Searches answer in every state.
        embedder: id of the embedder that searches.
        counts: shelf (``reply-fr``) → number of documents that can be found.
        reason: why it is not ready, or what is limited; a sentence for a person, or empty.
        search: how meaning is searched now: ``chroma``; ``exact`` (every vector compared);
            ``words`` (no vectors: BM25 alone, and every answer is weak).
    """

    state: IndexState
    embedder: str
    counts: Mapping[str, int] = field(default_factory=dict)
    reason: str = ""
    search: Literal["chroma", "exact", "words"] = "words"


class Index:
    """A :class:`~assistant.domain.protocols.Retriever` over a folder that may be deleted at any time.

    Thread-safe. One process holds the folder; another one searches what it finds there, by exact
    search, and cannot change it.

    Args:
        folder: where the index lives; made if absent.
        embedder: the one embedder of this index.
        documents: the source: everything that should be found. (kind, language, id) is unique.
    """

    def __init__(self, folder: Path, embedder: Embedder, documents: Callable[[], Iterable[Document]]) -> None:
        self._folder = IndexFolder(folder)
        self._embedder = embedder
        self._source = documents
        self._lock = threading.RLock()
        self._building = threading.Lock()
        self._generation: Generation | None = None
        self._vectors: Vectors | None = None
        self._state: IndexState = "missing"
        self._reason = ""
        self._progress = Progress()
        """Of the rebuild that runs, so that closing can stop it."""
        self._pending: list[tuple[Document, NDArray[np.float32]] | list[str]] | None = None
        """While a rebuild runs: what is added (a pair) and removed (ids) meanwhile."""

    def __enter__(self) -> Index:
        self.open()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def open(self) -> IndexStatus:
        """Opens what is in the folder and compares it with the source; builds nothing.

        Where there is nothing usable, the source's documents are searched by words until a rebuild.

        Raises:
            IndexFault: ``index.folder``: the folder cannot be made or written.
            ModelError: the embedder's weights are not there.
        """
        with self._lock:
            if self._generation is not None:
                return self.status()
            self._folder.hold()
            source = list(self._source())
            try:
                self._generation = self._opened()
            except IndexFault as fault:
                self._state, self._reason = "damaged", fault.message
            if self._generation is None:
                self._generation = stand_in(source)
            else:
                self._compare(source)
            return self.status()

    def status(self) -> IndexStatus:
        """How the index is now; cheap."""
        with self._lock:
            generation = self._generation
            state: IndexState = "rebuilding" if self._pending is not None else self._state
            search: Literal["chroma", "exact", "words"] = "words"
            if generation is not None and generation.embedder is not None:
                search = "exact" if self._vectors is None else "chroma"
            counts = generation.counts if generation is not None else {}
            return IndexStatus(state, self._embedder.id, counts, self._reason, search)

    def ensure(self, progress: Progress | None = None) -> IndexStatus:
        """Opens the index and, unless it is ready, rebuilds it. Meant for a background thread.

        Where another process holds the folder the index is left as it is: that one looks after it.

        Raises:
            IndexFault: ``index.folder``, ``index.rebuilding``, ``vectors.unreadable``.
            ModelError: the embedder cannot be loaded.
            Cancelled: ``progress.cancel`` was set.
        """
        status = self.open()
        if status.state == "ready" or not self._folder.held:
            return status
        return self.rebuild(progress)

    def rebuild(self, progress: Progress | None = None) -> IndexStatus:
        """Builds the index anew from the source and swaps it in; searches go on meanwhile.

        Vectors of unchanged texts are taken over, so a rebuild after small changes is quick. The
        old files are deleted: what was removed is then nowhere on the disk.

        Args:
            progress: ``done`` of ``total`` texts embedded; ``cancel`` stops between batches.

        Raises:
            IndexFault: ``index.locked``: another process holds the folder; ``index.rebuilding``: a
                rebuild is running; ``index.folder``, ``vectors.unreadable``: a write failed.
            ModelError: the embedder cannot be loaded.
            Cancelled: ``progress.cancel`` was set; the index is as before.
        """
        self.open()
        self._folder.must_hold()
        if not self._building.acquire(blocking=False):
            raise IndexFault("index.rebuilding", "The index is being rebuilt already.", "Wait for its end.")
        progress = progress or Progress()
        folder: Path | None = None
        store: Vectors | None = None
        try:
            with self._lock:
                self._pending, self._progress = [], progress
            folder = self._folder.fresh()
            store = Vectors(folder / "chroma")
            ref = EmbedderRef(self._embedder.id, self._embedder.sha256, self._embedder.dimensions)
            groups = grouped(self._source())
            known = {key: self._known(key, ref) for key in groups}
            vectors = vectors_for(groups, known, self._embedder, progress)
            built = build(folder, ref, groups, vectors, store)
            self._swap(built, store)
        except BaseException as error:
            if store is not None:
                store.abandon()
            if folder is not None:
                shutil.rmtree(folder, ignore_errors=True)
            if isinstance(error, OSError):
                raise folder_fault(self._folder.path, error) from error
            raise
        finally:
            with self._lock:
                self._pending = None
            self._building.release()
        return self.status()

    def add(self, document: Document) -> None:
        """Adds or replaces one document; found at once, kept at a crash.

        Raises:
            IndexFault: ``index.locked``: another process holds the folder; ``index.folder``: a write failed.
            ModelError: the embedder cannot be loaded.
        """
        self.add_many([document])

    def add_many(self, documents: Sequence[Document]) -> None:
        """Adds or replaces documents, embedding them together.

        Raises:
            IndexFault: ``index.locked``: another process holds the folder; ``index.folder``: a write failed.
            ModelError: the embedder cannot be loaded.
        """
        self.open()
        self._folder.must_hold()
        if not documents:
            return
        vectors = self._embedder.embed([document.text for document in documents])
        with self._lock:
            assert self._generation is not None
            for document, vector in zip(documents, vectors, strict=True):
                self._generation.put(document, vector)
                if self._pending is not None:
                    self._pending.append((document, vector))
            self._mirror(touch({}, names(documents)))

    def remove(self, ids: Iterable[str]) -> int:
        """Takes documents out of every search, at once; returns how many there were.

        Their texts leave the disk with the next :meth:`rebuild`.

        Raises:
            IndexFault: ``index.locked``: another process holds the folder; ``index.folder``: a write failed.
        """
        self.open()
        self._folder.must_hold()
        wanted = list(ids)
        with self._lock:
            assert self._generation is not None
            dropped = self._generation.drop(wanted)
            if self._pending is not None:
                self._pending.append(wanted)
            self._mirror(touch({}, dropped))
            return len(dropped)

    def search(
        self, query: str, *, kind: DocumentKind, language: str, k: int = 5, nature: str | None = None
    ) -> Hits:
        """The ``k`` best documents of one kind and language, by meaning and words.

        Only the first 4,000 characters of ``query`` are searched. A blank query finds nothing.
        A hit's ``score`` is 0 as long as there are no vectors (see :class:`IndexStatus`).

        Raises:
            ModelError: the embedder cannot be loaded.
        """
        self.open()
        query = query[:_MAX_QUERY]
        if not query.strip() or k < 1:
            return Hits()
        with self._lock:
            assert self._generation is not None
            shelf = self._generation.shelves.get((kind, language))
            if not shelf:
                return Hits()
            has_vectors = self._generation.embedder is not None
        vector = self._embedder.embed([query], query=True)[0] if has_vectors else None
        return self.search_vector(query, vector, kind=kind, language=language, k=k, nature=nature)

    def search_vector(
        self,
        query: str,
        vector: NDArray[np.float32] | None,
        *,
        kind: DocumentKind,
        language: str,
        k: int = 5,
        nature: str | None = None,
    ) -> Hits:
        """:meth:`search` with the query's unit vector given, shape (dimensions,)."""
        self.open()
        with self._lock:
            assert self._generation is not None
            shelf = self._generation.shelves.get((kind, language))
            if not shelf:
                return Hits()
            name = shelf_name(kind, language)
            return shelf.search(
                query,
                vector,
                k=k,
                nature=nature,
                weak_below=weak_below(self._embedder.id, language),
                nearest=lambda v, n: self._nearest(shelf, name, v, n),
            )

    def nearest(
        self, vector: NDArray[np.float32], *, kind: DocumentKind, language: str, k: int = 5
    ) -> list[str]:
        """Ids by meaning alone, nearest first, from whatever :attr:`IndexStatus.search` names."""
        self.open()
        with self._lock:
            assert self._generation is not None
            shelf = self._generation.shelves.get((kind, language))
            if not shelf:
                return []
            return self._nearest(shelf, shelf_name(kind, language), vector, k)

    def close(self) -> None:
        """Stops a running rebuild, lets go of files and lock; the index can be opened again."""
        self._progress.cancel.set()
        with self._building, self._lock:
            self._close_vectors()
            self._generation = None
            self._state, self._reason = "missing", ""
            self._folder.release()

    # -- opening

    def _opened(self) -> Generation | None:
        """The current generation, or None with state and reason set."""
        folder = self._folder.current()
        if self._folder.held:
            self._folder.sweep(folder)
        if folder is None:
            self._state, self._reason = "missing", "There is no index yet."
            return None
        generation = load(folder)
        made_by = generation.embedder
        if made_by is None or not made_by.made_by(self._embedder):
            known = made_by.id if made_by else "nobody"
            self._state = "stale"
            self._reason = f"The index was made by another embedder ({known}, now {self._embedder.id})."
            return None
        touched = generation.replay(repair=self._folder.held)
        self._state, self._reason = "ready", ""
        if not self._folder.held:
            self._reason = "Another process holds the index: this one only reads it, by exact search."
            return generation
        try:
            if not (folder / "chroma").is_dir():
                raise IndexFault("vectors.unreadable", f"The vector store in {folder} is gone.")
            self._vectors = Vectors(folder / "chroma")
            # A crash may have come between the journal and the store.
            bring(self._vectors, generation, touched)
            probe(self._vectors, generation)
        except IndexFault as fault:
            self._without_chroma(fault)
        return generation

    def _compare(self, source: list[Document]) -> None:
        """Marks the index stale where it disagrees with the source."""
        assert self._generation is not None
        if self._state != "ready":
            return
        groups = grouped(source)
        shelves = self._generation.shelves
        for key in sorted(groups.keys() | shelves.keys()):
            expected = {d.id: digest(d) for d in groups.get(key, [])}
            found = shelves[key].digests() if key in shelves else {}
            if checksum(expected.values()) != checksum(found.values()):
                self._state = "stale"
                self._reason = (
                    f"{shelf_name(*key)}: {len(expected)} documents in the source, {len(found)} in the index, "
                    f"{len(expected.items() - found.items())} new or changed."
                )
                return
        if self._generation.journalled > _MAX_JOURNAL:
            self._state = "stale"
            self._reason = f"{self._generation.journalled} changes since the last rebuild."

    # -- changing

    def _mirror(self, touched: Touched) -> None:
        if self._vectors is None or self._generation is None:
            return
        try:
            bring(self._vectors, self._generation, touched)
        except IndexFault as fault:
            # The journal has it and exact search finds it: nothing is lost, only slower.
            self._without_chroma(fault)

    def _nearest(self, shelf: Shelf, name: str, vector: NDArray[np.float32], k: int) -> list[str]:
        if self._vectors is not None:
            try:
                return self._vectors.nearest(name, vector, k)
            except IndexFault as fault:
                self._without_chroma(fault)
        return shelf.exact(vector, k)

    def _without_chroma(self, fault: IndexFault) -> None:
        _log.warning("%s Exact search until the index is rebuilt.", fault.message)
        store, self._vectors = self._vectors, None
        if store is not None:
            store.abandon()
        self._state, self._reason = "damaged", fault.message

    def _close_vectors(self) -> None:
        store, self._vectors = self._vectors, None
        if store is not None:
            try:
                store.close()
            except IndexFault as fault:
                _log.warning("%s", fault.message)

    # -- rebuilding

    def _known(self, key: Key, ref: EmbedderRef) -> dict[str, NDArray[np.float32]]:
        """Text → vector, of the documents the same embedder has already seen."""
        with self._lock:
            generation = self._generation
            if generation is None or generation.embedder != ref or key not in generation.shelves:
                return {}
            shelf = generation.shelves[key]
            found = ((document.text, shelf.vector(document.id)) for document in shelf.documents)
            return {text: vector for text, vector in found if vector is not None}

    def _swap(self, built: Generation, store: Vectors) -> None:
        """Puts a generation in the place of the current one, with what changed while it was built."""
        assert built.folder is not None
        with self._lock:
            touched: Touched = {}
            for change in self._pending or ():
                if isinstance(change, list):
                    touch(touched, built.drop(change))
                else:
                    built.put(*change)
                    touch(touched, names([change[0]]))
            self._folder.point(built.folder)
            self._close_vectors()
            self._generation, self._vectors = built, store
            self._state, self._reason = "ready", ""
            self._mirror(touched)
            # Whatever was there: the generation before, a damaged one, another embedder's.
            self._folder.sweep(built.folder)
