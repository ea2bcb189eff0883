"""The language of the text: that of the comment it answers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Reading
from assistant.tone.support import Sources

_WORD = re.compile(r"[a-z]+")
_OWN = {
    "fr": frozenset(
        "nous vous votre notre vos nos est sont sommes pour avec dans merci que les des et une le la de du au ce cette"
        " mais pas il elle qui ou sur par".split()
    ),
    "en": frozenset(
        "we you your our the and are is for with thank thanks of to that this it was were have has would from please"
        " not but who they be by".split()
    ),
}
"""Small words that one language has and the other has not."""


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``language.wrong`` for each sentence in French where English is asked for, or the reverse.

    Two small words of the other language, and three times as many as of the language asked for: a name,
    a signature or a borrowed phrase is not enough.
    """
    asked = reading.context.language
    if asked not in _OWN:
        return
    other = "en" if asked == "fr" else "fr"
    for sentence in reading.sentences:
        found = _WORD.findall(sentence.folded)
        theirs = sum(word in _OWN[other] for word in found)
        if theirs < 2 or theirs < 3 * sum(word in _OWN[asked] for word in found):
            continue
        if not reading.quoted(sentence.start):
            yield breach(reading, "language.wrong", sentence.start, sentence.end)
