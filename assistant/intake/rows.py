"""One row of a file → one comment or one approved reply."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from assistant.domain.comment import (
    MAX_COMMENT_CHARS,
    OWNERSHIPS,
    UNKNOWN_CHANNEL,
    CaseFact,
    Comment,
)
from assistant.domain.reply import ApprovedReply
from assistant.domain.triage import NATURES
from assistant.errors import BadInput

ALIASES: Mapping[str, tuple[str, ...]] = {
    "text": ("comment", "commentaire", "message", "avis", "review", "texte", "body", "content", "contenu"),
    "id": ("external_id", "identifiant", "review_id"),
    "title": ("titre", "subject", "sujet", "objet"),
    "channel": ("canal", "source", "platform", "plateforme"),
    "author": ("auteur", "name", "nom", "user", "username", "pseudo"),
    "posted_at": ("date", "created_at", "publié_le", "published_at"),
    "rating": ("note", "stars", "étoiles", "score"),
    "url": ("link", "lien"),
    "reply": ("réponse", "reponse", "response", "answer"),
    "language": ("langue", "lang"),
    "nature": ("type",),
}
"""What files call our columns. The first name is ours; it wins when both are there."""

_KNOWN = frozenset(
    "id text title channel ownership author author_id author_info posted_at url rating reach thread_id parent_id"
    " direction language facts".split()
)


def canonical(row: Mapping[str, Any]) -> dict[str, Any]:
    """The row under our column names, empty cells left out."""
    plain = {str(k).strip().lstrip("\ufeff").lower(): v for k, v in row.items() if k is not None}
    for ours, others in ALIASES.items():
        for other in others:
            if ours not in plain and other in plain:
                plain[ours] = plain.pop(other)
    return {k: v for k, v in plain.items() if v is not None and v != ""}


def comment_from_row(row: Mapping[str, Any], *, channel: str | None = None) -> Comment:
    """A comment from a row of DESIGN §6's JSONL or of a table.

    Without an ``id`` the row gets one made from its author, date and text, so that importing the
    same file twice stores nothing twice.

    Raises:
        BadInput: ``comment.empty``, ``comment.too_long``, ``comment.field`` (which field, and what it holds).
    """
    data = canonical(row)
    text = _text(data, "text", required=True)
    facts = _facts(data.get("facts"))
    info = data.get("author_info") or {}
    if isinstance(info, str):
        info = _json_cell(info, "author_info")
    if not isinstance(info, Mapping):
        raise BadInput(
            "comment.field", "author_info must be an object", 'Leave it out, or write {"followers": 120}.'
        )
    ownership = _choice(data, "ownership", OWNERSHIPS)
    direction = _choice(data, "direction", ("in", "out")) or "in"
    language = data.get("language")
    return Comment(
        id=_short(data, "id") or _made_id(data, text),
        text=text,
        title=_text(data, "title"),
        channel=_short(data, "channel") or channel or UNKNOWN_CHANNEL,
        ownership=ownership,
        author=_short(data, "author"),
        author_id=_short(data, "author_id"),
        author_info=dict(info),
        posted_at=_time(data.get("posted_at")),
        url=_short(data, "url", 2000),
        rating=_number(data, "rating", 1, 5),
        reach=_number(data, "reach", 0, 10**11),
        thread_id=_short(data, "thread_id"),
        parent_id=_short(data, "parent_id"),
        direction=direction,  # type: ignore[arg-type]
        language=str(language).split("-")[0].lower()[:3] if language else None,
        facts=facts,
    )


def reply_from_row(row: Mapping[str, Any]) -> ApprovedReply:
    """An approved reply from a row with ``comment`` and ``reply``.

    Raises:
        BadInput: as :func:`comment_from_row`, and ``reply.missing``.
    """
    plain = {str(k).strip().lstrip("\ufeff").lower(): v for k, v in row.items() if k is not None}
    if "comment" in plain:
        plain["text"] = plain.pop("comment")
    data = canonical(plain)
    comment = _text(data, "text", required=True)
    reply = _text(data, "reply")
    if not reply:
        raise BadInput("reply.missing", "the row has no reply", "Fill the column `reply`.")
    nature = _choice(data, "nature", NATURES)
    digest = hashlib.sha256(f"{comment}\0{reply}".encode()).hexdigest()[:16]
    language = data.get("language")
    if not language:
        raise BadInput(
            "reply.language", "the row has no language", "Fill the column `language` with fr or en."
        )
    return ApprovedReply(
        id=_short(data, "id") or f"r-{digest}",
        comment=comment,
        reply=reply,
        language=str(language).split("-")[0].lower()[:3],
        channel=_short(data, "channel") or UNKNOWN_CHANNEL,
        nature=nature,
    )


def _made_id(data: Mapping[str, Any], text: str) -> str:
    seed = "\0".join(str(data.get(k, "")) for k in ("channel", "author", "author_id", "posted_at", "title"))
    return "c-" + hashlib.sha256(f"{seed}\0{text}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _text(data: Mapping[str, Any], name: str, *, required: bool = False) -> Any:
    value = data.get(name)
    if value is None and not required:
        return None
    if value is not None and not isinstance(value, str):
        if isinstance(value, bool | int | float):
            value = str(value)
        else:
            raise BadInput("comment.field", f"{name} must be a text, not {type(value).__name__}")
    text = (value or "").replace("\0", "").encode("utf-8", "replace").decode()
    if required and not text.strip():
        raise BadInput("comment.empty", "the comment has no text", "Fill the column `text`.")
    if len(text) > MAX_COMMENT_CHARS:
        raise BadInput(
            "comment.too_long",
            f"{name} has {len(text):,} characters; at most {MAX_COMMENT_CHARS:,} are taken",
            "Shorten it, or split it.",
        )
    return text


def _short(data: Mapping[str, Any], name: str, most: int = 300) -> str | None:
    value = data.get(name)
    if value is None:
        return None
    if isinstance(value, Mapping | list):
        raise BadInput("comment.field", f"{name} must be a text, not {type(value).__name__}")
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = " ".join(str(value).replace("\0", "").encode("utf-8", "replace").decode().split())
    if len(text) > most:
        raise BadInput("comment.field", f"{name} has {len(text)} characters; at most {most} are taken")
    return text or None


def _number(data: Mapping[str, Any], name: str, low: int, high: int) -> int | None:
    value = data.get(name)
    if value is None:
        return None
    try:
        number = float(str(value).replace(",", ".").strip())
    except ValueError:
        raise BadInput("comment.field", f"{name} must be a number, not “{str(value)[:40]}”") from None
    if not low <= number <= high:
        raise BadInput("comment.field", f"{name} must lie between {low} and {high}, not {number:g}")
    return round(number)


def _choice(data: Mapping[str, Any], name: str, choices: tuple[str, ...]) -> Any:
    value = data.get(name)
    if value is None:
        return None
    if value not in choices:
        raise BadInput(
            "comment.field", f"{name} “{str(value)[:40]}” is not known", "Known: " + ", ".join(choices) + "."
        )
    return value


def _time(value: Any) -> datetime | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    try:
        moment = datetime.fromisoformat(str(value).strip())
    except ValueError:
        raise BadInput(
            "comment.field",
            f"posted_at “{str(value)[:40]}” is not a date",
            "Write ISO 8601: 2026-11-23T09:30:00+01:00.",
        ) from None
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _json_cell(value: str, name: str) -> Any:
    try:
        return json.loads(value)
    except ValueError:
        raise BadInput("comment.field", f"{name} is not JSON: “{value[:40]}”") from None


def _facts(value: Any) -> tuple[CaseFact, ...]:
    if value is None:
        return ()
    if isinstance(value, str):
        value = _json_cell(value, "facts") if value.lstrip().startswith("[") else [value]
    if not isinstance(value, list):
        raise BadInput(
            "comment.field", "facts must be a list", 'Write ["…"] or [{"text": "…", "tell": "private"}].'
        )
    facts = []
    for item in value:
        if isinstance(item, str) and item.strip():
            facts.append(CaseFact(item.strip()))
        elif isinstance(item, Mapping) and isinstance(item.get("text"), str):
            tell = item.get("tell", "public")
            if tell not in ("public", "private", "never"):
                raise BadInput(
                    "comment.field", f"facts: tell “{tell}” is not known", "Known: public, private, never."
                )
            facts.append(CaseFact(item["text"].strip(), tell))
        else:
            raise BadInput("comment.field", "each fact is a text, or {text, tell}")
    return tuple(facts)
