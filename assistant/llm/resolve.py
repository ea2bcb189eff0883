"""From what a person chose (a name, a file, a folder, an address) to a model that can be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from assistant.errors import ModelError
from assistant.llm.catalog import Catalog
from assistant.llm.llama import check_gguf
from assistant.llm.weights import ModelStore


@dataclass(frozen=True, slots=True)
class Resolved:
    """A model that can be used. ``location`` is a path or a URL; ``model`` the name on a server; ``sha256``
    is None for a server. ``prompt_style``: whether it follows a chat or continues a raw text."""

    kind: Literal["gguf", "embedder", "server"]
    name: str
    location: str
    sha256: str | None
    model: str = ""
    prompt_style: Literal["chat", "raw"] = "chat"


def resolve(choice: str, store: ModelStore, catalog: Catalog) -> Resolved:
    """What ``choice`` stands for: a catalogue name, a GGUF file, a sentence-transformers folder, or the
    address of an OpenAI-compatible server, with ``#model`` at its end to name the model.

    Raises:
        ModelError: ``llm.not_installed``; ``llm.unknown_model``: neither a name nor a path;
            ``llm.file_missing``, ``llm.not_gguf``, ``llm.not_embedder``: not a model's file or folder;
            ``llm.bad_url``.
    """
    if re.match(r"https?://", choice):
        return _server(choice)
    path = Path(choice).expanduser()
    if any(entry.name == choice for entry in catalog.models):
        return _of_catalog(choice, store, catalog)  # a name wins over a folder called the same
    if path.is_dir():
        _check_embedder(path)
        return Resolved("embedder", path.name, str(path.resolve()), store.digests.of(path))
    if path.exists() or path.suffix == ".gguf":
        check_gguf(path)
        return Resolved("gguf", path.stem, str(path.resolve()), store.digests.of(path))
    return _of_catalog(choice, store, catalog)  # which says that there is no such name


def _of_catalog(name: str, store: ModelStore, catalog: Catalog) -> Resolved:
    entry = catalog.entry(name)
    if entry.server is not None:
        return Resolved("server", name, entry.server.url, None, entry.server.model, entry.prompt_style)
    path = store.path(name)
    if not path.exists():
        raise ModelError(
            "llm.not_installed",
            f"The model {name} is not on this machine ({path}).",
            f"Fetch it with `assistant models pull {name}`.",
        )
    kind: Literal["gguf", "embedder"] = "embedder" if entry.is_folder else "gguf"
    return Resolved(kind, name, str(path), entry.sha256, prompt_style=entry.prompt_style)


def _server(url: str) -> Resolved:
    parts = urlsplit(url)
    if not parts.hostname or parts.username is not None or parts.query:
        raise ModelError(
            "llm.bad_url",
            f"“{url}” is not the address of a model server.",
            "Write for example http://127.0.0.1:8080/v1#my-model; a key goes into the settings, not here.",
        )
    model = parts.fragment or "default"
    return Resolved("server", model, parts._replace(fragment="").geturl(), None, model)


def _check_embedder(folder: Path) -> None:
    missing = [name for name in ("modules.json", "config.json") if not (folder / name).is_file()]
    if not any(folder.glob("*.safetensors")):
        missing.append("*.safetensors")
    if missing:
        raise ModelError(
            "llm.not_embedder",
            f"{folder} is not a sentence-transformers folder: it has no {', '.join(missing)}.",
            "Give a folder saved by sentence-transformers, with safetensors weights.",
        )
