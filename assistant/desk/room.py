"""What every use case of the desk stands on: the store, the charter, the people, the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Protocol
from zoneinfo import ZoneInfo

from assistant.domain.case import Case
from assistant.domain.charter import Charter, Playbook
from assistant.domain.comment import Comment
from assistant.domain.people import User
from assistant.domain.protocols import Document
from assistant.errors import BadInput, Refused

if TYPE_CHECKING:
    from assistant.drafting.drafter import Drafter
    from assistant.store.store import Store
    from assistant.tone.checker import Checker
    from assistant.triage.triager import Triager

MAX_REPLY_CHARS = 20_000


class MemoryIndex(Protocol):
    """The index, as far as the desk changes it."""

    def add(self, document: Document) -> None: ...


class Room:
    """The parts the use cases share. ``triager``, ``drafter`` and ``index`` are asked for when first
    needed, because loading them takes seconds."""

    def __init__(
        self,
        *,
        store: Store,
        charter: Charter,
        checker: Checker,
        triager: Callable[[], Triager],
        drafter: Callable[[], Drafter],
        index: Callable[[], MemoryIndex],
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self.store = store
        self.charter = charter
        self._checker = checker
        self._triager = triager
        self._drafter = drafter
        self._index = index
        self._clock = clock

    def person(self, name: str) -> User:
        """The named person; the first one who ever gives a name becomes the desk's administrator.

        Raises:
            BadInput: ``user.name``.
            NotFound: ``user.unknown``.
            Refused: ``user.disabled``.
        """
        name = " ".join(name.split())
        if not name or len(name) > 80:
            raise BadInput("user.name", "A name of 1 to 80 characters is needed.", "Give it with --as NAME.")
        with self.store.begin() as work:
            if not work.users.list():
                return work.users.add(name, "admin", "direction", who=name)
            user = work.users.by_name(name)
        if user.disabled:
            raise Refused("user.disabled", f"{name} no longer works at this desk.", "Choose another person.")
        return user

    def case(self, case_id: str) -> Case:
        """One case, whole.

        Raises:
            NotFound: ``case.unknown``.
        """
        with self.store.read() as work:
            return work.cases.get(case_id)

    def answered(self, case: Case) -> Comment:
        """The comment a reply answers, and the one that triage read: their latest."""
        return last_of_theirs(case)

    def playbook(self, case: Case) -> Playbook | None:
        """The conduct the charter asks for in this case."""
        return self.charter.playbook(case.triage.playbook) if case.triage else None

    def now(self) -> datetime:
        """The time, aware and in UTC."""
        return self._clock()

    def today(self) -> date:
        """The date where the company works."""
        return self._clock().astimezone(ZoneInfo(self.charter.settings.calendar.timezone)).date()


def last_of_theirs(case: Case) -> Comment:
    """The customer's latest message: the one a reply answers."""
    theirs = [c for c in case.thread if c.direction == "in"]
    return theirs[-1] if theirs else case.comment


def sane(text: str) -> None:
    if len(text) > MAX_REPLY_CHARS:
        raise BadInput(
            "reply.too_long",
            f"The reply has {len(text):,} characters; at most {MAX_REPLY_CHARS:,} are taken.",
            "Shorten it.",
        )
