"""Documents and folders for the tests of the index."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from assistant.domain.protocols import Document, DocumentKind, Embedder
from assistant.retrieval.fake import HashEmbedder
from assistant.retrieval.index import Index

OBJECTS = ("lampe", "table", "chaise", "étagère", "fauteuil", "tapis", "miroir")
TROUBLES = ("est arrivée cassée", "n'est jamais arrivée", "a une semaine de retard", "sent mauvais")


def reply(id: str, text: str, language: str = "fr", nature: str | None = None) -> Document:
    return Document(id, "reply", language, text, f"Réponse à {id}", nature)


def replies(count: int) -> list[Document]:
    return [
        reply(f"r{i}", f"Ma {OBJECTS[i % 7]} {TROUBLES[i % 4]}, commande {i}", nature="complaint")
        for i in range(count)
    ]


def index(folder: Path, documents: Iterable[Document], embedder: Embedder | None = None) -> Index:
    kept = documents if isinstance(documents, list) else list(documents)
    return Index(folder, embedder or HashEmbedder(), lambda: list(kept))


def ids(
    of: Index, query: str, *, kind: DocumentKind = "reply", language: str = "fr", k: int = 5
) -> list[str]:
    return [hit.document.id for hit in of.search(query, kind=kind, language=language, k=k).hits]


def generation(folder: Path) -> Path:
    return folder / (folder / "current").read_text().strip()
