from __future__ import annotations

from pathlib import Path

import pytest

from assistant.llm.catalog import Catalog, load_catalog
from assistant.llm.weights import ModelStore, default_cache

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    return load_catalog(ROOT / "models" / "catalog.yaml")


@pytest.fixture(scope="session")
def real_store(catalog: Catalog) -> ModelStore:
    """The user's own cache: what is pulled there stays for the next run."""
    return ModelStore(default_cache(), catalog)


@pytest.fixture(scope="session")
def small_model(real_store: ModelStore, catalog: Catalog) -> Path:
    """A small real model, for tests marked slow."""
    return real_store.pull(catalog.defaults.test)
