"""The charter's rules: what they are, what a change would do, and their versions."""

from __future__ import annotations

import re
from dataclasses import asdict
from typing import Any

from fastapi import APIRouter

from assistant.desk.charter import REPLIES_TRIED, RuleChange, Trial
from assistant.domain.charter import Charter
from assistant.domain.draft import CharterRef
from assistant.domain.text import sentence_spans
from assistant.errors import CharterError
from assistant.tone.changes import Verdict
from assistant.web import requests
from assistant.web.access import Signed, TheDesk, TheRulebook
from assistant.web.forms import moment
from assistant.web.rule_form import fields_of, forms, tidy

router = APIRouter(prefix="/api/charter")

_PLACED = re.compile(r"[^:\s]+:(\d+):(\d+): (.*)", re.DOTALL)
_FIELD = re.compile(r"^  (\w+):", re.MULTILINE)
EXCERPT = 90
"""Characters of a comment shown beside a reply."""


@router.get("")
def rules(book: TheRulebook, desk: TheDesk, who: Signed) -> dict[str, Any]:
    """All rules, the form of each kind, and whether this person may save changes."""
    charter = book.current()
    return {
        **_ref(charter.ref),
        "effective": charter.settings.effective.isoformat(),
        "may_change": book.may_change(desk.person(who)),
        "replies": REPLIES_TRIED,
        "kinds": forms(),
        "rules": [{"id": rule.id, "fields": fields_of(rule)} for rule in charter.rules],
    }


@router.get("/rules/{rule}")
def one_rule(rule: str, book: TheRulebook, who: Signed) -> dict[str, Any]:
    """One rule as it stands now: its YAML and its fields."""
    charter = book.current()
    text = book.text(rule)
    return {**_ref(charter.ref), "id": rule, "text": text, "fields": _fields_now(charter, rule)}


@router.post("/try")
def try_change(body: requests.TryBody, book: TheRulebook, who: Signed) -> dict[str, Any]:
    """What a change would do. A fault in the rule is part of the answer, with its line and column."""
    change = _change(body)
    text = book.written(change)
    try:
        trial = book.try_change(change)
    except CharterError as error:
        return {"error": fault_json(error, text or ""), "text": text}
    return trial_json(trial)


@router.post("/save")
def save(body: requests.SaveBody, book: TheRulebook, who: Signed) -> dict[str, Any]:
    """Saves a change as a new version, in force at once."""
    return _ref(book.save(_change(body), who, expect=body.expect))


@router.get("/versions")
def versions(book: TheRulebook, desk: TheDesk, who: Signed) -> dict[str, Any]:
    """The versions of the charter, newest first."""
    now = book.current().ref
    return {
        **_ref(now),
        "may_change": book.may_change(desk.person(who)),
        "versions": [
            {
                **asdict(version),
                "at": moment(version.at),
                "current": version.sha256 == now.sha256,
                "can_restore": version.sha256 != now.sha256 and book.can_restore(version),
            }
            for version in book.history()
        ],
    }


@router.post("/restore")
def restore(body: requests.RestoreBody, book: TheRulebook, who: Signed) -> dict[str, Any]:
    """Makes a new version that is equal to an old one."""
    return _ref(book.restore(body.version, body.sha256, who, expect=body.expect))


def fault_json(error: CharterError, text: str) -> dict[str, Any]:
    """An error with its place in the rule's text: ``line`` and ``column`` from 1 (0 where none is known),
    and the ``field`` that stands there."""
    found = _PLACED.match(error.message)
    line, column, problem = found.groups() if found else ("0", "0", error.message)
    above = _FIELD.findall("\n".join(text.split("\n")[: int(line)]))
    return {
        **error.as_json(),
        "line": int(line),
        "column": int(column),
        "field": above[-1] if above else "",
        "problem": problem,
    }


def trial_json(trial: Trial) -> dict[str, Any]:
    """What a change would do, for the page; ``effect`` "" where nothing would change."""
    change = trial.change
    return {
        "error": None,
        "text": trial.text,
        "fields": fields_of(trial.rule) if trial.rule else None,
        "effect": change.effect if change else "",
        "examples": {
            expected: [e.example for e in trial.examples if e.expected == expected]
            for expected in ("bad", "good")
        },
        "replies": {
            "read": trial.read,
            "stopped": [_verdict(v) for v in trial.stopped],
            "passing": [_verdict(v) for v in trial.passing],
            "advised": [_verdict(v) for v in trial.advised],
            "unadvised": [_verdict(v) for v in trial.unadvised],
        },
    }


def _verdict(verdict: Verdict) -> dict[str, Any]:
    """A reply with the sentence of its first finding; ``start`` and ``end`` are offsets into ``sentence``."""
    reply, first = verdict.reply, verdict.findings[0]
    text = reply.reply
    start, end = next(
        ((a, b) for a, b in sentence_spans(text) if a <= first.start < b),
        (max(0, min(first.start, len(text) - EXCERPT)), len(text)),
    )
    end = max(end, first.end)
    comment = " ".join(reply.comment.split())
    return {
        "id": reply.id,
        "comment": comment if len(comment) <= EXCERPT else comment[: EXCERPT - 1] + "…",
        "text": text,
        "sentence": text[start:end],
        "start": first.start - start,
        "end": first.end - start,
        "message": first.message,
    }


def _change(body: requests.TryBody) -> RuleChange:
    fields = tidy(body.fields) if body.fields is not None and body.text is None else None
    return RuleChange(body.rule, fields, body.text, body.remove, body.new)


def _fields_now(charter: Charter, id: str) -> dict[str, Any]:
    return next((fields_of(rule) for rule in charter.rules if rule.id == id), {})


def _ref(ref: CharterRef) -> dict[str, Any]:
    return {"version": ref.version, "sha256": ref.sha256}
