"""Learns how abusive a text is from public collections of abusive posts, balanced with customers' messages.

    python benchmarks/learn_abuse.py --data FOLDER --embedder FOLDER

writes ``assistant/triage/data/abuse.npz``: weights only, no row of the collections. ``FOLDER`` holds
``abuse_fr.csv`` and ``abuse_en.csv`` (columns ``text``, ``abusive``), ``comments_fr_telecom.csv`` and
``pairs_en_support.jsonl``. The collections were gathered by keywords: alone they teach that anger is abuse,
so customers' messages stand beside them as not abusive. Messages that benchmarks measure on are left out.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.retrieval.embedder import SentenceEmbedder
from assistant.triage.classifier import ABUSE_OUTPUTS
from assistant.triage.features import dense, edges, tokens, with_meaning
from assistant.triage.fitting import matrix_of, vocabulary_of
from assistant.triage.signals import SignalFinder, strengths
from assistant.triage.weights import Weights, save_weights

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

HERE = Path(__file__).parent
DATA = HERE.parent / "assistant" / "triage" / "data"
PENALTY = 1.0
HELD_OUT = 0.2
CUSTOMER_WEIGHT = 2.0


@dataclass(frozen=True, slots=True)
class Post:
    """``abusive`` is the collection's label; customers' messages count as not abusive."""

    text: str
    language: str
    abusive: bool
    customer: bool = False


def posts(folder: Path, measured: frozenset[str]) -> Iterator[Post]:
    """The rows of the collections. ``measured``: ids of messages to leave out."""
    for language in ("fr", "en"):
        with (folder / f"abuse_{language}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield Post(row["text"], language, row["abusive"] == "1")
    with (folder / "comments_fr_telecom.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["id"] not in measured:
                yield Post(row["text"], "fr", False, customer=True)
    with (folder / "pairs_en_support.jsonl").open(encoding="utf-8") as file:
        for pair in map(json.loads, file):
            if pair["id"] not in measured:
                yield Post(pair["comment"], "en", False, customer=True)


def measured_ids(benchmarks: Path) -> frozenset[str]:
    """Every message id named in a benchmark's labels."""
    found: set[str] = set()
    for path in benchmarks.glob("*.yaml"):
        found.update(re.findall(r"\b(?:tel|tw)-\d+\b", path.read_text(encoding="utf-8")))
    return frozenset(found)


def main() -> None:
    import numpy as np
    from sklearn.linear_model import LogisticRegression
    from sklearn.metrics import f1_score
    from sklearn.model_selection import train_test_split

    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--embedder", type=Path, required=True)
    options = parser.parse_args()
    embedder = SentenceEmbedder(options.embedder)
    rows = list(posts(options.data, measured_ids(HERE)))
    finder = SignalFinder()
    texts = [edges(row.text) for row in rows]
    words = [tokens(text) for text in texts]
    signals = [strengths(finder.find(row.text, row.language)) for row in rows]
    vectors = embedder.embed(texts)
    labels = np.array([row.abusive for row in rows], dtype=np.int64)
    weights = np.array([CUSTOMER_WEIGHT if row.customer else 1.0 for row in rows])
    strata = [f"{row.language}{row.abusive}{row.customer}" for row in rows]
    kept, held = train_test_split(np.arange(len(rows)), test_size=HELD_OUT, random_state=0, stratify=strata)

    def features(with_vectors: bool) -> list[NDArray[np.float32]]:
        return [
            with_meaning(dense(text, found), vectors[i] if with_vectors else None)
            for i, (text, found) in enumerate(zip(texts, signals, strict=True))
        ]

    def fit(at: NDArray[np.int64], given: list[NDArray[np.float32]], *, words_only: bool = False) -> Weights:
        vocabulary, idf = vocabulary_of([words[i] for i in at])
        some = [given[i] * (0 if words_only else 1) for i in at]
        matrix = matrix_of([words[i] for i in at], some, vocabulary, idf)
        model = LogisticRegression(C=PENALTY, solver="liblinear", class_weight="balanced", random_state=0)
        model.fit(matrix, labels[at], sample_weight=weights[at])
        weight = model.coef_.T.astype(np.float32)
        return Weights(
            outputs=ABUSE_OUTPUTS,
            vocabulary=vocabulary,
            idf=idf.astype(np.float16).astype(np.float32),
            terms=weight[: len(vocabulary)].astype(np.float16).astype(np.float32),
            dense=weight[len(vocabulary) :],
            bias=model.intercept_.astype(np.float32),
        )

    for name, given, words_only in (
        ("words alone", features(False), True),
        ("as shipped", features(False), False),
        ("with embeddings", features(True), False),
    ):
        tried = fit(kept, given, words_only=words_only)
        said = tried.scores([words[i] for i in held], [given[i] * (not words_only) for i in held])[:, 0] > 0
        for language in ("fr", "en"):
            of = np.array([rows[i].language == language for i in held])
            posted = of & np.array([not rows[i].customer for i in held])
            customers = of & ~posted
            f1 = f1_score(labels[held][posted], said[posted], average="macro")
            print(
                f"{name:16} {language}: macro-F1 on posts {f1:.3f}; "
                f"customers called abusive {said[customers].mean():.3f} of {customers.sum()}"
            )
    save_weights(fit(np.arange(len(rows)), features(False)), DATA / "abuse.npz")


if __name__ == "__main__":
    main()
