"""Compiled wording of the guards: RE2 for nearly all of it, compiled when first needed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

_MEMORY = 16 << 20


class Phrases:
    """Expressions on folded text. The few that look ahead run on :mod:`re`; they hold no nested repetition.

    Folded text keeps no accented letter, so that RE2's ASCII ``\\b`` and ``\\w`` are right on it.
    """

    def __init__(self, *patterns: str) -> None:
        self._patterns = patterns

    @cached_property
    def _programs(self) -> tuple[Any, ...]:
        import re2

        options = re2.Options()
        options.log_errors = False
        options.max_mem = _MEMORY
        plain = [p for p in self._patterns if "(?!" not in p and "(?<" not in p]
        ahead = [p for p in self._patterns if "(?!" in p or "(?<" in p]
        programs: list[Any] = [re2.compile("|".join(plain), options)] if plain else []
        if ahead:
            programs.append(re.compile("|".join(ahead)))
        return tuple(programs)

    def search(self, low: str) -> tuple[int, int] | None:
        """The span of the earliest match in a folded text, or None."""
        spans = [m.span() for program in self._programs if (m := program.search(low))]
        return min(spans) if spans else None

    def find(self, low: str) -> Iterator[tuple[int, int]]:
        """Yields the spans of all matches, sorted."""
        yield from sorted(m.span() for program in self._programs for m in program.finditer(low))
