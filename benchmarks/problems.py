"""How well the problems of comments are found, against a person's labels.

Run from the checkout: ``python -m benchmarks.problems [--data FOLDER] [--misses]``. The texts are
real messages that are not part of the project; without them the script says so and ends.
"""

from __future__ import annotations

import argparse
import csv
import json
import time
from collections.abc import Mapping
from pathlib import Path

import yaml

from assistant.domain.charter import Problem
from assistant.triage.problems import ProblemFinder

ROOT = Path(__file__).resolve().parent.parent
LABELS = Path(__file__).with_name("problems_labels.yaml")
SECTORS = {"fr": ("telecom",), "en": ()}
"""The French rows were all written to a telephone operator, the English ones to brands of every kind."""


def load_problems(folder: Path) -> list[Problem]:
    """Every problem of a ``problems/`` folder."""
    return [
        Problem.model_validate({"id": f"{file.stem}.{key}", "sector": file.stem, **body})
        for file in sorted(folder.glob("*.yaml"))
        for key, body in yaml.safe_load(file.read_text(encoding="utf-8")).items()
    ]


def load_texts(folder: Path) -> dict[str, str]:
    """Texts by row id."""
    with (folder / "comments_fr_telecom.csv").open(encoding="utf-8", newline="") as rows:
        texts = {row["id"]: row["text"] for row in csv.DictReader(rows)}
    with (folder / "pairs_en_support.jsonl").open(encoding="utf-8") as lines:
        texts.update({row["id"]: row["comment"] for row in map(json.loads, lines)})
    return texts


def report(
    part: str,
    language: str,
    labels: Mapping[str, list[str]],
    texts: Mapping[str, str],
    finder: ProblemFinder,
    *,
    misses: bool,
) -> None:
    """Prints precision and recall over all labels of one part and language."""
    found_right = found_all = wanted_found = wanted_all = 0
    seconds = 0.0
    for row, marked in labels.items():
        started = time.perf_counter()
        found = {mention.id for mention in finder.find(texts[row], language, limit=10)}
        seconds += time.perf_counter() - started
        right = {id for label in marked for id in label.removeprefix("?").split("|")}
        wanted = [set(label.split("|")) for label in marked if not label.startswith("?")]
        missed = [label for label in wanted if not label & found]
        found_right += len(found & right)
        found_all += len(found)
        wanted_found += len(wanted) - len(missed)
        wanted_all += len(wanted)
        if misses and (missed or found - right):
            print(f"  {row}: wrong {sorted(found - right)} missed {[' | '.join(sorted(m)) for m in missed]}")
    precision = found_right / found_all if found_all else 1.0
    recall = wanted_found / wanted_all if wanted_all else 1.0
    print(
        f"{part:9} {language}  rows {len(labels):3}  found {found_all:3}  precision {precision:.2f}"
        f"  wanted {wanted_all:3}  recall {recall:.2f}  {seconds / len(labels) * 1e6:.0f} µs a row"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "data")
    parser.add_argument("--misses", action="store_true", help="name the rows with a wrong or missed problem")
    options = parser.parse_args()
    if not options.data.is_dir():
        raise SystemExit(f"No texts in {options.data}: give their folder with --data.")
    texts = load_texts(options.data)
    problems = load_problems(ROOT / "charter" / "problems")
    parts = yaml.safe_load(LABELS.read_text(encoding="utf-8"))
    for part, languages in parts.items():
        for language, labels in languages.items():
            finder = ProblemFinder(problems, sectors=SECTORS[language])
            report(part, language, labels, texts, finder, misses=options.misses)


if __name__ == "__main__":
    main()
