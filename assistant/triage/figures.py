"""How often a classifier is right: the figures people decide by."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.triage import NATURES, Nature
from assistant.triage.judgement import COSTLY

BINS = 10


@dataclass(frozen=True, slots=True)
class Answer:
    """What was said of one comment, beside what it is. ``confidence`` is the probability of ``guess``.

    ``danger`` says whether the comment reports one of ``DANGERS``, ``alarm`` whether one was raised;
    ``danger`` is None where nobody looked for one.
    """

    nature: Nature
    guess: Nature
    confidence: float
    unsure: bool
    danger: bool | None = None
    alarm: bool = False


@dataclass(frozen=True, slots=True)
class Figures:
    """All shares are 0..1. A comment put before a person as unsure counts by its first candidate.

    ``wronged``: honest complaints called an attack, a provocation or spam, of ``complaints``.
    ``right_when_sure``: share right of those asserted. ``calibration_error``: expected calibration error over
    ten bins of confidence (Guo et al., "On Calibration of Modern Neural Networks", 2017).
    ``confusion[true][guess]`` counts. ``alarm_recall``, ``alarm_precision``: dangers found, alarms right.
    """

    comments: int
    accuracy: float
    macro_f1: float
    unsure: float
    right_when_sure: float
    calibration_error: float
    complaints: int
    wronged: int
    attack_recall: float
    alarm_recall: float
    alarm_precision: float
    f1: Mapping[Nature, float]
    confusion: Mapping[Nature, Mapping[Nature, int]]


def figures(answers: Sequence[Answer]) -> Figures:
    """The figures of some answers; natures that do not occur are left out of the mean of F1."""
    confusion: dict[Nature, dict[Nature, int]] = {n: {} for n in NATURES}
    for a in answers:
        confusion[a.nature][a.guess] = confusion[a.nature].get(a.guess, 0) + 1
    f1: dict[Nature, float] = {}
    for nature in NATURES:
        true = sum(confusion[nature].values())
        guessed = sum(row.get(nature, 0) for row in confusion.values())
        if true:
            f1[nature] = round(2 * confusion[nature].get(nature, 0) / (true + guessed), 3)
    sure = [a for a in answers if not a.unsure]
    complaints = [a for a in answers if a.nature == "complaint"]
    attacks = [a for a in answers if a.nature == "attack"]
    dangers = [a for a in answers if a.danger]
    alarms = [a for a in answers if a.alarm and a.danger is not None]
    return Figures(
        comments=len(answers),
        accuracy=_share(answers, lambda a: a.nature == a.guess),
        macro_f1=round(sum(f1.values()) / len(f1), 3) if f1 else 0.0,
        unsure=_share(answers, lambda a: a.unsure),
        right_when_sure=_share(sure, lambda a: a.nature == a.guess),
        calibration_error=_calibration_error(answers),
        complaints=len(complaints),
        wronged=sum(a.guess in COSTLY for a in complaints),
        attack_recall=_share(attacks, lambda a: a.guess == "attack"),
        alarm_recall=_share(dangers, lambda a: a.alarm),
        alarm_precision=_share(alarms, lambda a: bool(a.danger)),
        f1=f1,
        confusion=confusion,
    )


def _share(answers: Sequence[Answer], holds: Callable[[Answer], bool]) -> float:
    return round(sum(map(holds, answers)) / len(answers), 3) if answers else 0.0


def _calibration_error(answers: Sequence[Answer]) -> float:
    bins: dict[int, list[Answer]] = {}
    for a in answers:
        bins.setdefault(min(int(a.confidence * BINS), BINS - 1), []).append(a)
    gap = sum(
        abs(sum(a.nature == a.guess for a in some) - sum(a.confidence for a in some))
        for some in bins.values()
    )
    return round(gap / len(answers), 3) if answers else 0.0
