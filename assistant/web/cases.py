"""The queue and its cases."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import StreamingResponse

from assistant.domain.case import CaseState
from assistant.domain.comment import CaseFact
from assistant.domain.contract import check_json
from assistant.domain.triage import Nature, Severity
from assistant.store.cases import Order
from assistant.web import requests
from assistant.web.access import Reader, Signed, TheDesk, TheLine, Who
from assistant.web.behind import behind
from assistant.web.drafts import stream
from assistant.web.forms import case_json, line_json

router = APIRouter(prefix="/api/cases")

SOON = timedelta(hours=2)
"""A reply due within this time is due soon."""


@router.get("")
def list_cases(
    desk: TheDesk,
    language: Reader,
    state: list[CaseState] = Query(default_factory=list),  # noqa: B008
    nature: Nature | None = None,
    severity: Severity | None = None,
    channel: str | None = Query(None, max_length=300),
    written_in: str | None = Query(None, max_length=3),
    unsure: bool = False,
    due: Literal["late", "soon"] | None = None,
    author: str | None = Query(None, max_length=300),
    search: str | None = Query(None, max_length=300),
    order: Order = "clock",
    limit: int = Query(200, ge=1, le=500),
    after: str | None = Query(None, max_length=20),
) -> dict[str, Any]:
    """Lines of the queue with the counts of every state. ``written_in`` is the comment's language,
    ``unsure`` leaves only those that wait for a person's word on their nature, ``due`` those whose reply is late,
    or due within two hours."""
    now = desk.now()
    with desk.store.read() as work:
        lines = work.cases.list(
            state=state or None,
            nature=nature,
            severity=severity,
            language=written_in,
            channel=channel,
            unsure=unsure or None,
            due={"late": (None, now), "soon": (now, now + SOON)}[due] if due else None,
            author=author,
            search=search,
            order=order,
            limit=limit,
            after=after,
        )
        counts = work.cases.counts()
    return {"lines": [line_json(line, desk.charter, language) for line in lines], "counts": counts}


@router.get("/{case_id}")
def one_case(case_id: str, desk: TheDesk, language: Reader, who: Who) -> dict[str, Any]:
    """One case, with what this person was typing."""
    case = desk.case(case_id)
    return case_json(case, desk, language, desk.typed(case_id, who) if who else None)


@router.post("/{case_id}/triage")
def triage(case_id: str, desk: TheDesk, language: Reader, who: Signed) -> dict[str, Any]:
    return case_json(desk.triage(case_id, who), desk, language, desk.typed(case_id, who))


@router.put("/{case_id}/triage")
def correct_triage(
    case_id: str, body: requests.TriageBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    case = desk.correct_triage(
        case_id, who, nature=body.nature, severity=body.severity, truth=body.truth, expect=body.expect
    )
    return case_json(case, desk, language, desk.typed(case_id, who))


@router.delete("/{case_id}/triage")
def take_back_correction(
    case_id: str, desk: TheDesk, language: Reader, who: Signed, expect: int | None = None
) -> dict[str, Any]:
    """Undoes the last correction of the triage."""
    case = desk.take_back_correction(case_id, who, expect=expect)
    return case_json(case, desk, language, desk.typed(case_id, who))


@router.post("/{case_id}/draft")
async def draft(
    case_id: str,
    body: requests.DraftBody,
    request: Request,
    desk: TheDesk,
    line: TheLine,
    language: Reader,
    who: Signed,
) -> StreamingResponse:
    """Server-sent events: ``waiting``, ``stage``, ``sentence``, then ``done`` (the case) or ``error``."""
    facts = [CaseFact(f.text.strip(), f.tell) for f in body.facts]
    events = stream(
        request,
        line,
        lambda tell, cancel: desk.draft(
            case_id, who, seed=body.seed, facts=facts, on_event=tell, cancel=cancel
        ),
        lambda case: case_json(case, desk, language, desk.typed(case_id, who)),
    )
    return StreamingResponse(events, media_type="text/event-stream", headers={"cache-control": "no-store"})


@router.put("/{case_id}/autosave", status_code=204)
def autosave(case_id: str, body: requests.TextBody, desk: TheDesk, who: Signed) -> None:
    desk.keep_typing(case_id, body.text, who)


@router.post("/{case_id}/check")
def check(case_id: str, body: requests.TextBody, desk: TheDesk, language: Reader, who: Who) -> dict[str, Any]:
    """What the charter says of a text as the reply to this case."""
    result = desk.check(case_id, body.text, sender=who or None, reader=language)
    return {
        **check_json(result, desk.charter.ref),
        "behind": behind(result.findings, desk.charter, language),
    }


@router.post("/{case_id}/edit")
def edit(
    case_id: str, body: requests.EditBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    return case_json(desk.edit(case_id, body.text, who, expect=body.expect), desk, language, None)


@router.post("/{case_id}/approve")
def approve(
    case_id: str, body: requests.ApproveBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    case = desk.approve(
        case_id,
        who,
        text=body.text,
        expect=body.expect,
        override_reason=body.override_reason,
        note=body.note,
    )
    return case_json(case, desk, language, None)


@router.post("/{case_id}/request-changes")
def request_changes(
    case_id: str, body: requests.NoteBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    case = desk.decide(case_id, "changes_requested", who, note=body.note, expect=body.expect)
    return case_json(case, desk, language, desk.typed(case_id, who))


@router.post("/{case_id}/publish")
def publish(
    case_id: str, body: requests.PublishBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    case = desk.publish(case_id, who, url=body.url or None, expect=body.expect)
    return case_json(case, desk, language, None)


@router.post("/{case_id}/ignore")
def ignore(
    case_id: str, body: requests.LeaveBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    return case_json(desk.ignore(case_id, who, body.reason, expect=body.expect), desk, language, None)


@router.post("/{case_id}/escalate")
def escalate(
    case_id: str, body: requests.LeaveBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    case = desk.escalate(case_id, who, body.reason, expect=body.expect)
    return case_json(case, desk, language, desk.typed(case_id, who))


@router.post("/{case_id}/reopen")
def reopen(
    case_id: str, body: requests.ExpectBody, desk: TheDesk, language: Reader, who: Signed
) -> dict[str, Any]:
    case = desk.reopen(case_id, who, expect=body.expect)
    return case_json(case, desk, language, desk.typed(case_id, who))
