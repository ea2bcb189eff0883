"""The JSON the page reads: cases, lines of the queue, people."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from assistant.desk.desk import Desk
from assistant.domain.case import Case, CaseLine
from assistant.domain.charter import Charter, Language
from assistant.domain.comment import Comment
from assistant.domain.context import AuthorCard
from assistant.domain.contract import draft_json, finding_json, triage_json
from assistant.domain.people import User

DEFAULT_TARGET = (600, 4000)
"""Characters aimed at, and never passed, in a channel the charter does not name."""


def line_json(line: CaseLine, charter: Charter, language: Language) -> dict[str, Any]:
    """One line of the queue."""
    row = asdict(line)
    row |= {
        "due_at": moment(line.due_at),
        "received_at": moment(line.received_at),
        "channel_label": channel_label(charter, line.channel, language),
    }
    return row


def case_json(case: Case, desk: Desk, language: Language, typed: str | None) -> dict[str, Any]:
    """One case, whole. ``answered`` is the id of the comment that the triage's spans point into;
    ``typed`` is what the reader was typing when they left it."""
    charter = desk.charter
    answered = desk.answered(case)
    playbook = desk.playbook(case)
    known = charter.channel(answered.channel)
    target, hard = (known.target_chars, known.hard_chars) if known else DEFAULT_TARGET
    approval = case.approval
    author = desk.author_of(case)
    return {
        "id": case.id,
        "state": case.state,
        "version": case.version,
        "received_at": moment(case.received_at),
        "due_at": moment(case.due_at),
        "comment": comment_json(case.comment),
        "thread": [comment_json(c) for c in case.thread],
        "answered": answered.id,
        "channel": case.comment.channel,
        "channel_label": channel_label(charter, case.comment.channel, language),
        "public": charter.is_public(answered.channel, answered.ownership),
        "target_chars": target,
        "hard_chars": hard,
        "triage": triage_json(case.triage) if case.triage else None,
        "problems": _problems(case, charter, language),
        "playbook": {
            "id": playbook.id,
            "action": playbook.action,
            "objective": playbook.objective.get(language, ""),
            "avoid": list(playbook.avoid.get(language, ())),
            "checklist": list(playbook.checklist.get(language, ())),
            "holding_line": playbook.holding_line.get(_written_in(case, language), ""),
        }
        if playbook
        else None,
        "author": author_json(author, charter, language) if author else None,
        "needed_authority": desk.needed_authority(case.triage) if case.triage else None,
        "draft": draft_json(case.draft) if case.draft else None,
        "edited": case.edited,
        "text": case.text,
        "typed": typed,
        "approval": {
            "decision": approval.decision,
            "by": approval.by,
            "at": moment(approval.at),
            "text": approval.text,
            "note": approval.note,
            "override_reason": approval.override_reason,
            "charter": asdict(approval.charter),
            "findings": [finding_json(f) for f in approval.findings],
        }
        if approval
        else None,
        "published_at": moment(case.published_at),
        "published_url": case.published_url,
        "reason": case.reason,
        "events": [
            {"at": moment(e.at), "who": e.who, "what": e.what, "detail": e.detail} for e in case.events
        ],
    }


def comment_json(comment: Comment) -> dict[str, Any]:
    """One message; ``whole`` is what spans point into."""
    return {
        "id": comment.id,
        "whole": comment.whole,
        "title": comment.title,
        "author": comment.author,
        "posted_at": moment(comment.posted_at),
        "url": comment.url,
        "rating": comment.rating,
        "reach": comment.reach,
        "direction": comment.direction,
        "facts": [asdict(f) for f in comment.facts],
    }


def author_json(card: AuthorCard, charter: Charter, language: Language) -> dict[str, Any]:
    """What an author wrote in other cases: how much of what nature, and the latest messages."""
    return {
        "count": card.past.count,
        "natures": dict(card.past.natures),
        "first": moment(card.past.first),
        "last": moment(card.past.last),
        "messages": [
            {
                **asdict(message),
                "at": moment(message.at),
                "channel_label": channel_label(charter, message.channel, language),
            }
            for message in card.messages
        ],
    }


def person_json(user: User) -> dict[str, Any]:
    """One person of the desk."""
    return {"name": user.name, "role": user.role, "authority": user.authority}


def channel_label(charter: Charter, channel: str, language: Language) -> str:
    """The channel in the reader's words; "" where the charter does not name it."""
    known = charter.channel(channel)
    return known.label.get(language, "") if known else ""


def moment(at: datetime | None) -> str | None:
    """ISO 8601, in UTC."""
    return at.isoformat() if at is not None else None


def _problems(case: Case, charter: Charter, language: Language) -> list[dict[str, str]]:
    found: dict[str, str] = {}
    for mention in case.triage.problems if case.triage else ():
        problem = charter.problem(mention.id)
        found[mention.id] = problem.description.get(language, mention.id) if problem else mention.id
    return [{"id": id, "label": label} for id, label in found.items()]


def _written_in(case: Case, language: Language) -> Language:
    """The language a reply to this case is written in."""
    found = case.triage.language if case.triage else language
    return "fr" if found == "fr" else "en" if found == "en" else language
