"""Files of comments in, rows of JSON out: written as they are done, a bad row never stops the rest."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.domain.comment import Comment
from assistant.domain.contract import draft_json, error_row, triage_json
from assistant.errors import AssistantError, BadInput
from assistant.intake.files import Row
from assistant.intake.rows import canonical, comment_from_row
from assistant.triage.passing import Passing

if TYPE_CHECKING:
    from assistant.drafting.drafter import Drafter
    from assistant.triage.triager import Triager

CHUNK = 32
"""Rows triaged together: embeddings are made in batches."""
RECENT = 40


@dataclass(frozen=True, slots=True)
class Out:
    """One row of output. ``line`` is the row's line in the input; ``error`` says what was wrong."""

    line: int
    row: Mapping[str, Any]
    error: AssistantError | None = None


def comments_of(
    rows: Iterable[Row],
    *,
    skip: frozenset[str] = frozenset(),
    skipped: Callable[[Comment], object] = lambda comment: None,
) -> Iterator[tuple[int, Comment] | Out]:
    """The comments of a file in order, bad rows as :class:`Out`; ids of ``skip`` are left out, and shown
    to ``skipped``."""
    for row in rows:
        id = None
        try:
            if row.error is not None:
                raise row.error
            cells = row.cells or {}
            id = canonical(cells).get("id")
            comment = comment_from_row(cells)
        except AssistantError as error:
            yield Out(row.line, error_row(str(id) if id is not None else None, error.as_json()), error)
            continue
        if comment.id in skip:
            skipped(comment)
        else:
            yield row.line, comment


def triage_rows(
    triager: Triager, rows: Iterable[Row], *, skip: frozenset[str] = frozenset()
) -> Iterator[Out]:
    """Each comment's triage, in constant memory; hypotheses look back upon the rows before it, those of
    ``skip`` too, so that a resumed file says the same."""
    passing = Passing()
    source = comments_of(rows, skip=skip, skipped=passing.around)
    while chunk := list(islice(source, CHUNK)):
        good = [item for item in chunk if not isinstance(item, Out)]
        answers = iter(triager.triage_many([comment for _, comment in good]))
        for item in chunk:
            if isinstance(item, Out):
                yield item
            else:
                line, comment = item
                triage = triager.supposing(next(answers), comment, passing.around(comment))
                yield Out(line, triage_json(triage))


def draft_rows(
    triager: Triager,
    drafter: Drafter,
    rows: Iterable[Row],
    *,
    today: date,
    sender: str | None,
    seed: int = 0,
    skip: frozenset[str] = frozenset(),
    recent: Mapping[str, Iterable[str]] | None = None,
) -> Iterator[Out]:
    """Each comment's draft. ``recent`` holds earlier drafts by language, so that a resumed file goes
    on being varied."""
    from assistant.drafting.drafter import DraftRequest

    earlier: dict[str, deque[str]] = {
        language: deque(texts, RECENT) for language, texts in (recent or {}).items()
    }
    for item in comments_of(rows, skip=skip):
        if isinstance(item, Out):
            yield item
            continue
        line, comment = item
        try:
            triage = triager.triage(comment)
            said = earlier.setdefault(triage.language, deque(maxlen=RECENT))
            draft = drafter.draft(
                DraftRequest(comment, triage, today, seed=seed, sender=sender, recent=tuple(said))
            )
        except AssistantError as error:
            yield Out(line, error_row(comment.id, error.as_json()), error)
            continue
        if draft.text:
            said.append(draft.text)
        yield Out(line, draft_json(draft))


def done_so_far(path: Path) -> tuple[frozenset[str], dict[str, list[str]]]:
    """The ids already answered in an output file, and its drafts by language.

    A last line cut off by a stop is taken away, so that the file can be continued.

    Raises:
        BadInput: ``batch.not_ours``: the file holds something else than rows of ours.
    """
    ids: set[str] = set()
    drafts: dict[str, list[str]] = {}
    if not path.exists():
        return frozenset(), {}
    good = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream, 1):
            if not line.endswith(b"\n"):
                break
            try:
                row = json.loads(line)
                done = "error" not in row
                id = row["id"]
            except (ValueError, KeyError, TypeError):
                raise BadInput(
                    "batch.not_ours",
                    f"{path}, line {number}: not a row of this command",
                    "Choose another output file, or leave out --resume.",
                ) from None
            good += len(line)
            if done and id is not None:
                ids.add(str(id))
                if row.get("draft"):
                    drafts.setdefault(str(row["language"]), []).append(str(row["draft"]))
    with path.open("r+b") as stream:
        stream.truncate(good)
    return frozenset(ids), drafts
