"""What people's work teaches: a corrected triage, how much of a draft was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Feedback:
    """One lesson. ``kind`` names it (``triage``, ``edit`` …); ``payload`` is plain JSON."""

    case_id: str | None
    kind: str
    payload: Mapping[str, object]
    who: str
    at: datetime
