"""Triage by several processes: the comments in chunks, the answers in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TYPE_CHECKING, TypeVar

from assistant.domain.comment import Comment
from assistant.domain.contract import row_text, triage_json
from assistant.errors import WorkerLost

if TYPE_CHECKING:
    from assistant.triage.triager import Triager

Item = TypeVar("Item")

CHUNK = 128
"""Comments handed over at once: a tenth of a second's work, some hundred kilobytes."""


class Crew:
    """Processes that triage. They start at the first chunk and end with the answers, or with this process,
    however it ends."""

    def __init__(self, make: Callable[[], Triager], size: int) -> None:
        """Args:
        make: makes the triager in each process; it is pickled.
        size: how many processes, 1 or more.
        """
        self._make = make
        self._size = size

    def answers(
        self, items: Iterator[Item], comment_of: Callable[[Item], Comment | None]
    ) -> Iterator[tuple[Item, str]]:
        """Each item with its comment's triage as a line of JSON ("" for an item without a comment), in order.
        A few chunks are read ahead, no more.

        Raises:
            WorkerLost: ``batch.worker``: a process ended by itself; what came before stands.
        """
        under_way: deque[tuple[list[Item], Future[list[str]]]] = deque()
        pool = self._started()
        try:
            while True:
                while len(under_way) < 2 * self._size + 1 and (chunk := list(islice(items, CHUNK))):
                    comments = [c for c in map(comment_of, chunk) if c is not None]
                    under_way.append((chunk, pool.submit(_triaged, comments)))
                if not under_way:
                    return
                chunk, future = under_way.popleft()
                lines = iter(future.result())
                for item in chunk:
                    yield item, next(lines) if comment_of(item) is not None else ""
        except BrokenProcessPool:
            raise WorkerLost(
                "batch.worker",
                "A process that triaged ended by itself: the system may have lacked memory, or somebody ended it.",
                "What was written stands. Run the same command again with --resume.",
            ) from None
        finally:
            pool.shutdown(cancel_futures=True)

    def _started(self) -> ProcessPoolExecutor:
        """Processes that ignore Ctrl-C, which reaches the whole group: this one decides when to stop.
        They inherit that from before their first line, so none dies while it starts."""
        pool = ProcessPoolExecutor(
            self._size,
            mp_context=multiprocessing.get_context("spawn"),
            initializer=_begin,
            initargs=(self._make,),
        )
        if threading.current_thread() is not threading.main_thread():
            return pool
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            for _ in range(self._size):
                pool.submit(_triaged, [])
        finally:
            signal.signal(signal.SIGINT, before)
        return pool


class _Own:
    """What one process of a crew has."""

    make: Callable[[], Triager]
    triager: Triager | None = None


def _begin(make: Callable[[], Triager]) -> None:
    _Own.make = staticmethod(make)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()

    def watch() -> None:
        # A process waiting for work would never learn that nobody is left to give it any.
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()


def _triaged(comments: Sequence[Comment]) -> list[str]:
    # Made here rather than at the start, where its errors would not reach the one who waits.
    _Own.triager = _Own.triager or _Own.make()
    return [row_text(triage_json(answer)) for answer in _Own.triager.triage_many(comments)]
