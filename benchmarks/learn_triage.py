"""Makes the triage weights that ship, from the seed comments alone, and says how good they are.

    python benchmarks/learn_triage.py --embedder FOLDER

writes ``assistant/triage/data/nature_full.npz`` and ``nature_fast.npz``. The same seeds give the same weights.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from assistant.retrieval.embedder import SentenceEmbedder
from assistant.triage.classifier import Classifier, load_abuse
from assistant.triage.training import fixed_examples, measure, seed_examples, train
from assistant.triage.weights import save_weights

DATA = Path(__file__).parent.parent / "assistant" / "triage" / "data"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--embedder", type=Path, required=True)
    embedder = SentenceEmbedder(parser.parse_args().embedder)
    for name, used in (("fast", None), ("full", embedder)):
        made, folds = train(seed_examples(), embedder=used)
        save_weights(made, DATA / f"nature_{name}.npz")
        found = measure(Classifier(made, load_abuse()), fixed_examples(), used)
        for where, f in (("folds", folds), ("fixed", found)):
            print(
                f"{name} {where}: {f.comments} comments, accuracy {f.accuracy}, macro-F1 {f.macro_f1}, unsure {f.unsure}, "
                f"right when sure {f.right_when_sure}, attack recall {f.attack_recall}, complaints wronged {f.wronged} of "
                f"{f.complaints}, alarms: recall {f.alarm_recall}, precision {f.alarm_precision}"
            )


if __name__ == "__main__":
    main()
