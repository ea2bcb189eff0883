"""No draft sees the reply it is measured against."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.domain.protocols import Document
from assistant.retrieval.fake import HashEmbedder
from assistant.retrieval.index import Index
from assistant.retrieval.without_own import WithoutOwn

DOCUMENTS = [
    Document("a", "reply", "fr", "Colis en retard", "Pardon pour ce colis en retard."),
    Document("b", "reply", "fr", "Colis  EN RETARD", "Une autre réponse."),
    Document("c", "reply", "fr", "Colis perdu", "Pardon pour ce colis en retard."),
    Document("d", "reply", "fr", "Colis cassé", "Pardon pour ce colis cassé."),
    Document("f", "fact", "fr", "Colis en retard", "Un fait."),
]


@pytest.fixture
def memory(tmp_path: Path) -> WithoutOwn:
    embedder = HashEmbedder()
    index = Index(tmp_path, embedder, lambda: DOCUMENTS)
    index.ensure()
    return WithoutOwn(index, DOCUMENTS, embedder.id)


def found(memory: WithoutOwn, k: int = 4, kind: str = "reply") -> set[str]:
    hits = memory.search("Colis en retard", kind=kind, language="fr", k=k)  # type: ignore[arg-type]
    return {hit.document.id for hit in hits.hits}


def test_a_comment_and_a_reply_are_forgotten_under_every_id(memory: WithoutOwn) -> None:
    assert found(memory) == {"a", "b", "c", "d"}
    memory.forget("colis en retard", "Pardon pour ce colis en retard.")
    assert found(memory) == {"d"}
    memory.forget("Colis en retard", None)
    assert found(memory) == {"c", "d"}
    memory.forget("Tout autre chose", None)
    assert found(memory) == {"a", "b", "c", "d"}


def test_as_many_are_found_as_were_asked_for(memory: WithoutOwn) -> None:
    memory.forget("Colis en retard", None)
    assert len(found(memory, k=2)) == 2


def test_facts_are_not_forgotten_and_an_empty_memory_is_weak(memory: WithoutOwn) -> None:
    memory.forget("Colis en retard", None)
    assert found(memory, kind="fact") == {"f"}
    memory.forget("x", None)
    assert memory.search("x", kind="reply", language="en").weak
