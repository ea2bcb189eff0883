"""First names: to tell a person's name from any word with a capital, and whose gender it shows."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Gender = Literal["f", "m", "x"]
"""``x``: borne by women and men."""


@lru_cache(maxsize=1)
def first_names() -> Mapping[str, Gender]:
    """French and English first names, folded, with the gender they show. Names that are also ordinary
    words or places ("Rose", "Florence") are left out: here a miss costs less than a false alarm."""
    lines = files("assistant.tone").joinpath("data/first_names.tsv").read_text("utf-8").splitlines()
    return {name: gender for name, _, gender in (line.partition("\t") for line in lines)}  # type: ignore[misc]
