"""What a search finds, before the rule's message is put to it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from assistant.domain.finding import CheckContext
from assistant.tone.patterns import Pattern
from assistant.tone.prepared import Prepared


class Hit(NamedTuple):
    """A span. ``fix``: what to put there (None: a person decides). ``value`` and ``limit``: what was
    measured and the bound it breaks, for ``{value}`` and ``{limit}`` in the rule's message."""

    start: int
    end: int
    fix: str | None = None
    value: str = ""
    limit: str = ""


Search = Callable[[Prepared, CheckContext], Iterator[Hit]]


class Compiled(NamedTuple):
    """``triggers``: the search finds nothing where none of these occurs; None: it may on any text."""

    search: Search
    triggers: tuple[Pattern, ...] | None = None
