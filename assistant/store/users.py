"""The people of the desk."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from assistant.domain.people import Authority, Role, User
from assistant.errors import NotFound, Refused
from assistant.store import tables
from assistant.store.audit import Audit, Change
from assistant.store.codec import encode
from assistant.store.numbers import Numbers


class Users:
    """The accounts, within one transaction."""

    def __init__(
        self, connection: Connection, numbers: Numbers, audit: Audit, clock: Callable[[], datetime]
    ) -> None:
        self._connection = connection
        self._numbers = numbers
        self._audit = audit
        self._clock = clock

    def add(
        self,
        name: str,
        role: Role = "approver",
        authority: Authority = "agent",
        *,
        who: str = "system",
    ) -> User:
        """A new person.

        Raises:
            Refused: ``user.exists``, the name is taken (also by a disabled person).
        """
        if self._find(name) is not None:
            raise Refused("user.exists", f"There is already a person called {name}.", "Choose another name.")
        user = User(str(self._numbers.next(tables.users)), name, role, authority)
        self._audit.append(Change(who, "user.added", self._clock(), {"user": encode(user)}))
        values = {"id": int(user.id), "name": name, "role": role, "authority": authority, "disabled": False}
        self._connection.execute(insert(tables.users).values(**values))
        return user

    def by_name(self, name: str) -> User:
        """The person of that name.

        Raises:
            NotFound: ``user.unknown``.
        """
        user = self._find(name)
        if user is None:
            raise NotFound(
                "user.unknown", f"There is no person called {name[:80]}.", "`assistant user list` shows them."
            )
        return user

    def list(self) -> builtins.list[User]:
        """Everyone, disabled people too, by name."""
        query = select(tables.users).order_by(tables.users.c.name)
        return [_user(row) for row in self._connection.execute(query)]

    def disable(self, name: str, *, who: str = "system") -> User:
        """The person can do nothing any more; what they did keeps their name.

        Raises:
            NotFound: ``user.unknown``.
        """
        user = self.by_name(name)
        if not user.disabled:
            after, before = {"disabled": True, "name": user.name}, {"disabled": False, "name": user.name}
            self._audit.append(Change(who, "user.disabled", self._clock(), after, before))
            u = tables.users
            self._connection.execute(update(u).where(u.c.id == int(user.id)).values(disabled=True))
        return self.by_name(name)

    def _find(self, name: str) -> User | None:
        query = select(tables.users).where(tables.users.c.name == name)
        row = self._connection.execute(query).one_or_none()
        return None if row is None else _user(row)


def _user(row: Any) -> User:
    return User(str(row.id), row.name, row.role, row.authority, row.disabled)
