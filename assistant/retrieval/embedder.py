"""Sentence vectors from a model folder on disk; nothing is fetched from anywhere."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.protocols import Progress
from assistant.errors import Cancelled, ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_E5_PROMPTS = {"query": "query: ", "passage": "passage: "}
_E5 = re.compile(r"(?<![a-z0-9])e5-")
_PASSAGE_NAMES = ("passage", "document", "corpus")
_CHARS_PER_TOKEN = 8
"""More than any text needs: what is cut here lies beyond the model's window anyway."""
_BATCH = 256
"""Texts between two looks at ``progress.cancel``."""


class SentenceEmbedder:
    """An :class:`~assistant.domain.protocols.Embedder` over sentence-transformers, on the CPU.

    The model is loaded at the first use. Calls from several threads take turns.

    Args:
        folder: a sentence-transformers folder with safetensors weights.
        name: the id kept with indexes; by default the folder's name.
    """

    def __init__(self, folder: Path, *, name: str | None = None) -> None:
        self._folder = folder
        self._name = name or folder.name
        self._lock = threading.RLock()
        self._model: Any = None
        self._sha256 = ""

    @property
    def id(self) -> str:
        return self._name

    @property
    def sha256(self) -> str:
        """Hash of the weights: of the one safetensors file, or of the sorted files' names and hashes.

        Raises:
            ModelError: the folder holds no safetensors weights, or they cannot be read.
        """
        with self._lock:
            if not self._sha256:
                self._sha256 = _weights_hash(self._folder)
            return self._sha256

    @property
    def dimensions(self) -> int:
        """Length of a vector.

        Raises:
            ModelError: the model cannot be loaded.
        """
        return int(self._loaded().get_embedding_dimension())

    def embed(
        self, texts: Sequence[str], *, query: bool = False, progress: Progress | None = None
    ) -> NDArray[np.float32]:
        """Vectors of length 1, shape (len(texts), dimensions). Long texts are cut at the model's window.

        Args:
            texts: any texts; an empty one has a vector too.
            query: the texts are questions to an index, not its documents.
            progress: ``done`` grows as texts are embedded; ``cancel`` stops between batches.

        Raises:
            ModelError: the model cannot be loaded.
            Cancelled: ``progress.cancel`` was set.
        """
        import numpy as np

        model = self._loaded()
        prefix = self._prefix(query)
        limit = _CHARS_PER_TOKEN * int(model.max_seq_length or 512)
        parts = []
        for start in range(0, len(texts), _BATCH):
            if progress is not None and progress.cancel.is_set():
                raise Cancelled("embedder.cancelled", "The work on the texts was stopped.")
            batch = [prefix + _encodable(text[:limit]) for text in texts[start : start + _BATCH]]
            with self._lock:
                parts.append(model.encode(batch, prompt="", batch_size=32, show_progress_bar=False))
            if progress is not None:
                progress.done += len(batch)
        if not parts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        return _unit(np.concatenate(parts).astype(np.float32, copy=False))

    def _prefix(self, query: bool) -> str:
        prompts = _prompts(self._folder, self._name)
        if query:
            return prompts.get("query", "")
        return next((prompts[name] for name in _PASSAGE_NAMES if prompts.get(name)), "")

    def _loaded(self) -> Any:
        with self._lock:
            if self._model is None:
                self._model = _load(self._folder)
            return self._model


def _load(folder: Path) -> Any:
    _weight_files(folder)
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils.logging import disable_progress_bar

    # A second's work; its bar would stand among the rows of a batch.
    disable_progress_bar()  # type: ignore[no-untyped-call]
    torch.set_num_threads(os.cpu_count() or 1)
    try:
        return SentenceTransformer(
            str(folder),
            device="cpu",
            local_files_only=True,
            trust_remote_code=False,
            # A pickled checkpoint could run code; safetensors cannot.
            model_kwargs={"use_safetensors": True},
        )
    except (OSError, ValueError, KeyError, RuntimeError, ImportError) as error:
        raise ModelError(
            "embedder.unreadable",
            f"The embedding model in {folder} cannot be loaded: {error}",
            "Run `assistant models verify`, or pull the model again.",
        ) from error


def _prompts(folder: Path, name: str) -> dict[str, str]:
    """The prefixes the model was trained with: those it ships, else e5's if it is an e5."""
    shipped = _json(folder / "config_sentence_transformers.json").get("prompts") or {}
    prompts = {key: value for key, value in shipped.items() if isinstance(value, str) and value}
    if prompts:
        return prompts
    origin = str(_json(folder / "config.json").get("_name_or_path", ""))
    is_e5 = any(_E5.search(text.lower()) for text in (folder.name, name, origin))
    return _E5_PROMPTS if is_e5 else {}


def _json(path: Path) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _weight_files(folder: Path) -> list[Path]:
    files = sorted(folder.rglob("*.safetensors")) if folder.is_dir() else []
    if not files:
        raise ModelError(
            "embedder.missing",
            f"There is no embedding model in {folder} (no safetensors file).",
            "Run `assistant models pull` for the embedding model, or give another folder.",
        )
    return files


def _weights_hash(folder: Path) -> str:
    """The hash, remembered beside the folder for as long as size and time of the files stay the same."""
    files = _weight_files(folder)
    stamp = [[str(f.relative_to(folder)), f.stat().st_size, f.stat().st_mtime_ns] for f in files]
    memory = folder.parent / f".{folder.name}.sha256.json"
    remembered = _json(memory)
    if remembered.get("stamp") == stamp and isinstance(remembered.get("sha256"), str):
        return str(remembered["sha256"])
    hashes = []
    for file in files:
        with file.open("rb") as stream:
            hashes.append(hashlib.file_digest(stream, "sha256").hexdigest())
    if len(files) == 1:
        digest = hashes[0]
    else:
        lines = [f"{name[0]} {value}\n" for name, value in zip(stamp, hashes, strict=True)]
        digest = hashlib.sha256("".join(lines).encode()).hexdigest()
    with contextlib.suppress(OSError):  # A read-only place: hash again next time.
        memory.write_text(json.dumps({"stamp": stamp, "sha256": digest}), encoding="utf-8")
    return digest


def _encodable(text: str) -> str:
    """Half of a surrogate pair, as broken exports hold, would stop the tokenizer."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    import numpy as np

    norms = np.linalg.norm(vectors, axis=1, keepdims=True)
    empty = norms[:, 0] == 0
    vectors[empty, 0] = 1.0
    norms[empty] = 1.0
    vectors /= norms
    return vectors
