"""What the lexicons do not list: a sentence that looks, as a whole, like a promise, an action, a bargain …

Asked last, and silent in a sentence where a lexicon has already found the same kind of breach: the
lexicon names the words, this only the stretch that speaks most for it. What supports a claim is
the same as for the lexicons (DESIGN §8).
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from assistant.domain.finding import Finding
from assistant.domain.text import words
from assistant.tone import acts
from assistant.tone.acts import Act
from assistant.tone.guards.commitments import within_authority
from assistant.tone.guards.messages import breach
from assistant.tone.reading import Reading, SentenceView
from assistant.tone.support import Sources

_RULES: dict[Act, str] = {
    "commitment": "claims.commitment.implied",
    "action": "claims.action",
    "bargain": "reviews.bargain",
    "gift": "reviews.gift",
    "conditional_apology": "reviews.conditional_apology",
    "blame": "person.blame",
    "machine": "person.machine",
    "customer": "privacy.customer_confirmed",
}
_REPLIES = ("public_reply", "private_reply")
_FEWEST_WORDS = 4
"""Fewer words ("1.", "Certainly!") are judged by one of them, and that is no reading of a sentence."""
_NEEDED: dict[Act, re.Pattern[str]] = {
    "conditional_apology": re.compile(
        r"\b(?:s'|si|eventuel\w*|pourr\w+|aurai\w+|aurait|peut-etre|possible|possibles|soi-disant|pretendu\w*|le cas|cas ou|reserve|condition|estim\w+|ressenti\w*|suppos\w+|ayez pu|ait pu|aient pu"
        r"|avez pu|quelconque|toute?|percu\w*|sembl\w+|jamais|si tant|d'aventure|serions|serait"
        r"|if|any|may|might|whatever|perceived|potential\w*|possibl\w+|feel|felt|believe|should|provided|supposing|suppose|chance|case|were you|unless|alleged\w*|apparent\w*|seem\w*|would|could|think|thought|whoever|wherever)\b"
    ),
}
"""Words without which there is no such act: a short sentence is not judged by one word like "sorry"."""


def find(reading: Reading, sources: Sources, found: Sequence[Finding]) -> Iterator[Finding]:
    """Yields findings of other guards' rules, and ``claims.commitment.implied``, in replies.

    ``found``: what the other guards have found in this text.
    """
    if reading.context.kind not in _REPLIES:
        return
    language = "fr" if reading.language == "fr" else "en"
    errors = sorted((f.start, f.rule) for f in found if f.level == "error")
    for sentence in reading.sentences:
        if len(words(sentence.folded)) < _FEWEST_WORDS:
            continue
        for act, rule in _RULES.items():
            if act in _NEEDED and not _NEEDED[act].search(sentence.folded):
                continue
            span = acts.seen(sentence.folded, language, act)
            if span is None or reading.quoted(sentence.start + span[0]):
                continue
            if not _is_said(sentence, rule, errors) and not _allowed(act, reading, sources, sentence):
                yield breach(reading, rule, sentence.start + span[0], sentence.start + span[1])


def _is_said(sentence: SentenceView, rule: str, errors: Sequence[tuple[int, str]]) -> bool:
    """Whether a sentence holds an error of the rule's family; ``errors`` are sorted by where they start."""
    family = rule.rsplit(".", 1)[0] if rule.startswith("claims.commitment.") else rule
    first, last = (bisect_left(errors, (at, "")) for at in (sentence.start, sentence.end))
    return any(said.startswith(family) for _, said in errors[first:last])


def _allowed(act: Act, reading: Reading, sources: Sources, sentence: SentenceView) -> bool:
    low = sentence.folded
    if act == "commitment":
        if reading.private and within_authority(reading, sources, "gesture", sentence):
            return True
        return any(s.promises(low, 0.6) for s in (*sources.standing, *sources.company))
    if act == "action":
        return sentence.question or sources.tell(low) or sources.vouch(low)
    if act == "customer":
        return reading.private or sources.tell(low)
    return False
