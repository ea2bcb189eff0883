"""What can be counted: words, characters, emoji, marks, links, of a text or of each sentence (``metric``)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import CHANNEL_LIMITS, Metric
from assistant.tone.kinds.hit import Compiled, Hit
from assistant.tone.prepared import Prepared

_PICTURE = r"[\U0001F300-\U0001F5FF\U0001F600-\U0001F64F\U0001F680-\U0001F6FF\U0001F7E0-\U0001FAFF\u2600-\u27BF\u2B50\u2B55]"
_MARKS = {
    # A family, a skin tone or a flag is one emoji, however many characters it takes.
    "emoji": re.compile(
        rf"[\U0001F1E6-\U0001F1FF]{{2}}|[0-9#*]\ufe0f?\u20e3"
        rf"|{_PICTURE}[\ufe0f\U0001F3FB-\U0001F3FF]{{0,2}}(?:\u200d{_PICTURE}[\ufe0f\U0001F3FB-\U0001F3FF]{{0,2}})*"
    ),
    "exclamation_marks": re.compile(r"[!！]"),
    "question_marks": re.compile(r"[?？]"),
    "links": re.compile(
        r"(?:\bhttps?://|\bwww\.|(?<![\w@.-])[\w-]{1,63}(?:\.[\w-]{1,63}){0,4}\.[a-z]{2,10}/)"
        r"[^\s<>]*[^\s<>.,;:!?…)»”\"'’]"
    ),
    "hashtags": re.compile(r"(?<![\w&])#\w+"),
}


_MOST = 50
"""Hits given for one text: beyond, nobody reads them."""


def metric(rule: Metric, charter: Charter | None) -> Compiled:
    """What stands beyond ``max``; the end of what has too little. ``{value}`` is the count, ``{limit}``
    the bound it breaks."""

    def search(prepared: Prepared, context: CheckContext) -> Iterator[Hit]:
        most = rule.max
        if most == "channel":
            channel = charter.channel(context.channel) if charter and context.channel else None
            if channel is None:
                return
            most = int(getattr(channel, CHANNEL_LIMITS[rule.measure]))
        if rule.per == "text":
            yield from islice(_in_text(rule, prepared, most), _MOST)
        else:
            yield from islice(_in_sentences(rule, prepared, most), _MOST)

    return Compiled(search)


def _in_text(rule: Metric, prepared: Prepared, most: int | None) -> Iterator[Hit]:
    end = len(prepared.text)
    if rule.measure == "characters":
        value, spans = end, [(most, end)] if most is not None and end > most else []
    else:
        spans = _items(rule.measure, prepared, 0, end)
        value = len(spans)
        spans = spans[most:] if most is not None else []
    if spans and rule.measure in ("words", "sentences"):
        # What is too long is shown as one stretch; marks are shown one by one.
        spans = [(spans[0][0], spans[-1][1])]
    for span in spans:
        yield Hit(*span, value=str(value), limit=str(most))
    if rule.min is not None and value < rule.min:
        yield Hit(end, end, value=str(value), limit=str(rule.min))


def _in_sentences(rule: Metric, prepared: Prepared, most: int | None) -> Iterator[Hit]:
    words, n = prepared.words, 0
    for start, end in prepared.sentences:
        if rule.measure == "characters":
            value = end - start
        elif rule.measure == "words":
            value = 0
            while n < len(words) and words[n].start < end:
                n, value = n + 1, value + 1
        else:
            value = len(_items(rule.measure, prepared, start, end))
        if most is not None and value > most:
            yield Hit(start, end, value=str(value), limit=str(most))
        elif rule.min is not None and value < rule.min:
            yield Hit(start, end, value=str(value), limit=str(rule.min))


def _items(measure: str, prepared: Prepared, start: int, end: int) -> list[tuple[int, int]]:
    if measure == "words":
        return [(w.start, w.end) for w in prepared.words]
    if measure == "sentences":
        return list(prepared.sentences)
    if measure == "links" and "/" not in prepared.text and "www" not in prepared.text:
        return []
    return [m.span() for m in _MARKS[measure].finditer(prepared.text, start, end)]
