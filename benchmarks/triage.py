"""How fast triage is, and how often it is right on rows labelled by hand.

    python benchmarks/triage.py --charter charter [--data FOLDER] [--embedder FOLDER] [--split held_out]

``--data`` holds the evaluation texts (``comments_fr_telecom.csv``, ``pairs_en_support.jsonl``); without it
only speed is measured. Labels are in ``triage_labels.yaml``; figures to be quoted are those of ``held_out``.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import yaml

from assistant.domain.comment import Comment
from assistant.domain.triage import NATURES
from assistant.tone.load import load_charter
from assistant.triage.classifier import load_classifier
from assistant.triage.judgement import COSTLY
from assistant.triage.triager import Triager

SPEED_WORDS = (20, 100)
SENTENCE = "Bonjour, ma commande devait arriver mardi et je n’ai toujours aucune nouvelle de votre part. "


def labelled(folder: Path, split: str) -> Iterator[tuple[str, Comment]]:
    """The labelled rows as (nature, comment)."""
    with (folder / "comments_fr_telecom.csv").open(encoding="utf-8", newline="") as file:
        texts = {row["id"]: row["text"] for row in csv.DictReader(file)}
    with (folder / "pairs_en_support.jsonl").open(encoding="utf-8") as file:
        texts |= {row["id"]: row["comment"] for row in map(json.loads, file)}
    labels = yaml.safe_load(Path(__file__).with_name("triage_labels.yaml").read_text(encoding="utf-8"))
    for natures in labels[split].values():
        for nature, ids in natures.items():
            for id in ids:
                yield nature, Comment(id, texts[id])


def quality(triager: Triager, folder: Path, split: str) -> None:
    rows = list(labelled(folder, split))
    answers = list(triager.triage_many(comment for _, comment in rows))
    pairs = Counter((true, answer.nature) for (true, _), answer in zip(rows, answers, strict=True))
    f1 = []
    for nature in NATURES:
        total = sum(n for (true, _), n in pairs.items() if true == nature)
        if total:
            found = sum(n for (_, guess), n in pairs.items() if guess == nature)
            f1.append(2 * pairs[nature, nature] / (total + found))
            print(f"  {nature:10} n={total:3}  F1 {f1[-1]:.2f}")
    sure = [(true, a.nature) for (true, _), a in zip(rows, answers, strict=True) if not a.unsure]
    honest = [a for (true, _), a in zip(rows, answers, strict=True) if true == "complaint"]
    wronged = sum(a.nature in COSTLY for a in honest)
    print(
        f"  {split}: {len(rows)} rows, accuracy {sum(pairs[n, n] for n in NATURES) / len(rows):.3f}, "
        f"macro-F1 over the {len(f1)} natures present {sum(f1) / len(f1):.3f}"
    )
    print(
        f"  unsure {1 - len(sure) / len(rows):.3f}; right when sure {sum(t == g for t, g in sure) / len(sure):.3f}"
    )
    print(f"  honest complaints called {', '.join(COSTLY)}: {wronged} of {len(honest)}")


def speed(triager: Triager) -> None:
    for words in SPEED_WORDS:
        text = " ".join((SENTENCE * (words // 10)).split()[:words])
        comments = [Comment(str(i), text) for i in range(64)]
        list(triager.triage_many(comments[:2]))
        started = time.perf_counter()
        list(triager.triage_many(comments))
        print(
            f"  {words} words ({len(text)} characters): {64 / (time.perf_counter() - started):.0f} comments/s"
        )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charter", type=Path, default=Path("charter"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--embedder", type=Path)
    parser.add_argument("--split", choices=("held_out", "development"), default="held_out")
    options = parser.parse_args()
    charter = load_charter(options.charter, for_drafting=False)
    triagers = {"fast": Triager(charter, load_classifier())}
    if options.embedder:
        from assistant.retrieval.embedder import SentenceEmbedder

        embedder = SentenceEmbedder(options.embedder)
        classifier = load_classifier(embedder)
        print(classifier.note or "full head matches the embedder")
        if classifier.needs_embeddings:
            triagers["full"] = Triager(charter, classifier, embedder=embedder)
    for name, triager in triagers.items():
        print(name)
        speed(triager)
        if options.data:
            quality(triager, options.data, options.split)


if __name__ == "__main__":
    main()
