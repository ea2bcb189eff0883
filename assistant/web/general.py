"""The state of the desk, its people, and the check of any text."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from assistant.domain.comment import CaseFact, Comment
from assistant.domain.contract import check_json, voice_json
from assistant.domain.finding import CheckContext
from assistant.domain.language import guess_language
from assistant.domain.triage import NATURES, SEVERITIES, TRUTHS
from assistant.web import requests
from assistant.web.access import Reader, TheBackground, TheDesk, TheHouse, Who
from assistant.web.behind import behind
from assistant.web.forms import person_json

router = APIRouter(prefix="/api")


@router.get("/status")
def status(desk: TheDesk, background: TheBackground) -> dict[str, Any]:
    """What is loaded, and what the page needs to know of the charter."""
    settings = desk.charter.settings
    return {
        **background.status(),
        "brand": settings.identity.brand,
        "language": settings.languages.default_language,
        "languages": list(settings.languages.codes),
        "charter": {"version": desk.charter.ref.version, "sha256": desk.charter.ref.sha256},
        "channels": [
            {"id": id, "label": channel.label, "public": channel.public, "target_chars": channel.target_chars}
            for id, channel in settings.channels.items()
        ],
        "natures": list(NATURES),
        "severities": list(SEVERITIES),
        "truths": list(TRUTHS),
    }


@router.get("/people")
def people(desk: TheDesk) -> list[dict[str, Any]]:
    """Everyone who may work at this desk; empty before the first person gave a name."""
    with desk.store.read() as work:
        return [person_json(u) for u in work.users.list() if not u.disabled]


@router.post("/me")
def me(body: requests.Me, desk: TheDesk) -> dict[str, Any]:
    """The named person; the first one ever becomes the desk's administrator."""
    return person_json(desk.person(body.name))


@router.post("/check")
def check(
    body: requests.CheckBody, desk: TheDesk, house: TheHouse, language: Reader, who: Who
) -> dict[str, Any]:
    """What the charter says of any text, and what stands behind each finding."""
    comment = body.comment.strip()
    facts = tuple(CaseFact(fact.strip(), "public") for fact in body.facts if fact.strip())
    result = house.part("checker").check(
        body.text,
        CheckContext(
            today=desk.today(),
            kind=body.kind,
            language=body.language,
            channel=body.channel,
            comment=Comment("checked", comment) if comment else None,
            case_facts=facts,
            sender=who or None,
            reader=language,
        ),
    )
    return {
        **check_json(result, desk.charter.ref),
        "behind": behind(result.findings, desk.charter, language),
    }


@router.post("/voice")
def voice(
    body: requests.VoiceBody, house: TheHouse, background: TheBackground, language: Reader
) -> dict[str, Any]:
    """How a text sounds beside what the charter asks. ``available`` is false while the embedding model
    loads, and for a text in which there is nothing to measure."""
    if not background.ready("index"):  # the part that loads the embedding model
        return {"available": False}
    spoken = body.language or guess_language(body.text)
    reading = house.part("voice").measure(body.text, spoken, reader=language)
    return {"available": bool(reading.positions), **voice_json(reading, body.text)}
