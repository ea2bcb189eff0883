"""How fast the checker is: checks a second on replies of about 100 words, and what a rule costs.

    python benchmarks/check.py [--charter charter] [--seconds 5]

Times are CPU seconds of this process, so that a busy machine blurs them less.
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
from assistant.domain.text import words
from assistant.tone.checker import Checker
from assistant.tone.load import load_charter

WORDS = 80
"""A text is closed by the reply that takes it past this length."""
TODAY = date(2026, 11, 23)


def replies(folder: Path) -> list[tuple[str, str]]:
    """Texts of at least :data:`WORDS` words with their language, made of the charter's approved replies."""
    rows = [json.loads(line) for line in (folder / "replies.jsonl").read_text(encoding="utf-8").splitlines()]
    made = []
    for language in ("fr", "en"):
        text = ""
        for row in (r for r in rows if r["language"] == language):
            text = f"{text}\n{row['reply']}".strip()
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


def with_rules(charter: Charter, times: float) -> Charter:
    """The charter with its rules repeated (or left out, for 0)."""
    rules = [
        rule.model_copy(update={"id": f"{rule.id}.{n}"}) for n in range(int(times)) for rule in charter.rules
    ]
    return replace(charter, rules=tuple(rules))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--charter", type=Path, default=Path("charter"))
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    charter = load_charter(options.charter, for_drafting=False)
    texts = replies(options.charter)
    print(f"{len(texts)} texts, {statistics.mean(len(words(t)) for t, _ in texts):.0f} words on average")
    for times in (0, 1, 4, 16):
        began = time.process_time()
        checker = Checker(with_rules(charter, times))
        built = time.process_time() - began
        taken = sorted(measure(checker, texts, options.seconds))
        print(
            f"{len(charter.rules) * times:5d} rules: {1000 / statistics.mean(taken):6.0f} checks/s, "
            f"median {statistics.median(taken):.2f} ms, p95 {taken[int(len(taken) * 0.95)]:.2f} ms, "
            f"built in {built:.2f} s"
        )


if __name__ == "__main__":
    main()
