"""The report of a run: kept as JSON, read as Markdown."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.errors import BadInput
from assistant.evaluation.figures import Figures, Judged
from assistant.evaluation.judge import COMPLETENESS, HONESTY, Fault, Verdict
from assistant.evaluation.record import Conditions, record_from_json, record_json

SHOWN = 20
"""Drafts side by side."""
FORMAT = 1

SHARES = (
    ("honest", "honest, of comments"),
    ("honest_drafts", "honest, of drafts"),
    ("complete", "honest and complete, of comments"),
    ("complete_drafts", "honest and complete, of drafts"),
)


@dataclass(frozen=True, slots=True)
class Report:
    """A run with its figures by way of answering (``ours``, ``plain``)."""

    conditions: Conditions
    figures: Mapping[str, Figures]
    rows: tuple[Judged, ...]
    bad: int = 0


def report_json(report: Report) -> str:
    """The report as JSON, to be compared with later."""
    data = {
        "format": FORMAT,
        "conditions": asdict(report.conditions),
        "figures": {way: asdict(f) for way, f in report.figures.items()},
        "bad": report.bad,
        "rows": [
            {
                **record_json(j.record),
                "verdicts": {
                    way: asdict(v) | {"honest": v.honest, "complete": v.complete}
                    for way, v in j.verdicts.items()
                },
            }
            for j in report.rows
        ],
    }
    return json.dumps(data, ensure_ascii=False, indent=1)


def read_report(path: Path) -> Report:
    """A report that :func:`report_json` wrote.

    Raises:
        BadInput: ``eval.report``: the file is missing, or no report of this program.
    """
    try:
        data = json.loads(path.read_text("utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']}")
        rows = []
        for row in data["rows"]:
            verdicts = {way: _verdict(v) for way, v in row.pop("verdicts").items()}
            rows.append(Judged(record_from_json(row), verdicts))
        conditions = data["conditions"]
        return Report(
            Conditions(**{**conditions, "prompts": tuple(conditions["prompts"])}),
            {way: Figures(**f) for way, f in data["figures"].items()},
            tuple(rows),
            data["bad"],
        )
    except OSError as error:
        raise BadInput("eval.report", f"{path}: {error.strerror}", "Check the path.") from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise BadInput(
            "eval.report",
            f"{path} is no report of this program ({error}).",
            "Give the .json file that an earlier `assistant eval -o` wrote.",
        ) from error


def _verdict(data: Mapping[str, Any]) -> Verdict:
    return Verdict(
        tuple(Fault(**f) for f in data["dishonest"]), tuple(Fault(**f) for f in data["incomplete"])
    )


def side_by_side(report: Report, against: Report | None) -> list[tuple[Judged, Judged | None]]:
    """At most :data:`SHOWN` comments that got a draft, with the same comment of the earlier run; those that
    both runs know first. The same ones for the same seed."""
    before = {j.record.id: j for j in against.rows} if against else {}
    drafted = [j for j in report.rows if j.verdicts]
    chosen = random.Random(report.conditions.seed)
    chosen.shuffle(drafted)
    drafted.sort(key=lambda j: j.record.id not in before)
    return [(j, before.get(j.record.id)) for j in drafted[:SHOWN]]


def columns(report: Report, against: Report | None) -> dict[str, Figures]:
    """The ways of answering, and those of the earlier run under ``before: …``."""
    found = dict(report.figures)
    if against is not None:
        found |= {f"before: {way}": f for way, f in against.figures.items()}
    return found


def figure_rows(shown: Mapping[str, Figures]) -> Iterator[tuple[str, list[str]]]:
    """(label, one cell a column) for each figure; what no column has is left out."""
    ways = list(shown.values())
    yield "comments that ask for a reply", [str(f.asked) for f in ways]
    yield "drafts", [str(f.drafted) for f in ways]
    for name, label in SHARES:
        yield label, [percent(getattr(f, name)) for f in ways]
    yield "abstentions (of these S1 or unsure)", [f"{f.abstained} ({f.excused})" for f in ways]
    yield "drafts where no reply is asked for", [str(f.unwanted) for f in ways]
    for language in sorted({x for f in ways for x in f.sameness}):
        yield f"sameness, {language}", [_number(f.sameness.get(language), 3) for f in ways]
    if any(f.compared for f in ways):
        yield "closeness to the approved reply: chrF", [_number(f.chrf, 3) for f in ways]
        yield "closeness to the approved reply: cosine", [_number(f.cosine, 3) for f in ways]
    yield "seconds, median", [_number(f.seconds, 2) for f in ways]
    yield "seconds, 90th percentile", [_number(f.seconds_p90, 2) for f in ways]


def fault_rows(shown: Mapping[str, Figures]) -> Iterator[tuple[str, list[int]]]:
    """(fault, drafts that have it) in the judge's order; faults that nobody has are left out."""
    for kind in (*HONESTY, *COMPLETENESS):
        counts = [f.faults.get(kind, 0) for f in shown.values()]
        if any(counts):
            yield kind, counts


def conditions_line(conditions: Conditions) -> str:
    """What a run was made with, in a line."""
    parts = (
        conditions.date,
        f"model {conditions.model or 'none'}",
        f"prompts {', '.join(conditions.prompts) or 'none'}",
        f"charter {conditions.charter_version} ({conditions.charter_sha256[:12]})",
        f"seed {conditions.seed}",
    )
    return " · ".join(parts)


def percent(value: float | None) -> str:
    """A share as people read it."""
    return "–" if value is None else f"{value:.0%}"


def _number(value: float | None, digits: int) -> str:
    return "–" if value is None else f"{value:.{digits}f}"


def told(verdict: Verdict | None) -> str:
    """A verdict in a line: its faults with their words."""
    if verdict is None:
        return "no draft"
    faults = [
        f"{f.kind} “{f.quote}”" if f.quote else f.kind for f in (*verdict.dishonest, *verdict.incomplete)
    ]
    return "; ".join(faults) or "honest and complete"


def report_markdown(report: Report, against: Report | None = None) -> str:
    """The report as Markdown. Outside text stands in code blocks, so that it is shown and not read."""
    shown = columns(report, against)
    lines = ["# Evaluation of drafts", "", conditions_line(report.conditions)]
    if against is not None:
        lines += ["", f"Before: {conditions_line(against.conditions)}"]
    if report.bad:
        lines += ["", f"{report.bad} rows were bad and are not counted."]
    lines += ["", *_table("", shown, figure_rows(shown))]
    lines += ["", "## Faults", "", "Drafts that have each fault.", ""]
    lines += _table("fault", shown, ((k, [str(n) for n in counts]) for k, counts in fault_rows(shown)))
    reasons = [(way, why, n) for way, f in shown.items() for why, n in f.reasons.items()]
    if reasons:
        lines += ["", "## Why there was no draft", ""]
        lines += [f"- {way}: {why} ({n})" for way, why, n in reasons]
    lines += ["", "## Drafts", ""]
    for now, before in side_by_side(report, against):
        lines += [f"### {_plain(now.record.id)} ({now.record.language}, {now.record.nature})", ""]
        lines += [*_block("comment", now.record.comment)]
        if now.record.reply:
            lines += _block("approved reply", now.record.reply)
        for label, judged in (("", now), ("before: ", before)):
            for way, answer in (judged.record.answers if judged else {}).items():
                lines += _block(label + way, answer.text or answer.reason)
                lines += [_plain(told(judged.verdicts.get(way) if judged else None)), ""]
    return "\n".join(lines) + "\n"


def _table(first: str, shown: Mapping[str, Figures], rows: Iterator[tuple[str, Sequence[str]]]) -> list[str]:
    lines = [f"| {first} | {' | '.join(shown)} |", "|---|" + "---|" * len(shown)]
    return lines + [f"| {label} | {' | '.join(cells)} |" for label, cells in rows]


def _block(label: str, text: str) -> list[str]:
    # Indented code takes anything; a fence could be closed by the text itself.
    return [f"{label}:", "", *(f"    {line}" for line in text.splitlines() or [""]), ""]


def _plain(text: str) -> str:
    """Outside text in a line of prose: nothing in it is Markdown or HTML."""
    return "".join(f"\\{c}" if c in "\\`*_{}[]<>#|~!&" else c for c in " ".join(text.split()))
