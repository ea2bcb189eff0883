"""Triage by several processes: the comments in chunks, the answers in their order."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING

from assistant.domain.comment import Comment
from assistant.domain.context import Context
from assistant.domain.contract import row_text, triage_json
from assistant.errors import AssistantError, WorkerLost

if TYPE_CHECKING:
    from assistant.triage.triager import Triager

CHUNK = 128
"""Comments handed over at once: a tenth of a second's work, some hundred kilobytes."""


@dataclass(frozen=True, slots=True)
class Out:
    """One row of output as JSON. ``line`` is the row's line in the input; ``error`` says what was wrong."""

    line: int
    text: str
    error: AssistantError | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A comment to triage, its line in the input and what the rows before show around it."""

    line: int
    comment: Comment
    context: Context


def triaged(triager: Triager, jobs: Sequence[Job]) -> Iterator[str]:
    """The triage of each comment as a row of JSON."""
    answers = triager.triage_many(job.comment for job in jobs)
    for job, answer in zip(jobs, answers, strict=True):
        yield row_text(triage_json(triager.supposing(answer, job.comment, job.context)))


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

    def answers(self, items: Iterator[Job | Out]) -> Generator[Out, None, None]:
        """Each item in order, jobs as their row. A few chunks are read ahead, no more; where there is nothing
        to do no process starts.

        Raises:
            WorkerLost: ``batch.worker``: a process ended by itself; what came before stands.
        """
        first = next(items, None)
        if first is None:
            return
        items = chain([first], items)
        under_way: deque[tuple[list[Job | Out], Future[list[str]]]] = deque()
        pool = self._started()
        try:
            while True:
                while len(under_way) < 2 * self._size + 1 and (chunk := list(islice(items, CHUNK))):
                    jobs = [item for item in chunk if isinstance(item, Job)]
                    under_way.append((chunk, pool.submit(_work, jobs)))
                if not under_way:
                    return
                chunk, future = under_way.popleft()
                lines = iter(future.result())
                for item in chunk:
                    yield item if isinstance(item, Out) else Out(item.line, next(lines))
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
                pool.submit(_work, [])
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


def _work(jobs: Sequence[Job]) -> list[str]:
    # Made here rather than at the start, where its errors would not reach the one who waits.
    _Own.triager = _Own.triager or _Own.make()
    return list(triaged(_Own.triager, jobs))
