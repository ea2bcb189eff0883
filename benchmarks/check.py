"""How fast the checker is: checks a second on replies of 80 words, and what a rule costs as rules grow.

    python benchmarks/check.py [--charter charter] [--seconds 5]

Times are CPU seconds of this process, so that a busy machine blurs them less. Wanted with the example
charter: at least 500 checks a second, 95 of 100 under 5 ms.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.text import sentences, words
from assistant.tone.checker import Checker
from assistant.tone.load import load_charter
from assistant.tone.prepared import Prepared
from assistant.tone.rules import compile_rule

WORDS = 80
"""A text is closed by the sentence that takes it past this length."""
SIZES = (10, 30, 100, 300, 1000)
COSTLIEST = 5
TODAY = date(2026, 11, 23)


def replies(folder: Path) -> list[tuple[str, str]]:
    """Texts of about :data:`WORDS` words with their language, made of the sentences of approved replies."""
    rows = [json.loads(line) for line in (folder / "replies.jsonl").read_text(encoding="utf-8").splitlines()]
    made = []
    for language in ("fr", "en"):
        text = ""
        for sentence in (s for r in rows if r["language"] == language for s in sentences(r["reply"])):
            text = f"{text} {sentence}".strip()
            if len(words(text)) >= WORDS:
                made.append((text, language))
                text = ""
    return made


def measure(checker: Checker, texts: list[tuple[str, str]], seconds: float) -> list[float]:
    """CPU milliseconds of each check, after one round to warm up."""
    for text, language in texts:
        checker.check(text, CheckContext(today=TODAY, language=language))
    taken: list[float] = []
    end = time.process_time() + seconds
    while time.process_time() < end:
        for text, language in texts:
            began = time.process_time()
            checker.check(text, CheckContext(today=TODAY, language=language, channel="google_reviews"))
            taken.append((time.process_time() - began) * 1000)
    return taken


def with_rules(charter: Charter, count: int) -> Charter:
    """The charter with this many rules: its own, in their proportions, again and again."""
    step = max(1, len(charter.rules) // count)
    chosen = charter.rules[::step] if count < len(charter.rules) else charter.rules
    rules = [
        rule.model_copy(update={"id": f"{rule.id}.{n}"})
        for n in range(count // len(chosen) + 1)
        for rule in chosen
    ]
    return replace(charter, rules=tuple(rules[:count]))


def report(name: str, checker: Checker, texts: list[tuple[str, str]], seconds: float) -> float:
    """Prints one line; returns the mean of a check, in milliseconds."""
    taken = sorted(measure(checker, texts, seconds))
    mean = statistics.mean(taken)
    print(
        f"{name}: {1000 / mean:6.0f} checks/s, p50 {statistics.median(taken):.2f} ms, "
        f"p95 {taken[int(len(taken) * 0.95)]:.2f} ms"
    )
    return mean


def costs(charter: Charter, texts: list[tuple[str, str]]) -> list[tuple[float, str]]:
    """Microseconds that each rule's search takes on a text, words and sentences known: dearest first."""
    found = []
    for rule in map(lambda r: compile_rule(r, charter), charter.rules):
        spent = 0.0
        for text, language in texts * 10:
            prepared = Prepared(text, language)
            assert (
                prepared.words is not None and prepared.sentences is not None and prepared.folds is not None
            )
            context = CheckContext(today=TODAY, language=language, channel="google_reviews")
            began = time.perf_counter()
            list(rule.find(prepared, context, "fr"))
            spent += time.perf_counter() - began
        found.append((spent / len(texts) / 10 * 1e6, rule.rule.id))
    return sorted(found, reverse=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--charter", type=Path, default=Path("charter"))
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    charter = load_charter(options.charter, for_drafting=False)
    texts = replies(options.charter)
    print(f"{len(texts)} texts, {statistics.mean(len(words(t)) for t, _ in texts):.0f} words on average")
    bare = report("no rules, guards alone ", Checker(replace(charter, rules=())), texts, options.seconds)
    report(f"the charter, {len(charter.rules):4d} rules", Checker(charter), texts, options.seconds)
    for size in SIZES:
        began = time.process_time()
        checker = Checker(with_rules(charter, size))
        built = time.process_time() - began
        mean = report(f"             {size:4d} rules", checker, texts, options.seconds)
        print(f"    {(mean - bare) / size * 1000:.1f} µs a rule; built in {built:.2f} s")
    print("The dearest rules, µs a text, when they are awake:")
    for microseconds, rule in costs(charter, texts)[:COSTLIEST]:
        print(f"    {microseconds:4.0f}  {rule}")


if __name__ == "__main__":
    main()
