"""The nature of a comment, the dangers it reports and how abusive it is: linear models in plain files.

Two sets of weights come with the program: ``full`` also looks at an embedding and is used only with the
embedder it was trained with; ``fast`` needs none. ``abuse`` is learned once from public collections of
abusive posts and is a feature of ``nature_*``, which is learned again when people correct the desk.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.domain.protocols import Embedder
from assistant.domain.triage import NATURES, SUBTYPES, Nature
from assistant.errors import ModelError
from assistant.triage.features import SIGNAL_NAMES, dense, edges, tokens, with_meaning
from assistant.triage.telling import telling
from assistant.triage.weights import Weights, load_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

KINDS: tuple[str, ...] = tuple(
    kind for n in NATURES for kind in ([f"attack/{s}" for s in SUBTYPES["attack"]] if n == "attack" else [n])
)
"""What is told apart: the natures, ``attack`` by its subtypes, since an insult and a slander share no word."""
DANGERS = ("threat", "safety", "data_breach", "hate", "press")
"""Signals that make a comment S1 (data/decision.yaml). Each is found by its cues and by its weights."""
NATURE_OUTPUTS = KINDS + DANGERS
ABUSE_OUTPUTS = ("abuse",)

_ABUSE = SIGNAL_NAMES.index("abuse")

DOUBTED = 0.45
"""The strength of a danger at its bar of doubt: the decision table puts it before people as S2."""

CUED = 0.7
"""From this strength on a cue has said it; below, a danger is what the weights alone have seen."""

ASSERTED = 0.8
"""The strength of a danger at its bar: what the decision table asks for S1."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What the weights say of one comment.

    ``natures`` holds a probability for each of ``NATURES`` (they sum to 1); ``attack`` the likelier subtype
    of an attack; ``signals`` the strengths given, raised by what the weights see: abuse and dangers, 0..1.
    ``seen`` names the dangers that weights alone have raised.
    """

    natures: Mapping[Nature, float]
    attack: str
    signals: Mapping[str, float]
    seen: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the weights of the natures look at, one of each per text. ``signals`` include the learned abuse."""

    tokens: list[list[str]]
    rows: list[NDArray[np.float32]]
    signals: list[dict[str, float]]


class Classifier:
    """Read-only once made, so threads may share one."""

    def __init__(self, nature: Weights, abuse: Weights, note: str = "") -> None:
        """Args:
        nature: weights with ``NATURE_OUTPUTS``; its notes hold ``temperature``, ``bars``, ``danger_bars``.
        abuse: weights with ``ABUSE_OUTPUTS``.
        note: why these weights were chosen, for ``doctor``; empty when nothing is to be said.
        """
        self.nature = nature
        self.abuse = abuse
        self.note = note

    @property
    def bars(self) -> Mapping[Nature, float]:
        """The probability from which each nature may be asserted."""
        bars: Mapping[Nature, float] = self.nature.notes["bars"]
        return bars

    @property
    def needs_embeddings(self) -> bool:
        return bool(self.nature.embedder_sha256)

    def read(
        self,
        texts: Sequence[str],
        signals: Sequence[Mapping[str, float]],
        embeddings: NDArray[np.float32] | None = None,
    ) -> list[Guess]:
        """What each comment is.

        Args:
            texts: whole comments; long ones are cut to their edges here.
            signals: strengths of each text's signals, from its cues.
            embeddings: shape (len(texts), dimensions), for full weights only.
        """
        seen = look(texts, signals, embeddings, self.abuse)
        scores = self.nature.scores(seen.tokens, seen.rows)
        return [self._guess(row, given) for row, given in zip(scores, seen.signals, strict=True)]

    def telling(self, text: str, output: str) -> tuple[int, int] | None:
        """The span of the words that speak most for one of ``NATURE_OUTPUTS``; None when none do."""
        return telling(self.nature, text, output)

    def _guess(self, row: NDArray[np.float64], signals: dict[str, float]) -> Guess:
        chances = kind_chances(row, self.nature.notes["temperature"])
        natures = {n: sum(p for k, p in chances.items() if k.partition("/")[0] == n) for n in NATURES}
        attack = max((k for k in KINDS if k.startswith("attack/")), key=lambda k: chances[k])
        seen = []
        for place, danger in enumerate(DANGERS, start=len(KINDS)):
            strength = danger_strength(chance(row[place]), *self.nature.notes["danger_bars"][danger])
            cued = signals.get(danger, 0.0)
            if strength > cued:
                signals[danger] = round(strength, 4)
                if cued < CUED:
                    seen.append(danger)
        return Guess(natures, attack.partition("/")[2], signals, tuple(seen))


def look(
    texts: Sequence[str],
    signals: Sequence[Mapping[str, float]],
    embeddings: NDArray[np.float32] | None,
    abuse: Weights,
) -> Seen:
    """What the weights of the natures are given for each text (see :meth:`Classifier.read`)."""
    cut = [edges(text) for text in texts]
    words = [tokens(text) for text in cut]
    vectors = [None] * len(cut) if embeddings is None else list(embeddings)
    plain = [dense(t, s) for t, s in zip(cut, signals, strict=True)]
    raised = [
        dict(s) | {"abuse": round(max(s.get("abuse", 0.0), chance(score)), 4)}
        for s, score in zip(signals, abuse.scores(words, plain)[:, 0], strict=True)
    ]
    rows = []
    for row, strengths, vector in zip(plain, raised, vectors, strict=True):
        row[_ABUSE] = strengths["abuse"]
        rows.append(with_meaning(row, vector))
    return Seen(words, rows, raised)


def kind_chances(row: NDArray[np.float64], temperature: float) -> dict[str, float]:
    """The probability of each of ``KINDS`` (they sum to 1), from the scores of a text."""
    top = max(row[: len(KINDS)])
    raised = [math.exp((score - top) / temperature) for score in row[: len(KINDS)]]
    total = sum(raised)
    return {kind: value / total for kind, value in zip(KINDS, raised, strict=True)}


def danger_strength(probability: float, doubt: float, bar: float) -> float:
    """A probability as a signal's strength, straight between these points: 0 at 0, ``DOUBTED`` at the bar of
    doubt, ``ASSERTED`` at the bar, 1 at 1. Between the bars it stays below 0.7, which no row takes for S1.
    """
    if probability >= bar:
        return ASSERTED + (1 - ASSERTED) * (probability - bar) / (1 - bar)
    if probability >= doubt:
        return DOUBTED + (CUED - 0.01 - DOUBTED) * (probability - doubt) / (bar - doubt)
    return (DOUBTED - 0.01) * probability / doubt


def load_classifier(embedder: Embedder | None = None, folder: Path | None = None) -> Classifier:
    """The best classifier for an embedder: the full weights trained with it, else the fast ones.

    Args:
        embedder: the embedder in use; None: only the fast weights can be used.
        folder: where ``classifier train`` put new weights; those come first. The program's own otherwise.

    Raises:
        ModelError: ``triage.weights``, when a weight file is damaged or from another version.
    """
    note = ""
    if embedder is not None:
        for path in _candidates("nature_full", folder):
            weights = load_weights(path, NATURE_OUTPUTS)
            if weights.embedder_sha256 == embedder.sha256:
                return Classifier(weights, load_abuse())
        note = (
            f"No weights were trained with the embedder {embedder.id}: the fast classifier is used. "
            "Run `assistant classifier train` to make them."
        )
    return Classifier(load_weights(_candidates("nature_fast", folder)[0], NATURE_OUTPUTS), load_abuse(), note)


def load_abuse() -> Weights:
    """The shipped weights of abuse. They look at no embedding: with one they found no more (docs/evaluation.md).

    Raises:
        ModelError: ``triage.weights``.
    """
    return load_weights(_candidates("abuse", None)[0], ABUSE_OUTPUTS)


def _candidates(name: str, folder: Path | None) -> list[Path]:
    shipped = Path(str(files("assistant.triage").joinpath("data")))
    places = [folder] if folder else []
    found = [p for place in [*places, shipped] if (p := place / f"{name}.npz").is_file()]
    if not found and not name.endswith("_full"):
        raise ModelError("triage.weights", f"{shipped}: {name}.npz is missing.", "Install the program again.")
    return found


def chance(score: float) -> float:
    """The logistic function."""
    return 1.0 / (1.0 + math.exp(-max(-60.0, min(60.0, float(score)))))
