"""``assistant case …``: one case from the terminal."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import typer

from assistant.cli.shell import JsonOption, WhoOption, WorkspaceOption, open_house, put, reported, say, who_is
from assistant.errors import BadInput

app = typer.Typer(help="One case: list, show, draft, edit, approve, publish, ignore.", no_args_is_help=True)

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="The case's number.")]


@app.command("list")
def list_cases(
    state: Annotated[
        str | None, typer.Option(help="received, triaged, drafted, in_review, approved …")
    ] = None,
    nature: Annotated[str | None, typer.Option()] = None,
    severity: Annotated[str | None, typer.Option()] = None,
    search: Annotated[str | None, typer.Option(help="Words of the comment.")] = None,
    limit: Annotated[int, typer.Option(min=1, max=10_000)] = 50,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """The queue, the most urgent first."""
    with reported():
        house = open_house(workspace, with_model=False)
        with house.store.read() as work:
            lines = work.cases.list(state=state, nature=nature, severity=severity, search=search, limit=limit)
        if json:
            from dataclasses import asdict

            put([asdict(line) for line in lines])
            return
        for line in lines:
            due = line.due_at.astimezone().strftime("%d/%m %H:%M") if line.due_at else "–"
            kind = (line.nature or "…") + (" ?" if line.unsure else "")
            print(
                f"{line.id:>5}  {line.severity or '··'}  {line.state:<9} {kind:<13} {due:<11} {line.channel:<16} {line.excerpt[:70]}"
            )


@app.command()
def show(id: IdArgument, json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """One case, whole."""
    with reported():
        house = open_house(workspace, with_model=False)
        case = house.desk.case(id)
        if json:
            put(_case_json(case, house.desk.duty(case)))
            return
        print(f"Case {case.id} · {case.state} · version {case.version}")
        print(f"{case.comment.channel} · {case.comment.author or '–'} · {case.comment.posted_at or ''}\n")
        print(case.comment.whole)
        for other in case.thread:
            print(f"\n[{'us' if other.direction == 'out' else other.author or 'them'}] {other.text}")
        if case.triage:
            t = case.triage
            print(f"\n{t.kind} · {t.severity} · {t.playbook}" + ("  (unsure)" if t.unsure else ""))
            for r in t.reasons:
                print(f"  “{r.quote}”: {r.message}")
            if t.truth != "unknown":
                print(f"  true? {t.truth}")
            if t.decided:
                print(f"  {t.severity} because: {t.decided.reason} [{t.decided.row}]")
            _print_duty(house.desk.duty(case))
        if case.draft and case.draft.reason:
            print(f"\n{case.draft.status}: {case.draft.reason}")
            for step in case.draft.checklist:
                print(f"  - {step}")
        if case.text:
            print(f"\n{case.text}")
        for f in house.desk.check(id, case.text).findings if case.text else ():
            print(f"  {f.level}: “{f.match}” {f.message} [{f.rule}]")
        print()
        for e in case.events:
            print(f"{e.at.astimezone():%d/%m %H:%M}  {e.who}: {e.what} {e.detail}")


@app.command()
def triage(
    id: IdArgument,
    nature: Annotated[str | None, typer.Option(help="What it is: complaint, question …")] = None,
    severity: Annotated[str | None, typer.Option(help="S1 (worst) to S4.")] = None,
    truth: Annotated[str | None, typer.Option(help="Is it true? true, partly, false, unknown.")] = None,
    who: WhoOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what the comment is; with a nature, severity or truth, your word on it."""
    with reported():
        house = open_house(workspace, with_model=False)
        if nature or severity or truth:
            name = who_is(who, house)
            case = house.desk.correct_triage(id, name, nature=nature, severity=severity, truth=truth)
        else:
            case = house.desk.triage(id)
        assert case.triage is not None
        print(f"{case.triage.kind} · {case.triage.severity}" + ("  (unsure)" if case.triage.unsure else ""))


@app.command()
def draft(
    id: IdArgument,
    who: WhoOption = None,
    seed: Annotated[int, typer.Option(help="Another seed, another wording.")] = 0,
    fact: Annotated[
        list[str] | None, typer.Option(help="A fact of this case that may be told in public.")
    ] = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Draft a reply."""
    with reported():
        from assistant.domain.comment import CaseFact

        house = open_house(workspace)
        house.index.ensure()
        name = who_is(who, house)
        house.desk.person(name)
        case = house.desk.draft(id, name, seed=seed, facts=[CaseFact(f) for f in fact or ()])
        house.close()
        assert case.draft is not None
        if case.draft.text:
            print(case.draft.text)
        else:
            say(f"{case.draft.status}: {case.draft.reason}")
            for step in case.draft.checklist:
                say(f"  - {step}")


@app.command()
def edit(
    id: IdArgument,
    text: Annotated[str | None, typer.Option(help="The new text. Default: standard input.")] = None,
    file: Annotated[Path | None, typer.Option(help="Read it from a file.")] = None,
    who: WhoOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Replace the text of the reply."""
    with reported():
        house = open_house(workspace, with_model=False)
        case = house.desk.edit(id, _given(text, file), who_is(who, house))
        result = house.desk.check(id, case.text)
        for f in result.findings:
            print(f"{f.level}: “{f.match}” {f.message} [{f.rule}]")
        print(f"{result.score}/100 {result.band}")


@app.command()
def approve(
    id: IdArgument,
    who: WhoOption = None,
    override: Annotated[str, typer.Option(help="Why an error-level finding may stand.")] = "",
    workspace: WorkspaceOption = None,
) -> None:
    """Approve the reply as it stands; it becomes an example."""
    with reported():
        house = open_house(workspace, with_model=False)
        case = house.desk.approve(id, who_is(who, house), override_reason=override)
        house.close()
        say(f"Case {id} approved by {case.approval.by}." if case.approval else "")


@app.command()
def publish(
    id: IdArgument,
    url: Annotated[str | None, typer.Option(help="The address of the published reply.")] = None,
    who: WhoOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Mark an approved reply as published."""
    with reported():
        house = open_house(workspace, with_model=False)
        house.desk.publish(id, who_is(who, house), url=url)
        say(f"Case {id} published.")


@app.command()
def ignore(
    id: IdArgument,
    reason: Annotated[str, typer.Option(help="Why it gets no answer.")],
    who: WhoOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Leave a comment without an answer."""
    with reported():
        house = open_house(workspace, with_model=False)
        house.desk.ignore(id, who_is(who, house), reason)
        say(f"Case {id} ignored.")


def _given(text: str | None, file: Path | None) -> str:
    if text is not None:
        return text
    if file is not None:
        return file.read_text(encoding="utf-8-sig")
    if sys.stdin.isatty():
        raise BadInput(
            "reply.empty", "There is no text.", "Give --text, --file, or the text on standard input."
        )
    return sys.stdin.read()


def _print_duty(duty: Any) -> None:
    if duty.due_at:
        hours = "business hours" if duty.clock == "business" else "day and night"
        print(f"\nAnswer before {duty.due_at.astimezone():%d/%m %H:%M} ({hours})")
    for call in duty.tell:
        print(f"  tell {call.function}: {call.contact or '–'}  [{', '.join(call.because)}]")
    if duty.approver:
        print(f"  approved by: {duty.approver} or above")
    if duty.second_person:
        print("  a second person approves")


def _case_json(case: Any, duty: Any) -> dict[str, Any]:
    from dataclasses import asdict

    from assistant.domain.contract import draft_json, triage_json

    row = asdict(case)
    row["triage"] = triage_json(case.triage) if case.triage else None
    row["draft"] = draft_json(case.draft) if case.draft else None
    row["text"] = case.text
    row["duty"] = asdict(duty) if duty else None
    return row
