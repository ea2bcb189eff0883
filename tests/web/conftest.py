"""A real workspace in a temporary folder, and its desk without models."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Chromium, the system's own where there is one, without the calls it makes by itself."""
    from playwright.sync_api import sync_playwright

    own = Path("/usr/bin/chromium")
    quiet = [
        "--no-sandbox",
        "--disable-background-networking",
        "--disable-component-update",
        "--no-first-run",
    ]
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=str(own) if own.exists() else None, args=quiet)
        yield browser
        browser.close()
