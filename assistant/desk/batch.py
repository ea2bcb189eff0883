"""Files of comments in, rows of JSON out: written as they are done, a bad row never stops the rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING

from assistant.desk.answered import RECENT, Answered
from assistant.desk.crew import Job, Out, triaged
from assistant.domain.comment import Comment
from assistant.domain.contract import draft_json, error_row, row_text
from assistant.errors import AssistantError
from assistant.intake.files import Row
from assistant.intake.rows import canonical, comment_from_row
from assistant.triage.passing import Passing

if TYPE_CHECKING:
    from assistant.desk.crew import Crew
    from assistant.drafting.drafter import Drafter
    from assistant.triage.triager import Triager

CHUNK = 128
"""Rows triaged together: embeddings are made in batches."""
ALONE = 512
"""So many rows are done before a crew is called: it takes a second or two to come."""


def comments_of(
    rows: Iterable[Row],
    done: Answered | None = None,
    *,
    skipped: Callable[[Comment], object] = lambda comment: None,
) -> Iterator[tuple[int, Comment] | Out]:
    """The comments of a file in order, bad rows as :class:`Out`; what is ``done`` is left out, and shown
    to ``skipped``."""
    done = done or Answered()
    for row in rows:
        id = None
        try:
            if row.error is not None:
                raise row.error
            cells = row.cells or {}
            id = canonical(cells).get("id")
            comment = comment_from_row(cells)
        except AssistantError as error:
            name = str(id) if id is not None else None
            if not done.take(name, error.code):
                yield Out(row.line, row_text(error_row(name, error.as_json())), error)
            continue
        if done.take(comment.id):
            skipped(comment)
        else:
            yield row.line, comment


def triage_rows(
    triager: Triager, rows: Iterable[Row], *, done: Answered | None = None, crew: Crew | None = None
) -> Generator[Out, None, None]:
    """Each comment's triage, in constant memory; with a ``crew``, by it from row :data:`ALONE` on. Hypotheses
    look back upon the rows before, those ``done`` too, so that a resumed file says the same.

    Raises:
        WorkerLost: ``batch.worker``: a process of the crew ended by itself.
    """
    passing = Passing()
    # One process looks back for all: what is around a comment does not depend on who triages it.
    source: Iterator[Job | Out] = (
        item if isinstance(item, Out) else Job(*item, passing.around(item[1]))
        for item in comments_of(rows, done, skipped=passing.around)
    )
    alone = islice(source, ALONE) if crew else source
    while chunk := list(islice(alone, CHUNK)):
        answers = triaged(triager, [item for item in chunk if isinstance(item, Job)])
        for item in chunk:
            yield item if isinstance(item, Out) else Out(item.line, next(answers))
    if crew is not None:
        with closing(crew.answers(source)) as answered:
            yield from answered


def draft_rows(
    triager: Triager,
    drafter: Drafter,
    rows: Iterable[Row],
    *,
    today: date,
    sender: str | None,
    seed: int = 0,
    done: Answered | None = None,
) -> Generator[Out, None, None]:
    """Each comment's draft; a resumed file goes on being varied against its last drafts."""
    from assistant.drafting.drafter import DraftRequest

    earlier = done.drafts if done else {}
    for item in comments_of(rows, done):
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
            yield Out(line, row_text(error_row(comment.id, error.as_json())), error)
            continue
        if draft.text:
            said.append(draft.text)
        yield Out(line, row_text(draft_json(draft)))
