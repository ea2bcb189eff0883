"""Learns the weights of ``acts`` from the sentences of ``data/acts_*.jsonl``.

    python -m assistant.tone.training          writes data/acts_fr.json and data/acts_en.json

The same sentences give the same weights. Every figure printed is on sentences held out (5 folds).
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args

from assistant.tone.acts import FORMAT, Act, Weights, _features, _tokens
from assistant.tone.reading import folded

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
ACTS: tuple[Act, ...] = get_args(Act)
PENALTY = 30.0
FOLDS = 5
MIN_DOCUMENTS = 4
SMALLEST = 1.2
"""Terms whose every weight is smaller are left out: a sentence has a hundred, and they cancel out."""
FALSE_ALARMS: Mapping[Act, float] = {
    act: 0.015
    if act in ("commitment", "action")
    else 0.003
    if act in ("bargain", "gift", "conditional_apology")
    else 0.0015
    for act in ACTS
}
"""What share of the sentences that do not do it may be asserted to, over the folds. About half of them are
near misses: on ordinary replies it is far less. Claims may cost more, since they bind the company."""
LOWEST_RECALL = 0.08
"""An act of which less is found is not taught: the lexicons alone look for it."""


@dataclass(frozen=True, slots=True)
class Seed:
    """A sentence and what it does; no act: an innocent one. Only the acts in ``judged`` were looked for."""

    text: str
    acts: frozenset[Act]
    judged: frozenset[Act]


def seeds(language: str) -> list[Seed]:
    """The sentences that come with the program."""
    lines = (DATA / f"acts_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [
        Seed(row["text"], frozenset(row["acts"]), frozenset(row.get("judged", ACTS)))
        for row in map(json.loads, lines)
    ]


def digest_of(rows: Sequence[Seed]) -> str:
    """SHA-256 of the sentences with their acts: what the weights were made from."""
    lines = (f"{row.text}\t{','.join(sorted(row.acts))}" for row in rows)
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


def train(rows: Sequence[Seed], language: str) -> tuple[Weights, Mapping[Act, tuple[float, float, int]]]:
    """The weights, and for each act precision, recall at its bar over the folds, and how many sentences do it."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import StratifiedKFold

    features = [_present(row.text, language) for row in rows]
    documents = Counter(f for present in features for f in present)
    vocabulary = sorted(f for f, n in documents.items() if n >= MIN_DOCUMENTS)
    column = {f: i for i, f in enumerate(vocabulary)}
    idf = np.array([round(float(np.log((1 + len(rows)) / (1 + documents[f]))) + 1, 3) for f in vocabulary])

    places: list[int] = []
    values: list[float] = []
    ends = [0]
    for present in features:
        known = sorted(column[f] for f in present if f in column)
        weight = idf[known]
        places += known
        values += list(weight / (np.linalg.norm(weight) or 1.0))
        ends.append(len(places))
    matrix = csr_matrix((values, places, ends), shape=(len(rows), len(vocabulary)))

    def fit(chosen: NDArray[np.int64], labels: NDArray[np.bool_]) -> Any:
        model = LogisticRegression(C=PENALTY, solver="liblinear", class_weight="balanced", random_state=0)
        return model.fit(matrix[chosen], labels)

    taught: list[Act] = []
    columns, bias = [], []
    bars: dict[Act, float] = {}
    report: dict[Act, tuple[float, float, int]] = {}
    for act in ACTS:
        judged = np.array([i for i, row in enumerate(rows) if act in row.judged])
        labels = np.array([act in rows[i].acts for i in judged])
        held = np.zeros(len(judged))
        for kept, out in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(judged, labels):
            held[out] = fit(judged[kept], labels[kept]).predict_proba(matrix[judged[out]])[:, 1]
        bar, precision, recall = _bar(held, labels, FALSE_ALARMS[act])
        report[act] = (precision, recall, int(labels.sum()))
        if recall < LOWEST_RECALL:
            continue
        bars[act] = bar
        model = fit(judged, labels)
        taught.append(act)
        columns.append(model.coef_[0])
        bias.append(round(float(model.intercept_[0]), 4))
    weights = np.round(np.array(columns).T * idf[:, None], 2)
    terms = {
        f: (float(idf[i]), *(round(float(w), 2) for w in weights[i]))
        for f, i in column.items()
        if np.abs(weights[i]).max() >= SMALLEST
    }
    return Weights(language, tuple(taught), tuple(bias), bars, terms, digest_of(rows)), report


def _present(text: str, language: str) -> set[str]:
    tokens = [token for token, _, _ in _tokens(folded(text), language)]
    return {name for name, _, _ in _features(tokens, language)}


def _bar(
    held: NDArray[np.float64], labels: NDArray[np.bool_], false_alarms: float
) -> tuple[float, float, float]:
    """The lowest bar with no more false alarms than that, with precision and recall there."""
    import numpy as np

    innocent = np.sort(held[~labels])[::-1]
    bar = min(0.99, max(0.3, float(innocent[int(false_alarms * len(innocent))]) + 0.005))
    asserted = held >= bar
    right = int((asserted & labels).sum())
    precision, recall = right / max(1, int(asserted.sum())), right / int(labels.sum())
    return round(bar, 3), round(precision, 3), round(recall, 3)


def write(weights: Weights, path: Path) -> None:
    """Writes a weight file, one term a line, so that a change of it can be read."""
    head = {
        "format": FORMAT,
        "acts": weights.acts,
        "bias": weights.bias,
        "bars": weights.bars,
        "seeds_sha256": weights.seeds_sha256,
    }
    lines = (
        f"{json.dumps(term)}:{json.dumps([_short(w) for w in row], separators=(',', ':'))}"
        for term, row in sorted(weights.terms.items())
    )
    text = json.dumps(head)[:-1] + ',"terms":{\n' + ",\n".join(lines) + "\n}}\n"
    path.write_text(text, encoding="utf-8")


def _short(weight: float) -> float | int:
    return int(weight) if weight == int(weight) else weight


def main() -> None:
    for language in ("fr", "en"):
        weights, report = train(seeds(language), language)
        write(weights, DATA / f"acts_{language}.json")
        print(f"{language}: {len(weights.terms)} terms")
        for act, (precision, recall, count) in report.items():
            bar = f"bar {weights.bars[act]:.2f}" if act in weights.bars else "not taught"
            print(f"  {act:<20} {count:>5}  {bar:<10}  precision {precision:.3f}  recall {recall:.3f}")


if __name__ == "__main__":
    main()
