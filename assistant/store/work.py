"""One transaction, and everything that can be done in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Connection

from assistant.store.audit import Audit
from assistant.store.autosaves import Autosaves
from assistant.store.calls import Calls
from assistant.store.cases import Cases
from assistant.store.charters import CharterLog
from assistant.store.feedback import FeedbackLog
from assistant.store.numbers import Numbers
from assistant.store.replies import Replies
from assistant.store.settings import Settings
from assistant.store.surroundings import Surroundings
from assistant.store.tasks import Tasks
from assistant.store.users import Users


class Work:
    """What ``Store.begin`` and ``Store.read`` give: all of it is stored, or nothing."""

    def __init__(self, connection: Connection, clock: Callable[[], datetime]) -> None:
        self.connection = connection
        numbers = Numbers(connection)
        self.audit = Audit(connection, numbers)
        self.cases = Cases(connection, numbers, self.audit, clock)
        self.replies = Replies(connection, self.audit, clock)
        self.feedback = FeedbackLog(connection, self.audit)
        self.tasks = Tasks(connection, numbers, self.audit, clock)
        self.users = Users(connection, numbers, self.audit, clock)
        self.calls = Calls(connection, clock)
        self.settings = Settings(connection, self.audit, clock)
        self.autosaves = Autosaves(connection, clock)
        self.surroundings = Surroundings(connection)
        self.charters = CharterLog(connection, self.audit)

    def autosave(self, case_id: str, who: str, text: str) -> None:
        """Keeps what a person is typing (``autosaves`` reads, drops and purges it)."""
        self.autosaves.put(case_id, who, text)
