"""``assistant index …``: the search index."""

from __future__ import annotations

from dataclasses import asdict

import typer

from assistant.cli.shell import JsonOption, WorkspaceOption, open_house, put, reported, say

app = typer.Typer(help="The search index: status, rebuild.", no_args_is_help=True)


@app.command()
def status(json: JsonOption = False, workspace: WorkspaceOption = None) -> None:
    """Whether the index is ready, and what it holds."""
    with reported():
        house = open_house(workspace, with_model=False)
        found = asdict(house.index.status())
        house.close()
        if json:
            put(found)
            return
        for key, value in found.items():
            print(f"{key:<10} {value}")


@app.command()
def rebuild(workspace: WorkspaceOption = None) -> None:
    """Make the index again from the store and the charter."""
    with reported():
        house = open_house(workspace, with_model=False)
        found = house.index.rebuild()
        house.close()
        say(f"{found.state}: " + ", ".join(f"{k} {v}" for k, v in sorted(found.counts.items())))
