"""``assistant user …``: the people of the desk."""

from __future__ import annotations

from typing import Annotated

import typer

from assistant.cli.shell import WhoOption, WorkspaceOption, open_house, reported, say, who_is
from assistant.domain.people import AUTHORITIES, ROLES
from assistant.errors import BadInput

app = typer.Typer(help="The people of the desk: add, list, disable.", no_args_is_help=True)


@app.command()
def add(
    name: str,
    role: Annotated[str, typer.Option(help="drafter, approver or admin.")] = "approver",
    authority: Annotated[str, typer.Option(help="agent, manager, legal or direction.")] = "agent",
    who: WhoOption = None,
    workspace: WorkspaceOption = None,
) -> None:
    """Add a person."""
    with reported():
        if role not in ROLES or authority not in AUTHORITIES:
            raise BadInput(
                "user.role",
                "This role or authority is not known.",
                f"Roles: {', '.join(ROLES)}. Authorities: {', '.join(AUTHORITIES)}.",
            )
        house = open_house(workspace, with_model=False)
        with house.store.begin() as work:
            work.users.add(name, role, authority, who=who or house.settings.user or "cli")
        say(f"{name}: {role}, {authority}.")


@app.command("list")
def list_people(workspace: WorkspaceOption = None) -> None:
    """Who works at this desk."""
    with reported():
        house = open_house(workspace, with_model=False)
        with house.store.read() as work:
            for user in work.users.list():
                print(
                    f"{user.name:<24} {user.role:<9} {user.authority:<10} {'disabled' if user.disabled else ''}"
                )


@app.command()
def disable(name: str, who: WhoOption = None, workspace: WorkspaceOption = None) -> None:
    """Keep a person from working at this desk; what they did stays."""
    with reported():
        house = open_house(workspace, with_model=False)
        with house.store.begin() as work:
            work.users.disable(name, who=who_is(who, house))
        say(f"{name} is disabled.")
