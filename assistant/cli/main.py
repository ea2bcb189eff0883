"""The command ``assistant``. Each command's work is in the room it belongs to; heavy parts load inside."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from assistant import __version__
from assistant.cli import batches, cases, charter, checking, classifier, evaluation, indexing, models, people
from assistant.cli.shell import WorkspaceOption, open_house, reported, say, shell

app = typer.Typer(
    name="assistant",
    help="Répartie: a desk for the people who speak for a company online. Nothing leaves this machine.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    add_completion=False,
    rich_markup_mode=None,
)
app.add_typer(models.app, name="models")
app.add_typer(cases.app, name="case")
app.add_typer(charter.app, name="charter")
app.add_typer(classifier.app, name="classifier")
app.add_typer(indexing.app, name="index")
app.add_typer(people.app, name="user")
app.add_typer(batches.replies, name="replies")
app.command("import")(batches.import_comments)
app.command("triage")(batches.triage)
app.command("draft")(batches.draft)
app.command("check")(checking.check)
app.command("eval")(evaluation.evaluate)


@app.callback()
def options(
    debug: Annotated[bool, typer.Option("--debug", help="Show the whole traceback of an error.")] = False,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    shell.debug = debug
    if version:
        print(__version__)
        raise typer.Exit


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make.")] = Path(),
    demo: Annotated[
        bool, typer.Option("--demo", help="Fill it with the example company and its comments.")
    ] = False,
) -> None:
    """Make a workspace."""
    with reported():
        from assistant.desk.workspace import fill_with_demo, make_workspace

        make_workspace(folder, demo=demo)
        if demo:
            house = open_house(folder, with_model=False)
            replies, comments = fill_with_demo(house.desk, folder)
            house.close()
            say(f"{folder}: the example company, {replies} approved replies, {comments} cases.")
        else:
            say(f"{folder}: a charter to fill in. Begin with {folder / 'charter' / 'charter.yaml'}.")
        say(f"Next: assistant serve --workspace {folder}")


@app.command()
def serve(
    workspace: WorkspaceOption = None,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port.")] = 7860,
) -> None:
    """Open the desk in your browser."""
    with reported():
        house = open_house(workspace)
        from assistant.web.serve import serve as run_server

        run_server(house, host, port)


@app.command()
def doctor(workspace: WorkspaceOption = None) -> None:
    """Say what is installed, loaded and reachable, and what to do about what is not."""
    with reported():
        from assistant.cli.doctor import examine

        bad = 0
        for line in examine(workspace):
            print(f"{'ok ' if line.good else 'BAD'}  {line.what}: {line.found}")
            if not line.good:
                bad += 1
                print(f"     → {line.advice}")
        raise typer.Exit(1 if bad else 0)


def run() -> None:
    """The entry point. Output is UTF-8 whatever the terminal says."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    app()
