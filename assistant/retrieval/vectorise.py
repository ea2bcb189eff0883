"""The vectors of whole groups of documents, made in batches that can be stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from assistant.domain.protocols import Document, Embedder, Progress
from assistant.errors import Cancelled
from assistant.retrieval.generation import Key

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BATCH = 256
"""Texts between two looks at ``progress.cancel``: a few seconds on two cores."""


def vectors_for(
    groups: Mapping[Key, list[Document]],
    known: Mapping[Key, Mapping[str, NDArray[np.float32]]],
    embedder: Embedder,
    progress: Progress,
) -> dict[Key, NDArray[np.float32]]:
    """A matrix of unit vectors for each group, shape (documents, dimensions).

    Args:
        groups: the documents.
        known: text → vector of the same embedder, for each group; these texts are not embedded again.
        embedder: makes the others.
        progress: ``done`` of ``total`` texts embedded.

    Raises:
        Cancelled: ``progress.cancel`` was set.
        ModelError: the embedder cannot be loaded.
    """
    import numpy as np

    out: dict[Key, NDArray[np.float32]] = {}
    unknown: list[tuple[Key, int, str]] = []
    for key, documents in groups.items():
        out[key] = np.zeros((len(documents), embedder.dimensions), dtype=np.float32)
        for row, document in enumerate(documents):
            if (vector := known[key].get(document.text)) is not None:
                out[key][row] = vector
            else:
                unknown.append((key, row, document.text))
    progress.stage, progress.done, progress.total = "embedding", 0, len(unknown)
    for start in range(0, len(unknown), _BATCH):
        if progress.cancel.is_set():
            raise Cancelled("index.cancelled", "The rebuild was stopped; the index is as it was.")
        batch = unknown[start : start + _BATCH]
        made = embedder.embed([text for _, _, text in batch])
        for (key, row, _), vector in zip(batch, made, strict=True):
            out[key][row] = vector
        progress.done += len(batch)
    progress.stage = "writing"
    return out
