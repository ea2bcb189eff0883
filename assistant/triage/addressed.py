"""What a comment says to a tool instead of to the company: it is told to people and classified as nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.text import sentence_spans, words
from assistant.triage.signals import Hit

_SET_ASIDE = frozenset(("instruction", "praise", "question", "spam", "freebie", "off_topic", "competitor"))
"""Signals a sentence may hold and still be set aside; one that tells of trouble or danger is always read."""
_BLOCK = re.compile(
    r"```.{0,1000}?```|\{[^{}]{0,1000}\}|\[/?[A-Z]{3,6}\][^\[]{0,300}\[/?[A-Z]{3,6}\]"
    r"|<\|?\w{1,20}\|?>[^<]{0,300}<[/|]?\w{1,20}\|?>|(?:\w{1,20}\x20?[=:]\x20?[\w.]{1,20}[;,]?\x20?){2,10}",
    re.DOTALL,
)
"""Text in the form of code or of a tool's messages: set aside whole where it holds an instruction."""
_LEAST_WORDS = 2
"""With fewer words left the whole is classified: the instruction is then all there is."""


def set_aside(text: str, hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """Half-open spans of ``text`` that only instruct a tool, in order.

    A whole sentence where nothing else is told in it; else the instructing words alone.
    """
    said = [hit for hit in hits if hit.signal == "instruction"]
    if not said:
        return ()
    blocks = [m.span() for m in _BLOCK.finditer(text)]
    spans = [span for span in blocks if _only_orders(hits, *span)]
    rest = [hit for hit in hits if not any(a <= hit.start < b for a, b in spans)]
    for start, end in _pieces(text, spans):
        inside = [hit for hit in rest if start <= hit.start < end]
        orders = [hit for hit in inside if hit.signal == "instruction"]
        if _only_orders(inside, start, end):
            spans.append((start, end))
        else:
            spans += [(hit.start, hit.end) for hit in orders]
    spans.sort()
    if len(words(without(text, spans))) >= _LEAST_WORDS:
        return tuple(spans)
    alone = tuple((hit.start, hit.end) for hit in said)
    return alone if len(words(without(text, alone))) >= _LEAST_WORDS else ()


def _only_orders(hits: Sequence[Hit], start: int, end: int) -> bool:
    """Whether a stretch holds an instruction, and nothing beside it that must be heard."""
    inside = {hit.signal for hit in hits if start <= hit.start < end}
    return "instruction" in inside and inside <= _SET_ASIDE


def _pieces(text: str, gaps: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The sentences of what lies between the gaps."""
    place = 0
    for start, end in [*gaps, (len(text), len(text))]:
        yield from ((place + a, place + b) for a, b in sentence_spans(text[place:start]))
        place = max(place, end)


def blanked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks where the spans are, so that offsets stay right."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text without these spans."""
    kept, place = [], 0
    for start, end in spans:
        kept.append(text[place:start])
        place = max(place, end)
    return " ".join([*kept, text[place:]]).strip()
