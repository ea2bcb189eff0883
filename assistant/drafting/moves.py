"""Which move a sentence of an approved reply makes, and whether another reply may borrow it."""

from __future__ import annotations

import re

from assistant.domain.text import fold, words

_MARKS: tuple[tuple[str, str], ...] = (
    ("greet", r"^(bonjour|bonsoir|chere?\b|hello|hi\b|dear|good (morning|afternoon|evening))"),
    ("apologise", r"\b(desole\w*|navre\w*|regrett\w+|excuse\w*|pardon|sorry|apolog\w+|regret)\b"),
    (
        "private_path",
        r"(@|\bmessage prive|\becrivez|\bjoindre|\bappel\w+|\bcontactez|\bmessagerie|\bemail\b|\bwrite to us|"
        r"\bdrop us|\bmessage us|\bdirect message|\bcall us|\breach us|\bcontact us)",
    ),
    ("thank", r"\b(merci|remerci\w+|thank\w*|grateful)\b"),
    ("invite", r"\?\s*$"),
    (
        "close",
        r"^(a (tres )?bientot|au plaisir|belle|bonne|excellente|bien a vous|see you|enjoy|best wishes|have a|warmly)",
    ),
    ("next_step", r"\b(nous (souhait|aimer|voul|tenons)\w*|we would like|we'd like|we want|we are keen)\b"),
)
_COMPILED = tuple((move, re.compile(pattern)) for move, pattern in _MARKS)

BORROWED_MOVES = frozenset({"thank", "private_path", "invite", "close", "next_step"})
"""Moves whose sentences do not depend on what the customer said."""


def move_of(sentence: str) -> str | None:
    """The move a sentence makes, by its wording; None when no mark is there."""
    folded = fold(sentence).replace("’", "'")
    return next((move for move, pattern in _COMPILED if pattern.search(folded)), None)


_REFERS_BACK = re.compile(
    r"\b(il|elle|ils|elles|celui|celle|ceux|celles|ca|cela|ceci|it|its|they|them|their|he|she|this|that|these|those)\b"
    r"|\b(le|la|les|l')[ ]?(avoir|etre|faire|voir|dire|ecri\w+|racont\w+|lire)\b"
)


def transferable(sentence: str, comment: str, house_stems: frozenset[str]) -> bool:
    """Whether a sentence says nothing of the comment it once answered.

    It must hold no digit, no name, no word that points back at something, no content word of that
    comment, and only content words the house uses in its own templates (``house_stems``): an
    approved reply is an example of wording, never a source of facts or names (DESIGN §8).
    """
    if any(c.isdigit() for c in sentence):
        return False
    found = words(sentence)
    if not 3 <= len(found) <= 24 or any(w[0].isupper() for w in found[1:] if w not in ("I", "I'd", "I'm")):
        return False
    if _REFERS_BACK.search(fold(sentence).replace("’", "'")):
        return False
    own = content_stems(sentence)
    return own <= house_stems and not own & content_stems(comment)


def content_stems(text: str) -> set[str]:
    """Rough stems of the words that carry meaning: folded, five letters, function words left out."""
    return {
        stem(w) for w in words(fold(text).replace("’", "'")) if len(w.split("'")[-1]) > 3 and not _is_empty(w)
    }


def stem(word: str) -> str:
    """The first five letters of a folded word without its elision: enough to match its forms."""
    return fold(word).replace("’", "'").split("'")[-1][:5]


def _is_empty(word: str) -> bool:
    return word.split("'")[-1] in _EMPTY


_EMPTY = frozenset(
    (
        "nous vous votre vos notre nos avec sans pour dans plus moins tres bien tout toute tous toutes cette ces cela "
        "etre avoir faire fait sont etait avez avons sera serait comme mais donc afin ainsi aussi encore depuis apres "
        "avant quand comment pourquoi parce leur leurs elle elles meme alors ceci celle celui ceux dont rien jamais "
        "toujours merci bonjour message messages ecrire ecrivez souhaitons souhaite pouvoir puissions puisse "
        "this that these those with from your yours ours have been being were will would could should there here "
        "what when where which while about into than then them they some just very more most much also only please "
        "thank thanks hello like know want make take give tell"
    ).split()
)
