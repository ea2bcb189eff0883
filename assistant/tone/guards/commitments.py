"""What binds the company: refunds, gestures, deadlines, guarantees, admissions, threats, accusations.

In public only standing commitments (and public facts in the company's own words) may say such a thing;
in private a gesture of the catalogue or a commitment within the sender's authority (DESIGN §8). What the
customer asks, awaits or reports is no commitment; neither is a refusal, which is only pointed out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from assistant.domain.finding import Finding, Level
from assistant.domain.people import AUTHORITIES, at_least
from assistant.tone.guards.lexicon_actions import PROMISED
from assistant.tone.guards.lexicon_commitments import (
    FORETOLD,
    HARMLESS,
    KINDS,
    NOT_OURS,
    NOUNS,
    SAID_BY_NEGATION,
    VAGUE_DEADLINE,
    VERBS,
)
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Clause, Reading, SentenceView
from assistant.tone.support import Sources, quantities, stems

_REFUSABLE = frozenset({"refund", "compensation", "gesture", "replacement"})
_NEVER = frozenset({"threat", "accusation"})
_ABOUT_THEM = re.compile(
    r"\b(?:avez-vous|aviez-vous|etiez-vous|did you|have you|had you|were you|are you|quel|quelle|what|which|who|qui)\b"
)


def find(reading: Reading, sources: Sources) -> Iterator[Finding]:
    """Yields ``claims.commitment.<kind>`` and, for a refusal, ``claims.refusal``."""
    for sentence in reading.sentences:
        judged = False
        for kind, start, end, certain in _cues(reading, sentence, sources):
            found = list(_judge(reading, sources, sentence, kind, start, end, certain))
            judged = judged or bool(found)
            yield from found
        if not judged and reading.context.kind in ("public_reply", "private_reply"):
            yield from _foretold(reading, sources, sentence)
        vague = reading.first(VAGUE_DEADLINE[sentence.language], sentence)
        if vague and not sentence.told_at(sentence.start + vague[0]):
            start, end = sentence.start + vague[0], sentence.start + vague[1]
            yield breach(reading, "claims.commitment.deadline", start, end, "warning")


def _foretold(reading: Reading, sources: Sources, sentence: SentenceView) -> Iterator[Finding]:
    """A future of any verb that is not among the harmless ones ("nous répondrons", "you will find")."""
    span = reading.first(FORETOLD[sentence.language], sentence)
    if not span or sentence.question or HARMLESS[sentence.language].search(sentence.folded):
        return
    start, end = sentence.start + span[0], sentence.start + span[1]
    clause = sentence.clause_at(start)
    if sentence.told_at(start) or _quoted_from_them(reading, sources, start, end):
        return
    if _supported(sources, sentence, clause, "") or sources.vouch(sentence.folded):
        return
    if sources.tell(sentence.folded) or PROMISED[sentence.language].search(sentence.folded):
        return
    held = reading.context.authority
    if not (reading.private and held in AUTHORITIES and at_least(held, "manager")):
        yield breach(reading, "claims.commitment.guarantee", start, end)


def _cues(reading: Reading, sentence: SentenceView, sources: Sources) -> Iterator[tuple[str, int, int, bool]]:
    """Kind, span, and whether the wording binds by itself (a verb) or only in context (a noun)."""
    for kind in KINDS:
        for certain, lexicon in ((True, VERBS), (False, NOUNS)):
            phrases = lexicon[sentence.language].get(kind)
            span = reading.first(phrases, sentence) if phrases else None
            if span:
                yield kind, sentence.start + span[0], sentence.start + span[1], certain
                break
    for commitment, pattern in sources.charted.detect:
        match = pattern.search(sentence.folded)
        if match:
            yield commitment.kind, sentence.start + match.start(), sentence.start + match.end(), False


def _judge(
    reading: Reading,
    sources: Sources,
    sentence: SentenceView,
    kind: str,
    start: int,
    end: int,
    certain: bool,
) -> Iterator[Finding]:
    clause = sentence.clause_at(start)
    before = sentence.folded[max(0, clause.start - sentence.start) : end - sentence.start]
    inside = sentence.folded[start - sentence.start : end - sentence.start]
    if sentence.told_at(start) or _quoted_from_them(reading, sources, start, end):
        return
    if sentence.question and (not certain or _ABOUT_THEM.search(sentence.folded)):
        if not _ABOUT_THEM.search(sentence.folded) and kind in _REFUSABLE:
            yield breach(reading, f"claims.commitment.{kind}", start, end, "warning")
        return
    if not certain and NOT_OURS[sentence.language].search(sentence.folded):
        return
    level: Level = "error" if certain or _GIVES.search(sentence.folded) or _verbless(sentence) else "warning"
    if (
        _NEGATED.search(before)
        and "hesit" not in before
        and not SAID_BY_NEGATION[sentence.language].search(inside)
    ):
        if kind in _REFUSABLE and not reading.private:
            yield breach(reading, "claims.refusal", start, end, "warning")
        return
    if kind not in _NEVER and _supported(sources, sentence, clause, inside):
        return
    if reading.private and within_authority(reading, sources, kind, sentence):
        return
    yield breach(reading, f"claims.commitment.{kind}", start, end, level)


_GIVES = re.compile(
    r"\b(?:nous|notre|nos|on|je|j'|we|our|us|i|i'm|will|shall)\b|'ll\b|\bvous (?:est|sont|ser\w+|attend\w*|revien\w+|parvien\w+)\b"
    r"|\b\w+(?:erez|irez|drez|vrez)\b|^(?:profitez|recevez|beneficiez|enjoy|accept|receive|have|here is|voici)\b"
)
"""Someone of ours, a future or an offer: a noun of value beside it is given, not told of."""
_SHORT = 7


def _verbless(sentence: SentenceView) -> bool:
    """A short line such as "Remboursement intégral." or "Free replacement for you."."""
    return sentence.folded.count(" ") < _SHORT and not re.search(
        r"\b(?:est|sont|a|ont|is|are|was|were|has|have|etait|soit|peut|reste)\b", sentence.folded
    )


_NEGATED = re.compile(
    r"\bn(?:e |')|\b(?:pas de|aucune?|sans|refus\w*|impossible de) (?:[\w']+ )?$"
    r"|\b(?:not|cannot|\w+n't|unable|never|nor|without|no)\b"
)
"""A denial before the wording, within its clause: in French "ne" stands before the verb it denies."""


def _quoted_from_them(reading: Reading, sources: Sources, start: int, end: int) -> bool:
    return reading.quoted(start) and reading.folded[start:end] in sources.comment.low


def _supported(sources: Sources, sentence: SentenceView, clause: Clause, inside: str) -> bool:
    """A standing commitment or a fact says the sentence or the clause, and all of the binding words."""
    binding = stems(inside)
    return any(
        binding <= s.stems and (s.promises(sentence.folded, 0.6) or s.promises(clause.folded, 0.75))
        for s in (*sources.standing, *sources.company)
    )


def within_authority(reading: Reading, sources: Sources, kind: str, sentence: SentenceView) -> bool:
    """In private: a gesture of the catalogue, or a commitment, that the sender may make."""
    held = reading.context.authority
    if held not in AUTHORITIES:
        return False
    said = stems(sentence.folded)
    money = {q for q in quantities(sentence.folded) if q.unit in ("money", "percent")}
    for gesture, labels in sources.charted.gestures:
        named = any(label.stems and len(label.stems & said) * 2 >= len(label.stems) for label in labels)
        if named and at_least(held, gesture.authority) and any(money <= label.quantities for label in labels):
            return True
    if kind in _NEVER:
        return False
    matched = [
        c for c, pattern in sources.charted.detect if c.kind == kind and pattern.search(sentence.folded)
    ]
    if matched:
        return all(at_least(held, c.authority) for c in matched)
    if kind == "admission":
        return at_least(held, "legal")
    return at_least(held, "manager")
