"""What is kept of a run: for each comment, what was answered, and under which conditions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Status = Literal["drafted", "abstained", "no_reply"]


@dataclass(frozen=True, slots=True)
class Answer:
    """One way of answering one comment. ``text`` is empty unless ``drafted``; ``seconds`` is wall time."""

    status: Status
    text: str = ""
    reason: str = ""
    seconds: float = 0.0
    prompt: str = ""


@dataclass(frozen=True, slots=True)
class Record:
    """One comment with what it is taken for and the answers to it.

    ``reply`` is the approved one, if the file had one. ``asks_reply``: its playbook asks for a reply,
    drafted or by a person; without that, no answer is the right answer. ``must`` are the playbook's moves in order, ``may``
    those of them that can be left out. ``told`` are the case facts that may be told in this place. ``excused``: the
    severity S1, or a nature the desk was unsure of: an abstention is then what the method wants.
    """

    id: str
    comment: str
    language: str
    nature: str
    playbook: str
    public: bool
    asks_reply: bool
    excused: bool
    must: tuple[str, ...]
    may: tuple[str, ...]
    words_max: int
    author: str | None = None
    reply: str | None = None
    told: tuple[str, ...] = ()
    answers: Mapping[str, Answer] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a run was made with. ``prompts`` are ``name@version``; ``seed`` that of the drafts."""

    model: str
    prompts: tuple[str, ...]
    charter_version: str
    charter_sha256: str
    embedder: str
    seed: int
    date: str


def record_json(record: Record) -> dict[str, Any]:
    """The record as a JSON object."""
    return asdict(record)


def record_from_json(row: Mapping[str, Any]) -> Record:
    """The record that :func:`record_json` wrote.

    Raises:
        TypeError: fields are missing or unknown.
    """
    answers = {name: Answer(**answer) for name, answer in row["answers"].items()}
    lists = {name: tuple(row[name]) for name in ("must", "may", "told")}
    return Record(**{**row, **lists, "answers": answers})
