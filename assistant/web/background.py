"""What goes on behind the page: loading the parts, and triaging what comes in."""

from __future__ import annotations

import logging
import threading
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlsplit

from assistant.domain.protocols import Progress
from assistant.errors import AssistantError
from assistant.web.guard import LOOPBACK
from assistant.wiring import House

_log = logging.getLogger(__name__)
_PAUSE = 2.0
"""Seconds between two looks for new comments; adding some wakes the worker at once."""
_PATIENCE = 5
"""A comment whose triage failed so often is left to a person."""


@dataclass(slots=True)
class Part:
    """One thing that loads. ``state``: waiting, loading, ready or failed."""

    state: str = "waiting"
    error: dict[str, str] | None = None


@dataclass(slots=True)
class Parts:
    triage: Part = field(default_factory=Part)
    index: Part = field(default_factory=Part)
    model: Part = field(default_factory=Part)


class Background:
    """Two daemon threads: one loads triage, index and model in the order they are needed; the other
    triages received comments as soon as it can."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._parts = Parts()
        self._progress = Progress()
        self._stop = threading.Event()
        self._wake = threading.Event()
        self._failed: dict[str, int] = {}
        self._worker_error: dict[str, str] | None = None
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Begins; returns at once."""
        for name, work in (("loading", self._load), ("triage", self._triage)):
            thread = threading.Thread(target=work, name=name, daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, patience: float = 5.0) -> None:
        """Asks both threads to end and waits a little for them."""
        self._stop.set()
        self._wake.set()
        self._progress.cancel.set()
        for thread in self._threads:
            thread.join(patience)

    def new_comments(self) -> None:
        """Something came in: triage need not wait for its next look."""
        self._wake.set()

    def ready(self, part: str) -> bool:
        """Whether loading this part has come to its end, well or not."""
        return getattr(self._parts, part).state in ("ready", "failed")

    def status(self) -> dict[str, Any]:
        """What is ready, for ``/api/status``."""
        parts = asdict(self._parts)
        parts["index"]["done"], parts["index"]["total"] = self._progress.done, self._progress.total
        if self._parts.index.state == "ready":
            index = self._house.part("index").status()
            parts["index"] |= {"kind": index.search, "counts": dict(index.counts), "reason": index.reason}
        return {
            "parts": parts,
            "ready": all(p["state"] in ("ready", "failed") for p in parts.values()),
            "model": self._model(),
            "worker": self._worker_error,
        }

    def _model(self) -> dict[str, Any]:
        """The drafting model's name, and the host texts would go to, if any."""
        try:
            name = self._house.chosen_model("drafting")
            host = urlsplit(name).hostname if "://" in name else None
        except (AssistantError, ValueError):
            return {"name": "", "remote": None}
        return {"name": name, "remote": host if host and host not in LOOPBACK else None}

    def _load(self) -> None:
        self._part("triage", lambda: self._house.part("triager"))
        self._part("index", lambda: self._house.part("index").ensure(self._progress))
        self._part("model", self._load_model)

    def _load_model(self) -> None:
        model = self._house.part("language_model")
        load = getattr(model, "load", None)
        if load is not None:
            load()

    def _part(self, name: str, make: Any) -> None:
        part: Part = getattr(self._parts, name)
        if self._stop.is_set():
            return
        part.state = "loading"
        try:
            make()
        except AssistantError as error:
            part.error, part.state = error.as_json(), "failed"
        except Exception as error:
            _log.exception("%s could not be loaded", name)
            part.error, part.state = _unexpected(error), "failed"
        else:
            part.state = "ready"

    def _triage(self) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            if self._parts.triage.state == "ready":
                try:
                    self._triage_some()
                    self._worker_error = None
                except AssistantError as error:
                    self._worker_error = error.as_json()
                except Exception as error:
                    self._worker_error = _unexpected(error)
            self._wake.wait(_PAUSE if self._parts.triage.state != "loading" else 0.3)

    def _triage_some(self) -> None:
        desk = self._house.part("desk")
        with desk.store.read() as work:
            lines = work.cases.list(state="received", order="clock", limit=100)
        last: Exception | None = None
        for line in lines:
            if self._stop.is_set():
                return
            if self._failed.get(line.id, 0) >= _PATIENCE:
                continue
            try:
                desk.triage(line.id)
            except AssistantError as error:
                if error.code != "case.version":  # someone was quicker: nothing is wrong
                    last = self._count(line.id, error)
            except Exception as error:
                _log.exception("triage of case %s failed", line.id)
                last = self._count(line.id, error)
        if last is not None:
            raise last

    def _count(self, case_id: str, error: Exception) -> Exception:
        self._failed[case_id] = self._failed.get(case_id, 0) + 1
        return error


def _unexpected(error: Exception) -> dict[str, str]:
    return {
        "code": "web.unexpected",
        "message": f"Something unexpected happened ({type(error).__name__}).",
        "hint": "The log says more.",
    }
