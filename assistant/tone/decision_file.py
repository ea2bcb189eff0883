"""Reads ``charter/decision.yaml``: the company's own order of questions, in place of the program's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from assistant.domain.decision import Row, When
from assistant.domain.triage import NATURES, SIGNALS, SUBTYPES
from assistant.domain.yaml_text import Located, validated
from assistant.errors import CharterError
from assistant.tone.faults import Faults
from assistant.tone.folder import read_file

NAME = "decision.yaml"
_KINDS = frozenset((*NATURES, *(f"{nature}/{sub}" for nature, subs in SUBTYPES.items() for sub in subs)))


def read_decision(folder: Path, faults: Faults) -> tuple[Row, ...]:
    """The rows in order; none where there is no such file, or nothing in it but comments: the program's
    own table holds then.

    Raises:
        CharterError: a row is faulty, and faults are not kept.
    """
    if not (folder / NAME).is_file():
        return ()
    with faults.caught():
        source = read_file(folder, NAME)
        if source.data is None:
            return ()
        entries = _entries(source)
        before = len(faults.found)
        rows = tuple(_rows(source, entries, faults))
        if len(faults.found) == before:
            _check_last(source, rows, faults)
            return rows
    return ()


def own_text(folder: Path) -> str:
    """The file as it was written."""
    return (folder / NAME).read_text(encoding="utf-8")


def _entries(source: Located) -> list[Any]:
    data = source.data
    rows = data.get("rows") if isinstance(data, dict) and set(data) == {"rows"} else None
    if not isinstance(rows, list) or not rows:
        raise source.error((), "one list called `rows` was expected", "Begin the file with `rows:`.")
    return rows


def _rows(source: Located, entries: list[Any], faults: Faults) -> Iterator[Row]:
    places: dict[str, int] = {}
    for n, entry in enumerate(entries):
        with faults.caught():
            row = validated(Row, source, entry, ("rows", n))
            for error in _row_faults(row, source, n):
                faults.add(error)
            if row.id in places:
                first = source.at(("rows", places[row.id]))
                problem = f"two rows are called “{row.id}” (the other at {first})"
                faults.add(
                    source.error(("rows", n), problem, "Rename one of the two.", "charter.duplicate_id")
                )
            places.setdefault(row.id, n)
            yield row


def _row_faults(row: Row, source: Located, n: int) -> Iterator[CharterError]:
    for signal in row.when.signals:
        if signal not in SIGNALS:
            known = "Known signals: " + ", ".join(SIGNALS) + "."
            yield source.error(("rows", n, "when", "signals", signal), f"“{signal}” is no signal", known)
    for i, kind in enumerate(row.when.nature):
        if kind not in _KINDS:
            known = "Known natures: " + ", ".join(sorted(_KINDS)) + "."
            yield source.error(("rows", n, "when", "nature", i), f"“{kind}” is no nature", known)
    for language in ("fr", "en"):
        if not row.reason.get(language, "").strip():
            yield source.error(("rows", n, "reason"), f"the reason is missing in “{language}”")
    for language in row.reason:
        if language not in ("fr", "en"):
            yield source.error(("rows", n, "reason", language), f"“{language}” is not a field here")


def _check_last(source: Located, rows: tuple[Row, ...], faults: Faults) -> None:
    """A comment for which no row holds would have no severity, and a row after one that always holds is dead."""
    everything = When()
    for n, row in enumerate(rows):
        if row.when == everything and n < len(rows) - 1:
            problem = f"“{row.id}” holds for everything: the rows below it are never reached"
            faults.add(source.error(("rows", n), problem, "Move it to the end, or give it a condition."))
            return
    if rows[-1].when != everything:
        problem = "the last row must hold for everything"
        faults.add(source.error(("rows", len(rows) - 1), problem, "End with a row whose `when` is `{}`."))
