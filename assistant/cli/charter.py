"""``assistant charter …``: the charter as code: lint, test, show, diff, export."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from assistant.cli.shell import JsonOption, WorkspaceOption, bar, open_house, put, reported, say
from assistant.errors import BadInput, CharterError, NotFound, StoreError

if TYPE_CHECKING:
    from assistant.config import Workspace
    from assistant.domain.charter import Charter
    from assistant.domain.reply import ApprovedReply
    from assistant.domain.rule import Rule

app = typer.Typer(help="The charter: lint, test, show, diff, export-vale.", no_args_is_help=True)
_PLACE = re.compile(r"(?P<file>.*?):(?P<line>\d+):(?P<column>\d+): (?P<message>.*)", re.S)


def _workspace(option: Path | None) -> Workspace:
    from assistant.config import Settings, find_workspace

    return find_workspace(option, Settings())


@app.command()
def lint(json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Say everything that is wrong with the charter, and what could be better. Exit 1 on an error."""
    with reported():
        from assistant.cli.charter_words import advised
        from assistant.tone.advice import advice
        from assistant.tone.load import lint_charter

        place = _workspace(workspace)
        charter, faults = lint_charter(place.charter)
        problems = [_problem(fault) for fault in faults]
        if charter is not None:
            for piece in advice(charter, place.charter, date.today(), _channels(workspace, place)):
                said = advised(piece)
                file, line, column = piece.place.rsplit(":", 2)
                problems.append(
                    {
                        "file": file,
                        "line": int(line),
                        "column": int(column),
                        "level": piece.level,
                        "code": piece.topic,
                        "message": said.text,
                        "hint": said.hint,
                    }
                )
        problems.sort(key=lambda p: (p["file"], p["line"], p["column"]))
        counts = Counter(p["level"] for p in problems)
        if json:
            ref = None if faults or charter is None else asdict(charter.ref)
            put({"problems": problems, **{level: counts[level] for level in _LEVELS}, "charter": ref})
        else:
            for p in problems:
                print(f"{p['file']}:{p['line']}:{p['column']}: {p['level']}: {p['message']} [{p['code']}]")
                if p["hint"]:
                    print(f"    → {p['hint']}")
            say(", ".join(f"{counts[level]} {level}{'s' * (counts[level] != 1)}" for level in _LEVELS) + ".")
        raise typer.Exit(1 if counts["error"] else 0)


_LEVELS = ("error", "warning", "suggestion")


def _problem(fault: CharterError) -> dict[str, Any]:
    """A fault as one problem; those without a place stand at the top of their file."""
    found = _PLACE.match(fault.message)
    file, _, rest = fault.message.partition(": ")
    return {
        "file": found["file"] if found else file,
        "line": int(found["line"]) if found else 1,
        "column": int(found["column"]) if found else 1,
        "level": "error",
        "code": fault.code,
        "message": found["message"] if found else rest,
        "hint": fault.hint,
    }


def _channels(option: Path | None, place: Workspace) -> set[str]:
    """The channels that the store knows; none where there is no store, or where it cannot be opened."""
    if not _has_store(place):
        return set()
    house = open_house(option, with_model=False)
    try:
        with house.store.read() as work:
            lines = work.cases.list(limit=10_000)
            return {line.channel for line in lines} | {reply.channel for reply in work.replies.all()}
    except StoreError as error:
        say(f"The channels in use were not looked at: {error.message} [{error.code}]")
        return set()
    finally:
        house.close()


def _has_store(place: Workspace) -> bool:
    from assistant.config import Settings

    return Settings().database_url is not None or place.database.is_file()


@app.command("test")
def run_examples(json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Run every rule's own examples. Exit 1 when one contradicts its rule."""
    with reported():
        from assistant.tone.examples import failing_examples
        from assistant.tone.load import load_charter
        from assistant.tone.places import Places

        folder = _workspace(workspace).charter
        charter = load_charter(folder, for_drafting=False)
        places = Places(folder)
        failing = list(failing_examples(charter))
        run = [rule for rule in charter.rules if rule.kind != "judge"]
        total = sum(len(rule.examples.bad) + len(rule.examples.good) for rule in run)
        asked = len(charter.rules) - len(run)
        rows = [{**asdict(f), "place": places.of_rule(f.rule, "examples", f.expected)} for f in failing]
        if json:
            put(
                {
                    "rules": len(run),
                    "examples": total,
                    "failing": rows,
                    "not_run": asked,
                    "charter": asdict(charter.ref),
                }
            )
        else:
            for row in rows:
                what = "is not flagged" if row["expected"] == "bad" else "is flagged"
                print(
                    f"{row['place']}: FAILED {row['rule']}: its {row['expected']} example {what}: “{row['example']}”"
                )
            left = f"; {asked} judge rule(s) need a model and were not run" if asked else ""
            print(
                f"{len(run)} rules, {total} examples: {total - len(rows)} passed, {len(rows)} failed{left}"
                f" (charter {charter.ref.version})"
            )
        raise typer.Exit(1 if rows else 0)


@app.command()
def show(
    rule: Annotated[
        str | None, typer.Argument(help="A rule, forbidden.calm_down, or a file, forbidden.")
    ] = None,
    kind: Annotated[str | None, typer.Option(help="Only rules of this kind.")] = None,
    file: Annotated[str | None, typer.Option(help="Only rules of this file of rules/.")] = None,
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the charter's rules as people read them, with its version and hash."""
    with reported():
        from assistant.domain.rule import KINDS
        from assistant.tone.load import load_charter

        if kind is not None and kind not in KINDS:
            raise BadInput(
                "charter.kind", f"“{kind}” is no kind of rule.", f"Known kinds: {', '.join(KINDS)}."
            )
        charter = load_charter(_workspace(workspace).charter)
        family = Path(file).name.removesuffix(".yaml") if file else None
        rules = [
            r
            for r in charter.rules
            if (rule is None or r.id == rule or r.id.startswith(f"{rule}."))
            and (kind is None or r.kind == kind)
            and (family is None or r.id.startswith(f"{family}."))
        ]
        if not rules and (rule or kind or file):
            asked = " ".join(part for part in (rule, kind, file) if part)
            raise NotFound(
                "charter.rule_unknown",
                f"The charter has no rule “{asked}”.",
                "`assistant charter show` without more lists them all.",
            )
        if json:
            put({"charter": asdict(charter.ref), "rules": [r.model_dump() for r in rules]})
            return
        settings = charter.settings
        signed = ", ".join(f"{s.name} ({s.role}, {s.date})" for s in settings.approved_by)
        print(f"{settings.identity.brand}: charter {charter.ref.version}, {settings.status}")
        print(f"in force from {settings.effective}" + (f", signed by {signed}" if signed else ""))
        print(f"SHA-256 {charter.ref.sha256}")
        print(
            f"{len(charter.rules)} rules, {len(charter.facts)} facts, {len(charter.playbooks)} playbooks,"
            f" {len(charter.templates)} templates, {len(charter.problems)} problems"
        )
        for r in rules:
            print("\n" + "\n".join(_read_aloud(r)))


def _read_aloud(rule: Rule) -> Iterator[str]:
    from assistant.domain.finding import TEXT_KINDS

    yield f"{rule.id}  ({rule.level}, {rule.kind})"
    limits = []
    if set(rule.scopes) != set(TEXT_KINDS):
        limits.append("in " + ", ".join(rule.scopes))
    if len(rule.languages) == 1:
        limits.append(f"language {rule.languages[0]}")
    if rule.natures:
        limits.append("replying to " + ", ".join(rule.natures))
    if limits:
        yield "  only " + "; ".join(limits)
    for language, message in rule.message.items():
        yield f"  {language}: {message} {rule.why.get(language, '')}".rstrip()
    for name, examples in (("flags", rule.examples.bad), ("lets pass", rule.examples.good)):
        for text in examples:
            yield f"  {name}: {text}"
    if rule.exceptions:
        yield "  except in: " + ", ".join(rule.exceptions)


@app.command()
def diff(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A charter's folder, or a kept version.")],
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Say what changed since an older charter, and which approved replies would be stopped now.

    Exit 1 when an approved reply would newly be stopped.
    """
    with reported():
        from assistant.tone.changes import changes, newly_failing
        from assistant.tone.checker import Checker
        from assistant.tone.load import load_charter

        place = _workspace(workspace)
        before, now = load_charter(_old_folder(old, place)), load_charter(place.charter)
        replies = _replies(workspace, place)
        found = changes(before, now, [reply.reply for reply in replies])
        with bar("Replies") as advance:
            verdicts = newly_failing(Checker(before), Checker(now), _counted(replies, advance), date.today())
        if json:
            put({**asdict(found), "replies": asdict(verdicts)})
        else:
            _print_changes(found.entries, before, now)
            print(
                f"\nApproved replies: {verdicts.read} read, {len(verdicts.failing)} would newly be stopped,"
                f" {len(verdicts.passing)} lose an error."
            )
            for name, some in (("stopped", verdicts.failing), ("no longer", verdicts.passing)):
                for verdict in some:
                    for f in verdict.findings:
                        print(
                            f"  {name}  {verdict.reply.id} ({verdict.reply.channel}) “{f.match}”: {f.message} [{f.rule}]"
                        )
        raise typer.Exit(1 if verdicts.failing else 0)


def _counted(replies: list[ApprovedReply], advance: Any) -> Iterator[ApprovedReply]:
    for reply in replies:
        yield reply
        advance()


def _print_changes(entries: Any, old: Charter, new: Charter) -> None:
    from assistant.cli.charter_words import AREAS, LEGEND, told

    print(
        f"From charter {old.ref.version} ({old.ref.sha256[:12]}) to {new.ref.version} ({new.ref.sha256[:12]})"
    )
    if not entries:
        print("\nNothing that the program reads has changed.")
    for area, title in AREAS.items():
        some = [c for c in entries if c.area == area]
        if some:
            print(f"\n{title}")
        for change in some:
            print(f"  {change.effect:<10} {change.id}")
            for line in told(change):
                print(f"      {line}")
    used = [effect for effect in LEGEND if any(c.effect == effect for c in entries)]
    if used:
        print("\n" + "\n".join(f"{effect}: {LEGEND[effect]}." for effect in used))


def _old_folder(old: str, place: Workspace) -> Path:
    """The folder of an older charter: a path to it or to its workspace, or a version kept by the desk.

    Raises:
        BadInput: ``charter.not_one``: there is no charter; ``charter.version_twice``.
    """
    path = Path(old).expanduser()
    for folder in (path, path / "charter"):
        if (folder / "charter.yaml").is_file():
            return folder
    kept = sorted(p for p in (place.data / "charter_versions").glob("*") if (p / "charter.yaml").is_file())
    named = [p for p in kept if p.name == old or p.name.rpartition("-")[0] == old]
    if len(named) == 1:
        return named[0]
    if named:
        raise BadInput(
            "charter.version_twice",
            f"Several kept charters are called {old}.",
            "Name one: " + ", ".join(p.name for p in named) + ".",
        )
    known = f" Kept versions: {', '.join(p.name for p in kept)}." if kept else ""
    raise BadInput(
        "charter.not_one",
        f"{old} is neither the folder of a charter nor a kept version.",
        f"Give a folder that holds charter.yaml, for example from a backup.{known}",
    )


def _replies(option: Path | None, place: Workspace) -> list[ApprovedReply]:
    if not _has_store(place):
        return []
    house = open_house(option, with_model=False)
    try:
        with house.store.read() as work:
            return list(work.replies.all())
    finally:
        house.close()


@app.command()
def decision(workspace: WorkspaceOption = None) -> None:
    """Print the table that gives the severity: the charter's own, else the program's, to start one from."""
    with reported():
        from assistant.tone.decision_file import own_text
        from assistant.tone.load import load_charter
        from assistant.triage.decision import shipped_text

        folder = _workspace(workspace).charter
        own = load_charter(folder).decision
        print((own_text(folder) if own else shipped_text()).rstrip())


@app.command("export-vale")
def export_vale(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help="A new or empty folder, or an earlier export.")
    ],
    json: JsonOption = False,
    workspace: WorkspaceOption = None,
) -> None:
    """Write the vocabulary and the simple rules as a folder for Vale, and say what it leaves out."""
    with reported():
        from assistant.cli.vale_words import read_me, report
        from assistant.desk.export import write_export
        from assistant.tone.load import load_charter
        from assistant.tone.vale import vale_folder

        charter = load_charter(_workspace(workspace).charter, for_drafting=False)
        made = vale_folder(charter)
        write_export(folder, {**made.files, "README.md": read_me(charter, made)})
        if json:
            put(
                {"folder": str(folder), "files": sorted(made.files), "rules": [asdict(r) for r in made.rules]}
            )
        else:
            print("\n".join(report(charter, made)))
            say(
                f"{folder}: {len(made.files)} files. They follow Vale's documentation; Vale itself was not run."
            )
