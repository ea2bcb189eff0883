"""What a comment is, how bad it is, and why we think so."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, get_args

from assistant.domain.comment import DEFAULT_OWNERSHIP, Ownership

Nature = Literal[
    "complaint",
    "misinformed",
    "debate",
    "provocation",
    "attack",
    "question",
    "praise",
    "spam",
    "other",
]
Severity = Literal["S1", "S2", "S3", "S4"]
Truth = Literal["true", "partly", "false", "unknown"]
"""Whether what the comment says happened is true: a person's word, ``unknown`` until someone has checked."""
Subject = Literal["person", "product", "company"]
"""Whom or what the comment is about: someone of the house, what it sells or does, the house itself."""
Claim = Literal["fact", "opinion"]
"""Whether the comment says something that can be checked, or what its author thinks."""

NATURES: tuple[Nature, ...] = get_args(Nature)
NATURE_NAMES: dict[Nature, tuple[str, str]] = {
    "complaint": ("réclamation", "complaint"),
    "misinformed": ("information erronée", "misinformed"),
    "debate": ("débat", "debate"),
    "provocation": ("provocation", "provocation"),
    "attack": ("attaque", "attack"),
    "question": ("question", "question"),
    "praise": ("compliment", "praise"),
    "spam": ("indésirable", "spam"),
    "other": ("autre", "other"),
}
"""What people call each nature, in French and in English."""
TRUTHS: tuple[Truth, ...] = get_args(Truth)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
"""From the worst to the mildest."""

SUBTYPES: Mapping[Nature, tuple[str, ...]] = {
    "complaint": ("fake_suspected", "safety"),
    "attack": ("rule_breaking", "false_fact"),
}
"""Where the method splits a nature; written ``nature/subtype`` in playbooks."""

SIGNALS: tuple[str, ...] = (
    "abuse",
    "insult",
    "threat",
    "hate",
    "discrimination",
    "legal",
    "allegation",
    "boycott",
    "money",
    "safety",
    "data_breach",
    "press",
    "employee",
    "question",
    "praise",
    "sarcasm",
    "spam",
    "personal_data",
    "competitor",
    "off_topic",
    "freebie",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """A quoted span of the comment and what it speaks for. Offsets are into ``comment.whole``."""

    start: int
    end: int
    quote: str
    signal: str
    message: str


@dataclass(frozen=True, slots=True)
class ProblemMention:
    """A problem of the vocabulary, found at a span of ``comment.whole``."""

    id: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A supposition for people inside, with its evidence; never a verdict, never told in public."""

    kind: str
    evidence: str


@dataclass(frozen=True, slots=True)
class NatureGuess:
    """Another nature the comment could have. ``confidence`` is a probability."""

    nature: Nature
    confidence: float


@dataclass(frozen=True, slots=True)
class Opinion:
    """What a language model thinks where triage is unsure: for the person who chooses, never a decision.

    ``model`` and ``prompt`` (name and version) say who was asked what.
    """

    nature: Nature
    model: str
    prompt: str


@dataclass(frozen=True, slots=True)
class Quote:
    """A span of ``comment.whole``."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Seen:
    """An answer to one of the method's questions, with the words that gave it, in the order of the text."""

    value: str
    evidence: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Decided:
    """The row of the decision table that gave the severity, and its reason in words."""

    row: str
    reason: str


@dataclass(frozen=True, slots=True)
class Correction:
    """A person's word on a triage. ``given`` holds what they said of ``nature``, ``severity`` and ``truth``;
    the other fields are what stood before, so that it can be taken back."""

    by: str
    at: datetime
    given: Mapping[str, str]
    nature: Nature
    severity: Severity
    subtype: str | None = None
    truth: Truth = "unknown"
    unsure: bool = False
    confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class Triage:
    """The answer to "what is this comment, and what do we do?" (JSON: DESIGN §6).

    ``signals`` maps a name of :data:`SIGNALS` to a strength from 0 to 1 (absent: 0).
    ``playbook`` is the id of the playbook found. ``seconds`` is wall time. ``subject`` holds a
    :data:`Subject`, ``claim`` a :data:`Claim`; None where the text does not tell. ``decided`` is None where
    a person set the severity. ``corrections`` are people's words on it, oldest first. ``opinion`` is a
    model's, where it was asked and had one.
    """

    id: str
    language: str
    nature: Nature
    severity: Severity
    playbook: str
    subtype: str | None = None
    confidence: float = 0.0
    unsure: bool = False
    ownership: Ownership = DEFAULT_OWNERSHIP
    needs_reply: bool = True
    signals: Mapping[str, float] = field(default_factory=dict)
    problems: tuple[ProblemMention, ...] = ()
    reasons: tuple[Reason, ...] = ()
    hypotheses: tuple[Hypothesis, ...] = ()
    alternatives: tuple[NatureGuess, ...] = ()
    seconds: float = 0.0
    truth: Truth = "unknown"
    subject: Seen | None = None
    claim: Seen | None = None
    decided: Decided | None = None
    corrections: tuple[Correction, ...] = ()
    opinion: Opinion | None = None

    @property
    def kind(self) -> str:
        """``nature`` or ``nature/subtype``, the key playbooks are found by."""
        return f"{self.nature}/{self.subtype}" if self.subtype else self.nature
