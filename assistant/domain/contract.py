"""The JSON forms of DESIGN §6: what other programs read. Fields may be added, never lost or changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, fields
from typing import Any

from assistant.domain.draft import CharterRef, Draft
from assistant.domain.finding import CheckResult, Finding
from assistant.domain.triage import SIGNALS, Triage
from assistant.domain.voice import POLES, VoiceReading


def triage_json(triage: Triage) -> dict[str, Any]:
    """A row of ``triage`` out. Every signal is named, 0 where nothing was seen."""
    row = _fields(triage)
    row["signals"] = {name: round(float(triage.signals.get(name, 0.0)), 3) for name in SIGNALS}
    row["confidence"] = round(triage.confidence, 4)
    row["alternatives"] = [
        {"nature": a.nature, "confidence": round(a.confidence, 4)} for a in triage.alternatives
    ]
    for name in ("problems", "reasons", "hypotheses"):
        row[name] = [_fields(item) for item in row[name]]
    row["corrections"] = [
        {"by": c.by, "at": c.at.isoformat(), "given": dict(c.given)} for c in triage.corrections
    ]
    row["seconds"] = round(triage.seconds, 4)
    for name in ("subject", "claim", "decided", "opinion"):
        row[name] = asdict(row[name]) if row[name] else None
    return _ordered(
        row,
        "id language nature subtype confidence unsure severity ownership playbook needs_reply signals problems"
        " reasons hypotheses alternatives truth subject claim decided corrections seconds opinion",
    )


def draft_json(draft: Draft) -> dict[str, Any]:
    """A row of ``draft`` out."""
    row = asdict(draft)
    row["draft"] = row.pop("text")
    row["findings"] = [finding_json(f) for f in draft.findings]
    row["alternatives"] = [
        {"draft": a.draft, "findings": [finding_json(f) for f in a.findings], "score": round(a.score, 4)}
        for a in draft.alternatives
    ]
    row["evidence"] = [{**asdict(e), "score": round(e.score, 4)} for e in draft.evidence]
    row["seconds"] = round(draft.seconds, 3)
    return _ordered(
        row,
        "id status reason draft language nature severity playbook objective sentences findings blocked"
        " holding_line checklist alternatives evidence weak_match model prompt seed charter seconds calls",
    )


def check_json(result: CheckResult, charter: CharterRef) -> dict[str, Any]:
    """What ``check --json`` prints. ``moved`` names findings by their place in the list, from 0."""
    return {
        "findings": [finding_json(f) for f in result.findings],
        "score": result.score,
        "band": result.band,
        "moved": [
            {"finding": result.findings.index(m.finding), "rule": m.finding.rule, "points": m.points}
            for m in result.moved
        ],
        "passed": result.passed,
        "language": result.language,
        "charter": asdict(charter),
    }


def finding_json(finding: Finding) -> dict[str, Any]:
    """One finding, with every field of the contract; ``also`` and ``opinion`` where they say something."""
    row = asdict(finding)
    for name in ("also", "opinion"):
        if not row[name]:
            del row[name]
    return row


def voice_json(reading: VoiceReading, text: str) -> dict[str, Any]:
    """The voice of ``text``: what ``check --voice --json`` adds as ``voice``, and what the page draws.

    Every dimension goes from -2 (``low``) to +2 (``high``); ``target``, ``tolerance``, ``distance`` and
    ``inside`` are null where the charter sets no target.
    """
    return {
        "language": reading.language,
        "nature": reading.nature,
        "inside": reading.inside,
        "embedder": reading.embedder,
        "note": reading.note,
        "dimensions": [
            {
                "dimension": at.axis,
                "low": POLES[at.axis][0],
                "high": POLES[at.axis][1],
                "position": at.position,
                "error": at.error,
                "target": at.target,
                "tolerance": at.tolerance,
                "distance": None if at.distance is None else round(at.distance, 2),
                "inside": at.inside,
                "close_call": at.close_call,
                "evidence": [
                    {
                        "feature": e.feature,
                        "label": e.label,
                        "effect": e.effect,
                        "spans": [{"start": a, "end": b, "match": text[a:b]} for a, b in e.spans],
                    }
                    for e in at.evidence
                ],
            }
            for at in reading.positions
        ],
    }


def row_text(row: Mapping[str, Any]) -> str:
    """A row as one line of JSON, without the line's end."""
    return json.dumps(row, ensure_ascii=False, default=str)


def error_row(id: str | None, error: Mapping[str, str]) -> dict[str, Any]:
    """A bad row of a batch."""
    return {"id": id, "error": {"code": error["code"], "message": error["message"]}}


def _fields(item: Any) -> dict[str, Any]:
    """One level of ``asdict``, which copies all it holds and takes a tenth of a batch's time."""
    return {field.name: getattr(item, field.name) for field in fields(item)}


def _ordered(row: Mapping[str, Any], names: str) -> dict[str, Any]:
    return {name: row[name] for name in names.split()}
