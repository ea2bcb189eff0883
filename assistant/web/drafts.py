"""Drafts as a stream: one is made at a time, the others wait in line and are told their place."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from fastapi import Request

from assistant.domain.case import Case
from assistant.drafting.events import DraftEvent, Passed, Stage
from assistant.errors import AssistantError, Cancelled

_log = logging.getLogger(__name__)


class Line:
    """A queue of people who wait for the one model."""

    def __init__(self) -> None:
        self._turn = threading.Condition()
        self._waiting: list[object] = []

    @contextmanager
    def turn(self, cancel: threading.Event, ahead: Callable[[int], None]) -> Iterator[None]:
        """Waits until all who came before are done; ``ahead`` hears how many they are.

        Raises:
            Cancelled: ``cancel`` was set meanwhile.
        """
        me, told = object(), -1
        with self._turn:
            self._waiting.append(me)
        try:
            with self._turn:
                while (place := self._waiting.index(me)) > 0:
                    if cancel.is_set():
                        raise Cancelled("draft.cancelled", "The draft was stopped.", "Ask for it again.")
                    if place != told:
                        told = place
                        ahead(place)
                    self._turn.wait(0.5)
            yield
        finally:
            with self._turn:
                self._waiting.remove(me)
                self._turn.notify_all()


async def stream(
    request: Request,
    line: Line,
    draft: Callable[[Callable[[DraftEvent], None], threading.Event], Case],
    form: Callable[[Case], dict[str, Any]],
) -> AsyncIterator[str]:
    """Server-sent events: ``waiting``, ``stage``, ``sentence``, then ``done`` or ``error``.

    Closing the stream stops the draft; nothing half-made is stored.
    """
    loop = asyncio.get_running_loop()
    events: asyncio.Queue[tuple[str, dict[str, Any]]] = asyncio.Queue()
    cancel = threading.Event()

    def tell(name: str, data: dict[str, Any]) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is gone: nobody listens any more
            loop.call_soon_threadsafe(events.put_nowait, (name, data))

    def on_event(event: DraftEvent) -> None:
        if isinstance(event, Stage):
            tell("stage", {"name": event.name})
        elif isinstance(event, Passed):
            tell("sentence", asdict(event.sentence))

    def work() -> None:
        try:
            with line.turn(cancel, lambda n: tell("waiting", {"ahead": n})):
                tell("done", form(draft(on_event, cancel)))
        except AssistantError as error:
            tell("error", error.as_json())
        except Exception:
            _log.exception("a draft failed")
            tell(
                "error",
                {
                    "code": "web.unexpected",
                    "message": "Something unexpected happened while drafting.",
                    "hint": "Try again; the log says more.",
                },
            )

    threading.Thread(target=work, name="draft", daemon=True).start()
    try:
        while True:
            try:
                name, data = await asyncio.wait_for(events.get(), 1.0)
            except TimeoutError:
                if await request.is_disconnected():
                    return
                yield ": waiting\n\n"
                continue
            yield f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
            if name in ("done", "error"):
                return
    finally:
        cancel.set()
