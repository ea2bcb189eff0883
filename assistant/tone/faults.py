"""What is wrong with a charter: raised at the first fault, or kept, so that one reading names them all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from assistant.errors import CharterError


class Faults:
    """Where the loader brings each fault. One that keeps them lets the loader go on after it."""

    def __init__(self, *, keep: bool = False) -> None:
        self._keep = keep
        self.found: list[CharterError] = []

    @contextmanager
    def caught(self) -> Iterator[None]:
        """A part that can be left out when it is faulty; the rest goes on after it.

        Raises:
            CharterError: the part is faulty, and faults are not kept.
        """
        try:
            yield
        except CharterError as error:
            if not self._keep:
                raise
            self.found += error.parts or (error,)

    def add(self, error: CharterError) -> None:
        """Brings a fault that hides nothing else.

        Raises:
            CharterError: the fault, where faults are not kept.
        """
        with self.caught():
            raise error
