"""The method's order of questions as a table: what it may ask of a comment, and the row that answers.

The program ships a table (``triage/data/decision.yaml``); a charter may bring its own (``charter/decision.yaml``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.comment import Ownership
from assistant.domain.triage import SEVERITIES, Claim, Nature, Severity, Subject, Truth

Strength = Annotated[float, Field(ge=0, le=1)]


class When(BaseModel):
    """The conditions of a row; all that are given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signals: dict[str, Strength] = Field(default_factory=dict)
    nature: tuple[str, ...] = ()
    ownership: tuple[Ownership, ...] = ()
    truth: tuple[Truth, ...] = ()
    subject: tuple[Subject, ...] = ()
    claim: tuple[Claim, ...] = ()
    reach_min: int | None = Field(None, ge=0)
    rating_max: int | None = Field(None, ge=1, le=5)
    problem: tuple[Severity, ...] = ()


class Row(BaseModel):
    """One line of the table. ``reason`` is for the people who read the triage, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    when: When
    severity: Severity
    reason: dict[str, str]

    def told(self, reader: str) -> str:
        """The reason in the reader's language."""
        return self.reason["fr" if reader == "fr" else "en"]


class Table(BaseModel):
    """The file ``decision.yaml``."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rows: tuple[Row, ...] = Field(min_length=1)


@dataclass(frozen=True, slots=True)
class Situation:
    """What the table asks about. ``reach`` is a number of people, ``rating`` 1–5, both None when unknown.

    ``truth`` is unknown until a person has checked. ``subject`` and ``claim`` are None where the text does
    not tell. ``problems`` are the severities the charter gives to the problems found.
    """

    nature: Nature
    subtype: str | None = None
    ownership: Ownership = "third_platform"
    signals: Mapping[str, float] = field(default_factory=dict)
    truth: Truth = "unknown"
    subject: Subject | None = None
    claim: Claim | None = None
    reach: int | None = None
    rating: int | None = None
    problems: tuple[Severity, ...] = ()


def decide(situation: Situation, table: Sequence[Row]) -> Row:
    """The first row whose conditions hold. The last row of a table holds for everything."""
    return next(row for row in table if _holds(row.when, situation))


def worst(rows: Iterable[Row]) -> Row:
    """Unsure between two severities, the higher is taken; the first of equals."""
    return min(rows, key=lambda row: SEVERITIES.index(row.severity))


def _holds(when: When, situation: Situation) -> bool:
    kinds = {situation.nature, f"{situation.nature}/{situation.subtype}"}
    return (
        all(situation.signals.get(name, 0.0) >= least for name, least in when.signals.items())
        and (not when.nature or not kinds.isdisjoint(when.nature))
        and (not when.ownership or situation.ownership in when.ownership)
        and (not when.truth or situation.truth in when.truth)
        and (not when.subject or situation.subject in when.subject)
        and (not when.claim or situation.claim in when.claim)
        and (when.reach_min is None or (situation.reach or 0) >= when.reach_min)
        and (
            when.rating_max is None or (situation.rating is not None and situation.rating <= when.rating_max)
        )
        and (not when.problem or not set(when.problem).isdisjoint(situation.problems))
    )
