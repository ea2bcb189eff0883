"""Any order of changes, against a plain dictionary compared by looking at everything."""

import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from assistant.domain.protocols import Document
from assistant.retrieval.fake import HashEmbedder
from assistant.retrieval.index import Index

ids = st.integers(0, 12).map(lambda n: f"d{n}")
languages = st.sampled_from(["fr", "en"])
texts = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    ["La lampe est cassée", "Le colis est en retard", "the lamp is broken", "🤬", "désolé"]
)


class Changes(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.embedder = HashEmbedder()
        self.kept: dict[tuple[str, str], Document] = {}
        self.index = Index(Path(self.folder.name) / "index", self.embedder, lambda: list(self.kept.values()))
        self.index.ensure()

    def teardown(self) -> None:
        self.index.close()
        self.folder.cleanup()

    @rule(id=ids, language=languages, text=texts)
    def add(self, id: str, language: str, text: str) -> None:
        document = Document(id, "reply", language, text, "shown")
        self.kept[language, id] = document
        self.index.add(document)

    @rule(id=ids)
    def remove(self, id: str) -> None:
        gone = [key for key in self.kept if key[1] == id]
        for key in gone:
            del self.kept[key]
        assert self.index.remove([id]) == len(gone)

    @rule()
    def restart(self) -> None:
        self.index.close()
        assert self.index.open().state == "ready"

    @rule()
    def rebuild(self) -> None:
        assert self.index.rebuild().state == "ready"

    @precondition(lambda self: self.kept)
    @rule(language=languages, text=texts, k=st.integers(1, 15))
    def search(self, language: str, text: str, k: int) -> None:
        there = {id: d for (found, id), d in self.kept.items() if found == language}
        hits = self.index.search(text, kind="reply", language=language, k=k).hits
        if not text.strip():
            assert hits == ()
            return
        # Fewer documents than candidates: each must come back, once, with its own text and cosine.
        assert len(hits) == min(k, len(there))
        assert len({hit.document.id for hit in hits}) == len(hits)
        query = self.embedder.embed([text], query=True)[0]
        for hit in hits:
            assert hit.document == there[hit.document.id]
            cosine = float(self.embedder.embed([hit.document.text])[0] @ query)
            assert abs(hit.score - min(1.0, max(0.0, cosine))) < 1e-4
        vector_order = self.index.nearest(query, kind="reply", language=language, k=len(there) or 1)
        cosines = [float(self.embedder.embed([there[id].text])[0] @ query) for id in vector_order]
        assert set(vector_order) == set(there)
        assert all(a >= b - 1e-4 for a, b in pairwise(cosines))

    @invariant()
    def counts(self) -> None:
        status = self.index.status()
        assert (status.state, status.search) == ("ready", "chroma")
        assert sum(status.counts.values()) == len(self.kept)


Changes.TestCase.settings = settings(
    max_examples=15, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck)
)
TestChanges = Changes.TestCase


def test_the_fake_embeds_units_the_same_way_each_time() -> None:
    embedder = HashEmbedder(32)
    made = embedder.embed(["La lampe", "", "\ud83d", "🤬"])
    assert made.shape == (4, 32) and made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), 1)
    assert np.array_equal(made, HashEmbedder(32).embed(["La lampe", "", "\ud83d", "🤬"]))
    assert np.array_equal(embedder.embed(["DÉSOLÉ"]), embedder.embed(["desole"]))
