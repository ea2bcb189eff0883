"""Keeping the vector store equal to the shelves, and telling when it is not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from assistant.domain.protocols import Document
from assistant.errors import IndexFault
from assistant.retrieval.generation import Generation
from assistant.retrieval.shelf import shelf_name
from assistant.retrieval.vectors import REBUILD, Vectors

_PROBES = 32
"""Stored vectors of each shelf that must find themselves."""
_SAME = 0.999

Touched = dict[str, set[str]]
"""Shelf name → ids that changed."""


def touch(touched: Touched, changes: Iterable[tuple[str, str]]) -> Touched:
    """Adds (shelf name, id) pairs."""
    for name, id in changes:
        touched.setdefault(name, set()).add(id)
    return touched


def names(documents: Iterable[Document]) -> Iterable[tuple[str, str]]:
    """(shelf name, id) of each document."""
    return ((shelf_name(document.kind, document.language), document.id) for document in documents)


def bring(store: Vectors, generation: Generation, touched: Mapping[str, set[str]]) -> None:
    """Brings the touched rows of the vector store to what the shelves hold.

    Raises:
        IndexFault: ``vectors.unreadable``.
    """
    import numpy as np

    shelves = {shelf_name(*key): shelf for key, shelf in generation.shelves.items()}
    for name, ids in touched.items():
        found = {id: shelves[name].vector(id) for id in sorted(ids)}
        rows = {id: vector for id, vector in found.items() if vector is not None}
        if rows:
            store.put(name, list(rows), np.stack(list(rows.values())))
        store.delete(name, [id for id in found if id not in rows])


def probe(store: Vectors, generation: Generation) -> None:
    """Checks that the store counts what the shelves count, and that stored vectors find themselves.

    Raises:
        IndexFault: ``vectors.unreadable``.
    """
    for key, shelf in generation.shelves.items():
        name = shelf_name(*key)
        if (count := store.count(name)) != len(shelf):
            raise IndexFault(
                "vectors.unreadable", f"{name}: {count} vectors for {len(shelf)} documents.", REBUILD
            )
        documents = shelf.documents
        for document in documents[:: max(1, len(documents) // _PROBES)]:
            vector = shelf.vector(document.id)
            ids = store.nearest(name, vector, 1) if vector is not None else []
            best = next((shelf.vector(id) for id in ids), None)
            # Twins have one vector and two ids: the vector must be found, not the id.
            if vector is None or best is None or float(best @ vector) < _SAME:
                raise IndexFault(
                    "vectors.unreadable", f"{name}: a stored vector does not find itself.", REBUILD
                )
