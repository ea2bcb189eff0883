"""Every place where a copy of what a person wrote can live, and the one function that empties them.

Inside the database the places are :data:`COLUMNS`; every other text column is in :data:`NOT_THEIRS`
with the reason, and a test fails when a column is in neither. Outside it there are the search index
(a callback) and the folder of exports.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, or_, select, update

from assistant.domain.comment import Comment
from assistant.errors import NotFound
from assistant.store import tables
from assistant.store.audit import Change
from assistant.store.clock import clock_at
from assistant.store.codec import decode
from assistant.store.content import batched
from assistant.store.replies import comment_key

if TYPE_CHECKING:
    from assistant.store.work import Work

COLUMNS: dict[str, str] = {
    "texts.body": "comments, triage quotes, drafts and their alternatives, edits, approvals, lessons, "
    "hand-overs, remembered replies: emptied",
    "texts.salt": "emptied with the body, so that the hashes in the audit trail cannot be tried out",
    "comments.author": "emptied",
    "comments.author_id": "emptied",
    "comments.folded": "emptied",
    "comments.content_key": "a hash of author and text: emptied",
    "comments.author_key": "a hash of the author: emptied",
    "comments.text_key": "a hash of the text: emptied",
    "wordings.band": "a hash of words of the text: the rows are deleted",
    "cases.reason": "emptied",
    "cases.published_url": "leads to the message: emptied",
    "events.detail": "emptied",
    "replies.comment_key": "a hash of the comment: the row is deleted",
    "autosaves.text": "the row is deleted",
}

NOT_THEIRS: dict[str, str] = {
    "cases.state": "a word of ours",
    "cases.channel": "the name of a place",
    "cases.language": "a language",
    "cases.nature": "a word of ours",
    "cases.severity": "a word of ours",
    "cases.assigned_to": "a person of the desk",
    "comments.direction": "a word of ours",
    "comments.external_key": "a hash of the platform's id, kept so that the next import of the feed does "
    "not bring the comment back",
    "comments.thread_key": "a hash of the platform's id of the thread",
    "events.who": "a person of the desk",
    "events.what": "a word of ours",
    "audit.at": "a time",
    "audit.who": "a person of the desk",
    "audit.what": "a word of ours",
    "audit.before_sha": "a hash whose salt is erased",
    "audit.after_sha": "a hash whose salt is erased",
    "audit.prev_hash": "a hash of hashes",
    "audit.hash": "a hash of hashes",
    "audit_head.hash": "a hash of hashes",
    "replies.id": "a number or the id of a row",
    "replies.language": "a language",
    "feedback.kind": "a word of ours",
    "feedback.who": "a person of the desk",
    "tasks.owner": "a person of the desk",
    "users.name": "a person of the desk",
    "users.role": "a word of ours",
    "users.authority": "a word of ours",
    "calls.prompt": "the name of a prompt",
    "calls.model": "the name of a model",
    "calls.seed": "a number",
    "settings.key": "a word of ours",
    "settings.value": "the desk's own settings",
    "autosaves.who": "a person of the desk",
}


@dataclass(frozen=True, slots=True)
class ErasedReport:
    """How much was deleted, by kind. ``exports`` counts files."""

    comments: int
    cases: int
    texts: int
    replies: int
    autosaves: int
    exports: int


def erase(
    work: Work,
    author: str,
    at: datetime,
    who: str,
    index: Callable[[Sequence[str]], None] | None,
    exports: Path | None,
) -> ErasedReport:
    """Empties every copy, within the transaction of ``work``; see ``Store.erase_author``.

    The cases the author wrote in lose their drafts, replies and notes, which quote the author; other
    people's messages in the same thread stay. A case about the author's message is closed.

    Raises:
        NotFound: ``author.unknown``, nobody of that name or id wrote anything.
    """
    execute = work.connection.execute
    m, cases, texts, replies = tables.comments.c, tables.cases, tables.texts, tables.replies
    # Subqueries, not lists of numbers: an author called "Client" may have written half of everything.
    by_them = or_(m.author == author, m.author_id == author)
    their_comments = select(m.id).where(by_them)
    their_cases = select(m.case_id).where(by_them)
    theirs = execute(
        select(m.id, m.case_id, texts.c.body).join(texts, texts.c.id == m.text_id).where(by_them)
    ).all()
    if not theirs:
        raise NotFound(
            "author.unknown",
            f"Nobody called {author[:80]} wrote anything that is stored.",
            "Write the name or the id exactly as the channel gives it.",
        )
    case_ids = sorted({row.case_id for row in theirs})
    remembered = set(
        execute(select(replies.c.id, replies.c.text_id).where(replies.c.case_id.in_(their_cases)))
    )
    for some in batched({key for row in theirs for key in _keys(row.body)}):
        query = select(replies.c.id, replies.c.text_id).where(replies.c.comment_key.in_(some))
        remembered.update(execute(query))
    reply_ids = sorted(row.id for row in remembered)
    # Our replies in these cases go too (they name and quote the author); others' messages stay.
    others = select(m.text_id).where(
        m.case_id.in_(their_cases), m.direction == "in", m.id.not_in(their_comments)
    )
    in_cases = select(texts.c.id).where(
        texts.c.case_id.in_(their_cases), texts.c.erased_at.is_(None), texts.c.id.not_in(others)
    )
    emptied = sorted(set(execute(in_cases).scalars()) | {row.text_id for row in remembered})
    # The index is a cache: should the transaction fail after this, a rebuild brings the rest back.
    if index is not None and reply_ids:
        index(reply_ids)
    files = _delete_files(exports)
    for some in batched(reply_ids):
        execute(delete(replies).where(replies.c.id.in_(some)))
    autosaves = execute(delete(tables.autosaves).where(tables.autosaves.c.case_id.in_(their_cases))).rowcount
    execute(update(tables.events).where(tables.events.c.case_id.in_(their_cases)).values(detail=""))
    execute(
        update(cases)
        .where(cases.c.id.in_(their_cases))
        .values(reason="", published_url=None, version=cases.c.version + 1)
    )
    execute(
        update(cases)
        .where(cases.c.opening_id.in_(their_comments))
        .values(state="closed", due_at=None, clock_at=clock_at("closed", None))
    )
    work.audit.forget(emptied, Change(who, "author.erased", at, {"cases": case_ids}))
    # Last, since it takes away what the subqueries above find the author by.
    blank: dict[str, Any] = {
        "author": None,
        "author_id": None,
        "folded": "",
        "content_key": None,
        "author_key": None,
        "text_key": None,
    }
    without_text = select(texts.c.id).where(texts.c.erased_at.is_not(None))
    wordings = tables.wordings
    execute(
        delete(wordings).where(wordings.c.comment_id.in_(select(m.id).where(m.text_id.in_(without_text))))
    )
    execute(update(tables.comments).where(m.text_id.in_(without_text)).values(**blank))
    return ErasedReport(
        comments=len(theirs),
        cases=len(case_ids),
        texts=len(emptied),
        replies=len(reply_ids),
        autosaves=autosaves,
        exports=files,
    )


def _keys(body: str) -> set[str]:
    """What a remembered reply to this comment can be found by."""
    comment = decode(Comment, json.loads(body)["comment"])
    return {comment_key(comment.text), comment_key(comment.whole)}


def _delete_files(folder: Path | None) -> int:
    """Deletes every export: any of them may hold the author, and all can be made again."""
    if folder is None or not folder.is_dir():
        return 0
    files = [path for path in folder.rglob("*") if path.is_file() or path.is_symlink()]
    for path in files:
        path.unlink()
    return len(files)
