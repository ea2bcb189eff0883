"""What a person sees while a draft is made: stages, and sentences that passed the checks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from assistant.domain.draft import Draft, Sentence

StageName = Literal["planning", "searching", "writing", "checking"]


@dataclass(frozen=True, slots=True)
class Stage:
    """A stage has begun."""

    name: StageName


@dataclass(frozen=True, slots=True)
class Passed:
    """A sentence of the chosen draft, after the checks."""

    sentence: Sentence


@dataclass(frozen=True, slots=True)
class Finished:
    """The draft is whole."""

    draft: Draft


DraftEvent = Stage | Passed | Finished
OnEvent = Callable[[DraftEvent], None]
