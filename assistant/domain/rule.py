"""A rule of the charter: what the checker looks for, as data.

A rule's id is its place: ``file.key`` (``rules/forbidden.yaml``, key ``calm_down`` →
``forbidden.calm_down``). Patterns are RE2 expressions without case; the loader translates
``\\w``, ``\\b``, ``\\d`` and ``\\s`` to their Unicode meanings.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.domain.finding import Level, TextKind

Lang = Literal["fr", "en"]
Count = Annotated[int, Field(ge=0)]


class Examples(BaseModel):
    """Texts on which the rule must and must not speak; ``assistant charter test`` runs them."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    bad: tuple[str, ...] = Field(min_length=1)
    good: tuple[str, ...] = Field(min_length=1)


class _Rule(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str = ""
    level: Level
    scopes: tuple[TextKind, ...] = Field(
        default=("public_reply", "private_reply", "script", "post"), min_length=1
    )
    languages: tuple[Lang, ...] = Field(default=("fr", "en"), min_length=1)
    natures: tuple[str, ...] = ()
    """Only when replying to a comment of these natures; empty: always."""
    message: dict[Lang, str] = Field(min_length=1)
    why: dict[Lang, str] = Field(default_factory=dict)
    exceptions: tuple[str, ...] = ()
    """Texts in which a match is no breach: a match inside one of them is dropped."""
    examples: Examples


class Existence(_Rule):
    """Forbidden words (``terms``: whole words) or a ``pattern``. ``fix`` replaces the match."""

    kind: Literal["existence"]
    terms: tuple[str, ...] = ()
    pattern: str | None = None
    fix: str | None = None

    @model_validator(mode="after")
    def _looks_for_something(self) -> Existence:
        if not self.pattern and not any(t.strip() for t in self.terms):
            raise ValueError("give `terms` or a `pattern`")
        return self


class Substitution(_Rule):
    """``swap`` maps a term to what the house says instead."""

    kind: Literal["substitution"]
    swap: dict[str, str] = Field(min_length=1)


class Occurrence(_Rule):
    """A pattern at least ``min`` and at most ``max`` times in the text."""

    kind: Literal["occurrence"]
    pattern: str
    min: Count = 0
    max: Count | None = None

    @model_validator(mode="after")
    def _has_a_bound(self) -> Occurrence:
        _bounded(self.min or None, self.max)
        return self


class Repetition(_Rule):
    """The same thing twice, by ``unit``.

    ``word``: a word written twice running. ``opening``: sentences that begin with the same ``words``
    words. ``phrase``: the same ``words`` words in a row, anywhere. ``max``: how often an opening or a
    phrase may stand in a text.
    """

    kind: Literal["repetition"]
    unit: Literal["word", "opening", "phrase"] = "word"
    words: int = Field(default=2, ge=1, le=12)
    max: int = Field(default=1, ge=1)

    @model_validator(mode="after")
    def _counts_something(self) -> Repetition:
        if self.unit == "word" and self.model_fields_set & {"words", "max"}:
            raise ValueError("`words` and `max` belong to the units `opening` and `phrase`")
        return self


class Consistency(_Rule):
    """Only one of the ``groups`` (name → pattern) may appear in a text."""

    kind: Literal["consistency"]
    groups: dict[str, str] = Field(min_length=2)


class Conditional(_Rule):
    """If ``when`` matches, ``then`` must match too."""

    kind: Literal["conditional"]
    when: str
    then: str


class Capitalization(_Rule):
    """``words`` are written with exactly these capitals; ``shouting``: no words all in capitals."""

    kind: Literal["capitalization"]
    words: tuple[str, ...] = ()
    shouting: bool = False

    @model_validator(mode="after")
    def _looks_for_something(self) -> Capitalization:
        if not self.shouting and not any(w.strip() for w in self.words):
            raise ValueError("give `words`, or `shouting: true`")
        return self


class Readability(_Rule):
    """A text is at least this easy to read: Kandel-Moles for French, Flesch for English.

    Both run from about 0 (very hard) to 100 (very easy). Short texts are not judged.
    """

    kind: Literal["readability"]
    min: float = Field(ge=0, le=100)


class Spelling(_Rule):
    """Likely misspellings. ``words`` are kept, beside the charter's own words; names are never flagged."""

    kind: Literal["spelling"]
    level: Literal["suggestion"]
    words: tuple[str, ...] = ()


class Sequence(_Rule):
    """The moves, where present, in this order; or, without known moves, the ``markers`` in this order.

    ``markers`` maps a move to the pattern that shows it.
    """

    kind: Literal["sequence"]
    order: tuple[str, ...] = Field(min_length=2)
    markers: dict[str, str]


Measure = Literal[
    "words",
    "characters",
    "sentences",
    "emoji",
    "exclamation_marks",
    "question_marks",
    "links",
    "hashtags",
]
CHANNEL_LIMITS = {"characters": "target_chars", "emoji": "emoji_max", "links": "links_max"}
"""The measures for which ``max: channel`` means a limit of the channel's entry in ``charter.yaml``."""


class Metric(_Rule):
    """A ``measure`` between ``min`` and ``max``, of the whole text or of each sentence.

    ``max: channel`` takes the limit that ``charter.yaml`` gives the channel; without a known channel
    the rule is silent.
    """

    kind: Literal["metric"]
    measure: Measure
    per: Literal["text", "sentence"] = "text"
    min: Count | None = None
    max: Count | Literal["channel"] | None = None

    @model_validator(mode="after")
    def _makes_sense(self) -> Metric:
        _bounded(self.min, self.max)
        if self.max == "channel" and (self.measure not in CHANNEL_LIMITS or self.per != "text"):
            raise ValueError(
                f"a channel limits the {', '.join(CHANNEL_LIMITS)} of a text, not this; give a number"
            )
        if self.per == "sentence" and self.measure == "sentences":
            raise ValueError("a sentence has no sentences to count")
        return self


class Judge(_Rule):
    """A question that the local model answers with yes or no; yes is a breach.

    An opinion: never an error, asked only on request, and never part of the score.
    """

    kind: Literal["judge"]
    level: Literal["warning", "suggestion"]
    question: dict[Lang, str] = Field(min_length=1)
    examples: Examples = Examples.model_construct(bad=(), good=())


def _bounded(least: int | None, most: int | str | None) -> None:
    if least is None and most is None:
        raise ValueError("give `min` or `max`")
    if isinstance(least, int) and isinstance(most, int) and least > most:
        raise ValueError("`min` is greater than `max`")


Rule = Annotated[
    Existence
    | Substitution
    | Occurrence
    | Repetition
    | Consistency
    | Conditional
    | Capitalization
    | Readability
    | Spelling
    | Sequence
    | Metric
    | Judge,
    Field(discriminator="kind"),
]

KINDS: dict[str, type[Any]] = {
    get_args(model.model_fields["kind"].annotation)[0]: model for model in get_args(get_args(Rule)[0])
}
"""The model of each kind, by its name in the files."""
