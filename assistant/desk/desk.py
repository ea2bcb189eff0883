"""What staff do with a case. The only code that changes its state."""

from __future__ import annotations

from assistant.desk.decisions import Decisions


class Desk(Decisions):
    """The use cases, by what a day is made of: ``reception`` → ``writing`` → ``decisions``.

    Every change names the person (``who``) and, where ``expect`` is given, the version of the case
    that person saw: someone else's change in between is refused, never overwritten.
    """
