"""One built index on disk: what was built, and a journal of what came after.

<generation>/manifest.json           written last: without it, the build did not end
<generation>/<kind>-<language>/      documents.jsonl, vectors.npy, words/
<generation>/chroma/                 the vector store
<generation>/journal.jsonl           additions and removals since, one a line
"""

from __future__ import annotations

import base64
import contextlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.protocols import Document, DocumentKind, Embedder
from assistant.errors import IndexFault
from assistant.retrieval.bm25 import Bm25
from assistant.retrieval.seal import file_hash
from assistant.retrieval.shelf import Shelf, checksum, digest, shelf_name
from assistant.retrieval.vectors import REBUILD, Vectors

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SCHEMA = 1
_MANIFEST = "manifest.json"
_JOURNAL = "journal.jsonl"
Key = tuple[DocumentKind, str]
"""Kind and language."""


@dataclass(frozen=True, slots=True)
class EmbedderRef:
    """Which embedder made the vectors."""

    id: str
    sha256: str
    dimensions: int

    def made_by(self, embedder: Embedder) -> bool:
        """Whether it is this one. ``dimensions`` follows from the weights, and asking for it loads them."""
        return (self.id, self.sha256) == (embedder.id, embedder.sha256)


class Generation:
    """Shelves in memory and, when it has a folder, the journal that keeps their changes.

    Without a folder it is a stand-in made from the source: searched by words alone, kept nowhere.
    """

    def __init__(
        self, shelves: dict[Key, Shelf], *, folder: Path | None = None, embedder: EmbedderRef | None = None
    ) -> None:
        self.shelves = shelves
        self.folder = folder
        self.embedder = embedder
        self.journalled = 0
        """Lines in the journal."""

    @property
    def counts(self) -> dict[str, int]:
        """Shelf name → number of documents."""
        return {shelf_name(*key): len(shelf) for key, shelf in sorted(self.shelves.items())}

    def put(self, document: Document, vector: NDArray[np.float32] | None) -> None:
        """Adds or replaces one document; it is on disk when this returns.

        Raises:
            IndexFault: ``index.folder``: the journal cannot be written; nothing was changed.
        """
        if self.folder is not None:
            assert vector is not None
            packed = base64.b64encode(vector.astype("<f4").tobytes()).decode("ascii")
            self._write({"add": asdict(document), "vector": packed})
        self._shelf((document.kind, document.language)).put(document, vector)

    def drop(self, ids: Iterable[str]) -> list[tuple[str, str]]:
        """Takes documents out, of any kind and language; returns (shelf name, id) of each.

        Raises:
            IndexFault: ``index.folder``: the journal cannot be written; nothing was changed.
        """
        found = [(key, id) for id in ids for key, shelf in self.shelves.items() if id in shelf]
        if found and self.folder is not None:
            self._write({"remove": sorted({id for _, id in found})})
        for key, id in found:
            self.shelves[key].drop(id)
        return [(shelf_name(*key), id) for key, id in found]

    def _shelf(self, key: Key) -> Shelf:
        import numpy as np

        if key not in self.shelves:
            none = None if self.embedder is None else np.zeros((0, self.embedder.dimensions), np.float32)
            self.shelves[key] = Shelf([], none, Bm25(key[1]))
        return self.shelves[key]

    def _write(self, line: dict[str, Any]) -> None:
        assert self.folder is not None
        data = json.dumps(line).encode("ascii") + b"\n"
        path = self.folder / _JOURNAL
        size = path.stat().st_size if path.exists() else 0
        try:
            with path.open("ab") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError as error:
            with contextlib.suppress(OSError):  # Half a line would spoil the next one.
                os.truncate(path, size)
            raise folder_fault(self.folder, error) from error
        self.journalled += 1

    def replay(self, *, repair: bool) -> dict[str, set[str]]:
        """Applies the journal to the shelves; returns the touched ids by shelf name.

        Args:
            repair: cut off a last line that a crash left half written (the lock must be held).

        Raises:
            IndexFault: ``index.damaged``: a line before the last cannot be read.
        """
        import numpy as np

        assert self.folder is not None and self.embedder is not None
        path = self.folder / _JOURNAL
        data = path.read_bytes() if path.exists() else b""
        whole = data.rfind(b"\n") + 1
        if repair and whole < len(data):
            with path.open("r+b") as stream:
                stream.truncate(whole)
        touched: dict[str, set[str]] = {}
        for number, line in enumerate(data[:whole].splitlines(), 1):
            try:
                entry = json.loads(line)
                if "add" in entry:
                    document = Document(**entry["add"])
                    vector = np.frombuffer(base64.b64decode(entry["vector"]), dtype="<f4")
                    if vector.shape != (self.embedder.dimensions,):
                        raise ValueError("a vector of another length")
                    key = (document.kind, document.language)
                    self._shelf(key).put(document, vector.astype(np.float32))
                    touched.setdefault(shelf_name(*key), set()).add(document.id)
                else:
                    for id in entry["remove"]:
                        for key, shelf in self.shelves.items():
                            if shelf.drop(id):
                                touched.setdefault(shelf_name(*key), set()).add(id)
            except (ValueError, KeyError, TypeError) as error:
                raise IndexFault(
                    "index.damaged", f"{path}:{number}: the line cannot be read: {error}", REBUILD
                ) from error
            self.journalled += 1
        return touched


def stand_in(documents: Iterable[Document]) -> Generation:
    """A generation without vectors and folder, straight from the source."""
    return Generation({
        key: Shelf(found, None, Bm25(key[1], [d.text for d in found]))
        for key, found in grouped(documents).items()
    })  # fmt: skip


def grouped(documents: Iterable[Document]) -> dict[Key, list[Document]]:
    """By kind and language; of several with one id, the last."""
    groups: dict[Key, dict[str, Document]] = {}
    for document in documents:
        groups.setdefault((document.kind, document.language), {})[document.id] = document
    return {key: list(group.values()) for key, group in groups.items()}


def build(
    folder: Path,
    embedder: EmbedderRef,
    groups: Mapping[Key, list[Document]],
    vectors: Mapping[Key, NDArray[np.float32]],
    store: Vectors,
) -> Generation:
    """Writes a generation into ``folder`` (existing, empty but for the vector store).

    Args:
        vectors: for each group a matrix of unit vectors, shape (documents, dimensions).
        store: filled too.
    """
    import numpy as np

    shelves: dict[Key, Shelf] = {}
    about: dict[str, Any] = {}
    for key, documents in groups.items():
        name = shelf_name(*key)
        place = folder / name
        place.mkdir()
        with (place / "documents.jsonl").open("w", encoding="ascii") as stream:
            for document in documents:
                stream.write(json.dumps(asdict(document)) + "\n")
        np.save(place / "vectors.npy", vectors[key], allow_pickle=False)
        words = Bm25(key[1], [document.text for document in documents])
        words.save(place / "words")
        store.put(name, [document.id for document in documents], vectors[key])
        shelves[key] = Shelf(documents, np.load(place / "vectors.npy", mmap_mode="r"), words)
        about[name] = {
            "kind": key[0],
            "language": key[1],
            "count": len(documents),
            "checksum": checksum(map(digest, documents)),
            "files": {str(file.relative_to(place)): file_hash(file) for file in _files(place)},
        }
    manifest = {"schema": SCHEMA, "embedder": asdict(embedder), "shelves": about}
    with (folder / _MANIFEST).open("w", encoding="utf-8") as stream:
        json.dump(manifest, stream, indent=1)
        stream.flush()
        os.fsync(stream.fileno())
    return Generation(shelves, folder=folder, embedder=embedder)


def load(folder: Path) -> Generation:
    """What was built, without the journal; every file is checked against the manifest.

    Raises:
        IndexFault: ``index.damaged``: a file is absent, changed or unreadable, or another version
            of the program wrote it.
    """
    import numpy as np

    try:
        manifest = json.loads((folder / _MANIFEST).read_text(encoding="utf-8"))
        if manifest["schema"] != SCHEMA:
            raise ValueError(f"format {manifest['schema']}, this program writes {SCHEMA}")
        embedder = EmbedderRef(**manifest["embedder"])
        shelves: dict[Key, Shelf] = {}
        for name, about in manifest["shelves"].items():
            place = folder / name
            for file, expected in about["files"].items():
                if file_hash(place / file) != expected:
                    raise ValueError(f"{name}/{file} was changed")
            lines = (place / "documents.jsonl").read_text(encoding="ascii").splitlines()
            documents = [Document(**json.loads(line)) for line in lines]
            vectors = np.load(place / "vectors.npy", mmap_mode="r", allow_pickle=False)
            if vectors.shape != (len(documents), embedder.dimensions):
                raise ValueError(f"{name}: {len(documents)} documents, vectors {vectors.shape}")
            shelves[(about["kind"], about["language"])] = Shelf(
                documents, vectors, Bm25.load(place / "words")
            )
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IndexFault(
            "index.damaged", f"The index in {folder} cannot be used: {error}", REBUILD
        ) from error
    return Generation(shelves, folder=folder, embedder=embedder)


def folder_fault(folder: Path, error: OSError) -> IndexFault:
    """``index.folder``: the place of the index cannot be written."""
    return IndexFault(
        "index.folder",
        f"The index folder {folder} cannot be used: {error}",
        "Check that the folder can be written and that the disk is not full.",
    )


def _files(place: Path) -> list[Path]:
    return sorted(file for file in place.rglob("*") if file.is_file())
