"""A proposed reply, with where each sentence comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from assistant.domain.finding import Finding
from assistant.domain.triage import Nature, Severity

DraftStatus = Literal["drafted", "abstained", "no_reply"]
SourceKind = Literal["generated", "approved", "template", "fact", "edit"]
EvidenceKind = Literal["reply", "charter", "fact"]


@dataclass(frozen=True, slots=True)
class Source:
    """Where a sentence comes from; ``id`` names the reply, template, fact or prompt."""

    kind: SourceKind
    id: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence (or signature line) of a draft, the move it makes and its source."""

    text: str
    move: str
    source: Source


@dataclass(frozen=True, slots=True)
class Alternative:
    """Another candidate, kept with its findings. ``score`` is the ranking score, higher is better."""

    draft: str
    findings: tuple[Finding, ...]
    score: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reply, fact or charter passage that the draft drew on. ``score`` is a cosine from 0 to 1."""

    kind: EvidenceKind
    id: str
    score: float
    text: str


@dataclass(frozen=True, slots=True)
class CharterRef:
    """Which charter a draft or an approval was made under."""

    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ModelCall:
    """The record of one call to a language model. ``seconds`` is wall time."""

    prompt: str
    prompt_version: int
    model: str
    seed: int
    prompt_tokens: int
    completion_tokens: int
    seconds: float
    cold_start: bool


@dataclass(frozen=True, slots=True)
class Draft:
    """A reply proposed for one comment, or the reason why there is none (JSON: DESIGN §6).

    With ``no_reply`` and ``abstained``, ``text`` is empty and ``blocked`` is True.
    ``prompt`` names the prompts used with their versions, ``name@version``, joined by commas.
    """

    id: str
    status: DraftStatus
    language: str
    nature: Nature
    severity: Severity
    playbook: str
    charter: CharterRef
    reason: str = ""
    text: str = ""
    objective: str = ""
    sentences: tuple[Sentence, ...] = ()
    findings: tuple[Finding, ...] = ()
    blocked: bool = False
    holding_line: str = ""
    checklist: tuple[str, ...] = ()
    alternatives: tuple[Alternative, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    weak_match: bool = False
    model: str = ""
    prompt: str = ""
    seed: int = 0
    seconds: float = 0.0
    calls: tuple[ModelCall, ...] = ()
