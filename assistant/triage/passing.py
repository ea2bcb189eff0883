"""What a file has shown so far around each comment, in bounded memory."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar

from assistant.domain.comment import Comment
from assistant.domain.context import (
    LEAST_DAYS,
    MOST,
    NEWCOMER_WINDOW,
    USUAL_DAYS,
    Arrivals,
    AuthorPast,
    Context,
    Sighting,
    by,
)
from assistant.domain.fingerprint import SIMILAR, author_key, bands, said_words, similarity, text_key

K = TypeVar("K")

REMEMBERED = 10_000
"""Comments looked back upon."""
_KEPT_CHARS = 2_000
"""Of each, as much of its words as near copies are confirmed by."""
_TRIED = 20


@dataclass(slots=True)
class _Seen:
    """A remembered comment."""

    ref: str
    channel: str
    author: str | None
    text: str | None
    bands: tuple[int, ...]
    words: str
    arrived: datetime | None


@dataclass(slots=True)
class _Author:
    """An author some of whose comments are remembered: ``kept`` of ``count``."""

    count: int = 0
    kept: int = 0
    first: datetime | None = None
    last: datetime | None = None

    def add(self, at: datetime | None) -> None:
        self.count += 1
        self.kept += 1
        if at is not None:
            self.first = min(self.first or at, at)
            self.last = max(self.last or at, at)


class Passing:
    """Comments one after another; around each, those before it. Messages of ours, and rows that come
    again, are let pass."""

    def __init__(self, remembered: int = REMEMBERED) -> None:
        self._remembered = remembered
        self._seen: dict[int, _Seen] = {}
        self._places: set[tuple[str, str]] = set()
        self._order: deque[int] = deque()
        self._authors: dict[str, _Author] = {}
        # Lists, not deques: most hold one number, and a deque takes 700 bytes for it.
        self._texts: dict[str, list[int]] = {}
        self._bands: dict[int, list[int]] = {}
        self._arrived: list[datetime] = []
        self._since: datetime | None = None
        self._next = 0

    def around(self, comment: Comment) -> Context:
        """What is known around ``comment``, which is remembered from now on."""
        if comment.direction == "out" or (comment.channel, comment.id) in self._places:
            return Context()
        said = said_words(comment.whole)
        author, text = author_key(comment), text_key(said)
        known = self._authors.get(author) if author else None
        seen = _Seen(
            ref=comment.id,
            channel=comment.channel,
            author=author,
            text=text,
            bands=bands(said),
            words=" ".join(said)[:_KEPT_CHARS],
            arrived=comment.posted_at if author and known is None else None,
        )
        context = Context(
            past=AuthorPast(known.count, first=known.first, last=known.last) if known else None,
            copies=self._copies(seen),
            alike=self._alike(seen),
            arrivals=self._arrivals(seen.arrived) if seen.arrived else None,
        )
        self._remember(seen, comment.posted_at)
        return context

    def _copies(self, seen: _Seen) -> tuple[Sighting, ...]:
        numbers = self._texts.get(seen.text, ()) if seen.text else ()
        return tuple(self._sighting(seen, self._seen[number]) for number in numbers)

    def _alike(self, seen: _Seen) -> tuple[Sighting, ...]:
        met = Counter(number for band in seen.bands for number in self._bands.get(band, ()))
        mine = seen.words.split()
        found = []
        for number, _ in met.most_common(_TRIED):
            other = self._seen[number]
            if other.text != seen.text and (share := similarity(mine, other.words.split())) >= SIMILAR:
                found.append(self._sighting(seen, other, share))
        return tuple(found)

    def _sighting(self, seen: _Seen, other: _Seen, share: float = 1.0) -> Sighting:
        return Sighting(other.ref, other.channel, by(seen.author, other.author), other.author, share)

    def _arrivals(self, at: datetime) -> Arrivals | None:
        start = at - NEWCOMER_WINDOW
        if self._since is None or start - self._since < timedelta(days=LEAST_DAYS):
            return None
        days = min(USUAL_DAYS, (start - self._since).days)
        first, last = bisect_right(self._arrived, start), bisect_right(self._arrived, at)
        before = first - bisect_right(self._arrived, start - timedelta(days=days))
        usual = before * (NEWCOMER_WINDOW / timedelta(days=days))
        return Arrivals(last - first + 1, usual, days)

    def _remember(self, seen: _Seen, at: datetime | None) -> None:
        number = self._next
        self._next += 1
        self._seen[number] = seen
        self._places.add((seen.channel, seen.ref))
        self._order.append(number)
        if seen.author:
            self._authors.setdefault(seen.author, _Author()).add(at)
        if seen.text:
            _add(self._texts, seen.text, number, MOST)
        for band in seen.bands:
            _add(self._bands, band, number, _TRIED)
        if seen.arrived:
            insort(self._arrived, seen.arrived)
            self._since = min(self._since or seen.arrived, seen.arrived)
        if len(self._order) > self._remembered:
            self._forget(self._order.popleft())

    def _forget(self, number: int) -> None:
        """The oldest one: it stands first wherever it still stands."""
        seen = self._seen.pop(number)
        self._places.discard((seen.channel, seen.ref))
        if seen.author:
            author = self._authors[seen.author]
            author.kept -= 1
            if not author.kept:
                del self._authors[seen.author]
        for band in seen.bands:
            _drop(self._bands, band, number)
        if seen.text:
            _drop(self._texts, seen.text, number)
        if seen.arrived:
            del self._arrived[bisect_left(self._arrived, seen.arrived)]
            if self._since == seen.arrived and self._arrived:
                self._since = self._arrived[0]


def _add(table: dict[K, list[int]], key: K, number: int, most: int) -> None:
    numbers = table.setdefault(key, [])
    numbers.append(number)
    if len(numbers) > most:
        del numbers[0]


def _drop(table: dict[K, list[int]], key: K, number: int) -> None:
    numbers = table[key]
    if numbers[0] == number:
        del numbers[0]
    if not numbers:
        del table[key]
