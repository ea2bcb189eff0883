"""An approved reply: an example of wording for later drafts, never a source of facts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class ApprovedReply:
    """A comment and the final text a person approved for it."""

    id: str
    comment: str
    reply: str
    language: str
    channel: str = "unknown"
    nature: str | None = None
    approved_by: str | None = None
    approved_at: datetime | None = None
