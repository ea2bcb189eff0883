"""The drafts labelled by hand, and how often the judge agrees with the label."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from assistant.evaluation.judge import Exchange, Support, judge

FACTS = {
    "fr": (
        "écrivez-nous à bonjour@maison-lumen.example",
        "appelez-nous au 04 65 71 20 30, du lundi au vendredi, de 9 h à 18 h",
        "Nous répondons à chaque message sous deux jours ouvrés.",
        "Nous livrons en France, en Belgique, au Luxembourg et en Allemagne.",
        "La livraison coûte 4,90 € en point relais et 6,90 € à domicile.",
    ),
    "en": (
        "please write to us at hello@maison-lumen.example",
        "please call us on 020 7946 0230, Monday to Friday, 9 am to 6 pm Paris time",
        "We answer every message within two working days.",
        "We deliver to France, Germany, Ireland and the United Kingdom.",
        "Delivery costs €4.90 to a pick-up point and €6.90 to your door.",
    ),
}
NAMES = ("Maison Lumen", "service clients", "Customer Care", "Baladine", "Rondine")


@dataclass(frozen=True, slots=True)
class Labelled:
    """One draft with the faults a person sees in it; ``near`` names a fault it comes close to."""

    exchange: Exchange
    support: Support
    faults: frozenset[str]
    near: str | None


def labelled(language: str) -> Iterator[Labelled]:
    """The labelled drafts of a language."""
    data = yaml.safe_load(Path(__file__).with_name(f"cases_{language}.yaml").read_text("utf-8"))
    for case in data["cases"]:
        frame: dict[str, Any] = data["frames"].get(case.get("frame"), case)
        draft = (
            " ".join(frame["draft"].replace("{}", case.get("put", "")).split())
            if "frame" in case
            else case["draft"]
        )
        exchange = Exchange(
            comment=frame["comment"],
            draft=draft,
            language=language,  # type: ignore[arg-type]
            nature=frame["nature"],
            must=tuple(frame["must"]),
            may=tuple(frame.get("may", ())),
            author=case.get("author"),
        )
        support = Support(FACTS[language], NAMES, case.get("sender"))
        yield Labelled(exchange, support, frozenset(case["faults"]), case.get("near"))


@dataclass(frozen=True, slots=True)
class Agreement:
    """How the judge fared with one kind of fault: right, invented and missed, and drafts near it."""

    right: int
    invented: int
    missed: int
    near: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.invented) if self.right + self.invented else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def agreement() -> tuple[dict[str, Agreement], list[str]]:
    """By kind of fault over both languages, and each disagreement in words."""
    right, invented, missed, near = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    told = []
    for language in ("fr", "en"):
        for case in labelled(language):
            verdict = judge(case.exchange, case.support)
            found = {f.kind: f.quote for f in (*verdict.dishonest, *verdict.incomplete)}
            near[case.near or ""] += 1
            right.update(found.keys() & case.faults)
            invented.update(found.keys() - case.faults)
            missed.update(case.faults - found.keys())
            for kind in found.keys() ^ case.faults:
                told.append(
                    f"{'invented' if kind in found else 'missed'} {kind} ({found.get(kind, '')}): {case.exchange.draft}"
                )
    kinds = right.keys() | invented.keys() | missed.keys()
    return {k: Agreement(right[k], invented[k], missed[k], near[k]) for k in sorted(kinds)}, told
