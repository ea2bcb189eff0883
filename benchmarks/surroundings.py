"""Looking around a comment among 100,000 stored cases: milliseconds of each kind of question.

    .venv/bin/python benchmarks/surroundings.py [--cases 100000] [--url sqlite:///…|postgresql+psycopg://…]

Texts are drawn word by word, common words more often, 30 words on average. One author wrote 10,000 of the
messages, 5,000 are small changes of one text, 2,000 are copies of another.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from assistant.domain.comment import Comment
from assistant.store import Store, sqlite_url
from assistant.store.receive import Received

START = datetime(2026, 1, 1, tzinfo=UTC)
LATER = datetime(2027, 2, 1, tzinfo=UTC)
ASKED = 200


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--cases", type=int, default=100_000)
    parser.add_argument("--url")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = Store(asked.url or sqlite_url(Path(folder) / "desk.sqlite"), clock=lambda: LATER)
        store.migrate()
        taken = 0.0
        rest = comments(asked.cases)
        cases: list[str] = []
        while some := [comment for _, comment in zip(range(500), rest, strict=False)]:
            begun = time.process_time()
            with store.begin() as work:
                received = work.cases.receive_many(some, LATER, "import")
                cases += [one.case_id for one in received if isinstance(one, Received)]
            taken += time.process_time() - begun
        print(f"import of {asked.cases:,} rows: {taken:.1f} s of CPU")
        measure(store, cases)
        store.close()


def comments(count: int) -> Iterator[Comment]:
    draw = random.Random(1)
    vocabulary = [f"mot{n}" for n in range(20_000)]
    weights = [1 / (n + 3) for n in range(20_000)]
    template, copied = (draw.choices(vocabulary, weights, k=30) for _ in range(2))
    for n in range(count):
        words = draw.choices(vocabulary, weights, k=draw.randint(10, 50))
        author, channel = f"auteur {draw.randrange(20_000)}", f"c{n % 3}"
        if n % 10 == 1:
            author, channel = "le prolixe", "c0"
        elif n % 20 == 2:
            words = [*template]
            words[draw.randrange(30)] = draw.choice(vocabulary)
        elif n % 50 == 3:
            words = copied
        at = START + timedelta(days=365) * (n / count)
        yield Comment(str(n), " ".join(words), channel=channel, author=author, posted_at=at)


def measure(store: Store, cases: list[str]) -> None:
    kinds = {"an ordinary comment": 4, "one of 10,000 by its author": 1, "a near copy": 2, "a copy": 3}
    for kind, remainder in kinds.items():
        step = 50 if remainder == 3 else 20 if remainder == 2 else 10
        some = cases[remainder::step]
        ids = random.Random(2).sample(some, min(ASKED, len(some)))
        around, card = [], []
        for id in ids:
            with store.read() as work:
                case = work.cases.get(id)
                for times, look in (
                    (around, lambda: work.surroundings.of(case.comment, case.id, case.received_at)),  # noqa: B023
                    (card, lambda: work.surroundings.card(case.comment, case.id)),  # noqa: B023
                ):
                    begun = time.perf_counter()
                    look()
                    times.append((time.perf_counter() - begun) * 1000)
        for what, times in (("triage", around), ("card", card)):
            p95 = statistics.quantiles(times, n=20)[-1]
            print(f"{kind}, {what}: p50 {statistics.median(times):.1f} ms, p95 {p95:.1f} ms")


if __name__ == "__main__":
    main()
