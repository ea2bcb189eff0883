"""A small company for the triage tests: two channels, a few playbooks."""

from __future__ import annotations

from datetime import date

from assistant.domain.charter import Charter, CharterSettings, Playbook
from assistant.domain.draft import CharterRef

SETTINGS = {
    "charter_version": "1.0",
    "status": "approved",
    "effective": date(2026, 1, 1),
    "identity": {"legal_name": "Essai SAS", "brand": "Essai", "team": {"fr": "L’équipe", "en": "The team"}},
    "languages": {"default": "fr-FR", "supported": {"fr-FR": {"address": "vous", "typography": "fr-FR"}}},
    "voice": {"is_but_not": {"fr": [["précis", "froid"]]}},
    "channels": {
        "own_forum": {"label": {"fr": "Forum"}, "ownership": "own_site"},
        "reviews": {"label": {"fr": "Avis"}, "ownership": "third_platform"},
    },
    "signature": {"public": {"fr": "L’équipe"}, "private": {"fr": "L’équipe"}},
    "competitors": ["Lumière & Cie"],
    "sla": {s: {"ack": 60, "first_reply": 240} for s in ("S1", "S2", "S3", "S4")},
    "calendar": {"timezone": "Europe/Paris", "hours": {"mon": ["09:00", "18:00"]}},
    "escalation": {"contacts": {}, "ladder": {}},
    "private_path": {"fr": ["écrivez-nous"]},
}


def playbook(kind: str, action: str) -> Playbook:
    return Playbook.model_validate(
        {
            "id": kind.replace("/", "_"),
            "kind": kind,
            "ownership": ["own_site", "third_platform"],
            "action": action,
            "objective": {"fr": "but", "en": "aim"},
        }
    )


def house() -> Charter:
    kinds = {
        "complaint": "reply",
        "complaint/safety": "person",
        "provocation": "ignore",
        "spam": "report",
        "attack": "report",
        "question": "reply",
    }
    return Charter(
        CharterSettings.model_validate(SETTINGS),
        CharterRef("1.0", "0" * 64),
        playbooks=tuple(playbook(k, a) for k, a in kinds.items()),
    )
