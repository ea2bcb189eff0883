"""What would decide between two natures: a sentence for the person before whom an unsure comment is put."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import yaml

from assistant.domain.triage import NATURES, Nature


def between(one: Nature, other: Nature, reader: str) -> str:
    """How to tell two different natures apart, in the reader's language; their order does not matter."""
    first, second = sorted((one, other), key=NATURES.index)
    return _sentences()[f"{first}/{second}"]["fr" if reader == "fr" else "en"]


@cache
def _sentences() -> Mapping[str, Mapping[str, str]]:
    text = files("assistant.triage").joinpath("data/between.yaml").read_text(encoding="utf-8")
    sentences: Mapping[str, Mapping[str, str]] = yaml.safe_load(text)
    return sentences
