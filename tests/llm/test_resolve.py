from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from assistant.errors import ModelError
from assistant.llm.catalog import Catalog, UrlSource
from assistant.llm.resolve import Resolved, resolve
from assistant.llm.weights import ModelStore


@pytest.fixture
def store(tmp_path: Path, catalog: Catalog) -> ModelStore:
    return ModelStore(tmp_path / "cache", catalog)


def test_a_gguf_file(tmp_path: Path, store: ModelStore, catalog: Catalog) -> None:
    path = tmp_path / "mine.gguf"
    path.write_bytes(b"GGUF and more")
    sha = hashlib.sha256(b"GGUF and more").hexdigest()
    assert resolve(str(path), store, catalog) == Resolved("gguf", "mine", str(path), sha)
    path.write_bytes(b"GGUF and other")
    assert resolve(str(path), store, catalog).sha256 != sha
    path.write_bytes(b"PK\3\4")
    with pytest.raises(ModelError) as caught:
        resolve(str(path), store, catalog)
    assert caught.value.code == "llm.not_gguf"
    with pytest.raises(ModelError) as caught:
        resolve(str(tmp_path / "none.gguf"), store, catalog)
    assert caught.value.code == "llm.file_missing"


def test_an_embedder_folder(tmp_path: Path, store: ModelStore, catalog: Catalog) -> None:
    folder = tmp_path / "embedder"
    folder.mkdir()
    (folder / "config.json").write_text("{}")
    with pytest.raises(ModelError, match=r"no modules\.json, \*\.safetensors"):
        resolve(str(folder), store, catalog)
    (folder / "modules.json").write_text("[]")
    (folder / "model.safetensors").write_bytes(b"x")
    found = resolve(str(folder), store, catalog)
    assert (found.kind, found.name) == ("embedder", "embedder")
    (folder / "model.safetensors").write_bytes(b"yy")
    assert resolve(str(folder), store, catalog).sha256 != found.sha256


def test_an_address(store: ModelStore, catalog: Catalog) -> None:
    found = resolve("http://127.0.0.1:8080/v1#qwen3:4b", store, catalog)
    assert found == Resolved("server", "qwen3:4b", "http://127.0.0.1:8080/v1", None, "qwen3:4b")
    for wrong in ("http://", "https://key:secret@host/v1", "http://host/v1?key=x"):
        with pytest.raises(ModelError) as caught:
            resolve(wrong, store, catalog)
        assert caught.value.code == "llm.bad_url"


def test_a_name(store: ModelStore, catalog: Catalog) -> None:
    name = catalog.defaults.drafting
    with pytest.raises(ModelError) as caught:
        resolve(name, store, catalog)
    assert caught.value.code == "llm.not_installed"
    store.path(name).parent.mkdir(parents=True)
    store.path(name).write_bytes(b"GGUF")
    found = resolve(name, store, catalog)
    assert (found.kind, found.location) == ("gguf", str(store.path(name)))
    assert found.sha256 == catalog.entry(name).sha256
    with pytest.raises(ModelError) as caught:
        resolve("no-such-model", store, catalog)
    assert caught.value.code == "llm.unknown_model"


def test_a_name_that_stands_for_a_server(store: ModelStore, catalog: Catalog) -> None:
    entry = catalog.entry(catalog.defaults.test).model_copy(
        update={"name": "big", "sources": (UrlSource(url="http://gpu:8000/v1", model="m"),)}
    )
    wider = catalog.model_copy(update={"models": (*catalog.models, entry)})
    found = resolve("big", store, wider)
    assert (found.kind, found.location, found.model) == ("server", "http://gpu:8000/v1", "m")
