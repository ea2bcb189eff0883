"""A case: a comment thread with everything that happened to it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.domain.comment import Comment
from assistant.domain.draft import CharterRef, Draft
from assistant.domain.finding import Finding
from assistant.domain.triage import Nature, Severity, Triage

CaseState = Literal[
    "received",
    "triaged",
    "drafted",
    "in_review",
    "approved",
    "published",
    "ignored",
    "escalated",
    "closed",
]
Decision = Literal["approved", "changes_requested", "rejected"]

TRANSITIONS: Mapping[CaseState, frozenset[CaseState]] = {
    "received": frozenset({"triaged", "in_review", "ignored", "escalated", "closed"}),
    "triaged": frozenset({"triaged", "drafted", "in_review", "ignored", "escalated", "closed"}),
    "drafted": frozenset({"triaged", "drafted", "in_review", "approved", "ignored", "escalated", "closed"}),
    "in_review": frozenset({"triaged", "drafted", "in_review", "approved", "ignored", "escalated", "closed"}),
    "approved": frozenset({"in_review", "published", "ignored", "escalated", "closed"}),
    "published": frozenset({"triaged", "received", "closed"}),
    "ignored": frozenset({"received", "triaged", "drafted", "in_review", "closed"}),
    "escalated": frozenset({"triaged", "drafted", "in_review", "approved", "ignored", "closed"}),
    "closed": frozenset({"received", "triaged"}),
}
"""``published`` and ``closed`` go back to ``received`` when the customer answers."""


@dataclass(frozen=True, slots=True)
class Approval:
    """A named person's decision on an exact text, under an exact charter."""

    decision: Decision
    by: str
    at: datetime
    text: str
    charter: CharterRef
    findings: tuple[Finding, ...] = ()
    override_reason: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the case's timeline. ``what`` is a verb, ``detail`` a short text for a person."""

    at: datetime
    who: str
    what: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A thread and its state. ``version`` grows by one at each change (optimistic locking).

    ``edited`` is the text a person has typed and saved, None while the draft stands untouched.
    ``due_at`` is when a first reply is due by the charter's clock.
    """

    id: str
    comment: Comment
    state: CaseState
    version: int
    received_at: datetime
    due_at: datetime | None = None
    triage: Triage | None = None
    draft: Draft | None = None
    edited: str | None = None
    approval: Approval | None = None
    published_at: datetime | None = None
    published_url: str | None = None
    assigned_to: str | None = None
    reason: str = ""
    thread: tuple[Comment, ...] = ()
    events: tuple[Event, ...] = ()

    @property
    def text(self) -> str:
        """The reply as it stands: approved, else edited, else drafted."""
        if self.approval is not None and self.state in ("approved", "published"):
            return self.approval.text
        if self.edited is not None:
            return self.edited
        return self.draft.text if self.draft else ""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case as one line of the queue. ``excerpt`` is the start of the comment, on one line.

    ``language`` is the one triage found, else the one the row came with.
    """

    id: str
    state: CaseState
    nature: Nature | None
    severity: Severity | None
    channel: str
    language: str | None
    author: str | None
    excerpt: str
    due_at: datetime | None
    received_at: datetime
    unsure: bool
    version: int


def may_become(state: CaseState, target: CaseState) -> bool:
    """Whether a case may go from one state to another."""
    return target in TRANSITIONS[state]
