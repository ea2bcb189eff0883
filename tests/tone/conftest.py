"""The example charter, loaded once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.tone.checker import Checker
from assistant.tone.load import load_charter

TODAY = date(2026, 11, 23)
CHARTER = Path(__file__).parents[2] / "charter"


@pytest.fixture(scope="session")
def charter() -> Charter:
    return load_charter(CHARTER)


@pytest.fixture(scope="session")
def checker(charter: Charter) -> Checker:
    return Checker(charter)


@pytest.fixture
def public_fr() -> CheckContext:
    return CheckContext(today=TODAY, language="fr")
