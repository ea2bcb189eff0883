"""The kinds of rule: each compiles its rule into a search, text in, spans and fixes out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from assistant.domain.charter import Charter
from assistant.domain.rule import Rule
from assistant.tone.kinds.capitalization import capitalization
from assistant.tone.kinds.hit import Compiled
from assistant.tone.kinds.metric import metric
from assistant.tone.kinds.moves import conditional, consistency, occurrence, sequence
from assistant.tone.kinds.readability import readability
from assistant.tone.kinds.repetition import repetition
from assistant.tone.kinds.spelling import spelling
from assistant.tone.kinds.wording import existence, substitution

_SILENT = Compiled(lambda prepared, context: iter(()), triggers=())

COMPILERS: dict[str, Callable[[Any, Charter | None], Compiled]] = {
    "existence": existence,
    "substitution": substitution,
    "occurrence": occurrence,
    "repetition": repetition,
    "consistency": consistency,
    "conditional": conditional,
    "capitalization": capitalization,
    "readability": readability,
    "spelling": spelling,
    "sequence": sequence,
    "metric": metric,
    "judge": lambda rule, charter: _SILENT,
}
"""By kind. A ``judge`` finds nothing here: it asks a model, on request (``tone.opinions``)."""


def compiled(rule: Rule, charter: Charter | None) -> Compiled:
    """The search of a rule. ``charter`` gives the house's own words and the limits of channels.

    Raises:
        BadInput: ``tone.pattern``, one of its patterns cannot be taken.
    """
    return COMPILERS[rule.kind](rule, charter)
