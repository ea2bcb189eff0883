"""Killed processes, overwritten and deleted files, two processes on one folder."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.errors import IndexFault

from .support import generation, ids, index, replies, reply

QUERIES = ("lampe cassée", "fauteuil retard", "commande 17", "étagère qui sent mauvais")


def build(folder: Path) -> dict[str, list[str]]:
    with index(folder, replies(60)) as made:
        made.ensure()
        return {query: ids(made, query) for query in QUERIES}


def overwrite(file: Path) -> None:
    size = file.stat().st_size
    with file.open("r+b") as stream:
        stream.write(b"\x5a" * max(1, size))


def files(folder: Path, pattern: str) -> list[Path]:
    found = [path for path in generation(folder).rglob(pattern) if path.is_file()]
    assert found, pattern
    return found


def each(pattern: str, damage: Callable[[Path], None]) -> Callable[[Path], None]:
    def apply(folder: Path) -> None:
        for file in files(folder, pattern):
            damage(file)

    return apply


def point_elsewhere(folder: Path) -> None:
    (folder / "current").write_text("g-../../somewhere")


DAMAGE: dict[str, Callable[[Path], None]] = {
    "documents overwritten": each("documents.jsonl", overwrite),
    "documents deleted": each("documents.jsonl", Path.unlink),
    "vectors overwritten": each("vectors.npy", overwrite),
    "words deleted": each("about.json", Path.unlink),
    "words overwritten": each("data.csc.index.npy", overwrite),
    "manifest overwritten": each("manifest.json", overwrite),
    "manifest deleted": each("manifest.json", Path.unlink),
    "store overwritten": each("chroma.sqlite3", overwrite),
    "store deleted": each("chroma.sqlite3", Path.unlink),
    "store folder deleted": lambda folder: shutil.rmtree(generation(folder) / "chroma"),
    "generation deleted": lambda folder: shutil.rmtree(generation(folder)),
    "pointer elsewhere": point_elsewhere,
    "pointer is rubbish": lambda folder: overwrite(folder / "current"),
    "pointer deleted": lambda folder: (folder / "current").unlink(),
    "all deleted": shutil.rmtree,
}


@pytest.mark.parametrize("how", DAMAGE)
def test_damage_is_seen_searched_around_and_repaired(tmp_path: Path, how: str) -> None:
    folder = tmp_path / "index"
    before = build(folder)
    DAMAGE[how](folder)
    with index(folder, replies(60)) as made:
        status = made.status()
        assert status.state in ("damaged", "missing") and status.reason
        assert status.search in ("exact", "words")
        assert "lampe" in made.search("lampe", kind="reply", language="fr").hits[0].document.text
        if status.search == "exact":
            assert {query: ids(made, query) for query in QUERIES} == before
        assert made.ensure().search == "chroma"
        assert {query: ids(made, query) for query in QUERIES} == before
    with index(folder, replies(60)) as made:
        assert made.status().state == "ready"
    assert len(list(folder.glob("g-*"))) == 1


def test_graph_files_overwritten(tmp_path: Path) -> None:
    """Chroma keeps its graph in files of its own once enough rows came, and crashes on damaged ones."""
    folder = tmp_path / "index"
    with index(folder, replies(450)) as made:
        made.ensure()
        before = {query: ids(made, query) for query in QUERIES}
    for file in files(folder, "data_level0.bin"):
        overwrite(file)
    with index(folder, replies(450)) as made:
        assert made.status().state == "damaged"
        assert {query: ids(made, query) for query in QUERIES} == before
        made.ensure()
        assert made.status().search == "chroma"
        assert {query: ids(made, query) for query in QUERIES} == before


def test_a_store_that_fails_while_it_is_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with index(tmp_path / "index", replies(20)) as made:
        made.ensure()
        before = ids(made, "lampe cassée")

        def broken(*_: object) -> list[str]:
            raise IndexFault("vectors.unreadable", "gone")

        assert made._vectors is not None
        monkeypatch.setattr(made._vectors, "nearest", broken)
        assert ids(made, "lampe cassée") == before
        assert (made.status().state, made.status().search) == ("damaged", "exact")
        made.add(reply("n", "Une trottinette"))
        assert ids(made, "trottinette")[0] == "n"


def test_a_half_written_line_is_cut_off(tmp_path: Path) -> None:
    documents = [*replies(20), reply("n", "Une trottinette")]
    with index(tmp_path / "index", replies(20)) as made:
        made.ensure()
        made.add(documents[-1])
    journal = generation(tmp_path / "index") / "journal.jsonl"
    whole = journal.read_bytes()
    journal.write_bytes(whole + whole[: len(whole) // 2])
    with index(tmp_path / "index", documents) as made:
        assert made.status().state == "ready"
        assert ids(made, "trottinette")[0] == "n"
    assert journal.read_bytes() == whole


def test_a_spoilt_line_before_the_last_is_damage(tmp_path: Path) -> None:
    with index(tmp_path / "index", replies(20)) as made:
        made.ensure()
    (generation(tmp_path / "index") / "journal.jsonl").write_bytes(b'{"add": {"id": 1}}\nnot json\n')
    with index(tmp_path / "index", replies(20)) as made:
        assert made.status().state == "damaged" and "journal.jsonl:1" in made.status().reason
        assert made.ensure().state == "ready"


SCRIPT = """
    import sys, threading
    from pathlib import Path
    from assistant.domain.protocols import Document
    from assistant.retrieval.fake import HashEmbedder
    from assistant.retrieval.index import Index

    folder = Path(sys.argv[1])
    first = [Document(f"r{i}", "reply", "fr", f"La lampe numéro {i} est cassée", "R") for i in range(300)]

    class Slow(HashEmbedder):
        def embed(self, texts, *, query=False):
            if len(texts) > 1 and sys.argv[2] == "rebuild":
                print("building", flush=True)
                threading.Event().wait()
            return super().embed(texts, query=query)

    if sys.argv[2] == "hold":
        index = Index(folder, HashEmbedder(), lambda: first)
        index.ensure()
        print("held", flush=True)
        threading.Event().wait()
    if sys.argv[2] == "rebuild":
        index = Index(folder, Slow(), lambda: [d for d in first] + [
            Document(f"x{i}", "reply", "fr", f"Un vélo {i}", "R") for i in range(300)])
        index.rebuild()
    if sys.argv[2] == "add":
        index = Index(folder, HashEmbedder(), lambda: first)
        index.open()
        for i in range(100_000):
            index.add(Document(f"n{i}", "reply", "fr", f"La trottinette numéro {i} est volée", "R"))
            print(i, flush=True)
"""


def start(folder: Path, what: str) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(SCRIPT), str(folder), what],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    )


def kill(process: "subprocess.Popen[str]") -> str:
    os.kill(process.pid, signal.SIGKILL)
    rest = process.stdout.read() if process.stdout else ""
    process.wait(10)
    return rest


def first_line(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def lamps() -> list:
    return [reply(f"r{i}", f"La lampe numéro {i} est cassée") for i in range(300)]


def same_as_in_script(documents: list) -> list:
    from dataclasses import replace

    return [replace(document, shown="R") for document in documents]


def test_killed_during_a_rebuild(tmp_path: Path) -> None:
    documents = same_as_in_script(lamps())
    folder = tmp_path / "index"
    with index(folder, documents) as made:
        made.ensure()
    process = start(folder, "rebuild")
    assert first_line(process) == "building"
    kill(process)
    assert len(list(folder.glob("g-*"))) == 2
    with index(folder, documents) as made:
        assert (made.status().state, made.status().search) == ("damaged", "exact")
        assert "was not closed" in made.status().reason
        assert len(list(folder.glob("g-*"))) == 1
        assert ids(made, "lampe numéro 42", k=1) == ["r42"]
        assert made.ensure().search == "chroma"
        assert ids(made, "lampe numéro 42", k=1) == ["r42"]


def test_killed_while_adding(tmp_path: Path) -> None:
    documents = same_as_in_script(lamps())
    folder = tmp_path / "index"
    with index(folder, documents) as made:
        made.ensure()
    process = start(folder, "add")
    done = int(first_line(process))
    time.sleep(0.3)
    lines = kill(process).split()
    done = int(lines[-1]) if lines else done
    with index(folder, documents) as made:
        # Nothing the killed process said it had added is lost.
        assert made.status().search == "exact"
        assert made.status().counts["reply-fr"] >= 300 + done + 1
        assert ids(made, f"trottinette numéro {done} volée", k=1) == [f"n{done}"]
        assert made.ensure().counts == {"reply-fr": 300}


def test_two_processes(tmp_path: Path) -> None:
    documents = same_as_in_script(lamps())
    folder = tmp_path / "index"
    process = start(folder, "hold")
    try:
        assert first_line(process) == "held"
        with index(folder, documents) as made:
            status = made.ensure()
            assert (status.state, status.search) == ("ready", "exact")
            assert "Another process" in status.reason
            assert ids(made, "lampe numéro 42", k=1) == ["r42"]
            for change in (
                lambda: made.add(reply("n", "x")),
                lambda: made.remove(["r1"]),
                lambda: made.rebuild(),
            ):
                with pytest.raises(IndexFault) as caught:
                    change()
                assert caught.value.code == "index.locked"
    finally:
        kill(process)
    with index(folder, documents) as made:
        made.add(reply("n", "Une trottinette"))
        assert made.ensure().search == "chroma"
