"""Domain values for the tests: a few by hand, and any at all by hypothesis."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import Any, get_type_hints

from hypothesis import strategies as st

from assistant.domain.case import Approval
from assistant.domain.comment import Comment
from assistant.domain.draft import Alternative, CharterRef, Draft, Evidence, Sentence, Source
from assistant.domain.finding import Finding
from assistant.domain.triage import Reason, Triage

CHARTER = CharterRef("1.0", "ab" * 32)
TRIAGE = Triage(
    id="g-1",
    language="fr",
    nature="complaint",
    severity="S2",
    playbook="complaint.public",
    subtype="safety",
    confidence=0.8,
    signals={"threat": 0.25},
    reasons=(Reason(0, 7, "Service", "abuse", "un mot"),),
)
FINDING = Finding("forbidden.calm_down", "error", 0, 4, "Cher", "non", None)
DRAFT = Draft(
    id="g-1",
    status="drafted",
    language="fr",
    nature="complaint",
    severity="S2",
    playbook="complaint.public",
    charter=CHARTER,
    text="Bonjour Jean, nous sommes désolés.",
    sentences=(Sentence("Bonjour Jean,", "greet", Source("template", "greet.1")),),
    alternatives=(Alternative("Bonjour monsieur Martin", (FINDING,), 0.5),),
    evidence=(Evidence("reply", "r1", 0.9, "Bonjour"),),
)
APPROVAL = Approval(
    decision="approved",
    by="Anne",
    at=datetime(2026, 3, 2, 10, tzinfo=UTC),
    text="Bonjour Jean, voici notre réponse.",
    charter=CHARTER,
)


def comment(id: str = "g-1", text: str = "Service déplorable, colis perdu.", **more: Any) -> Comment:
    """A comment by Jean Martin on Google, unless said otherwise."""
    return Comment(**({"channel": "google_reviews", "author": "Jean Martin"} | more), id=id, text=text)


plain_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
times = st.datetimes(timezones=st.just(UTC))


def anything(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of a domain type, every field filled."""
    if dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        fields = {field.name: anything(hints[field.name]) for field in dataclasses.fields(hint)}
        return st.builds(hint, **fields)
    inner = getattr(hint, "__args__", ())
    if hint is datetime:
        return times
    if hint is float:
        return st.floats(allow_nan=False, allow_infinity=False)
    if len(inner) == 2 and inner[1] is Ellipsis:
        return st.lists(anything(inner[0]), max_size=2).map(tuple)
    if len(inner) == 2 and inner[0] is str and inner[1] in (object, float):
        values = plain_json if inner[1] is object else anything(float)
        return st.dictionaries(st.text(), values, max_size=3)
    if type(None) in inner:
        return st.none() | anything(next(arg for arg in inner if arg is not type(None)))
    return st.from_type(hint)
