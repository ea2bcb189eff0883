"""Actions said to be done or under way: "nous avons vérifié", "our team is looking into it".

Only a case fact that may be told here supports one, or a fact of the charter in its own words; what the customer wrote never does. Reading the
comment, feeling something and wishing to understand are no actions.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding
from assistant.tone.guards.lexicon_actions import DONE, NO_ACTION, PROMISED, WE_HAVE
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Reading, SentenceView
from assistant.tone.support import Sources

_DENIED = re.compile(
    r"\bn(?:e |')|\b(?:not|never|\w+n't|nobody|no one|personne)\b"
    r"|\b(?:if|si|s'il|s'ils|when|once|quand|whether|until|tant que|des que|lorsque)\b[^,;:]*$"
)
_THEIR_DOING = re.compile(
    r"\byou(?:'re|'ve| are| have| were| had)? (?:\w+ ){0,2}?(?:been |\w+ing\b)|\b(?:qui|on|personne ne) vous (?:a|avait|ont|avaient) (?:dit|promis|repondu|affirme|assure|annonce|indique)"
)
"""What the customer does, or was told by somebody: theirs to tell."""
_NEAR = 30
"""A denial stands at most this many characters before the verb."""


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``claims.action`` (error) and ``claims.action.promised`` (warning)."""
    for sentence in reading.sentences:
        if sentence.question:
            continue
        claims = list(_claims(reading, sentence))
        if claims and (sources.tell(sentence.folded) or sources.vouch(sentence.folded)):
            continue
        claimed = False
        for start, end in claims:
            if not sources.tell(sentence.clause_at(start).folded):
                claimed = True
                yield breach(reading, "claims.action", start, end)
        if not claimed and (span := reading.first(PROMISED[sentence.language], sentence)):
            start = sentence.start + span[0]
            if not sentence.told_at(start) and not _DENIED.search(sentence.folded[: span[1]]):
                yield breach(reading, "claims.action.promised", start, sentence.start + span[1], "warning")


def _claims(reading: Reading, sentence: SentenceView) -> Iterator[tuple[int, int]]:
    low = sentence.folded
    for a, b in DONE[sentence.language].find(low) if reading.may(DONE[sentence.language]) else ():
        if not _theirs_or_denied(sentence, a, b):
            yield sentence.start + a, sentence.start + b
    for match in WE_HAVE[sentence.language].finditer(low):
        if NO_ACTION[sentence.language].match(low, match.start("verb")):
            continue
        if sentence.language == "fr" and not _is_participle(reading.text, sentence.start, match):
            continue
        if not _theirs_or_denied(sentence, *match.span()):
            yield sentence.start + match.start(), sentence.start + match.end()


def _is_participle(text: str, offset: int, match: re.Match[str]) -> bool:
    """Whether the French word is a past participle, by its accent or an ending that needs none."""
    start, end = match.span("verb")
    written = text[offset + start : offset + end].lower().removesuffix("s").removesuffix("e")
    return written.endswith(("é", "i", "u", "is", "it", "ert", "ait", "int"))


def _theirs_or_denied(sentence: SentenceView, a: int, b: int) -> bool:
    if sentence.told_at(sentence.start + a) or _THEIR_DOING.search(sentence.folded[max(0, a - _NEAR) : b]):
        return True
    return _DENIED.search(sentence.folded[max(0, a - _NEAR) : b]) is not None
