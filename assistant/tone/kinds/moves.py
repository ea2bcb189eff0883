"""How the parts of a text stand together: too often or not at all (``occurrence``), mixed (``consistency``),
one without the other (``conditional``), in the wrong order (``sequence``)."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Conditional, Consistency, Occurrence, Sequence
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.patterns import compile_pattern
from assistant.tone.prepared import Prepared


def occurrence(rule: Occurrence, charter: Charter | None) -> Compiled:
    """The matches beyond ``max``; the end of a text with fewer than ``min``."""
    pattern = compile_pattern(rule.pattern)

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        spans = list(pattern.find(prepared))
        if len(spans) < rule.min:
            end = len(prepared.text)
            yield Hit(end, end, value=str(len(spans)))
        if rule.max is not None:
            for start, end in spans[rule.max :]:
                yield Hit(start, end, value=str(len(spans)))

    return Compiled(search, None if rule.min else (pattern,))


def consistency(rule: Consistency, charter: Charter | None) -> Compiled:
    """All matches of the rarer groups."""
    groups = [compile_pattern(pattern) for pattern in rule.groups.values()]

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        found = [spans for pattern in groups if (spans := list(pattern.find(prepared)))]
        found.sort(key=lambda spans: (-len(spans), spans[0]))
        for spans in found[1:]:
            for start, end in spans:
                yield Hit(start, end)

    return Compiled(search, tuple(groups))


def conditional(rule: Conditional, charter: Charter | None) -> Compiled:
    """The first match of ``when`` in a text without ``then``."""
    when, then = compile_pattern(rule.when), compile_pattern(rule.then)

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        first = when.search(prepared)
        if first is not None and then.search(prepared) is None:
            yield Hit(*first)

    return Compiled(search, (when,))


def sequence(rule: Sequence, charter: Charter | None) -> Compiled:
    """The first move that stands after one it should precede."""
    place = {move: n for n, move in enumerate(rule.order)}
    markers = [(place[move], compile_pattern(p)) for move, p in rule.markers.items() if move in place]

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        placed: list[tuple[int, int, int]] = []
        if context.moves:
            spans = prepared.sentences
            known = len(spans) == len(context.moves)
            for n, move in enumerate(context.moves):
                if move in place:
                    placed.append((place[move], *(spans[n] if known else (0, 0))))
        else:
            for order, pattern in markers:
                if span := pattern.search(prepared):
                    placed.append((order, *span))
            placed.sort(key=lambda p: p[1:])
        furthest = -1
        for order, start, end in placed:
            if order < furthest:
                yield Hit(start, end)
                return
            furthest = order

    return Compiled(search)
