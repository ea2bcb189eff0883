"""``assistant eval``: how good drafts are, on comments whose approved reply is known."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.batches import exit_code, interrupted
from assistant.cli.shell import WorkspaceOption, bar, open_house, reported, say
from assistant.errors import AssistantError, BadInput, Cancelled

if TYPE_CHECKING:
    from assistant.desk.evaluating import Pair
    from assistant.domain.reply import ApprovedReply
    from assistant.evaluation.figures import Judged
    from assistant.evaluation.report import Report

_KINDS = (".json", ".md", ".html")


class Baseline(StrEnum):
    """What drafts can be compared with in the same run."""

    plain = "plain"


def evaluate(
    file: Path,
    baseline: Annotated[
        Baseline | None, typer.Option(help="Also answer by one plain call of the model, unchecked.")
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="Write REPORT.json, .md and .html; else Markdown is printed."),
    ] = None,
    against: Annotated[
        Path | None, typer.Option(help="The .json report of an earlier run, to compare with.")
    ] = None,
    limit: Annotated[int | None, typer.Option(min=1, help="The first N comments only.")] = None,
    seed: Annotated[int, typer.Option(help="Another seed, another wording.")] = 0,
    memory: Annotated[
        Path | None,
        typer.Option(help="Approved replies to learn from, instead of the workspace's. The file's own stay."),
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Judge the drafts for comments with approved replies: JSONL, CSV or XLSX as `replies import` takes it.

    The reply may be missing. No draft has seen the approved reply of its own comment.
    """
    with reported():
        from assistant.desk.evaluating import memory_of
        from assistant.evaluation.report import read_report

        earlier = read_report(against) if against else None
        base = _base(output, file, against)
        pairs, bad = _pairs(file, limit)
        house = open_house(workspace)
        try:
            documents = memory_of(_memory(memory, house), pairs)
            rows, failed, stopped = _run(house, documents, pairs, seed, plain=baseline is not None)
            if rows:
                _put(_report(house, rows, seed, bad + failed), earlier, base)
        finally:
            house.close()
        if stopped:
            raise KeyboardInterrupt
        raise typer.Exit(exit_code(len(rows), bad + failed))


def _base(output: Path | None, file: Path, against: Path | None) -> Path | None:
    """The report's path without the suffix.

    Raises:
        BadInput: ``batch.same_file``: the report would be written over what it is made from.
    """
    if output is None:
        return None
    base = output.with_suffix("") if output.suffix in _KINDS else output
    for read in (file, against):
        if read is not None and any(_named(base, kind).resolve() == read.resolve() for kind in _KINDS):
            raise BadInput("batch.same_file", f"{read} is read by this run.", "Choose another name for -o.")
    return base


def _named(base: Path, kind: str) -> Path:
    return base.with_name(base.name + kind)


def _pairs(file: Path, limit: int | None) -> tuple[list[Pair], int]:
    """The file's good rows and how many were bad; these are told.

    Raises:
        BadInput: the file cannot be read, or holds nothing.
    """
    from assistant.desk.evaluating import Bad, pairs_of
    from assistant.intake.files import read_rows

    pairs: list[Pair] = []
    bad = 0
    for item in pairs_of(read_rows(file)):
        if limit is not None and len(pairs) >= limit:
            break
        if isinstance(item, Bad):
            bad += 1
            say(f"{file}:{item.line}: {item.error.message} [{item.error.code}]")
        else:
            pairs.append(item)
    if not pairs and not bad:
        raise BadInput("file.empty", f"{file.name} is empty", "Put one comment with its reply in each row.")
    return pairs, bad


def _memory(file: Path | None, house: Any) -> list[ApprovedReply]:
    from assistant.intake.files import read_rows
    from assistant.intake.rows import reply_from_row

    if file is None:
        with house.store.read() as work:
            return list(work.replies.all())
    found = []
    for row in read_rows(file):
        try:
            if row.error is not None:
                raise row.error
            found.append(reply_from_row(row.cells or {}))
        except AssistantError as error:
            say(f"{file}:{row.line}: left out of the memory: {error.message}")
    return found


def _run(
    house: Any, documents: Any, pairs: list[Pair], seed: int, *, plain: bool
) -> tuple[list[Judged], int, bool]:
    """The judged rows, how many failed, and whether a person stopped the run."""
    from assistant.desk.evaluating import Bad, supports_of
    from assistant.evaluation.figures import judged

    today = house.desk.today()
    supports = supports_of(house.charter, today, None)
    least = house.charter.settings.reply_limits.words_min
    rows: list[Judged] = []
    failed = 0
    if not pairs:
        return rows, failed, False
    with (
        house.evaluation(documents, today=today, sender=None, seed=seed, plain=plain) as evaluation,
        bar("comments") as advance,
        interrupted() as stopped,
    ):
        try:
            for item in evaluation.records(pairs, cancel=stopped):
                advance()
                if isinstance(item, Bad):
                    failed += 1
                    say(f"line {item.line}: {item.error.message} [{item.error.code}]")
                else:
                    rows.append(judged(item, supports, least))
                if stopped.is_set():
                    break
        except Cancelled:
            pass  # Raised by what was under way when the person stopped; what was done is reported.
        return rows, failed, stopped.is_set()


def _report(house: Any, rows: list[Judged], seed: int, bad: int) -> Report:
    from assistant.evaluation.figures import figures
    from assistant.evaluation.record import Conditions
    from assistant.evaluation.report import Report

    ways = list(rows[0].record.answers)
    used = {p for j in rows for a in j.record.answers.values() for p in a.prompt.split(",") if p.strip()}
    conditions = Conditions(
        model=house.language_model.name if house.language_model else "",
        prompts=tuple(sorted(p.strip() for p in used)),
        charter_version=house.charter.ref.version,
        charter_sha256=house.charter.ref.sha256,
        embedder=house.embedder.id,
        seed=seed,
        date=house.desk.today().isoformat(),
    )
    return Report(conditions, {way: figures(rows, way, house.embedder) for way in ways}, tuple(rows), bad)


def _put(report: Report, earlier: Report | None, base: Path | None) -> None:
    from assistant.evaluation.page import report_page
    from assistant.evaluation.report import report_json, report_markdown

    if base is None:
        print(report_markdown(report, earlier))
        return
    base.parent.mkdir(parents=True, exist_ok=True)
    texts = (report_json(report), report_markdown(report, earlier), report_page(report, earlier))
    for kind, text in zip(_KINDS, texts, strict=True):
        _named(base, kind).write_text(text, encoding="utf-8")
    say(f"{len(report.rows)} comments judged: {', '.join(str(_named(base, kind)) for kind in _KINDS)}")
