"""The score of a text: required goals and advisory goals, and what each finding took from it.

A goal is a rule or a guard. Error-level ones are required: one that is missed takes the text out of the
green. The others are advice: warnings count, suggestions alone never leave the green.
"""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.finding import LEVELS, Band, Finding, Level, Moved

GREEN, AMBER = 80, 60
"""The least score of each band; red is below both."""
COST: dict[Level, int] = {"error": 25, "warning": 8, "suggestion": 2}
"""Points for a goal missed once; missed again, each time half of it: ten apologies are one habit, not ten."""
MOST_BY_SUGGESTIONS = 100 - GREEN
"""What suggestions may take together."""


def scored(findings: Sequence[Finding]) -> tuple[int, Band, tuple[Moved, ...]]:
    """The score (0..100), its band, and the findings that moved it, in the order of the text.

    The points of ``moved`` are exactly what lacks to 100. When nothing is left to take, or the
    suggestions have had their share, a finding takes none. Findings of the gravest level are served
    first. Opinions take nothing.
    """
    left, of_suggestions = 100, MOST_BY_SUGGESTIONS
    missed: set[str] = set()
    points: dict[int, int] = {}
    checked = [n for n, f in enumerate(findings) if not f.opinion]
    for n in sorted(checked, key=lambda n: (LEVELS.index(findings[n].level), n)):
        finding = findings[n]
        cost = COST[finding.level]
        if finding.rule in missed:
            cost //= 2
        missed.add(finding.rule)
        if finding.level == "suggestion":
            cost = min(cost, of_suggestions)
            of_suggestions -= cost
        cost = min(cost, left)
        left -= cost
        if cost:
            points[n] = cost
    return left, band_of(left), tuple(Moved(findings[n], points[n]) for n in sorted(points))


def band_of(score: int) -> Band:
    """Green over 79, amber from 60, red below. An error takes 25, so that it is never green."""
    return "green" if score >= GREEN else "amber" if score >= AMBER else "red"
