"""Hand-overs: what was promised in a reply, until it is done."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection, insert, select, update

from assistant.domain.task import Task
from assistant.errors import NotFound, Refused
from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.codec import encode
from assistant.store.content import as_number, bodies, case_number
from assistant.store.numbers import Numbers


class Tasks:
    """The hand-overs, within one transaction."""

    def __init__(
        self, connection: Connection, numbers: Numbers, audit: Audit, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._audit = audit
        self._clock = clock

    def add(
        self, case_id: str, text: str, owner: str, due_at: datetime | None = None, who: str = "system"
    ) -> Task:
        """Opens a task for ``owner``.

        Raises:
            NotFound: ``case.unknown``.
        """
        case = case_number(self._connection, case_id)
        task = Task(str(self._numbers.next(tables.tasks)), case_id, text, owner, due_at)
        after = {"task": encode(task)}
        text_id = self._audit.append(Change(who, "task.added", self._clock(), after, case_id=case))
        self._connection.execute(
            insert(tables.tasks).values(
                id=int(task.id), case_id=case, text_id=text_id, owner=owner, due_at=due_at
            )
        )
        return task

    def get(self, id: str) -> Task:
        """One task.

        Raises:
            NotFound: ``task.unknown``.
        """
        found = self._read(tables.tasks.c.id == as_number(id))
        if not found:
            raise NotFound("task.unknown", f"There is no task {id[:80]}.", "Reload the list of tasks.")
        return found[0]

    def list(
        self, *, case_id: str | None = None, owner: str | None = None, open_only: bool = True
    ) -> builtins.list[Task]:
        """Tasks by due time, those without one last."""
        t = tables.tasks.c
        where: builtins.list[object] = []
        if case_id is not None:
            where.append(t.case_id == as_number(case_id))
        if owner is not None:
            where.append(t.owner == owner)
        if open_only:
            where.append(t.done_at.is_(None))
        return self._read(*where)

    def done(self, id: str, result: str, who: str) -> Task:
        """Ends a task with what came of it.

        Raises:
            NotFound: ``task.unknown``.
            Refused: ``task.done``, it was ended before.
        """
        task = self.get(id)
        if task.done_at is not None:
            raise Refused(
                "task.done",
                f"Task {id} was done already, on {task.done_at:%Y-%m-%d}.",
                "Open a new one if more is to be done.",
            )
        now = self._clock()
        change = Change(
            who, "task.done", now, {"result": result}, {"result": None}, case_id=as_number(task.case_id)
        )
        text_id = self._audit.append(change)
        t = tables.tasks
        self._connection.execute(update(t).where(t.c.id == int(id)).values(done_at=now, result_in=text_id))
        return self.get(id)

    def _read(self, *where: object) -> builtins.list[Task]:
        t = tables.tasks.c
        query = select(tables.tasks).where(*where).order_by(t.due_at.is_(None), t.due_at, t.id)  # type: ignore[arg-type]
        rows = self._connection.execute(query).all()
        contents = bodies(self._connection, [n for row in rows for n in (row.text_id, row.result_in)])
        return [
            Task(
                id=str(row.id),
                case_id=str(row.case_id),
                text=contents.get(row.text_id, {}).get("task", {}).get("text", ""),
                owner=row.owner,
                due_at=row.due_at,
                done_at=row.done_at,
                result=contents.get(row.result_in, {}).get("result", ""),
            )
            for row in rows
        ]
