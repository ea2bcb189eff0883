"""What the tests share: the example charter, and a house without heavy parts."""

from __future__ import annotations

import shutil
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.config import Settings, Workspace, shipped
from assistant.domain.charter import Charter
from assistant.retrieval.fake import HashEmbedder
from assistant.tone.checker import Checker
from assistant.tone.load import load_charter
from assistant.wiring import House


def pytest_configure() -> None:
    """A test run in the background inherits a deaf Ctrl-C, and so would the processes it starts."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def charter() -> Charter:
    return load_charter(shipped("charter"))


@pytest.fixture(scope="session")
def checker(charter: Charter) -> Checker:
    return Checker(charter)


@pytest.fixture
def workspace(tmp_path: Path) -> Workspace:
    shutil.copytree(shipped("charter"), tmp_path / "ws" / "charter")
    (tmp_path / "ws" / "data").mkdir()
    return Workspace(tmp_path / "ws")


@pytest.fixture
def house(workspace: Workspace, tmp_path: Path, charter: Charter, checker: Checker) -> Iterator[House]:
    """The real parts but for the models: a hashing embedder, the fast triage, no language model."""
    house = House(workspace, Settings(cache=tmp_path / "cache", workspace=None), with_model=False)
    house.__dict__ |= {"charter": charter, "checker": checker}  # read once for all: the copy is the same
    house.__dict__["embedder"] = HashEmbedder()
    house.__dict__["triager"] = house.fast_triager
    yield house
    house.close()
