"""What comes in by hand: a pasted comment, a file of comments."""

from __future__ import annotations

import re
import tempfile
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Form, UploadFile

from assistant.domain.comment import Comment
from assistant.errors import AssistantError, BadInput
from assistant.intake.files import read_rows
from assistant.intake.rows import comment_from_row
from assistant.web import requests
from assistant.web.access import Reader, Signed, TheBackground, TheDesk
from assistant.web.forms import case_json

router = APIRouter(prefix="/api")

MAX_FILE_BYTES = 10_000_000
MAX_REPORTED = 200
"""Bad rows told one by one; the rest are counted."""


@router.post("/comments", status_code=201)
def add_comment(
    body: requests.CommentBody, desk: TheDesk, background: TheBackground, language: Reader, who: Signed
) -> dict[str, Any]:
    """Stores one comment; the same one again gives the case it already has."""
    row = {**body.model_dump(), "posted_at": desk.now().isoformat()}
    comment = comment_from_row(row)
    case, new = desk.receive(comment, who)
    background.new_comments()
    return {"case": case_json(case, desk, language, None), "new": new}


@router.post("/import")
def import_file(
    file: UploadFile,
    desk: TheDesk,
    background: TheBackground,
    who: Signed,
    channel: Annotated[str, Form(max_length=300)] = "",
) -> dict[str, Any]:
    """Stores the comments of a CSV, XLSX or JSONL file; bad rows are reported with their line."""
    content = file.file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise BadInput("web.too_large", "More than 10 MB were sent.", "Split the file into smaller ones.")
    name = re.sub(r"[^\w.-]+", "_", Path(file.filename or "comments.csv").name)[-80:]
    good: list[tuple[int, Comment]] = []
    bad: list[tuple[int, AssistantError]] = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        for row in read_rows(path):
            try:
                if row.error is not None:
                    raise row.error
                good.append((row.line, comment_from_row(row.cells or {}, channel=channel or None)))
            except AssistantError as error:
                bad.append((row.line, error))
    added = known = 0
    for (line, _), result in zip(good, desk.receive_many([c for _, c in good], who), strict=True):
        if isinstance(result, AssistantError):
            bad.append((line, result))
        elif result.new:
            added += 1
        else:
            known += 1
    background.new_comments()
    bad.sort(key=lambda pair: pair[0])
    return {
        "added": added,
        "known": known,
        "bad": len(bad),
        "errors": [{"line": line, **error.as_json()} for line, error in bad[:MAX_REPORTED]],
    }
