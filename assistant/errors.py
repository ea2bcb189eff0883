"""Every error a user may see, in one tree.

    AssistantError              code, message, hint
    ├── BadInput                a file, row, option or request that cannot be taken
    ├── CharterError            the charter's YAML: file:line:column, what is wrong, what to write
    ├── WorkspaceError          no workspace, or one that cannot be used
    ├── ModelError              a model that is absent, damaged, unreachable or failing
    ├── IndexFault              the search index
    ├── StoreError              the database: refused, locked, from another version
    ├── NotFound                an id nobody knows
    ├── WorkerLost              a process that shared the work ended by itself
    ├── Refused                 an action the state, the charter or the person's rights do not allow
    └── Cancelled               the person stopped the work

``code`` is stable and listed in ``docs/errors.md``; ``message`` says what happened and where;
``hint`` says what to do next. The text for a person is made at the edge by :func:`explain`.
"""

from __future__ import annotations


class AssistantError(Exception):
    """The root of the tree. ``code`` is of the form ``room.what``."""

    def __init__(self, code: str, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """An error raised in another process arrives whole: an exception would be made from its message alone."""
        return type(self), (self.code, self.message, self.hint), self.__dict__

    def as_json(self) -> dict[str, str]:
        """The form of DESIGN's batch rows and of the REST API."""
        return {"code": self.code, "message": self.message, "hint": self.hint}


class BadInput(AssistantError):
    """What came in cannot be taken; nothing was stored."""


class CharterError(AssistantError):
    """The charter cannot be loaded. ``message`` starts with ``path:line:column``.

    ``parts`` are the faults of one entry or file one by one, where it stands for several.
    """

    parts: tuple[CharterError, ...] = ()


class WorkspaceError(AssistantError):
    """There is no workspace here, or it cannot be used."""


class ModelError(AssistantError):
    """A model is absent, damaged, unreachable, or failed while it worked."""


class IndexFault(AssistantError):
    """The search index cannot be used; the store still holds everything."""


class StoreError(AssistantError):
    """The database refused, is locked, or was made by another version."""


class NotFound(AssistantError):
    """An id nobody knows."""


class WorkerLost(AssistantError):
    """A process that shared the work ended by itself; what was done before stands."""


class Refused(AssistantError):
    """The state of the case, the charter or the person's rights do not allow this."""


class Cancelled(AssistantError):
    """The person stopped the work; nothing half-made was kept."""


def explain(error: AssistantError) -> str:
    """The error as one text for a terminal: what, then what to do."""
    return f"{error.message}\n{error.hint}" if error.hint else error.message
