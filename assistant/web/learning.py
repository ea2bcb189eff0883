"""The triage learns from corrections behind the page: one retraining at a time, with its progress."""

from __future__ import annotations

import logging
import threading
from typing import Any

from assistant.desk.teaching import teach
from assistant.domain.protocols import Progress
from assistant.errors import AssistantError, Cancelled, Refused
from assistant.wiring import House

_log = logging.getLogger(__name__)


class Learning:
    """A thread that trains while the desk goes on working; what it learned is taken at once."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._progress = Progress()
        self._error: dict[str, str] | None = None

    def start(self, who: str) -> None:
        """Begins; returns at once.

        Raises:
            Refused: ``classifier.busy``: it is learning already.
        """
        with self._starting:
            if self.running:
                raise Refused(
                    "classifier.busy", "The triage is learning already.", "Wait for its figures, or stop it."
                )
            self._progress, self._error = Progress(stage="reading"), None
            self._thread = threading.Thread(
                target=self._learn, args=(who, self._progress), name="learning", daemon=True
            )
            self._thread.start()

    def stop(self, patience: float = 0.0) -> None:
        """Asks it to end and waits so many seconds for that; nothing is kept of what it had learned."""
        self._progress.cancel.set()
        if self._thread is not None:
            self._thread.join(patience)

    @property
    def running(self) -> bool:
        return self._thread is not None and self._thread.is_alive()

    def status(self) -> dict[str, Any]:
        """``running`` is null, or its ``stage``, the texts read (``done``) of ``total``, and whether it is
        ``stopping``; ``error`` says why the last one was not kept."""
        progress = self._progress
        running = {
            "stage": progress.stage,
            "done": progress.done,
            "total": progress.total,
            "stopping": progress.cancel.is_set(),
        }
        return {"running": running if self.running else None, "error": self._error}

    def _learn(self, who: str, progress: Progress) -> None:
        house = self._house
        try:
            folder = house.workspace.data / "classifier"
            teach(house.store, folder, house.part("embedder"), progress=progress, who=who)
            house.take_classifier()
        except Cancelled:
            pass  # the person who stopped it knows
        except AssistantError as error:
            self._error = error.as_json()
        except Exception as error:
            _log.exception("learning failed")
            self._error = {
                "code": "web.unexpected",
                "message": f"Something unexpected happened while learning ({type(error).__name__}).",
                "hint": "The log says more.",
            }
