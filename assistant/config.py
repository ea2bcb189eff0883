"""Settings and the workspace: where things are on this machine.

Every setting is an environment variable ``ASSISTANT_…``; docs/operating.md lists them, held by a test.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import WorkspaceError


class Settings(BaseSettings):
    """What may be set from outside. Unset values have working defaults on a laptop."""

    model_config = SettingsConfigDict(env_prefix="ASSISTANT_", extra="ignore")

    workspace: Path | None = Field(None, description="The workspace folder, when it is not the current one.")
    cache: Path | None = Field(None, description="Where models are kept; the user's cache folder by default.")
    database_url: str | None = Field(
        None, description="A PostgreSQL address; by default a SQLite file in the workspace's data/ folder."
    )
    user: str | None = Field(None, description="Your name, as it stands in approvals and signatures.")
    server_key: str | None = Field(
        None, description="The key of an OpenAI-compatible model server, if it asks one."
    )
    threads: int | None = Field(None, ge=1, description="Threads for the models; by default one per core.")
    context: int = Field(4096, ge=1024, description="Context length of the drafting model, in tokens.")

    second_opinion: bool = Field(
        False, description="Whether the drafting model says what it thinks where triage is unsure."
    )

    def cache_folder(self) -> Path:
        """The folder that holds models, made by the caller when it writes."""
        if self.cache is not None:
            return self.cache.expanduser()
        from platformdirs import user_cache_path

        return user_cache_path("repartie")


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder with ``charter/``, optional ``prompts/`` and ``data/``."""

    folder: Path

    @property
    def charter(self) -> Path:
        return self.folder / "charter"

    @property
    def prompts(self) -> Path:
        return self.folder / "prompts"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def database(self) -> Path:
        return self.data / "desk.sqlite"

    @property
    def index(self) -> Path:
        return self.data / "index"


def find_workspace(option: Path | None, settings: Settings) -> Workspace:
    """The workspace of the option, else of the environment, else the current folder.

    Raises:
        WorkspaceError: ``workspace.missing``.
    """
    folder = option or settings.workspace or Path.cwd()
    folder = folder.expanduser()
    if not (folder / "charter" / "charter.yaml").is_file():
        raise WorkspaceError(
            "workspace.missing",
            f"There is no workspace in {folder} (no charter/charter.yaml).",
            "Run `assistant init DIR` (add --demo for the example company), then `--workspace DIR`.",
        )
    return Workspace(folder)


def shipped(name: str) -> Path:
    """A folder that ships with the product: ``charter``, ``prompts`` or ``models``.

    In an installed wheel they lie inside the package, in a checkout at its top.
    """
    inside = Path(__file__).parent / "shipped" / name
    return inside if inside.is_dir() else Path(__file__).parent.parent / name


def cores() -> int:
    """The processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
