"""``assistant doctor``: each thing the desk needs, whether it is there, and what to do if not."""

from __future__ import annotations

import importlib.metadata
import shutil
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.config import Settings, Workspace, find_workspace
from assistant.errors import AssistantError

_PACKAGES = ("llama-cpp-python", "gradio", "chromadb", "sentence-transformers", "torch", "sqlalchemy")
_ROOM_GB = 3.0


@dataclass(frozen=True, slots=True)
class Line:
    """One thing examined."""

    what: str
    good: bool
    found: str
    advice: str = ""


def examine(option: Path | None) -> Iterator[Line]:
    """Everything, in the order in which one would mend it. Nothing is changed."""
    settings = Settings()
    version = ".".join(map(str, sys.version_info[:3]))
    yield Line("python", sys.version_info >= (3, 11), version, "Install Python 3.11 or newer.")
    for name in _PACKAGES:
        try:
            yield Line(name, True, importlib.metadata.version(name))
        except importlib.metadata.PackageNotFoundError:
            yield Line(name, False, "not installed", "Run `make run`, or pip install with constraints.txt.")
    cache = settings.cache_folder()
    nearest = next(p for p in (cache, *cache.parents) if p.exists())
    free = shutil.disk_usage(nearest).free / 1e9
    yield Line(
        "room for models",
        free > _ROOM_GB,
        f"{free:.0f} GB free for {cache}",
        "Make room, or set ASSISTANT_CACHE.",
    )
    try:
        workspace = find_workspace(option, settings)
    except AssistantError as error:
        yield Line("workspace", False, error.message, error.hint)
        return
    yield Line("workspace", True, str(workspace.folder.resolve()))
    yield from _parts(workspace, settings)


def _parts(workspace: Workspace, settings: Settings) -> Iterator[Line]:
    from assistant.wiring import House

    house = House(workspace, settings)

    def charter() -> str:
        c = house.charter
        return f"version {c.settings.charter_version} ({c.ref.sha256[:12]}), {len(c.rules)} rules, {len(c.facts)} facts"

    def database() -> str:
        report = house.store.audit_check()
        if not report.ok:
            raise AssistantError(
                "store.audit", f"the audit trail breaks at row {report.first_bad}", "Restore a backup."
            )
        return f"{house.store.place}, audit trail of {report.rows} rows holds"

    def drafting() -> str:
        found = house.resolved(house.chosen_model("drafting"))
        return f"{found.name} ({found.kind}, {found.location})"

    def embedding() -> str:
        found = house.resolved(house.chosen_model("embedding"))
        return f"{found.name} ({found.location})"

    def index() -> str:
        status = house.index.status()
        if status.state == "missing":
            return "none yet: the desk makes it when it starts, in some seconds"
        if status.state not in ("ready", "rebuilding"):
            raise AssistantError(
                "index.state", f"{status.state}: {status.reason}", "Run `assistant index rebuild`."
            )
        return f"{status.state}, " + ", ".join(f"{k} {v}" for k, v in sorted(status.counts.items()))

    checks: tuple[tuple[str, Callable[[], str]], ...] = (
        ("charter", charter),
        ("database", database),
        ("drafting model", drafting),
        ("embedding model", embedding),
        ("index", index),
    )
    for what, ask in checks:
        try:
            yield Line(what, True, ask())
        except AssistantError as error:
            yield Line(what, False, error.message, error.hint)
    house.close()
