"""A real workspace in a temporary folder, and its desk without models."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from assistant.config import Settings, Workspace, shipped
from assistant.domain.charter import Charter
from assistant.retrieval.fake import HashEmbedder
from assistant.tone.checker import Checker
from assistant.web.app import create_app
from assistant.wiring import House

WHO = {"X-Repartie": "1", "X-Repartie-Who": "Ada"}


@pytest.fixture
def house(tmp_path: Path, charter: Charter, checker: Checker) -> Iterator[House]:
    shutil.copytree(shipped("charter"), tmp_path / "charter")
    house = House(Workspace(tmp_path), Settings(), with_model=False)
    house.__dict__ |= {"charter": charter, "checker": checker}  # read once for all: the copy is the same
    house.__dict__["embedder"] = HashEmbedder()
    house.__dict__["triager"] = house.fast_triager
    yield house
    house.close()


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    with TestClient(create_app(house), base_url="http://127.0.0.1", headers=WHO) as client:
        assert client.post("/api/me", json={"name": "Ada"}).status_code == 200
        yield client
