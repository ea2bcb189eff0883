"""Trains the classifier: on the seed comments that come with the program and on people's corrections."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from typing import TYPE_CHECKING

from assistant.domain.protocols import Embedder
from assistant.domain.triage import NATURES, Nature
from assistant.errors import BadInput
from assistant.triage.classifier import ASSERTED, DANGERS, KINDS, NATURE_OUTPUTS, Classifier, load_abuse, look
from assistant.triage.features import edges
from assistant.triage.figures import Answer, Figures, figures
from assistant.triage.fitting import matrix_of, vocabulary_of
from assistant.triage.judgement import COSTLY, judge, subtype_of
from assistant.triage.signals import SignalFinder, strengths
from assistant.triage.weights import Weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED_LANGUAGES = ("fr", "en")
FOLDS = 5
CORRECTION_WEIGHT = 3.0
"""A person's correction of a real comment says more than a seed comment."""

PENALTY = 4.0

PRECISION: Mapping[Nature, float] = {n: 0.95 if n in COSTLY else 0.8 for n in NATURES}
"""What share of asserted natures is to be right, over the folds."""

DANGER_PENALTY = 8.0
RECALL_WORTH: Mapping[str, tuple[float, float]] = {"full": (2.0, 1.5), "fast": (1.0, 0.5)}
"""A danger is put before people from the bar of the best F2 (recall worth twice precision) and asserted from that of
the best F1.5: with the first alone one ordinary comment in ten was S1. Without embeddings words cry wolf more easily."""
LOWEST_ALARM = 0.02
UNJUDGED = -1
_SILENT = 0.3
"""Nobody looked for dangers in the first seeds: where the cues hear nothing either, there is none."""

KEPT_OUT = 10

LOWEST_BAR: Mapping[Nature, float] = {n: 0.6 if n in COSTLY else 0.4 for n in NATURES}


@dataclass(frozen=True, slots=True)
class Example:
    """A comment with the nature a person gave it. ``weight`` counts it so many times.

    Examples of one ``group`` are judged together, never one by training on the other; "" stands alone.
    """

    text: str
    language: str
    nature: Nature
    subtype: str | None = None
    weight: float = 1.0
    group: str = ""
    dangers: frozenset[str] | None = None
    """Those of ``DANGERS`` it reports; None when nobody looked for them."""


def seed_examples() -> list[Example]:
    """The comments that come with the program and are trained on."""
    return [e for e in _shipped() if not _is_kept_out(e)]


def fixed_examples() -> list[Example]:
    """The comments that come with the program and are never trained on: every retraining is measured on them."""
    return [e for e in _shipped() if _is_kept_out(e)]


def _is_kept_out(example: Example) -> bool:
    """One comment in :data:`KEPT_OUT` by the hash of its text; a comment told in both languages stays with
    its like, so only those that stand alone are kept out."""
    digest = hashlib.sha256(example.text.encode()).digest()
    return not example.group and digest[0] % KEPT_OUT == 0


def _shipped() -> list[Example]:
    out = []
    for language in SEED_LANGUAGES:
        text = files("assistant.triage").joinpath(f"data/seed_{language}.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            row = json.loads(line)
            # Many of the first seed comments are told in both languages, with the same nature and sector. Apart,
            # a multilingual embedding would recognise the one from the other and flatter every figure.
            group = "" if "danger" in row else f"{row['nature']}/{row['sector']}"
            dangers = frozenset(row["danger"]) if "danger" in row else None
            out.append(
                Example(
                    row["text"], language, row["nature"], row.get("subtype"), group=group, dangers=dangers
                )
            )
    return out


def train(
    examples: Sequence[Example], *, embedder: Embedder | None = None, seed: int = 0
) -> tuple[Weights, Figures]:
    """Learns natures and dangers: full weights with an embedder, fast ones without.

    The same examples, embedder and seed give the same weights. Probabilities are calibrated by one
    temperature over the folds; each nature's bar is the lowest probability at which it was right as
    often as :data:`PRECISION` asks, each danger's
    the one with the best balance of recall and precision (:data:`RECALL_WORTH`).

    Raises:
        BadInput: ``triage.examples``, when a nature has fewer than five examples.
    """
    import numpy as np
    from sklearn.model_selection import StratifiedGroupKFold

    few = [
        n
        for n, c in Counter({n: 0 for n in NATURES} | Counter(e.nature for e in examples)).items()
        if c < FOLDS
    ]
    if few:
        raise BadInput(
            "triage.examples",
            f"Not enough examples to train with: fewer than {FOLDS} of {', '.join(few)}.",
            "Train with the seed comments as well, or label more comments.",
        )
    finder = SignalFinder()
    texts = [e.text for e in examples]
    signals = [strengths(finder.find(e.text, e.language)) for e in examples]
    embeddings = embedder.embed([edges(t) for t in texts]) if embedder else None
    seen = look(texts, signals, embeddings, load_abuse())
    labels = np.array([KINDS.index(_kind(e, s)) for e, s in zip(examples, signals, strict=True)])
    dangers = np.array([_dangers(e, s) for e, s in zip(examples, signals, strict=True)])
    weights = np.array([e.weight for e in examples])

    def fit(places: Iterable[int]) -> Weights:
        at = list(places)
        return _fit(
            [seen.tokens[i] for i in at], [seen.rows[i] for i in at], labels[at], dangers[at], weights[at]
        )

    scores = np.zeros((len(examples), len(NATURE_OUTPUTS)))
    groups = [e.group or f"alone-{i}" for i, e in enumerate(examples)]
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for kept, held in folds.split(texts, labels, groups):
        scores[held] = fit(kept).scores([seen.tokens[i] for i in held], [seen.rows[i] for i in held])
    kinds, alarms = scores[:, : len(KINDS)], scores[:, len(KINDS) :]
    temperature = _temperature(kinds, labels)
    chances = _by_nature(_softmax(kinds / temperature))
    natures = np.array([NATURES.index(e.nature) for e in examples])
    bars = _bars(chances, natures)
    found = {
        name: [
            _danger_bar(1 / (1 + np.exp(-alarms[:, i])), dangers[:, i], worth)
            for worth in RECALL_WORTH["full" if embedder else "fast"]
        ]
        for i, name in enumerate(DANGERS)
    }
    digest = hashlib.sha256("\n".join(f"{e.nature}\t{e.text}" for e in examples).encode()).hexdigest()
    made = replace(
        fit(range(len(examples))),
        embedder=embedder.id if embedder else "",
        embedder_sha256=embedder.sha256 if embedder else "",
        notes={
            "temperature": temperature,
            "bars": bars,
            "danger_bars": found,
            "seed": seed,
            "examples": len(examples),
            "examples_sha256": digest,
        },
    )
    danger_bars = [found[name][1] for name in DANGERS]
    alarm = np.any(1 / (1 + np.exp(-alarms)) >= np.array(danger_bars), axis=1)
    return made, figures(
        [
            Answer(
                nature=examples[i].nature,
                guess=(guess := NATURES[int(chances[i].argmax())]),
                confidence=float(chances[i].max()),
                unsure=bool(chances[i].max() < bars[guess]),
                danger=None if examples[i].dangers is None else bool(examples[i].dangers),
                alarm=bool(alarm[i]),
            )
            for i in range(len(examples))
        ]
    )


def measure(classifier: Classifier, examples: Sequence[Example], embedder: Embedder | None = None) -> Figures:
    """What a classifier says of comments, judged as triage does. ``embedder``: its own, if it needs one."""
    finder = SignalFinder()
    texts = [e.text for e in examples]
    given = [strengths(finder.find(e.text, e.language)) for e in examples]
    vectors = embedder.embed([edges(t) for t in texts]) if embedder and classifier.needs_embeddings else None
    answers = []
    for example, guess in zip(examples, classifier.read(texts, given, vectors), strict=True):
        said = judge(guess.natures, guess.signals, classifier.bars, attack=guess.attack, learned=guess.seen)
        answers.append(
            Answer(
                nature=example.nature,
                guess=said.nature,
                confidence=said.confidence,
                unsure=said.unsure,
                danger=None if example.dangers is None else bool(example.dangers),
                alarm=any(guess.signals.get(d, 0.0) >= ASSERTED for d in DANGERS),
            )
        )
    return figures(answers)


def _kind(example: Example, signals: Mapping[str, float]) -> str:
    """An attack that a person labelled without its subtype is taken for what its signals say."""
    if example.nature != "attack":
        return example.nature
    return f"attack/{example.subtype or subtype_of('attack', signals)}"


def _dangers(example: Example, signals: Mapping[str, float]) -> list[int]:
    """1, 0, or UNJUDGED for each danger."""
    if example.dangers is not None:
        return [int(name in example.dangers) for name in DANGERS]
    return [0 if signals.get(name, 0.0) < _SILENT else UNJUDGED for name in DANGERS]


def _fit(
    texts: Sequence[Sequence[str]],
    rows: Sequence[NDArray[np.float32]],
    labels: NDArray[np.int64],
    dangers: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> Weights:
    import numpy as np
    from sklearn.linear_model import LogisticRegression

    vocabulary, idf = vocabulary_of(texts)
    features = matrix_of(texts, rows, vocabulary, idf)
    weight = np.zeros((features.shape[1], len(NATURE_OUTPUTS)), dtype=np.float32)
    bias = np.full(len(NATURE_OUTPUTS), -20.0, dtype=np.float32)
    # Natures are evened out half-way: rare ones must be heard, but most real comments are complaints.
    each = np.bincount(labels, minlength=len(KINDS))
    evened = weights * np.sqrt(each.mean() / each[labels])
    model = LogisticRegression(C=PENALTY, max_iter=400, tol=5e-4)
    model.fit(features, labels, sample_weight=evened)
    weight[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    for place, column in enumerate(dangers.T, start=len(KINDS)):
        judged = np.flatnonzero(column != UNJUDGED)
        if column[judged].any() and not column[judged].all():
            alarm = LogisticRegression(C=DANGER_PENALTY, max_iter=300, tol=5e-4)
            alarm.fit(features[judged], column[judged], sample_weight=weights[judged])
            weight[:, place], bias[place] = alarm.coef_[0], alarm.intercept_[0]
    # Stored at half precision: rounded here, so that the folds judge what will be used.
    return Weights(
        outputs=NATURE_OUTPUTS,
        vocabulary=vocabulary,
        idf=idf.astype(np.float16).astype(np.float32),
        terms=weight[: len(vocabulary)].astype(np.float16).astype(np.float32),
        dense=weight[len(vocabulary) :],
        bias=bias,
    )


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return result


def _by_nature(chances: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    owners = np.array([NATURES.index(kind.partition("/")[0]) for kind in KINDS])
    out = np.zeros((len(chances), len(NATURES)))
    for column, owner in enumerate(owners):
        out[:, owner] += chances[:, column]
    return out


def _danger_bar(chances: NDArray[np.float64], labels: NDArray[np.int64], worth: float) -> float:
    """The probability from which a danger is asserted."""
    import numpy as np

    if not (labels == 1).any():
        return 0.5
    judged = labels != UNJUDGED
    chances, true = chances[judged], labels[judged] == 1
    tried = np.unique(np.round(chances[true], 3)).clip(LOWEST_ALARM, 0.9)

    def score(bar: float) -> float:
        alarms = chances >= bar
        found, right = (alarms & true).sum() / true.sum(), (alarms & true).sum() / max(1, alarms.sum())
        return float((1 + worth**2) * found * right / max(1e-9, worth**2 * right + found))

    return round(float(max(tried, key=lambda bar: (score(bar), bar))), 3)


def _log_loss(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    import numpy as np

    return float(-np.log(np.clip(probabilities[np.arange(len(labels)), labels], 1e-12, 1)).mean())


def _temperature(logits: NDArray[np.float64], labels: NDArray[np.int64]) -> float:
    import numpy as np

    tried = np.round(np.arange(0.3, 3.01, 0.02), 2)
    return float(min(tried, key=lambda t: _log_loss(_softmax(logits / t), labels)))


def _bars(probabilities: NDArray[np.float64], labels: NDArray[np.int64]) -> dict[Nature, float]:
    import numpy as np

    predicted, best = probabilities.argmax(axis=1), probabilities.max(axis=1)
    bars: dict[Nature, float] = {}
    for i, nature in enumerate(NATURES):
        bar = LOWEST_BAR[nature]
        while bar < 0.95:
            asserted = (predicted == i) & (best >= bar)
            if not asserted.any() or np.mean(labels[asserted] == i) >= PRECISION[nature]:
                break
            bar += 0.01
        bars[nature] = round(bar, 2)
    return bars
