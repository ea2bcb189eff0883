"""What a comment says to a tool instead of to the company: it is told to people and classified as nothing."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.domain.text import sentence_spans, words
from assistant.triage.signals import Hit

_SET_ASIDE = frozenset(("instruction", "praise", "question", "spam", "freebie", "off_topic", "competitor"))
"""Signals a sentence may hold and still be set aside; one that tells of trouble or danger is always read."""
_LEAST_WORDS = 2
"""With fewer words left the whole is classified: the instruction is then all there is."""


def set_aside(text: str, hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Half-open spans of ``text`` that only instruct a tool, in order.

    A whole sentence where nothing else is told in it; else the instructing words alone.
    """
    said = [hit for hit in hits if hit.signal == "instruction"]
    if not said:
        return ()
    spans: list[tuple[int, int]] = []
    for start, end in sentence_spans(text):
        inside = [hit for hit in hits if start <= hit.start < end]
        orders = [hit for hit in inside if hit.signal == "instruction"]
        if orders and all(hit.signal in _SET_ASIDE for hit in inside):
            spans.append((start, max(end, *(hit.end for hit in orders))))
        else:
            spans += [(hit.start, hit.end) for hit in orders]
    if len(words(without(text, spans))) >= _LEAST_WORDS:
        return tuple(spans)
    alone = tuple((hit.start, hit.end) for hit in said)
    return alone if len(words(without(text, alone))) >= _LEAST_WORDS else ()


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these spans."""
    kept, place = [], 0
    for start, end in spans:
        kept.append(text[place:start])
        place = max(place, end)
    return " ".join([*kept, text[place:]]).strip()
