"""How bad a comment is: the method's order of questions, as a table that staff can read and change."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.comment import Ownership
from assistant.domain.triage import SEVERITIES, Nature, Severity, Truth


class When(BaseModel):
    """The conditions of a row; all that are given must hold."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    signals: dict[str, float] = Field(default_factory=dict)
    nature: tuple[str, ...] = ()
    ownership: tuple[Ownership, ...] = ()
    truth: tuple[Truth, ...] = ()
    reach_min: int | None = None
    rating_max: int | None = None
    problem: tuple[Severity, ...] = ()


class Row(BaseModel):
    """One line of the table. ``reason`` is for the people who read the triage, in both languages."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    when: When
    severity: Severity
    reason: dict[str, str]


@dataclass(frozen=True, slots=True)
class Situation:
    """What the table asks about. ``reach`` is a number of people, ``rating`` 1–5, both None when unknown.

    ``truth`` is unknown until a person has checked. ``problems`` are the severities the charter gives
    to the problems found.
    """

    nature: Nature
    subtype: str | None = None
    ownership: Ownership = "third_platform"
    signals: Mapping[str, float] = field(default_factory=dict)
    truth: Truth = "unknown"
    reach: int | None = None
    rating: int | None = None
    problems: tuple[Severity, ...] = ()


@cache
def decision_table() -> tuple[Row, ...]:
    """The rows of ``data/decision.yaml``, in order."""
    text = files("assistant.triage").joinpath("data/decision.yaml").read_text(encoding="utf-8")
    return tuple(Row.model_validate(row) for row in yaml.safe_load(text)["rows"])


def decide(situation: Situation) -> Row:
    """The first row whose conditions hold. The last row of the table holds for everything."""
    return next(row for row in decision_table() if _holds(row.when, situation))


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
        and (when.reach_min is None or (situation.reach or 0) >= when.reach_min)
        and (
            when.rating_max is None or (situation.rating is not None and situation.rating <= when.rating_max)
        )
        and (not when.problem or not set(when.problem).isdisjoint(situation.problems))
    )
