"""Learning from corrections, with the real classifier: what is kept, and what is refused."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from assistant.desk.desk import Desk
from assistant.desk.teaching import KeptVectors, teach
from assistant.domain.comment import Comment
from assistant.domain.protocols import Progress
from assistant.errors import Cancelled, Refused
from assistant.retrieval.fake import HashEmbedder
from assistant.triage import training
from assistant.triage.classifier import load_classifier
from assistant.triage.training import fixed_examples
from assistant.triage.weights import save_weights
from assistant.wiring import House


@pytest.fixture(autouse=True)
def few_seeds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every eighth comment of the program's own: training on all of them takes minutes."""
    all_of_them = training.seed_examples()
    monkeypatch.setattr(training, "seed_examples", lambda: all_of_them[::8])


@pytest.fixture
def desk(house: House) -> Desk:
    with house.store.begin() as work:
        work.users.add("Marc", "admin", "direction", who="test")
    return house.desk


def corrected(desk: Desk, texts: list[str], nature: str) -> None:
    for number, text in enumerate(texts):
        case, _ = desk.receive(Comment(f"c{number}", text, language="fr", channel="google_reviews"))
        desk.triage(case.id)
        desk.correct_triage(case.id, "Marc", nature=nature)  # type: ignore[arg-type]


@pytest.mark.slow
def test_corrections_are_learned_and_measured(desk: Desk, tmp_path: Path) -> None:
    embedder = HashEmbedder()
    seeds = training.seed_examples()
    save_weights(training.train(seeds, embedder=embedder)[0], tmp_path / "nature_full.npz")
    strange = [
        "Le zorglub de mardi a bien plaqué le frimousse, zorglub !",
        "Encore un zorglub, frimousse de mardi.",
    ]

    def praised() -> float:
        given = embedder.embed(strange)
        return load_classifier(embedder, tmp_path).read(strange, [{}, {}], given)[0].natures["praise"]

    before = praised()
    corrected(desk, strange, "praise")
    lesson = teach(desk.store, tmp_path, embedder)
    assert lesson.corrections == 2 and lesson.after.comments == len(fixed_examples())
    assert praised() > before


@pytest.mark.slow
def test_corrections_that_wrong_honest_customers_are_refused(desk: Desk, tmp_path: Path) -> None:
    honest = [e.text for e in fixed_examples() if e.nature == "complaint" and e.language == "fr"]
    corrected(desk, honest, "attack")
    with pytest.raises(Refused) as refused:
        teach(desk.store, tmp_path, HashEmbedder())
    assert refused.value.code == "classifier.worse" and not list(tmp_path.glob("nature_*.npz"))


def test_vectors_are_made_once(tmp_path: Path) -> None:
    progress = Progress()
    first = KeptVectors(HashEmbedder(), tmp_path, progress).embed(["un", "deux"])
    assert progress.done == progress.total == 2
    second = KeptVectors(HashEmbedder(), tmp_path, progress).embed(["deux", "un", "trois"])
    assert progress.done == 3 and np.array_equal(first[::-1], second[:2])


def test_a_damaged_file_of_vectors_is_made_anew(tmp_path: Path) -> None:
    kept = KeptVectors(HashEmbedder(), tmp_path, Progress())
    kept.embed(["un"])
    (path,) = tmp_path.glob("vectors-*.npz")
    path.write_bytes(b"no vectors")
    assert KeptVectors(HashEmbedder(), tmp_path, Progress()).embed(["un"]).shape == (1, 64)


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel.set()
    with pytest.raises(Cancelled):
        KeptVectors(HashEmbedder(), tmp_path, progress).embed(["un"])
