"""Voice: where a text stands between formal and casual, serious and funny, and so on, and what says so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

Axis = Literal["formal_casual", "serious_funny", "respectful_irreverent", "matter_of_fact_enthusiastic"]
Pole = Literal[
    "formal", "casual", "serious", "funny", "respectful", "irreverent", "matter_of_fact", "enthusiastic"
]

AXES: tuple[Axis, ...] = get_args(Axis)
"""The four dimensions, each from -2 (its first pole) to +2 (its second)."""

POLES: Mapping[Axis, tuple[Pole, Pole]] = {
    "formal_casual": ("formal", "casual"),
    "serious_funny": ("serious", "funny"),
    "respectful_irreverent": ("respectful", "irreverent"),
    "matter_of_fact_enthusiastic": ("matter_of_fact", "enthusiastic"),
}

AXIS_OF: Mapping[Pole, Axis] = {pole: axis for axis, poles in POLES.items() for pole in poles}

LOWEST, HIGHEST = -2.0, 2.0


@dataclass(frozen=True, slots=True)
class VoiceEvidence:
    """What moved a position. ``effect`` is in units of the scale, below 0 towards the first pole.

    ``spans`` are half-open offsets into the text; none for what the whole text shows (its length).
    ``label`` names the feature for a person.
    """

    feature: str
    label: str
    effect: float
    spans: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class VoicePosition:
    """One dimension of a text: -2 to +2.

    ``target`` and ``tolerance`` are the charter's, None where it sets none; then ``distance`` and
    ``inside`` are None too. ``distance`` is position minus target. ``error`` is the mean absolute
    error on texts that did not calibrate the measure; ``close_call``: the verdict could turn within it.
    """

    axis: Axis
    position: float
    error: float
    target: float | None = None
    tolerance: float | None = None
    evidence: tuple[VoiceEvidence, ...] = ()

    @property
    def distance(self) -> float | None:
        return None if self.target is None else self.position - self.target

    @property
    def inside(self) -> bool | None:
        if self.distance is None or self.tolerance is None:
            return None
        return abs(self.distance) <= self.tolerance

    @property
    def close_call(self) -> bool:
        if self.distance is None or self.tolerance is None:
            return False
        return abs(abs(self.distance) - self.tolerance) < self.error


@dataclass(frozen=True, slots=True)
class VoiceReading:
    """The voice of one text. ``positions`` is empty when there was nothing to measure.

    ``embedder`` is the id of the embedding model that helped; "" when features alone were used.
    ``note`` says, in the reader's language, what makes this reading less sure; "" when nothing does.
    """

    language: str
    nature: str | None
    positions: tuple[VoicePosition, ...]
    embedder: str = ""
    note: str = ""

    @property
    def inside(self) -> bool | None:
        """All dimensions with a target are within their tolerance; None when none has a target."""
        verdicts = [p.inside for p in self.positions if p.inside is not None]
        return all(verdicts) if verdicts else None
