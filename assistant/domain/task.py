"""A hand-over: what someone must do so that what a reply said becomes true."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Task:
    """A promise of one case, with its owner and its end. Open while ``done_at`` is None."""

    id: str
    case_id: str
    text: str
    owner: str
    due_at: datetime | None = None
    done_at: datetime | None = None
    result: str = ""
