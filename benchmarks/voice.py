"""How far the measure of voice is from a person's ratings, on texts that did not calibrate it, and its speed.

    python benchmarks/voice.py [--charter charter] [--texts 10] [--write]

``--write`` fits again and replaces the weights that ship (after a change of features or rated texts). Needs
the default embedding model; times are wall milliseconds.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.stats import spearmanr

from assistant.config import Settings
from assistant.domain.charter import Charter
from assistant.domain.protocols import Embedder
from assistant.domain.voice import AXES, AXIS_OF, POLES
from assistant.llm.weights import ModelStore
from assistant.retrieval.embedder import SentenceEmbedder
from assistant.tone.load import load_charter
from assistant.tone.voice import VoiceMeter
from assistant.tone.voice_fit import LANGUAGES, SHIPPED, Rated, fit, rated_texts, save_head
from assistant.wiring import catalog


def default_embedder() -> Embedder:
    """The catalogue's embedding model, from the cache."""
    models = catalog()
    entry = models.default("embedding")
    return SentenceEmbedder(ModelStore(Settings().cache_folder(), models).path(entry.name), name=entry.name)


class Remembering:
    """An embedder that embeds each text once: five folds ask for the same examples again and again."""

    def __init__(self, embedder: Embedder) -> None:
        self.id, self.sha256, self.dimensions = embedder.id, embedder.sha256, embedder.dimensions
        self._embedder = embedder
        self._known: dict[str, NDArray[np.float32]] = {}

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        new = [t for t in dict.fromkeys(texts) if t not in self._known]
        self._known.update(zip(new, self._embedder.embed(new), strict=True))
        return np.stack([self._known[t] for t in texts])


def positions(meter: VoiceMeter, rows: Sequence[Rated]) -> NDArray[np.float64]:
    """Shape (len(rows), 4)."""
    return np.array([[p.position for p in meter.measure(r.text, r.language).positions] for r in rows])


def against_people(meter: VoiceMeter, name: str) -> None:
    for part in ("held_out", "later"):
        for language in LANGUAGES:
            rows = [r for r in rated_texts() if r.part == part and r.language == language]
            found, given = positions(meter, rows), np.array([r.ratings for r in rows])
            print(f"{name:22} {part:9} {language} n={len(rows)} ", end="")
            for n, axis in enumerate(AXES):
                error = np.abs(found[:, n] - given[:, n]).mean()
                rank = spearmanr(found[:, n], given[:, n])[0]
                print(f" {axis[:11]} {error:.2f}/{rank:.2f}", end="")
            print()


def against_house(meter: VoiceMeter, charter: Charter, name: str) -> None:
    """The charter's own examples: dos within the tolerance, don'ts beyond it on the side they break."""
    for language in LANGUAGES:
        kept, broken = [], []
        for example in (e for e in charter.examples if e.language == language):
            kept += [bool(p.inside) for p in meter.measure(example.do, language, example.nature).positions]
            dont = {p.axis: p for p in meter.measure(example.dont, language, example.nature).positions}
            for pole in example.breaks:
                at = dont[AXIS_OF[pole]]
                side = 1 if pole == POLES[at.axis][1] else -1
                broken.append(side * (at.distance or 0.0) > (at.tolerance or 0.0))
        print(f"{name:22} {language}  dos inside {np.mean(kept):.2f}  don'ts out {np.mean(broken):.2f}")


def left_out(charter: Charter, embedder: Embedder | None, folder: Path, name: str) -> None:
    """As :func:`against_house`, each fifth of the pairs judged by a house that learned the others."""
    for language in LANGUAGES:
        pairs = [e for e in charter.examples if e.language == language]
        kept, broken = [], []
        for fold in range(5):
            out = pairs[fold::5]
            meter = VoiceMeter(
                replace(charter, examples=tuple(e for e in pairs if e not in out)), embedder, folder
            )
            for example in out:
                kept += [
                    bool(p.inside) for p in meter.measure(example.do, language, example.nature).positions
                ]
                dont = {p.axis: p for p in meter.measure(example.dont, language, example.nature).positions}
                for pole in example.breaks:
                    at = dont[AXIS_OF[pole]]
                    side = 1 if pole == POLES[at.axis][1] else -1
                    broken.append(side * (at.distance or 0.0) > (at.tolerance or 0.0))
        print(f"{name:22} {language}  dos inside {np.mean(kept):.2f}  don'ts out {np.mean(broken):.2f}")


def speed(meter: VoiceMeter, texts: Sequence[tuple[str, str]], name: str) -> None:
    taken = []
    for text, language in texts:
        began = time.perf_counter()
        meter.measure(text, language)
        taken.append((time.perf_counter() - began) * 1000)
    ordered = sorted(taken)
    print(
        f"{name:22} median {statistics.median(taken):.1f} ms, p95 {ordered[int(len(ordered) * 0.95)]:.1f} ms a text"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--charter", type=Path, default=Path("charter"))
    parser.add_argument(
        "--texts", type=int, default=10, help="held-out texts a language to print for reading"
    )
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args()
    embedder = default_embedder()
    if options.write:
        save_head(fit(embedder), SHIPPED)
    charter = load_charter(options.charter)
    general = replace(charter, examples=())
    import tempfile

    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        alone = ("features alone", None)
        for name, used in (alone, ("with the embedding", Remembering(embedder))):
            meter = VoiceMeter(general, used, folder)
            against_people(meter, name)
            against_house(meter, charter, f"{name}, general")
            house = VoiceMeter(charter, used, folder)
            against_house(house, charter, f"{name}, house")
            left_out(charter, used, folder, f"{name}, 5 folds")
            against_people(house, f"{name}, house")
            timed = VoiceMeter(charter, embedder if used else None, folder)
            timed.measure("Bonjour et merci.", "fr"), timed.measure("Hello and thanks.", "en")
            speed(timed, [(e.do, e.language) for e in charter.examples], name)
        meter = VoiceMeter(general, embedder, folder)
        for language in LANGUAGES:
            rows = [r for r in rated_texts() if r.part == "held_out" and r.language == language]
            rows = rows[: options.texts]
            for row, found in zip(rows, positions(meter, rows), strict=True):
                given = " ".join(f"{g:+.0f}({f:+.1f})" for g, f in zip(row.ratings, found, strict=True))
                print(f"{given}  {row.text}")


if __name__ == "__main__":
    main()
