"""What the page may send. Unknown fields are refused."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from assistant.domain.comment import Tell
from assistant.domain.finding import TextKind
from assistant.domain.triage import Nature, Severity, Truth

Expect = int | None
"""The version of the case the person saw; None: whatever it is now."""


class Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Me(Body):
    name: str


class FactBody(Body):
    text: str = Field(min_length=1, max_length=2000)
    tell: Tell = "public"


class DraftBody(Body):
    seed: int = Field(0, ge=0, le=2**31 - 1)
    facts: list[FactBody] = Field(default_factory=list, max_length=20)


class TextBody(Body):
    text: str = Field(max_length=100_000)


class EditBody(TextBody):
    expect: Expect = None


class ApproveBody(Body):
    text: str = Field(max_length=100_000)
    expect: Expect = None
    override_reason: str = Field("", max_length=2000)
    note: str = Field("", max_length=2000)


class NoteBody(Body):
    note: str = Field(max_length=2000)
    expect: Expect = None


class PublishBody(Body):
    url: str | None = Field(None, max_length=2000)
    expect: Expect = None


class LeaveBody(Body):
    reason: str = Field(max_length=2000)
    expect: Expect = None


class ExpectBody(Body):
    expect: Expect = None


class TriageBody(Body):
    nature: Nature | None = None
    severity: Severity | None = None
    truth: Truth | None = None
    expect: Expect = None


class CommentBody(Body):
    """One comment typed or pasted by a person; limits are those of an imported row."""

    text: str
    title: str | None = None
    channel: str | None = None
    author: str | None = None
    rating: int | None = Field(None, ge=1, le=5)
    url: str | None = Field(None, max_length=2000)


class CheckBody(TextBody):
    """``comment`` is the message the text answers; ``facts`` may be told in public."""

    kind: TextKind = "public_reply"
    channel: str | None = Field(None, max_length=300)
    language: Literal["fr", "en"] | None = None
    comment: str = Field("", max_length=100_000)
    facts: list[Annotated[str, Field(max_length=2000)]] = Field(default_factory=list, max_length=20)


class VoiceBody(TextBody):
    language: Literal["fr", "en"] | None = None


class TryBody(Body):
    """One of ``fields``, ``text`` and ``remove`` says what is wanted of the rule."""

    rule: str = Field(max_length=200)
    fields: dict[str, Any] | None = None
    text: str | None = Field(None, max_length=200_000)
    remove: bool = False
    new: bool = False


class SaveBody(TryBody):
    expect: str = Field(max_length=64)
    """The hash of the charter the person saw."""


class RestoreBody(Body):
    version: str = Field(max_length=40, pattern=r"^[0-9.]+$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    expect: str = Field(max_length=64)
