"""Where a case stands in the queue."""

from __future__ import annotations

from datetime import UTC, datetime

from assistant.domain.case import CaseState

NO_CLOCK = datetime(9000, 1, 1, tzinfo=UTC)
DONE = datetime(9001, 1, 1, tzinfo=UTC)
NOTHING_TO_DO: frozenset[CaseState] = frozenset({"published", "ignored", "closed"})


def clock_at(state: CaseState, due_at: datetime | None) -> datetime:
    """A time to sort by: open cases by their due time, then those without one, then the finished."""
    if state in NOTHING_TO_DO:
        return DONE
    return due_at or NO_CLOCK
