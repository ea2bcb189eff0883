"""Trains the classifier: on the seed comments that come with the program and on people's corrections."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from assistant.domain.protocols import Embedder
from assistant.domain.triage import NATURES, Nature
from assistant.errors import BadInput
from assistant.triage.classifier import Classifier, Head
from assistant.triage.features import dense, edges, terms, weighted_terms
from assistant.triage.judgement import COSTLY
from assistant.triage.signals import SignalFinder, strengths

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

SEED_LANGUAGES = ("fr", "en")
FOLDS = 5
CORRECTION_WEIGHT = 3.0
"""A person's correction of a real comment says more than a seed comment."""

MIN_DOCUMENTS = 2
MAX_TERMS = 24_000
PENALTY = 4.0

PRECISION: Mapping[Nature, float] = {n: 0.95 if n in COSTLY else 0.8 for n in NATURES}
"""What share of asserted natures is to be right, over the folds."""

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


@dataclass(frozen=True, slots=True)
class Report:
    """How well the head does on comments it was not trained on (5 folds).

    ``confusion[true][predicted]`` counts; ``unsure`` is the share below the bar; ``log_loss`` is
    per comment, after the temperature.
    """

    examples: int
    accuracy: float
    macro_f1: float
    log_loss: float
    unsure: float
    f1: Mapping[Nature, float]
    confusion: Mapping[Nature, Mapping[Nature, int]]


def seed_examples() -> list[Example]:
    """The comments that come with the program."""
    out = []
    for language in SEED_LANGUAGES:
        text = files("assistant.triage").joinpath(f"data/seed_{language}.jsonl").read_text(encoding="utf-8")
        for line in text.splitlines():
            row = json.loads(line)
            # Many seed comments are told in both languages, with the same nature and sector. Apart, a
            # multilingual embedding would recognise the one from the other and flatter every figure.
            group = f"{row['nature']}/{row['sector']}"
            out.append(Example(row["text"], language, row["nature"], row.get("subtype"), group=group))
    return out


def train(
    examples: Sequence[Example], *, embedder: Embedder | None = None, seed: int = 0
) -> tuple[Head, Report]:
    """Trains one head: ``full`` with an embedder, ``fast`` without.

    The same examples, embedder and seed give the same weights. Probabilities are calibrated by one
    temperature over the folds; each nature's bar is the lowest probability at which it was right as
    often as :data:`PRECISION` asks.

    Raises:
        BadInput: ``triage.examples``, when a nature has fewer than five examples.
    """
    import numpy as np

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
    labels = np.array([NATURES.index(e.nature) for e in examples])
    weights = np.array([e.weight for e in examples])

    def fit(rows: NDArray[np.int64]) -> Head:
        return _fit(
            [texts[i] for i in rows],
            [signals[i] for i in rows],
            None if embeddings is None else embeddings[rows],
            labels[rows],
            weights[rows],
        )

    from sklearn.model_selection import StratifiedGroupKFold

    logits = np.zeros((len(examples), len(NATURES)))
    groups = [e.group or f"alone-{i}" for i, e in enumerate(examples)]
    folds = StratifiedGroupKFold(FOLDS, shuffle=True, random_state=seed)
    for kept, held in folds.split(texts, labels, groups):
        part = Classifier(fit(kept))
        logits[held] = part.logits(
            [texts[i] for i in held],
            [signals[i] for i in held],
            None if embeddings is None else embeddings[held],
        )
    temperature = _temperature(logits, labels)
    probabilities = _softmax(logits / temperature)
    bars = _bars(probabilities, labels)
    whole = fit(np.arange(len(examples)))
    digest = hashlib.sha256("\n".join(f"{e.nature}\t{e.text}" for e in examples).encode()).hexdigest()
    head = Head(
        vocabulary=whole.vocabulary,
        idf=whole.idf,
        terms=whole.terms,
        dense=whole.dense,
        bias=whole.bias,
        temperature=temperature,
        bars=bars,
        embedder=embedder.id if embedder else "",
        embedder_sha256=embedder.sha256 if embedder else "",
        version={"seed": seed, "examples": len(examples), "examples_sha256": digest},
    )
    return head, _report(probabilities, labels, bars)


def _fit(
    texts: Sequence[str],
    signals: Sequence[Mapping[str, float]],
    embeddings: NDArray[np.float32] | None,
    labels: NDArray[np.int64],
    weights: NDArray[np.float64],
) -> Head:
    import numpy as np
    from scipy.sparse import csr_matrix, hstack
    from sklearn.linear_model import LogisticRegression

    vocabulary, idf = _vocabulary(texts)
    matrix = _sparse(
        list(weighted_terms([edges(t) for t in texts], vocabulary, idf)), len(vocabulary), csr_matrix
    )
    rows = np.stack(
        [
            dense(edges(t), s, None if embeddings is None else embeddings[i])
            for i, (t, s) in enumerate(zip(texts, signals, strict=True))
        ]
    )
    # Natures are evened out half-way: rare ones must be heard, but most real comments are complaints.
    counts = np.bincount(labels, minlength=len(NATURES))
    evened = weights * np.sqrt(counts.mean() / counts[labels])
    model = LogisticRegression(C=PENALTY, max_iter=400, tol=1e-4)
    model.fit(hstack([matrix, csr_matrix(rows)]).tocsr(), labels, sample_weight=evened)
    weight = np.zeros((len(vocabulary) + rows.shape[1], len(NATURES)), dtype=np.float32)
    bias = np.full(len(NATURES), -20.0, dtype=np.float32)
    weight[:, model.classes_] = model.coef_.T
    bias[model.classes_] = model.intercept_
    # Stored at half precision: rounded here, so that the folds judge what will be used.
    return Head(
        vocabulary=vocabulary,
        idf=idf.astype(np.float16).astype(np.float32),
        terms=weight[: len(vocabulary)].astype(np.float16).astype(np.float32),
        dense=weight[len(vocabulary) :],
        bias=bias,
        temperature=1.0,
        bars={},
    )


def _vocabulary(texts: Sequence[str]) -> tuple[dict[str, int], NDArray[np.float32]]:
    import numpy as np

    documents: Counter[str] = Counter()
    for text in texts:
        documents.update(terms(edges(text)).keys())
    kept = sorted((t for t, n in documents.items() if n >= MIN_DOCUMENTS), key=lambda t: (-documents[t], t))
    chosen = sorted(kept[:MAX_TERMS])
    idf = np.log((1 + len(texts)) / (1 + np.array([documents[t] for t in chosen]))) + 1
    return {term: i for i, term in enumerate(chosen)}, idf.astype(np.float32)


def _sparse(rows: Iterable[tuple[list[int], Any]], width: int, csr_matrix: Any) -> Any:
    import numpy as np

    rows = list(rows)
    ends = np.cumsum([0] + [len(columns) for columns, _ in rows])
    columns = np.concatenate([np.asarray(c, dtype=np.int64) for c, _ in rows])
    values = np.concatenate([v for _, v in rows])
    return csr_matrix((values, columns, ends), shape=(len(rows), width))


def _softmax(logits: NDArray[np.float64]) -> NDArray[np.float64]:
    import numpy as np

    raised = np.exp(logits - logits.max(axis=1, keepdims=True))
    result: NDArray[np.float64] = raised / raised.sum(axis=1, keepdims=True)
    return result


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


def _report(
    probabilities: NDArray[np.float64], labels: NDArray[np.int64], bars: Mapping[Nature, float]
) -> Report:
    import numpy as np

    predicted, best = probabilities.argmax(axis=1), probabilities.max(axis=1)
    confusion: dict[Nature, dict[Nature, int]] = {n: {} for n in NATURES}
    for true, guess in zip(labels, predicted, strict=True):
        row = confusion[NATURES[true]]
        row[NATURES[guess]] = row.get(NATURES[guess], 0) + 1
    f1: dict[Nature, float] = {}
    for i, nature in enumerate(NATURES):
        right = int(((labels == i) & (predicted == i)).sum())
        total = int((labels == i).sum() + (predicted == i).sum())
        f1[nature] = round(2 * right / total, 3) if total else 0.0
    needed = np.array([bars[n] for n in NATURES])
    return Report(
        examples=len(labels),
        accuracy=round(float((predicted == labels).mean()), 3),
        macro_f1=round(sum(f1.values()) / len(f1), 3),
        log_loss=round(_log_loss(probabilities, labels), 3),
        unsure=round(float((best < needed[predicted]).mean()), 3),
        f1=f1,
        confusion=confusion,
    )
