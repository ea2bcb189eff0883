"""Sameness: a sentence that a recent published reply has already said, word for word or nearly.

Half of the people who read templated replies are put off by them, so a repeat is pointed out, not forbidden.
Greetings, signatures, standing commitments and ways to reach us may come back in every reply.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.domain.text import sentences, words
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Reading, SentenceView, folded
from assistant.tone.support import Sources

ALIKE = 76.0
"""From this likeness of the sorted words on (0..100), two sentences count as one."""
_ORDER_ALIKE = 70.0
"""From this likeness of the words in their order on, if most words are the same."""
_FEWEST_WORDS = 6
_STOCK = re.compile(
    r"@|\d{2} \d{2} \d{2}|\b(?:ecrivez|appelez|contactez|joignez|write to us|call us|message us|reach us)\b"
)
_GREETING = re.compile(
    r"^(?:(?:re)?bonjour|bonsoir|chere?|hello|hi|dear|good (?:morning|afternoon|evening))\b(?: [a-z'-]+){0,3}?[,!.:] ?"
)


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``sameness.repeats`` (warning) for each sentence that a recent reply already holds."""
    recent = reading.context.recent
    if not recent or reading.context.kind not in ("public_reply", "private_reply"):
        return
    earlier = [low for reply in recent for s in sentences(reply) if (low := _told(folded(s), sources))]
    if not earlier:
        return
    for sentence in reading.sentences:
        low = _told(sentence.folded, sources)
        if low and not _standing(sentence, sources) and _said(low, earlier):
            yield breach(reading, "sameness.repeats", sentence.start, sentence.end, "warning")


def _told(low: str, sources: Sources) -> str:
    """What a sentence says after its greeting; nothing for a signature, a way to reach us, or a few words."""
    body = _GREETING.sub("", low)
    signs = len(words(body)) <= 8 and any(name in body for name in sources.charted.own_names)
    return "" if signs or len(words(body)) < _FEWEST_WORDS or _STOCK.search(body) else body


def _standing(sentence: SentenceView, sources: Sources) -> bool:
    return any(s.says(sentence.folded, 0.75) for s in sources.standing)


def _said(low: str, earlier: list[str]) -> bool:
    from rapidfuzz import fuzz, process

    if process.extractOne(low, earlier, scorer=fuzz.token_sort_ratio, score_cutoff=ALIKE):
        return True
    near = process.extractOne(low, earlier, scorer=fuzz.ratio, score_cutoff=_ORDER_ALIKE)
    return near is not None and fuzz.token_set_ratio(low, near[0]) >= 85
