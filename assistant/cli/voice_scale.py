"""A voice reading as lines for a terminal: one scale a dimension, and what moved it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assistant.domain.voice import VoicePosition, VoiceReading

_CELLS = 20
"""Cells between -2 and +2: each is a fifth of a point."""

_QUOTED = 3
_QUOTE_CHARS = 40


def scale(reading: VoiceReading, text: str) -> str:
    """``●`` is the text, ``═`` what the charter takes, ``◆`` its target; the number beside them is -2..+2."""
    nature = f", {reading.nature}" if reading.nature else ""
    by = reading.embedder or "features alone"
    lines = [f"voice{nature} ({by})"]
    for at in reading.positions:
        lines.append(_line(at))
        lines += [f"    {_because(e.label, e.effect, e.spans, text)}" for e in at.evidence]
    if reading.note:
        lines.append(reading.note)
    return "\n".join(lines)


def _line(at: VoicePosition) -> str:
    from assistant.domain.voice import POLES

    low, high = (pole.replace("_", "-") for pole in POLES[at.axis])
    cells = ["─"] * (_CELLS + 1)
    verdict = ""
    if at.target is not None and at.tolerance is not None:
        for i in range(_cell(at.target - at.tolerance), _cell(at.target + at.tolerance) + 1):
            cells[i] = "═"
        cells[_cell(at.target)] = "◆"
        verdict = f"  target {at.target:+.3g} ± {at.tolerance:.3g}: {'in' if at.inside else 'out'}"
        verdict += ", close" if at.close_call else ""
    cells[_cell(at.position)] = "●"
    return f"  {low:>14} {''.join(cells)} {high:<12} {at.position:+.1f} ± {at.error:.1f}{verdict}"


def _cell(position: float) -> int:
    return min(max(round((position + 2) / 4 * _CELLS), 0), _CELLS)


def _because(label: str, effect: float, spans: tuple[tuple[int, int], ...], text: str) -> str:
    quotes = [" ".join(text[a:b].split()) for a, b in spans[:_QUOTED]]
    quoted = ", ".join(f"“{q if len(q) <= _QUOTE_CHARS else q[:_QUOTE_CHARS] + '…'}”" for q in quotes)
    return f"{effect:+.1f} {label}{': ' + quoted if quoted else ''}"
