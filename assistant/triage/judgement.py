"""From probabilities to one nature, or to "unsure": what may be asserted, and on what evidence.

A wrong "attack" leaves an unhappy customer without an answer, so it asks for more than a probability:
no experience told behind the words. Doubt goes to a person, with the likeliest nature first.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from assistant.domain.triage import NATURES, Nature, NatureGuess

COSTLY: tuple[Nature, ...] = ("attack", "provocation", "spam")
"""Natures that leave a person without an answer when they are wrong."""

SAFETY = 0.7
"""From this strength on a comment reports a danger."""

_PLAIN = 0.9
"""From this probability on, spam needs no cue."""
_EXPERIENCE = 0.55
_SHOWN = 0.08
_CLOSE = 0.12
_RATING: Mapping[int, Mapping[Nature, float]] = {
    1: {"praise": -2.0, "complaint": 0.7},
    2: {"praise": -1.5, "complaint": 0.7},
    4: {"praise": 1.5, "complaint": -1.2, "attack": -1.5},
    5: {"praise": 3.0, "complaint": -3.0, "attack": -3.0},
}
"""Added to the log-probabilities: an author's own stars say something their words may not."""


_ASKED = 0.75
_TROUBLE = ("abuse", "insult", "threat", "money", "legal", "safety", "boycott", "allegation", "experience")
_ASKING: Mapping[Nature, float] = {"question": 2.5, "complaint": -1.5}
"""Added where a plain question stands and nothing in the text speaks of trouble: the seeds are short
and their long texts are complaints, so that length alone must not make one."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """The nature taken. ``confidence`` is its probability; ``alternatives`` are the next candidates."""

    nature: Nature
    subtype: str | None
    confidence: float
    unsure: bool
    alternatives: tuple[NatureGuess, ...]


def judge(
    probabilities: Mapping[Nature, float],
    signals: Mapping[str, float],
    bars: Mapping[Nature, float],
    rating: int | None = None,
    *,
    troubled: bool = True,
    attack: str | None = None,
    learned: Collection[str] = (),
) -> Judgement:
    """Chooses the nature.

    Args:
        probabilities: one for each of ``NATURES``.
        signals: strengths, with the internal ones.
        bars: the probability from which each nature may be asserted.
        rating: the author's stars, 1–5.
        troubled: a problem of the vocabulary was found in the text.
        attack: the likelier subtype, should it be an attack; None: what the signals say.
        learned: signals that no cue gave, only the weights.
    """
    chances = _shifted(probabilities, _RATING.get(rating or 0, {}))
    plain = not troubled and max(signals.get(name, 0.0) for name in _TROUBLE) < 0.3
    if plain and signals.get("question", 0.0) >= _ASKED:
        chances = _shifted(chances, _ASKING)
    ranked = sorted(NATURES, key=lambda n: -chances[n])
    nature = ranked[0]
    unsure = chances[nature] < bars[nature] or chances[nature] - chances[ranked[1]] < _CLOSE
    if nature in COSTLY and not _supported(nature, chances, signals):
        unsure = True
        if signals.get("experience", 0.0) >= _EXPERIENCE and nature != "spam":
            # Words that attack, and an experience told: an angry customer before anything else.
            nature = "complaint"
    if signals.get("safety", 0.0) >= SAFETY and "safety" not in learned and nature in ("question", "other"):
        # Asking whether it is normal that a lamp sparks is a report of danger.
        nature = "complaint"
    others = [n for n in ranked if n != nature]
    shown = [n for i, n in enumerate(others) if chances[n] >= _SHOWN or (unsure and i == 0)][:3]
    return Judgement(
        nature=nature,
        subtype=attack if nature == "attack" and attack else subtype_of(nature, signals),
        confidence=round(chances[nature], 4),
        unsure=unsure,
        alternatives=tuple(NatureGuess(n, round(chances[n], 4)) for n in shown),
    )


def subtype_of(nature: Nature, signals: Mapping[str, float]) -> str | None:
    """The subtype the signals speak for. A suspected fake is never decided here: it is a hypothesis."""
    if nature == "complaint":
        return "safety" if signals.get("safety", 0.0) >= SAFETY else None
    if nature == "attack":
        personal = max(signals.get(name, 0.0) for name in ("insult", "hate", "threat"))
        return "false_fact" if signals.get("allegation", 0.0) > personal else "rule_breaking"
    return None


def _supported(nature: Nature, chances: Mapping[Nature, float], signals: Mapping[str, float]) -> bool:
    """Whether more than a probability speaks for a nature that would leave its author without an answer."""
    told = signals.get("experience", 0.0) >= _EXPERIENCE
    grave = signals.get("hate", 0.0) >= 0.85 or signals.get("threat", 0.0) >= 0.85
    if nature == "attack":
        return grave or not told
    if nature == "spam":
        return signals.get("spam", 0.0) >= 0.3 or chances["spam"] >= _PLAIN
    return not told


def _shifted(chances: Mapping[Nature, float], shifts: Mapping[Nature, float]) -> dict[Nature, float]:
    """Probabilities with something added to their logarithms."""
    raised = {n: p * math.exp(shifts.get(n, 0.0)) for n, p in chances.items()}
    total = sum(raised.values())
    return {n: p / total for n, p in raised.items()}
