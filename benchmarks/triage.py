"""How fast triage is, and how often it is right on rows labelled by hand.

    python benchmarks/triage.py --charter charter [--data FOLDER] [--embedder FOLDER] [--split held_out]
    python benchmarks/triage.py --batch 1000000

``--batch`` makes a file of so many comments of 30 words and runs ``assistant triage --fast`` on it: seconds, and the peak
memory of each process.

``--data`` holds the evaluation texts (``comments_fr_telecom.csv``, ``pairs_en_support.jsonl``); without it
only speed is measured. Labels are in ``triage_labels.yaml``; figures to be quoted are those of ``held_out``.
"""

from __future__ import annotations

import argparse
import contextlib
import csv
import json
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import yaml

from assistant.domain.comment import Comment
from assistant.domain.triage import NATURES
from assistant.tone.load import load_charter
from assistant.triage.classifier import load_classifier
from assistant.triage.judgement import COSTLY
from assistant.triage.problems import ProblemFinder
from assistant.triage.training import seed_examples
from assistant.triage.triager import Triager

SPEED_WORDS = (30, 90)
SINGLE_WORDS = 40


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
        comments = [Comment(str(i), text) for i, text in enumerate(islice(texts(words), 512))]
        list(triager.triage_many(comments[:256]))
        started = time.perf_counter()
        list(triager.triage_many(comments[256:]))
        print(f"  {words} words: {256 / (time.perf_counter() - started):.0f} comments/s")
    seconds = []
    for i, text in enumerate(islice(texts(SINGLE_WORDS), 200)):
        started = time.perf_counter()
        triager.triage(Comment(str(i), text))
        seconds.append(time.perf_counter() - started)
    warm = sorted(seconds[20:])
    print(f"  one of {SINGLE_WORDS} words: median {1000 * warm[90]:.0f} ms, p95 {1000 * warm[171]:.0f} ms")


def texts(words: int, seed: int = 7) -> Iterator[str]:
    """Comments of so many words, cut from the seed comments of one language, without an end."""
    draw = random.Random(seed)
    pools = [
        " ".join(e.text for e in seed_examples() if e.language == language).split()
        for language in ("fr", "en")
    ]
    while True:
        pool = draw.choice(pools)
        start = draw.randrange(len(pool) - words)
        yield " ".join(pool[start : start + words])


def batch(rows: int) -> None:
    """A whole file through the command. Memory is read from /proc every two seconds."""
    with tempfile.TemporaryDirectory() as folder:
        source, out = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            for i, text in enumerate(islice(texts(30), rows)):
                stream.write(json.dumps({"id": str(i), "text": text}, ensure_ascii=False) + "\n")
        started = time.perf_counter()
        run = [sys.executable, "-c", "from assistant.cli.main import run; run()", "triage", str(source)]
        process = subprocess.Popen([*run, "--fast", "-o", str(out), "-w", str(Path.cwd())])
        peaks: dict[int, int] = {}
        while process.poll() is None:
            children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            with contextlib.suppress(OSError, IndexError):  # one that has just ended
                for pid in [process.pid, *map(int, children.read_text().split())]:
                    status = Path(f"/proc/{pid}/status").read_text()
                    peaks[pid] = int(status.partition("VmHWM:")[2].split()[0]) // 1024
            time.sleep(2)
        seconds = time.perf_counter() - started
        with out.open("rb") as stream:
            done = sum(1 for _ in stream)
    print(
        f"{done} rows in {seconds:.0f} s, {done / seconds:.0f}/s; peak MiB of each process: {[*peaks.values()]}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charter", type=Path, default=Path("charter"))
    parser.add_argument("--data", type=Path)
    parser.add_argument("--embedder", type=Path)
    parser.add_argument("--split", choices=("held_out", "development"), default="held_out")
    parser.add_argument("--batch", type=int, metavar="ROWS")
    options = parser.parse_args()
    if options.batch:
        batch(options.batch)
        return
    charter = load_charter(options.charter, for_drafting=False)
    problems = ProblemFinder(charter.problems, sectors=charter.settings.identity.sectors)
    triagers = {"fast": Triager(charter, load_classifier(), problems=problems)}
    if options.embedder:
        from assistant.retrieval.embedder import SentenceEmbedder

        embedder = SentenceEmbedder(options.embedder)
        classifier = load_classifier(embedder)
        print(classifier.note or "full head matches the embedder")
        if classifier.needs_embeddings:
            triagers["full"] = Triager(charter, classifier, embedder=embedder, problems=problems)
    for name, triager in triagers.items():
        print(name)
        speed(triager)
        if options.data:
            quality(triager, options.data, options.split)


if __name__ == "__main__":
    main()
