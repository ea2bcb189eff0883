"""Drafts against the plain chat, on comments that nothing here was written with.

Run from the checkout: ``python -m benchmarks.drafting [--data FOLDER] [--limit N] [-o FOLDER]``. One hundred French and
one hundred English public messages that are not part of the project (without them only the written ones are answered),
and the forty written comments of ``drafting_written.yaml``. The English drafts may learn from the brands' replies to other
messages, the French and the written ones from the example company's. The records are kept as they are made
(``FOLDER/records-*.jsonl``), so that a stopped run goes on and ``--judge-only`` judges them anew.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import re
import shutil
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from assistant.config import Settings, Workspace, shipped
from assistant.desk.evaluating import Bad, Pair, memory_of, pairs_of, supports_of
from assistant.domain.reply import ApprovedReply
from assistant.evaluation.figures import Judged, figures, judged
from assistant.evaluation.record import Record, record_from_json, record_json
from assistant.evaluation.report import fault_rows, figure_rows
from assistant.intake.files import Row
from assistant.intake.rows import reply_from_row
from assistant.tone.load import load_charter
from assistant.wiring import House

ROOT = Path(__file__).resolve().parent.parent
WRITTEN = Path(__file__).with_name("drafting_written.yaml")
PARTS = ("fr", "en", "written")
SECTORS = {
    "fr": "telecom",
    "en": "retail, delivery, software, telecom, transport, banking, hospitality",
    "written": None,
}
"""A company names its sectors in its charter: the French rows were all written to a telephone operator, the English
ones to brands of every kind."""


def known_ids() -> set[str]:
    """The rows that other benchmarks name, by which something may have been set."""
    found: set[str] = set()
    for file in Path(__file__).parent.glob("*.yaml"):
        found |= set(re.findall(r"\b(?:tel|tw)-\d+\b", file.read_text("utf-8")))
    return found


def drawn(part: str, data: Path | None, count: int = 100) -> list[dict[str, Any]]:
    """The rows of one part; the same ones every time."""
    if part == "written":
        both = yaml.safe_load(WRITTEN.read_text("utf-8"))
        return [{"language": language, **row} for language in ("fr", "en") for row in both[language]]
    assert data is not None
    if part == "fr":
        with (data / "comments_fr_telecom.csv").open(encoding="utf-8", newline="") as stream:
            rows = [{"id": r["id"], "text": r["text"], "language": "fr"} for r in csv.DictReader(stream)]
    else:
        with (data / "pairs_en_support.jsonl").open(encoding="utf-8") as stream:
            rows = [
                {k: r[k] for k in ("id", "comment", "reply", "language")} for r in map(json.loads, stream)
            ]
    known = known_ids()
    return random.Random(5).sample([r for r in rows if r["id"] not in known], count)


def house_for(part: str, folder: Path) -> House:
    """A workspace with the example company's charter, in the sectors of the comments."""
    workspace = Workspace(folder / part)
    shutil.copytree(shipped("charter"), workspace.charter)
    workspace.data.mkdir()
    if SECTORS[part] is not None:
        path = workspace.charter / "charter.yaml"
        text, changed = re.subn(
            r"sectors: \[[^\]]*\]", f"sectors: [{SECTORS[part]}]", path.read_text("utf-8")
        )
        assert changed == 1
        path.write_text(text, "utf-8")
    return House(workspace, Settings(workspace=None))


def memory(part: str, data: Path | None) -> list[ApprovedReply]:
    """The approved replies drafts may learn from."""
    path = shipped("charter") / "replies.jsonl"
    if part == "en":
        assert data is not None
        path = data / "pairs_en_support.jsonl"
    with path.open(encoding="utf-8") as stream:
        return [reply_from_row(json.loads(line)) for line in stream]


def run_part(part: str, data: Path | None, out: Path, limit: int | None) -> None:
    """Makes the drafts of one part that are not made yet."""
    earlier = list(read(out))
    kept = {r.id for r in earlier}
    said: dict[str, list[str]] = {}
    for record in earlier:
        if text := record.answers["ours"].text:
            said.setdefault(record.language, []).append(text)
    rows = [Row(n, row) for n, row in enumerate(drawn(part, data)[:limit], 1) if row["id"] not in kept]
    if not rows:
        return
    with tempfile.TemporaryDirectory() as folder, out.open("a", encoding="utf-8") as stream:
        house = house_for(part, Path(folder))
        pairs = [p for p in pairs_of(rows) if isinstance(p, Pair)]
        known = memory_of(memory(part, data), ())
        with house.evaluation(known, today=date.today(), sender=None, plain=True) as evaluation:
            for made in evaluation.records(pairs, recent=said):
                if isinstance(made, Bad):
                    print(f"{part}, row {made.line}: {made.error.message}", flush=True)
                    continue
                stream.write(json.dumps(record_json(made), ensure_ascii=False) + "\n")
                stream.flush()
        house.close()


def read(path: Path) -> Iterator[Record]:
    """The records kept so far."""
    if path.exists():
        with path.open(encoding="utf-8") as stream:
            for line in stream:
                yield record_from_json(json.loads(line))


def judge_all(path: Path) -> list[Judged]:
    """The verdicts on the records kept so far, under the example company's charter."""
    charter = load_charter(shipped("charter"))
    supports = supports_of(charter, date.today(), None)
    return [judged(record, supports, charter.settings.reply_limits.words_min) for record in read(path)]


def show(part: str, rows: list[Judged], faults: bool) -> None:
    """Prints the figures of ours and plain side by side."""
    shown = {way: figures(rows, way) for way in ("ours", "plain")}
    print(f"\n== {part}: {len(rows)} comments\n{'':<46}{'ours':>12}{'plain':>12}")
    for label, cells in figure_rows(shown):
        print(f"{label:<46}" + "".join(f"{cell:>12}" for cell in cells))
    for kind, counts in fault_rows(shown):
        print(f"  {kind:<44}" + "".join(f"{count:>12}" for count in counts))
    for way, f in shown.items():
        print(f"no draft, {way}: {dict(f.reasons)}")
    for j in rows if faults else ():
        for way, verdict in j.verdicts.items():
            for fault in (*verdict.dishonest, *verdict.incomplete):
                print(f"{j.record.id} {way} {fault.kind}: {fault.quote[:80]!r}")


def main() -> None:
    """Runs what is left to run and prints the figures of each part."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the messages")
    parser.add_argument("--limit", type=int, help="at most so many comments of each part")
    parser.add_argument("-o", type=Path, default=Path("drafting-run"), help="folder of the records")
    parser.add_argument("--judge-only", action="store_true", help="judge the records that are there")
    parser.add_argument("--faults", action="store_true", help="print each fault with its words")
    arguments = parser.parse_args()
    arguments.o.mkdir(parents=True, exist_ok=True)
    everything: list[Judged] = []
    for part in PARTS:
        if part != "written" and arguments.data is None:
            print(f"{part}: no --data; left out")
            continue
        out = arguments.o / f"records-{part}.jsonl"
        if not arguments.judge_only:
            run_part(part, arguments.data, out, arguments.limit)
        if rows := judge_all(out):
            everything += rows
            show(part, rows, arguments.faults)
    if everything:
        show("all", everything, faults=False)


if __name__ == "__main__":
    main()
