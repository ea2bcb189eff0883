"""Whether a second opinion of the local model helps where triage is unsure.

    python benchmarks/triage_opinion.py [--data FOLDER] [--rows 150] [--model NAME]

Of the unsure rows of the held-out sets (see ``triage_held_out.py``) so many are drawn at random; the model chooses between the
two candidates. Counted on the rows whose true nature is one of the two: how often the first candidate is right, how often
the model, and what it says where the first candidate is wrong. Nothing was tuned on these rows.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from pathlib import Path

import platformdirs
from triage_held_out import HERE, Row, public, read, written

from assistant.config import cores
from assistant.llm.llama import LlamaModel
from assistant.llm.opinion import ModelOpinion
from assistant.llm.prompts import load_prompts
from assistant.retrieval.embedder import SentenceEmbedder
from assistant.tone.load import load_charter
from assistant.triage.classifier import load_classifier
from assistant.triage.problems import ProblemFinder
from assistant.triage.triager import Triager


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--charter", type=Path, default=HERE.parent / "charter")
    parser.add_argument("--data", type=Path)
    parser.add_argument("--rows", type=int, default=150)
    parser.add_argument("--model", default="qwen2.5-coder-1.5b-instruct-q4_k_m")
    options = parser.parse_args()
    models = Path(platformdirs.user_cache_dir("repartie")) / "models"
    charter = load_charter(options.charter)
    embedder = SentenceEmbedder(models / "multilingual-e5-small")
    problems = ProblemFinder(charter.problems, sectors=charter.settings.identity.sectors)
    triager = Triager(charter, load_classifier(embedder), embedder=embedder, problems=problems)
    rows = written()
    if options.data is not None:
        texts = public(options.data)
        rows += [
            Row(v["nature"].split("/")[0], v["severity"], texts[id])
            for id, v in read("triage_rows.yaml").items()
        ]
    answers = triager.triage_many(row.comment for row in rows)
    unsure = [(row, a) for row, a in zip(rows, answers, strict=True) if a.unsure and a.alternatives]
    drawn = random.Random(0).sample(unsure, min(options.rows, len(unsure)))
    asked = [(row, a, (a.nature, a.alternatives[0].nature)) for row, a in drawn]
    asked = [(row, a, pair) for row, a, pair in asked if row.nature in pair]
    print(f"{len(unsure)} unsure of {len(rows)}; {len(drawn)} drawn, the truth among the two in {len(asked)}")

    weights = models / options.model
    model = LlamaModel(
        weights if weights.is_file() else next(weights.glob("*.gguf")),
        name=options.model,
        threads=cores(),
    )
    second = ModelOpinion(model, load_prompts(HERE.parent / "prompts"))
    counts: Counter[str] = Counter()
    started = time.perf_counter()
    for row, answer, pair in asked:
        opinion = second.opinion(row.comment.whole, answer.language, pair)
        first = "first right" if pair[0] == row.nature else "first wrong"
        said = "none" if opinion is None else "right" if opinion.nature == row.nature else "wrong"
        counts[first] += 1
        counts[f"opinion {said}"] += 1
        counts[f"{first}, opinion {said}"] += 1
    seconds = time.perf_counter() - started
    model.close()
    for name, number in sorted(counts.items()):
        print(f"  {name}: {number} ({number / len(asked):.2f})")
    print(f"  {seconds / len(asked):.1f} s a comment")


if __name__ == "__main__":
    main()
