"""``assistant models …``: the model store."""

from __future__ import annotations

import sys
from typing import Annotated, Any

import typer

from assistant.cli.shell import JsonOption, WhoOption, WorkspaceOption, open_house, put, reported, say

app = typer.Typer(help="Models: list, pull, verify, use, probe.", no_args_is_help=True)


def _store() -> Any:
    from assistant.config import Settings
    from assistant.llm.weights import ModelStore
    from assistant.wiring import catalog

    entries = catalog()
    return ModelStore(Settings().cache_folder(), entries), entries


@app.command("list")
def list_models(json: JsonOption = False) -> None:
    """What can be pulled, and what is installed."""
    with reported():
        store, entries = _store()
        installed = set(store.installed())
        if json:
            put([{**e.model_dump(mode="json"), "installed": e.name in installed} for e in entries.models])
            return
        for e in entries.models:
            mark = "installed" if e.name in installed else "–"
            print(f"{e.name:<38} {e.purpose:<10} {e.size / 1e6:>6.0f} MB  {e.licence:<12} {mark}")


@app.command()
def pull(
    names: Annotated[list[str] | None, typer.Argument(help="Default: the two models the desk needs.")] = None,
) -> None:
    """Fetch models into the cache folder; a stopped pull goes on where it was."""
    with reported():
        store, entries = _store()
        wanted = names or [entries.defaults.drafting, entries.defaults.embedding]
        installed = set(store.installed())
        for name in wanted:
            if name in installed:
                say(f"{name}: installed.")
                continue
            say(f"{name}: {entries.entry(name).size / 1e6:.0f} MB")
            with _bytes_bar(name) as report:
                store.pull(name, report)
            say(f"{name}: verified and installed.")


@app.command()
def verify(name: Annotated[str | None, typer.Argument()] = None) -> None:
    """Read every byte of the installed models."""
    with reported():
        store, _ = _store()
        for each in [name] if name else store.installed():
            store.verify(each)
            print(f"{each}: good")


@app.command()
def use(choice: str, who: WhoOption = None, workspace: WorkspaceOption = None) -> None:
    """Switch to a model: a catalogue name, a GGUF file, a sentence-transformers folder, a server's address."""
    with reported():
        house = open_house(workspace, with_model=False)
        found = house.choose_model(choice, who or house.settings.user or "cli")
        say(f"{found.name} ({found.kind}) is now in use in {house.workspace.folder}.")
        if found.kind == "embedder":
            say("The index will be rebuilt at the next start; `assistant index rebuild` does it now.")


@app.command()
def probe(workspace: WorkspaceOption = None, json: JsonOption = False) -> None:
    """Measure what the drafting model can do: speed, and how often its sentences pass the checks."""
    with reported():
        from dataclasses import asdict

        from assistant.drafting.probe import probe as run_probe

        house = open_house(workspace)
        found = run_probe(house.language_model, house.prompts, house.checker, house.desk.today())
        with house.store.begin() as work:
            work.settings.set(f"probe:{found.model}", asdict(found), "probe")
        house.close()
        if json:
            put(asdict(found))
            return
        print(
            f"{found.model}: {found.passed} of {found.asked} sentences pass ({found.first_sample} at the first sample)"
        )
        print(
            f"{found.median_seconds} s a sentence (median), {found.tokens_per_second} tokens/s with prompt reading"
        )
        for sentence in found.sentences:
            print(f"  {sentence}")


class _bytes_bar:
    """A bar of bytes on a terminal; in a pipe nothing."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._progress: Any = None

    def __enter__(self) -> Any:
        if not sys.stderr.isatty():
            return None
        from rich.console import Console
        from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TransferSpeedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
        self._progress = Progress(*columns, console=Console(stderr=True))
        self._progress.start()
        task = self._progress.add_task(self._name, total=None)
        return lambda done, total: self._progress.update(task, completed=done, total=total)

    def __exit__(self, *_: object) -> None:
        if self._progress is not None:
            self._progress.stop()
