from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.retrieval.bm25 import Bm25

TEXTS = ["Livraison en retard, je suis désolé", "Le colis est arrivé cassé", "Remboursement jamais reçu"]


def best(words: Bm25, query: str) -> int:
    return int(np.argmax(words.scores(query)))


@pytest.mark.parametrize("query", ["desole", "désolé", "DÉSOLÉE", "désolés"])
def test_accents_and_endings_do_not_matter(query: str) -> None:
    words = Bm25("fr", TEXTS)
    assert words.scores(query)[0] > 0
    assert best(words, query) == 0


def test_ligatures_and_elisions() -> None:
    words = Bm25("fr", ["Un cœur gros", "L'oeuvre d'art", "autre"])
    assert best(words, "coeur") == 0
    assert best(words, "œuvre") == 1


def test_english_is_stemmed() -> None:
    assert best(Bm25("en", ["a delivery", "deliveries were delayed", "nothing"]), "delaying") == 1


def test_negation_is_kept() -> None:
    words = Bm25("fr", ["la lampe marche", "la lampe ne marche pas"])
    assert best(words, "ne marche pas") == 1


@pytest.mark.parametrize("texts", [[], [""], ["le la les", "!!!"]])
def test_nothing_to_index(texts: list[str]) -> None:
    words = Bm25("fr", texts)
    assert words.scores("livraison").tolist() == [0.0] * len(texts)
    words.add("une livraison")
    assert words.scores("livraison")[-1] > 0


@pytest.mark.parametrize("query", ["", "   ", "🤬🤬", "zzzz", "le la"])
def test_queries_without_a_known_word(query: str) -> None:
    assert Bm25("fr", TEXTS).scores(query).tolist() == [0.0, 0.0, 0.0]


def test_a_recent_row_scores_like_a_twin_in_the_base() -> None:
    words = Bm25("fr", TEXTS)
    words.add(TEXTS[1])
    for query in ("colis", "colis cassé", "arrivé colis inconnu"):
        scores = words.scores(query)
        assert scores[3] == pytest.approx(scores[1], rel=1e-5)


def test_a_word_only_recent_rows_have_is_found() -> None:
    words = Bm25("fr", TEXTS)
    words.add("trottinette en panne")
    assert best(words, "trottinette") == 3


def test_save_and_load(tmp_path: Path) -> None:
    words = Bm25("fr", TEXTS)
    words.save(tmp_path / "words")
    again = Bm25.load(tmp_path / "words")
    assert np.array_equal(again.scores("colis cassé désolé"), words.scores("colis cassé désolé"))
    assert not list(tmp_path.rglob("*.pkl"))


def test_save_and_load_nothing(tmp_path: Path) -> None:
    Bm25("en", ["the"]).save(tmp_path / "words")
    assert len(Bm25.load(tmp_path / "words")) == 1


word = st.sampled_from("colis retard livreur casse remboursement lampe facture".split())


@given(st.lists(st.lists(word, min_size=1).map(" ".join), min_size=1, max_size=8), st.lists(word, min_size=1))
def test_the_formula(texts: list[str], query: list[str]) -> None:
    """Against BM25 written out from its definition."""
    import math

    words = Bm25("fr", texts)
    docs = [words.terms(text) for text in texts]
    mean = sum(map(len, docs)) / len(docs)
    expected = []
    for doc in docs:
        total = 0.0
        for term in set(words.terms(" ".join(query))):
            frequency = sum(term in other for other in docs)
            idf = math.log(1 + (len(docs) - frequency + 0.5) / (frequency + 0.5))
            count = doc.count(term)
            total += idf * count / (count + 1.5 * (0.25 + 0.75 * len(doc) / mean))
        expected.append(total)
    assert words.scores(" ".join(query)) == pytest.approx(expected, rel=1e-4, abs=1e-6)
