"""Makes a workspace: a charter to start from, and for the demonstration the example company."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.config import shipped
from assistant.errors import WorkspaceError
from assistant.intake.files import read_rows
from assistant.intake.rows import comment_from_row, reply_from_row

if TYPE_CHECKING:
    from assistant.desk.desk import Desk

METHOD = ("playbooks.yaml", "passages.yaml", "platform_rules.yaml", "rules", "problems", "templates")
"""What every company starts with: the method, without the example company's own facts and words."""

HOUSE = "house"
"""The folder of templates that speak of the example company's own trade."""

_IGNORE = "# What the desk stores: comments, drafts, approvals, the index. Never share it by git.\ndata/\n"


def make_workspace(folder: Path, *, demo: bool) -> None:
    """Makes the folder with its charter; ``demo``: the whole example company.

    Raises:
        WorkspaceError: ``workspace.exists``: it has a charter already; ``workspace.unwritable``.
    """
    if (folder / "charter" / "charter.yaml").exists():
        raise WorkspaceError(
            "workspace.exists",
            f"{folder} is a workspace already.",
            "Choose another folder, or go on with this one: `assistant serve`.",
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        making = folder / ".charter.making"
        shutil.rmtree(making, ignore_errors=True)
        if demo:
            shutil.copytree(shipped("charter"), making)
        else:
            making.mkdir()
            for name in METHOD:
                source = shipped("charter") / name
                if source.is_dir():
                    shutil.copytree(source, making / name, ignore=shutil.ignore_patterns(HOUSE))
                else:
                    shutil.copy2(source, making / name)
            starter = Path(__file__).parent.parent / "starter"
            for name in ("charter.yaml", "facts.yaml", "examples.yaml"):
                shutil.copy2(starter / name, making / name)
        making.rename(folder / "charter")
        (folder / "data").mkdir(exist_ok=True)
        ignore = folder / ".gitignore"
        if not ignore.exists():
            ignore.write_text(_IGNORE, encoding="utf-8")
    except OSError as error:
        raise WorkspaceError(
            "workspace.unwritable",
            f"{folder} cannot be made: {error.strerror}.",
            "Choose a folder you may write to, with some room on its disk.",
        ) from error


def fill_with_demo(desk: Desk, folder: Path) -> tuple[int, int]:
    """Stores the example company's people, approved replies and comments; how many of each text.

    Running it again stores nothing twice.
    """
    with desk.store.begin() as work:
        if not work.users.list():
            work.users.add("Camille", "approver", "agent", who="init")
            work.users.add("Thomas", "admin", "manager", who="init")
            work.users.add("Inès", "approver", "direction", who="init")
    replies = add_replies(desk, folder / "charter" / "replies.jsonl", "init")
    comments = [
        comment_from_row(row.cells)
        for row in read_rows(folder / "charter" / "demo" / "comments.jsonl")
        if row.cells is not None
    ]
    received = [r for r in desk.receive_many(comments, "init") if getattr(r, "new", False)]
    return replies, len(received)


def add_replies(desk: Desk, path: Path, who: str) -> int:
    """Stores the approved replies of a file of ours; how many were new."""
    added = 0
    with desk.store.begin() as work:
        for row in read_rows(path):
            if row.error is not None:
                raise row.error
            added += work.replies.add(reply_from_row(row.cells or {}), who, desk.now())
    return added
