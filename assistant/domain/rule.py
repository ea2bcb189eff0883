"""A rule of the charter: what the checker looks for, as data.

A rule's id is its place: ``file.key`` (``rules/forbidden.yaml``, key ``calm_down`` →
``forbidden.calm_down``). Patterns are RE2 expressions without case; the loader translates
``\\w``, ``\\b``, ``\\d`` and ``\\s`` to their Unicode meanings.
"""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.finding import Level, TextKind

Lang = Literal["fr", "en"]


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    level: Level
    scopes: tuple[TextKind, ...] = ("public_reply", "private_reply", "script", "post")
    languages: tuple[Lang, ...] = ("fr", "en")
    natures: tuple[str, ...] = ()
    """Only when replying to a comment of these natures; empty: always."""
    message: dict[Lang, str]
    why: dict[Lang, str] = Field(default_factory=dict)
    exceptions: tuple[str, ...] = ()
    """Texts in which a match is no breach: a match inside one of them is dropped."""
    examples: Examples


class Examples(BaseModel):
    """Texts on which the rule must and must not speak; run by the tests."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bad: tuple[str, ...]
    good: tuple[str, ...]


class Existence(_Rule):
    """Forbidden words (``terms``: whole words) or a ``pattern``. ``fix`` replaces the match."""

    kind: Literal["existence"]
    terms: tuple[str, ...] = ()
    pattern: str | None = None
    fix: str | None = None


class Substitution(_Rule):
    """``swap`` maps a term to what the house says instead."""

    kind: Literal["substitution"]
    swap: dict[str, str]


class Occurrence(_Rule):
    """A pattern at least ``min`` and at most ``max`` times in the text."""

    kind: Literal["occurrence"]
    pattern: str
    min: int = 0
    max: int | None = None


class Consistency(_Rule):
    """Only one of the ``groups`` (name → pattern) may appear in a text."""

    kind: Literal["consistency"]
    groups: dict[str, str]


class Conditional(_Rule):
    """If ``when`` matches, ``then`` must match too."""

    kind: Literal["conditional"]
    when: str
    then: str


class Sequence(_Rule):
    """The moves, where present, in this order; or, without known moves, the ``markers`` in this order.

    ``markers`` maps a move to the pattern that shows it.
    """

    kind: Literal["sequence"]
    order: tuple[str, ...]
    markers: dict[str, str]


Rule = Annotated[
    Existence | Substitution | Occurrence | Consistency | Conditional | Sequence,
    Field(discriminator="kind"),
]

for _model in (Existence, Substitution, Occurrence, Consistency, Conditional, Sequence):
    _model.model_rebuild()
