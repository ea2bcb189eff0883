"""The persistent vector store: a Chroma folder, one collection per kind and language."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.errors import IndexFault
from assistant.retrieval.seal import broken, seal, unseal

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 5_000
"""Chroma refuses more than about 5,461 rows in one call."""
_HNSW = {
    "space": "cosine",
    # Nothing reaches the HNSW files below this many writes (Chroma's own bar is 1,000).
    "sync_threshold": 200,
    "batch_size": 100,
    "max_neighbors": 16,
    "ef_construction": 100,
    "ef_search": 150,
}


REBUILD = "Run `assistant index rebuild`; nothing is lost, the index is made from the store."


class Vectors:
    """Nearest neighbours by cosine. Ids and vectors only: texts live in the shelves' own files.

    One process at a time may open a folder: the caller holds the lock. :meth:`close` is what makes
    it possible to open the folder again.

    Args:
        folder: a closed store, or one to be made.

    Raises:
        IndexFault: ``vectors.unreadable``, from every method, when Chroma cannot read or write.
    """

    def __init__(self, folder: Path) -> None:
        import chromadb
        from chromadb.config import Settings

        self._folder = folder
        self._failed = False
        if folder.exists() and (reason := broken(folder)):
            raise IndexFault("vectors.unreadable", f"{reason} ({folder})", REBUILD)
        unseal(folder)
        self._collections: dict[str, Any] = {}
        with self._guard():
            self._client: Any = chromadb.PersistentClient(
                str(folder), settings=Settings(anonymized_telemetry=False, allow_reset=False)
            )

    def put(self, name: str, ids: Sequence[str], vectors: NDArray[np.float32]) -> None:
        """Adds or replaces rows of the collection ``name`` (3 to 512 letters, digits, ``._-``)."""
        with self._guard():
            collection = self._collection(name, create=True)
            for start in range(0, len(ids), _BATCH):
                part = slice(start, start + _BATCH)
                collection.upsert(ids=list(ids[part]), embeddings=vectors[part])

    def delete(self, name: str, ids: Sequence[str]) -> None:
        """Takes rows out; ids it does not have are passed over."""
        with self._guard():
            collection = self._collection(name)
            if collection is not None and ids:
                collection.delete(ids=list(ids))

    def nearest(self, name: str, vector: NDArray[np.float32], k: int) -> list[str]:
        """Up to ``k`` ids, nearest first, approximately (HNSW)."""
        with self._guard():
            collection = self._collection(name)
            if collection is None:
                return []
            found = collection.query(query_embeddings=[vector], n_results=k, include=[])
            return list(found["ids"][0])

    def count(self, name: str) -> int:
        """How many rows a collection holds, 0 when there is none."""
        with self._guard():
            collection = self._collection(name)
            return 0 if collection is None else int(collection.count())

    def close(self) -> None:
        """Lets go of the files, and seals them unless the store has failed."""
        with self._guard():
            self._client.close()
            if not self._failed:
                seal(self._folder)

    def abandon(self) -> None:
        """Lets go of files that are not to be opened again."""
        self._failed = True
        with contextlib.suppress(IndexFault):
            self.close()

    def _collection(self, name: str, *, create: bool = False) -> Any:
        from chromadb.errors import NotFoundError

        if name not in self._collections:
            try:
                # No embedding function: Chroma's default one would download a model.
                found = self._client.get_collection(name, embedding_function=None)
            except NotFoundError:
                if not create:
                    return None
                found = self._client.create_collection(
                    name, configuration={"hnsw": _HNSW}, embedding_function=None
                )
            self._collections[name] = found
        return self._collections[name]

    @contextmanager
    def _guard(self) -> Iterator[None]:
        try:
            yield
        except (KeyboardInterrupt, SystemExit, GeneratorExit):
            raise
        except BaseException as error:  # Chroma's Rust core panics with a BaseException on damaged files.
            self._failed = True
            raise IndexFault(
                "vectors.unreadable",
                f"The vector store in {self._folder} failed: {type(error).__name__}: {error}",
                REBUILD,
            ) from error
