"""Candidates: one part per move, checked, mended by the next part where one fails, and scored."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.draft import Sentence
from assistant.domain.finding import CheckResult, Finding, errors_of
from assistant.domain.text import words
from assistant.drafting.phrases import Part, Recent
from assistant.drafting.plan import Plan

MAX_MENDS = 8

Check = Callable[[str, tuple[str, ...]], CheckResult]
"""Checks a whole text whose sentences make the given moves."""

_PENALTY = {"error": 60.0, "warning": 6.0, "suggestion": 1.0}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A whole reply with its findings. ``score``: higher is better."""

    parts: tuple[tuple[str, Part], ...]
    text: str
    findings: tuple[Finding, ...]
    score: float

    @property
    def sentences(self) -> tuple[Sentence, ...]:
        return tuple(s for _, part in self.parts for s in part)

    @property
    def clean(self) -> bool:
        return not errors_of(self.findings)


def layout(parts: Sequence[tuple[str, Part]]) -> tuple[str, list[tuple[int, int, int]]]:
    """The text of a reply: greeting and signature on lines of their own, the rest one paragraph.

    Returns the text and, for each part, (start, end, index of the part).
    """
    text = ""
    spans = []
    for i, (move, part) in enumerate(parts):
        body = " ".join(s.text for s in part)
        if text:
            text += "\n\n" if move == "sign" or parts[i - 1][0] == "greet" else " "
        spans.append((len(text), len(text) + len(body), i))
        text += body
    return text, spans


def build(
    plan: Plan, choices: Mapping[str, Sequence[Part]], check: Check, recent: Recent, *, offset: int = 0
) -> Candidate | None:
    """A candidate from the ``offset``-th choice of each move; a part with an error gives way to the
    next choice, and is dropped when none is left and the plan can do without it.

    Returns None when a required move has nothing to say.
    """
    at = {move: min(offset, max(0, len(choices.get(move, ())) - 1)) for move in plan.moves}
    dropped: set[str] = set()
    for move in plan.moves:
        if not choices.get(move):
            if move not in plan.playbook.optional and move not in ("greet", "close", "thank", "explain"):
                return None
            dropped.add(move)
    for _ in range(MAX_MENDS):
        parts = tuple((m, choices[m][at[m]]) for m in plan.moves if m not in dropped)
        text, spans = layout(parts)
        result = check(text, tuple(s.move for _, part in parts for s in part))
        errors = errors_of(result.findings)
        failing = {parts[i][0] for a, b, i in spans for e in errors if e.start < b and a < e.end}
        too_long = len(words(text)) > plan.words_max
        if not errors and not too_long:
            break
        mended = False
        for move in failing - {"sign"}:
            if at[move] + 1 < len(choices[move]):
                at[move] += 1
                mended = True
            elif move in plan.playbook.optional:
                dropped.add(move)
                mended = True
        if not mended and too_long:
            spare = [
                m for m in plan.playbook.optional if m not in dropped and m in plan.moves and m != "explain"
            ]
            if spare:
                dropped.add(spare[0])
                mended = True
        if not mended:
            break
    return Candidate(parts, text, result.findings, score(plan, parts, result.findings, recent))


def score(
    plan: Plan, parts: Sequence[tuple[str, Part]], findings: Sequence[Finding], recent: Recent
) -> float:
    """The ranking: breaches cost most; then the moves covered, how much is said about this very
    comment, and how unlike recent replies it is."""
    covered = len({move for move, _ in parts}) / max(1, len(plan.moves))
    value = 40.0 * covered - sum(_PENALTY[f.level] for f in findings)
    own = [s for _, part in parts for s in part if s.move not in ("greet", "sign")]
    value += 6.0 * any(s.source.kind == "generated" for s in own)
    value += 3.0 * any(s.source.kind == "approved" for s in own)
    sameness = sum(recent.closeness(s.text) for s in own if s.source.kind != "fact") / max(1, len(own))
    return value - 20.0 * sameness
