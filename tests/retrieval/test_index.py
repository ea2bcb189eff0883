import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.protocols import Document, Progress
from assistant.errors import Cancelled, IndexFault
from assistant.retrieval.fake import HashEmbedder
from assistant.retrieval.index import Index

from .support import generation, ids, index, replies, reply


@pytest.fixture
def built(tmp_path: Path) -> Iterator[Index]:
    made = index(tmp_path / "index", replies(60))
    made.ensure()
    yield made
    made.close()


def test_a_missing_index_answers_by_words_then_is_built(tmp_path: Path) -> None:
    with index(tmp_path / "index", replies(60)) as made:
        assert (made.status().state, made.status().search) == ("missing", "words")
        before = made.search("fauteuil retard", kind="reply", language="fr")
        assert "fauteuil" in before.hits[0].document.text and before.weak
        status = made.ensure()
        assert (status.state, status.search, status.counts) == ("ready", "chroma", {"reply-fr": 60})
        after = made.search("Ma lampe est arrivée cassée, commande 0", kind="reply", language="fr")
        assert after.hits[0].document.id == "r0" and not after.weak
        assert [hit.rank for hit in after.hits] == list(range(5))


def test_chroma_and_exact_search_agree(built: Index) -> None:
    embedder = HashEmbedder()
    for document in replies(60)[::7]:
        vector = embedder.embed([document.text])[0]
        near = built.nearest(vector, kind="reply", language="fr", k=5)
        assert built._generation is not None
        assert near == built._generation.shelves["reply", "fr"].exact(vector, 5)


def test_reopening_needs_no_rebuild(built: Index) -> None:
    first = ids(built, "étagère cassée")
    built.close()
    assert built.open().state == "ready"
    assert ids(built, "étagère cassée") == first


def test_added_and_removed_at_once_and_after_a_restart(tmp_path: Path) -> None:
    documents = replies(30)
    made = index(tmp_path / "index", documents)
    made.ensure()
    new = reply("n1", "Le livreur a été désolé de la trottinette")
    made.add(new)
    assert ids(made, "trottinette")[0] == "n1"
    assert made.remove(["r3", "nobody"]) == 1
    assert "r3" not in ids(made, documents[3].text, k=30)
    documents[:] = [document for document in documents if document.id != "r3"] + [new]
    made.close()
    again = index(tmp_path / "index", documents)
    assert again.open().state == "ready"
    assert again.status().search == "chroma"
    assert ids(again, "trottinette")[0] == "n1"
    assert "r3" not in ids(again, "Ma étagère a une semaine de retard", k=40)
    again.close()


def test_a_changed_document_is_found_by_its_new_text_only(built: Index) -> None:
    built.add(reply("r0", "Une trottinette rouge"))
    assert ids(built, "trottinette rouge")[0] == "r0"
    hits = built.search("Ma lampe est arrivée cassée, commande 0", kind="reply", language="fr", k=60).hits
    assert next(hit for hit in hits if hit.document.id == "r0").document.text == "Une trottinette rouge"
    assert built.status().counts == {"reply-fr": 60}


@pytest.mark.parametrize("query", ["desolee", "désolée", "DÉSOLÉ"])
def test_accents(tmp_path: Path, query: str) -> None:
    documents = [*replies(20), reply("d", "Nous sommes désolés"), reply("e", "je suis desole du bruit")]
    with index(tmp_path / "index", documents) as made:
        made.ensure()
        assert set(ids(made, query, k=2)) == {"d", "e"}


@pytest.mark.parametrize("query", ["", "  \n ", "\t"])
def test_a_blank_query_finds_nothing(built: Index, query: str) -> None:
    found = built.search(query, kind="reply", language="fr")
    assert found.hits == () and found.weak


@pytest.mark.parametrize(
    "query", ["🤬😡🔥", "x" * 100_000, "retard de livraison " * 5_000, "\ud83d", "' OR 1=1 --"]
)
def test_odd_queries_get_an_answer(built: Index, query: str) -> None:
    found = built.search(query, kind="reply", language="fr", k=3)
    assert len(found.hits) <= 3
    assert all(0 <= hit.score <= 1 for hit in found.hits)


def test_unknown_languages_kinds_and_small_k(built: Index) -> None:
    assert built.search("lampe", kind="reply", language="de").hits == ()
    assert built.search("lampe", kind="reply", language="../../etc").hits == ()
    assert built.search("lampe", kind="fact", language="fr").hits == ()
    assert built.search("lampe", kind="reply", language="fr", k=0).hits == ()
    assert len(built.search("lampe", kind="reply", language="fr", k=500).hits) == 60


def test_languages_and_kinds_do_not_mix(tmp_path: Path) -> None:
    documents = [
        reply("same", "La lampe est cassée"),
        reply("same", "The lamp is broken", "en"),
        Document("same", "fact", "fr", "Les lampes sont garanties deux ans", "Deux ans"),
    ]
    with index(tmp_path / "index", documents) as made:
        made.ensure()
        hit = made.search("lamp", kind="reply", language="en").hits
        assert [h.document.text for h in hit] == ["The lamp is broken"]
        assert made.search("lampes", kind="fact", language="fr").hits[0].document.shown == "Deux ans"
        assert made.remove(["same"]) == 3


def test_an_odd_language_tag_stays_inside_the_folder(tmp_path: Path) -> None:
    documents = [reply("a", "une lampe", "../../../up"), reply("b", "une lampe", "FR")]
    with index(tmp_path / "deep" / "index", documents) as made:
        assert made.ensure().state == "ready"
        assert ids(made, "lampe", language="../../../up") == ["a"]
        assert ids(made, "lampe", language="FR") == ["b"]
    assert [path.name for path in tmp_path.iterdir()] == ["deep"]


def test_the_same_nature_comes_first_among_equals(tmp_path: Path) -> None:
    documents = [
        reply("a", "La lampe est belle", nature="praise"),
        reply("b", "La lampe est belle", nature="question"),
    ]
    with index(tmp_path / "index", documents) as made:
        made.ensure()
        for nature, first in (("praise", "a"), ("question", "b")):
            found = made.search("lampe belle", kind="reply", language="fr", nature=nature).hits
            assert found[0].document.id == first and len(found) == 2


def test_another_embedder_means_a_rebuild_and_no_mix(tmp_path: Path) -> None:
    documents = replies(20)
    with index(tmp_path / "index", documents) as made:
        made.ensure()
    with index(tmp_path / "index", documents, HashEmbedder(32)) as made:
        status = made.status()
        assert (status.state, status.search, status.embedder) == ("stale", "words", "hash-32")
        assert "hash-64" in status.reason
        assert "tapis" in made.search("tapis", kind="reply", language="fr").hits[0].document.text
        assert made.ensure().state == "ready"
        assert made.search(documents[5].text, kind="reply", language="fr").hits[0].document.id == "r5"
    assert len(list((tmp_path / "index").glob("g-*"))) == 1


def test_a_source_that_moved_on_makes_it_stale(tmp_path: Path) -> None:
    with index(tmp_path / "index", replies(20)) as made:
        made.ensure()
    more = [*replies(20), reply("n", "Une trottinette")]
    with index(tmp_path / "index", more) as made:
        status = made.status()
        assert (status.state, status.search) == ("stale", "chroma")
        assert "1 new or changed" in status.reason
        assert made.ensure().state == "ready"
        assert ids(made, "trottinette")[0] == "n"


class Counting(HashEmbedder):
    """Counts what it embeds; may wait before the first batch of documents."""

    def __init__(self) -> None:
        super().__init__()
        self.documents = 0
        self.reached = threading.Event()
        self.go = threading.Event()
        self.go.set()

    def embed(self, texts: Sequence[str], *, query: bool = False) -> np.ndarray:
        if len(texts) > 1:
            self.reached.set()
            assert self.go.wait(20)
        if not query:
            self.documents += len(texts)
        return super().embed(texts, query=query)


def test_a_rebuild_embeds_only_what_is_new(tmp_path: Path) -> None:
    embedder = Counting()
    with index(tmp_path / "index", replies(20), embedder) as made:
        made.ensure()
    assert embedder.documents == 20
    with index(tmp_path / "index", [*replies(20), reply("n", "Une trottinette")], embedder) as made:
        made.ensure()
    assert embedder.documents == 21


def test_changes_during_a_rebuild_are_kept_and_searches_go_on(tmp_path: Path) -> None:
    documents = replies(20)
    embedder = Counting()
    made = index(tmp_path / "index", documents, embedder)
    made.open()
    embedder.go.clear()
    thread = threading.Thread(target=made.rebuild)
    thread.start()
    assert embedder.reached.wait(20)
    assert made.status().state == "rebuilding"
    new = reply("n", "Une trottinette")
    made.add(new)
    made.remove(["r5"])
    assert ids(made, "trottinette") == ["n"]
    with pytest.raises(IndexFault) as caught:
        made.rebuild()
    assert caught.value.code == "index.rebuilding"
    embedder.go.set()
    thread.join(20)
    assert made.status().state == "ready" and made.status().search == "chroma"
    assert ids(made, "trottinette")[0] == "n"
    assert "r5" not in ids(made, documents[5].text, k=50)
    documents[:] = [document for document in documents if document.id != "r5"] + [new]
    made.close()
    assert made.open().state == "ready"
    assert ids(made, "trottinette")[0] == "n"
    made.close()


def test_a_stopped_rebuild_leaves_the_index_as_it_was(built: Index, tmp_path: Path) -> None:
    progress = Progress()
    progress.cancel.set()
    built.add(reply("n", "Une trottinette"))
    built._source = lambda: [*replies(60), reply("m", "Un vélo")]
    with pytest.raises(Cancelled):
        built.rebuild(progress)
    assert built.status().state == "ready"
    assert ids(built, "trottinette")[0] == "n"
    assert len(list((tmp_path / "index").glob("g-*"))) == 1


def test_closing_stops_a_rebuild(tmp_path: Path) -> None:
    embedder = Counting()
    made = index(tmp_path / "index", replies(600), embedder)
    made.open()
    embedder.go.clear()
    stopped: list[str] = []

    def rebuild() -> None:
        try:
            made.rebuild()
        except Cancelled as cancelled:
            stopped.append(cancelled.code)

    thread = threading.Thread(target=rebuild)
    thread.start()
    assert embedder.reached.wait(20)
    closing = threading.Thread(target=made.close)
    closing.start()
    while not made._progress.cancel.wait(0.01):
        pass
    embedder.go.set()
    thread.join(20)
    closing.join(20)
    assert stopped == ["index.cancelled"]
    assert not (tmp_path / "index" / "current").exists()


def test_progress_counts_texts(tmp_path: Path) -> None:
    progress = Progress()
    with index(tmp_path / "index", replies(40)) as made:
        made.rebuild(progress)
    assert (progress.done, progress.total) == (40, 40)


def test_a_rebuild_erases_what_was_removed(built: Index, tmp_path: Path) -> None:
    built.add(reply("secret", "Madame Xylophane habite ici"))
    built.remove(["secret"])
    built.rebuild()
    built.close()
    leftovers = [path for path in (tmp_path / "index").rglob("*") if path.is_file()]
    assert leftovers
    assert not [path for path in leftovers if b"ylophan" in path.read_bytes().lower()]


def test_many_additions_are_folded_in(tmp_path: Path) -> None:
    with index(tmp_path / "index", replies(10)) as made:
        made.ensure()
        made.add_many([reply(f"n{i}", f"Vélo numéro n{i} volé") for i in range(700)])
        assert ids(made, "n654", k=1) == ["n654"]
        assert made.status().counts == {"reply-fr": 710}
        assert made.status().search == "chroma"


def test_searches_from_many_threads_while_documents_come_and_go(built: Index) -> None:
    failures: list[BaseException] = []

    def search() -> None:
        try:
            for i in range(20):
                assert built.search(f"lampe cassée {i}", kind="reply", language="fr").hits
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=search) for _ in range(4)]
    for thread in threads:
        thread.start()
    for i in range(20):
        built.add(reply(f"t{i}", f"Un vélo {i}"))
        built.remove([f"t{i}"])
    for thread in threads:
        thread.join(30)
    assert not failures
    assert built.status().counts == {"reply-fr": 60}
    assert built.status().search == "chroma"


def test_an_empty_source(tmp_path: Path) -> None:
    with index(tmp_path / "index", []) as made:
        assert made.ensure().state == "ready"
        assert ids(made, "lampe") == []
        made.add(reply("a", "une lampe"))
        assert ids(made, "lampe") == ["a"]
        assert generation(tmp_path / "index").is_dir()


def test_a_folder_that_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(IndexFault) as caught:
        index(tmp_path / "file" / "index", []).open()
    assert caught.value.code == "index.folder"
