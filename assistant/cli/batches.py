"""Commands that take files: import, replies import, triage, draft."""

from __future__ import annotations

import signal
import sys
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from itertools import chain, islice
from pathlib import Path
from threading import Event
from typing import Annotated, Any

import typer

from assistant.cli.shell import WhoOption, WorkspaceOption, bar, open_house, reported, say
from assistant.errors import AssistantError, BadInput, ModelError

replies = typer.Typer(help="Approved replies, the examples drafts learn from.", no_args_is_help=True)

FileArgument = Annotated[str, typer.Argument(help="A file, or - for standard input.")]
OutOption = Annotated[
    Path | None, typer.Option("-o", "--output", help="Write here instead of standard output.")
]
ResumeOption = Annotated[bool, typer.Option("--resume", help="Go on with the output file where it stopped.")]


@replies.command("import")
def import_replies(file: Path, who: WhoOption = None, workspace: WorkspaceOption = None) -> None:
    """Add approved replies: JSONL, CSV or XLSX with comment, reply, language, [channel, nature]."""
    with reported():
        from assistant.intake.files import read_rows
        from assistant.intake.rows import reply_from_row

        house = open_house(workspace, with_model=False)
        name = who or house.settings.user or "import"
        added = known = bad = 0
        with house.store.begin() as work, bar("replies") as advance:
            for row in read_rows(file):
                advance()
                try:
                    if row.error is not None:
                        raise row.error
                    if work.replies.add(reply_from_row(row.cells or {}), name, house.desk.now()):
                        added += 1
                    else:
                        known += 1
                except AssistantError as error:
                    bad += 1
                    say(f"{file}:{row.line}: {error.message}")
        say(
            f"{added} added, {known} already known, {bad} bad. They are searched after `assistant index rebuild`."
        )
        house.close()
        raise typer.Exit(exit_code(added + known, bad))


def import_comments(
    file: Path,
    channel: Annotated[str | None, typer.Option(help="The channel of rows that do not name one.")] = None,
    who: WhoOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Take in comments from CSV, XLSX or JSONL. The same comment twice is stored once."""
    with reported():
        from assistant.intake.files import read_rows
        from assistant.intake.rows import comment_from_row

        house = open_house(workspace, with_model=False)
        counts = {"new": 0, "known": 0, "bad": 0}

        lines: list[int] = []

        def good() -> Iterator[Any]:
            for row in read_rows(file):
                try:
                    if row.error is not None:
                        raise row.error
                    comment = comment_from_row(row.cells or {}, channel=channel)
                except AssistantError as error:
                    counts["bad"] += 1
                    say(f"{file}:{row.line}: {error.message}")
                    continue
                lines.append(row.line)
                yield comment

        with bar("comments") as advance:
            for number, result in enumerate(house.desk.receive_many(good(), who or "import")):
                advance()
                if isinstance(result, AssistantError):
                    counts["bad"] += 1
                    say(f"{file}:{lines[number]}: {result.message}")
                else:
                    counts["new" if result.new else "known"] += 1
        say(
            f"{counts['new']} new cases, {counts['known']} joined or already known, {counts['bad']} bad rows."
        )
        house.close()
        raise typer.Exit(exit_code(counts["new"] + counts["known"], counts["bad"]))


def triage(
    file: FileArgument,
    output: OutOption = None,
    resume: ResumeOption = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="Without embeddings: many times faster, less sure.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what each comment of a JSONL file is. JSONL out."""
    with reported():
        from assistant.desk.batch import triage_rows

        house = open_house(workspace, with_model=not fast)
        done = _done(output, resume)
        triager = house.fast_triager if fast else house.triager
        # The full classifier's embeddings use every core by themselves.
        crew = house.crew if fast else None
        _run(triage_rows(triager, _rows(file), done=done, crew=crew), file, output, resume, done, house)


def draft(
    file: FileArgument,
    output: OutOption = None,
    resume: ResumeOption = False,
    who: WhoOption = None,
    seed: Annotated[int, typer.Option(help="Another seed, another wording.")] = 0,
    no_model: Annotated[
        bool, typer.Option("--no-model", help="Approved sentences and templates alone.")
    ] = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Draft a reply to each comment of a JSONL file. JSONL out."""
    with reported():
        from assistant.desk.batch import draft_rows

        house = open_house(workspace, with_model=not no_model)
        done = _done(output, resume)
        try:
            house.index.ensure()
        except ModelError as error:
            note = " --no-model leaves out the drafting model alone: replies are found with this one."
            raise ModelError(error.code, error.message, error.hint + (note if no_model else "")) from error
        rows = draft_rows(
            house.triager,
            house.drafter,
            _rows(file),
            today=house.desk.today(),
            sender=who or house.settings.user,
            seed=seed,
            done=done,
        )
        _run(rows, file, output, resume, done, house)


def _rows(file: str) -> Iterator[Any]:
    from assistant.intake.files import read_jsonl, read_rows

    if file == "-":
        return read_jsonl(sys.stdin.buffer)
    rows = read_rows(Path(file))
    first = list(islice(rows, 1))  # a file that cannot be read is refused before the output is opened
    return chain(first, rows)


def _done(output: Path | None, resume: bool) -> Any:
    from assistant.desk.answered import Answered, answered

    if resume and output is None:
        raise BadInput("batch.resume", "--resume needs an output file.", "Add -o FILE.")
    return answered(output) if resume and output else Answered()


def _run(
    rows: Generator[Any, None, None],
    file: str,
    output: Path | None,
    resume: bool,
    done: Any,
    house: Any = None,
) -> None:
    if output is not None and file != "-" and output.exists() and output.samefile(file):
        raise BadInput("batch.same_file", f"{output} is the input.", "Choose another output file.")
    good = bad = 0
    try:
        with (
            _sink(output, resume) as write,
            bar("comments", lambda: _left(file, done.rows)) as advance,
            interrupted() as stopped,
            closing(rows),
        ):
            for out in rows:
                write(out.text)
                advance()
                if out.error is None:
                    good += 1
                else:
                    bad += 1
                    say(f"{file}:{out.line}: {out.error.message} [{out.error.code}]")
                if stopped.is_set():
                    raise KeyboardInterrupt
    finally:
        if house is not None:
            house.close()
    # What an earlier run did counts, so that the exit is that of one run that was never stopped.
    raise typer.Exit(exit_code(good + done.good, bad + done.bad))


def _left(file: str, done: int) -> int | None:
    """How many rows are still to do; None where they would have to be read to be counted."""
    from assistant.intake.files import count_jsonl

    rows = count_jsonl(Path(file)) if file != "-" else None
    return None if rows is None else max(0, rows - done)


@contextmanager
def interrupted() -> Iterator[Event]:
    """Set by the first Ctrl-C, looked at between two rows: an exception raised wherever the signal
    falls may be swallowed by a library's callback. The second Ctrl-C stops at once."""
    stopped = Event()

    def note(_signal: int, _frame: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()

    before = signal.signal(signal.SIGINT, note)
    try:
        yield stopped
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def _sink(output: Path | None, resume: bool) -> Iterator[Any]:
    """Writes line by line, each flushed, so that a stop loses nothing that was done."""
    if output is None:
        yield lambda line: print(line, flush=True)
        return
    with output.open("a" if resume else "w", encoding="utf-8") as stream:

        def write(line: str) -> None:
            stream.write(line + "\n")
            stream.flush()

        yield write


def exit_code(good: int, bad: int) -> int:
    """0 all good, 1 some bad, 2 nothing could run."""
    if not bad:
        return 0
    return 1 if good else 2
