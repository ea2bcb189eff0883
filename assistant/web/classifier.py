"""The triage classifier: how many corrections wait, and learning from them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter

from assistant.desk.teaching import last_lesson, may_teach, waiting
from assistant.domain.people import leads
from assistant.web.access import Signed, TheDesk, TheLearning

router = APIRouter(prefix="/api/classifier")


@router.get("")
def classifier(desk: TheDesk, learning: TheLearning, who: Signed) -> dict[str, Any]:
    """How many corrections wait, what the last learning gave, and the one under way."""
    return {
        **learning.status(),
        "waiting": waiting(desk.store),
        "lesson": last_lesson(desk.store),
        "may_teach": leads(desk.person(who)),
    }


@router.post("", status_code=202)
def learn(desk: TheDesk, learning: TheLearning, who: Signed) -> dict[str, Any]:
    """Begins to learn from the corrections; ``GET`` says how far it is."""
    may_teach(desk.person(who))
    learning.start(who)
    return classifier(desk, learning, who)


@router.delete("")
def stop(desk: TheDesk, learning: TheLearning, who: Signed) -> dict[str, Any]:
    """Stops the learning under way; nothing changes."""
    may_teach(desk.person(who))
    learning.stop()
    return classifier(desk, learning, who)
