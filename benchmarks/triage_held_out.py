"""How often triage is right on comments that were labelled before any classifier saw them.

    python benchmarks/triage_held_out.py [--data FOLDER] [--embedder FOLDER]

``triage_written.yaml`` holds texts written for this. ``--data`` holds the public messages that ``triage_rows.yaml``
and ``triage_angry_honest.yaml`` name by id (``comments_fr_telecom.csv``, ``pairs_en_support.jsonl``). The seeds have been added to
once after these figures were seen; no text of these files was looked at for it.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import platformdirs
import yaml

from assistant.domain.comment import Comment
from assistant.domain.triage import NATURES
from assistant.retrieval.embedder import SentenceEmbedder
from assistant.tone.load import load_charter
from assistant.triage.classifier import load_classifier
from assistant.triage.judgement import COSTLY
from assistant.triage.problems import ProblemFinder
from assistant.triage.triager import Triager

HERE = Path(__file__).parent


class Row(NamedTuple):
    nature: str
    severity: str
    comment: Comment


def read(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def written() -> list[Row]:
    return [
        Row(
            row["nature"],
            row["severity"],
            Comment(
                row["id"],
                row["text"],
                language=row["language"],
                channel=row.get("channel", "unknown"),
                rating=row.get("rating"),
            ),
        )
        for row in read("triage_written.yaml")
    ]


def public(folder: Path) -> dict[str, Comment]:
    """The public messages by id."""
    with (folder / "comments_fr_telecom.csv").open(encoding="utf-8", newline="") as file:
        found = {row["id"]: Comment(row["id"], row["text"], language="fr") for row in csv.DictReader(file)}
    with (folder / "pairs_en_support.jsonl").open(encoding="utf-8") as file:
        for row in map(json.loads, file):
            found[row["id"]] = Comment(row["id"], row["comment"], language="en")
    return found


def report(name: str, triager: Triager, rows: Sequence[Row]) -> None:
    answers = list(triager.triage_many(row.comment for row in rows))
    pairs = Counter((row.nature, answer.nature) for row, answer in zip(rows, answers, strict=True))
    present = [n for n in NATURES if any(row.nature == n for row in rows)]
    f1 = []
    for nature in present:
        total = sum(n for (true, _), n in pairs.items() if true == nature)
        guessed = sum(n for (_, guess), n in pairs.items() if guess == nature)
        f1.append(2 * pairs[nature, nature] / (total + guessed))
        called = {guess: n for (true, guess), n in pairs.most_common() if true == nature}
        print(f"    {nature:<13} {total:>4}  F1 {f1[-1]:.2f}  {called}")
    right = sum(pairs[n, n] for n in present) / len(rows)
    unsure = sum(answer.unsure for answer in answers) / len(rows)
    print(
        f"  {name}: {len(rows)} rows, accuracy {right:.3f}, macro-F1 {sum(f1) / len(f1):.3f}, unsure {unsure:.3f}"
    )
    dangers = [a.severity == "S1" for row, a in zip(rows, answers, strict=True) if row.severity == "S1"]
    alarms = [row.severity == "S1" for row, a in zip(rows, answers, strict=True) if a.severity == "S1"]
    urgent = sum(
        a.severity in ("S1", "S2") for row, a in zip(rows, answers, strict=True) if row.severity == "S1"
    )
    print(f"  S1: {urgent} of {len(dangers)} called S1 or S2")
    print(f"  S1: {sum(dangers)} of {len(dangers)} found; {sum(alarms)} of {len(alarms)} alarms right")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charter", type=Path, default=HERE.parent / "charter")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--embedder", type=Path, help="default: the user's cache")
    options = parser.parse_args()
    folder = (
        options.embedder or Path(platformdirs.user_cache_dir("repartie")) / "models/multilingual-e5-small"
    )
    charter = load_charter(options.charter)
    embedder = SentenceEmbedder(folder)
    problems = ProblemFinder(charter.problems, sectors=charter.settings.identity.sectors)
    triager = Triager(charter, load_classifier(embedder), embedder=embedder, problems=problems)
    report("written", triager, written())
    if options.data is None:
        return
    texts = public(options.data)
    labelled = read("triage_rows.yaml").items()
    report(
        "public", triager, [Row(v["nature"].split("/")[0], v["severity"], texts[id]) for id, v in labelled]
    )
    angry = [texts[id] for ids in read("triage_angry_honest.yaml").values() for id in ids]
    called = Counter(answer.nature for answer in triager.triage_many(angry))
    print(
        f"  angry and honest: {len(angry)}, called {', '.join(COSTLY)}: {sum(called[n] for n in COSTLY)}; {dict(called)}"
    )


if __name__ == "__main__":
    main()
