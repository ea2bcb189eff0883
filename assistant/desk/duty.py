"""What a case asks of the house: by when to answer, whom to tell, who must approve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from assistant.domain.case import Case
from assistant.domain.charter import Charter
from assistant.domain.triage import SEVERITIES, Triage

TOLD_FROM = 0.45
"""From this strength on, a signal tells those whom the charter names for it: the same as moves a severity."""


@dataclass(frozen=True, slots=True)
class Call:
    """One function of the house to be told. ``contact`` is how the charter says it is reached, "" where it
    does not; ``because`` names the severity, then the signals."""

    function: str
    contact: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Duty:
    """``minutes`` to a first reply by the charter's ``clock``; ``due_at`` is None where no reply is called for.

    ``approver`` is the authority the charter asks for, None: anyone who may approve. ``second_person``: not
    the one who wrote the reply.
    """

    due_at: datetime | None
    minutes: int
    clock: Literal["business", "calendar"]
    tell: tuple[Call, ...]
    approver: str | None
    second_person: bool


def duty_of(case: Case, triage: Triage, charter: Charter, approver: str | None) -> Duty:
    """The duty of a case under a charter."""
    clock = charter.settings.sla[triage.severity]
    limit = charter.settings.reply_limits.four_eyes_from
    return Duty(
        due_at=case.due_at,
        minutes=clock.first_reply,
        clock=clock.clock,
        tell=whom_to_tell(triage, charter),
        approver=approver,
        second_person=SEVERITIES.index(triage.severity) <= SEVERITIES.index(limit),
    )


def whom_to_tell(triage: Triage, charter: Charter) -> tuple[Call, ...]:
    """Those of the severity's rung of the ladder, then those of each signal; each once."""
    escalation = charter.settings.escalation
    reasons: dict[str, list[str]] = {}
    for function in escalation.ladder.get(triage.severity, ()):
        reasons.setdefault(function, []).append(triage.severity)
    for signal, functions in escalation.always.items():
        if triage.signals.get(signal, 0.0) >= TOLD_FROM:
            for function in functions:
                reasons.setdefault(function, []).append(signal)
    return tuple(
        Call(function, escalation.contacts.get(function, ""), tuple(because))
        for function, because in reasons.items()
    )
