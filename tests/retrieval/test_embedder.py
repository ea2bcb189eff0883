import hashlib
import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.protocols import Document, Progress
from assistant.errors import Cancelled, ModelError
from assistant.retrieval.embedder import SentenceEmbedder
from assistant.retrieval.index import Index


def fake_folder(folder: Path, weights: bytes = b"weights", **config: object) -> Path:
    folder.mkdir(parents=True)
    (folder / "model.safetensors").write_bytes(weights)
    (folder / "config_sentence_transformers.json").write_text(json.dumps(config))
    return folder


def test_no_model(tmp_path: Path) -> None:
    for embedder in (SentenceEmbedder(tmp_path / "nothing"), SentenceEmbedder(tmp_path)):
        with pytest.raises(ModelError) as caught:
            embedder.embed(["x"])
        assert caught.value.code == "embedder.missing"
        with pytest.raises(ModelError):
            _ = embedder.sha256


def test_pickled_weights_are_no_weights(tmp_path: Path) -> None:
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(ModelError):
        SentenceEmbedder(tmp_path).embed(["x"])


@pytest.mark.slow
def test_rubbish_weights(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as caught:
        SentenceEmbedder(fake_folder(tmp_path / "model")).embed(["x"])
    assert caught.value.code == "embedder.unreadable"


def test_the_hash_is_that_of_the_file_and_follows_it(tmp_path: Path) -> None:
    folder = fake_folder(tmp_path / "models" / "small")
    assert SentenceEmbedder(folder).sha256 == hashlib.sha256(b"weights").hexdigest()
    remembered = json.loads((tmp_path / "models" / ".small.sha256.json").read_text())
    assert remembered["sha256"] == hashlib.sha256(b"weights").hexdigest()
    (folder / "model.safetensors").write_bytes(b"others!")
    os.utime(folder / "model.safetensors", ns=(1, 1))
    assert SentenceEmbedder(folder).sha256 == hashlib.sha256(b"others!").hexdigest()
    (folder / "2_Dense").mkdir()
    (folder / "2_Dense" / "model.safetensors").write_bytes(b"more")
    assert SentenceEmbedder(folder).sha256 not in (
        hashlib.sha256(b"others!").hexdigest(),
        hashlib.sha256(b"more").hexdigest(),
    )


@pytest.mark.parametrize(
    ("name", "config", "query", "passage"),
    [
        ("multilingual-e5-small", {}, "query: ", "passage: "),
        ("my-model", {}, "", ""),
        ("my-model", {"prompts": {"query": "Q: ", "document": "D: "}}, "Q: ", "D: "),
        ("multilingual-e5-small", {"prompts": {"query": "", "document": ""}}, "query: ", "passage: "),
        ("recipe5-thing", {"prompts": None}, "", ""),
    ],
)
def test_prefixes(tmp_path: Path, name: str, config: dict, query: str, passage: str) -> None:
    embedder = SentenceEmbedder(fake_folder(tmp_path / name, **config))
    assert embedder.id == name
    assert (embedder._prefix(True), embedder._prefix(False)) == (query, passage)


def e5() -> SentenceEmbedder:
    import platformdirs

    cache = Path(os.environ.get("ASSISTANT_CACHE") or platformdirs.user_cache_dir("repartie"))
    folder = cache / "models" / "multilingual-e5-small"
    if not folder.is_dir():
        pytest.skip("multilingual-e5-small is not in the cache: assistant models pull")
    return SentenceEmbedder(folder)


@pytest.mark.slow
def test_e5_vectors() -> None:
    embedder = e5()
    made = embedder.embed(["La lampe est cassée", "", "😡" * 50, "mot " * 50_000, "\ud83d"])
    assert made.shape == (5, 384) and made.dtype == np.float32
    assert np.allclose(np.linalg.norm(made, axis=1), 1, atol=1e-5)
    assert embedder.embed([]).shape == (0, 384)
    near, far = (
        embedder.embed(["Mon luminaire est arrivé brisé", "Bravo pour votre accueil"], query=True) @ made[0]
    )
    assert near > far
    assert not np.allclose(embedder.embed(["lampe"]), embedder.embed(["lampe"], query=True))


@pytest.mark.slow
def test_e5_batches_can_be_followed_stopped_and_shared() -> None:
    embedder = e5()
    progress = Progress()
    embedder.embed(["lampe"] * 300, progress=progress)
    assert progress.done == 300
    progress.cancel.set()
    with pytest.raises(Cancelled):
        embedder.embed(["lampe"], progress=progress)
    expected = embedder.embed(["lampe cassée"])
    results: list[np.ndarray] = []
    threads = [
        threading.Thread(target=lambda: results.append(embedder.embed(["lampe cassée"]))) for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(np.allclose(result, expected, atol=1e-5) for result in results)


@pytest.mark.slow
def test_e5_finds_meaning_and_says_when_nothing_fits(tmp_path: Path) -> None:
    comments = {
        "late": "Toujours pas livré après trois semaines d'attente, c'est honteux.",
        "broken": "Le miroir est arrivé en morceaux, carton éventré.",
        "rude": "La vendeuse m'a parlé comme à un chien.",
        "bill": "J'ai été facturé deux fois pour le même achat.",
        "thanks": "Merci à toute l'équipe, service parfait !",
    }
    documents = [Document(id, "reply", "fr", text, "Réponse") for id, text in comments.items()]
    with Index(tmp_path / "index", e5(), lambda: documents) as index:
        index.ensure()
        paraphrases = {
            "Ma commande devait arriver il y a un mois, je n'ai rien reçu": "late",
            "On m'a débité deux fois": "bill",
            "Glace brisée à la réception": "broken",
            "Personnel désagréable en boutique": "rude",
            "Une employée très impolie m'a mal parlé": "rude",
            "Équipe formidable, tout était parfait": "thanks",
        }
        right = [
            index.search(query, kind="reply", language="fr").hits[0].document.id == expected
            for query, expected in paraphrases.items()
        ]
        # A model this small may miss one.
        assert sum(right) >= 5
        close = index.search("Pas livré après trois semaines d'attente", kind="reply", language="fr")
        assert not close.weak
        foreign = index.search("Le sénat a voté la loi sur la pêche au thon", kind="reply", language="fr")
        assert foreign.weak
