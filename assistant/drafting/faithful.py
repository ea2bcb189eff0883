"""Checks on a sentence the model wrote about what the customer said.

The model's French can be fluent and wrong: the customer's words taken as ours, roles turned round,
an insult taken over, something nobody said. These checks refuse; they never mend.
"""

from __future__ import annotations

import re

from assistant.domain.text import fold, ngrams, words
from assistant.drafting.moves import content_stems, stem

_FIRST_PERSON = {
    "fr": re.compile(r"\b(j'|je|moi|mon|ma|mes|mien\w*)\b"),
    "en": re.compile(r"\b(i|i'm|i've|i'd|me|my|mine)\b"),
}
_COMPANY_YOU = {
    "fr": re.compile(r"\b(?:vous|votre|vos)\b"),
    "en": re.compile(r"\b(?:you|your|u)\b"),
}
_SUBJECT_YOU = {
    "fr": re.compile(
        r"\bvous (?:ne |n')?(?:l'|l[ae]s? |y |en |avez |aviez |etes |etiez |ayez |soyez )?(?:pas |jamais |plus |toujours |bien )?(\w+)"
    ),
    "en": re.compile(
        r"\byou(?:'ve|'re| have| had| are| were| did| do| don't| didn't| haven't| not|n't| never)* (\w+)"
    ),
}
_SELF = {
    "fr": re.compile(r"\b(?:je|j'|on|nous|me|m')\b"),
    "en": re.compile(r"\b(?:i|we|i've|i'm|me)\b"),
}
_US = {"fr": re.compile(r"\bnous\b"), "en": re.compile(r"\bwe\b")}
_ASSERTS = {
    "fr": re.compile(r"\bcomprenons qu(?:e|')(?! ?vous\b)"),
    "en": re.compile(r"\bunderstand (?:that )?(?!that\b|your?\b|how\b|why\b|the\b)"),
}
"""A clause of its own after "we understand that" states as true what the customer said or asked."""
_EMPATHY = re.compile(r"^(?:nous comprenons|we understand)\b")
"""An understanding that does not turn to the customer ("we understand how a cage can be welcoming") agrees with the words, irony and all."""
_ASIDE = {"fr": re.compile(r"\bqui\b|\btoujours\b"), "en": re.compile(r"\b(?:who|which|always)\b")}
"""Where small models begin to embroider."""
FEELING = frozenset(
    stem(w)
    for w in (
        "comprenons comprendre décevant déception frustrant frustration agacement agaçant colère pénible usant "
        "désagréable inconfortable inquiétude inquiétant regrettable attente attendre patience lassitude difficile "
        "situation expérience ressenti sentiment temps moment jour souci problème désolés navrés regrettons "
        "understand understandable frustrating frustration disappointing disappointment annoying upsetting waiting "
        "wait patience trouble difficult experience feeling time moment worry worrying sorry regret situation never "
        "easy hard must certainly expected expect hoped plaisir ravis heureux content contente merci remercions "
        "delighted pleased happy glad thank wonderful lovely kind words"
    ).split()
)
"""Stems of words for feelings and courtesy, which a reply may bring itself."""

MAX_COPIED_WORDS = 7
MAX_NEW_SHARE = 0.2


def faults(sentence: str, comment: str, language: str, *, insults: frozenset[str] = frozenset()) -> list[str]:
    """Why a sentence may not stand; empty when nothing was found against it.

    ``insults`` are folded words of the comment that the triage quoted as abuse.
    """
    found: list[str] = []
    folded = fold(sentence).replace("’", "'")
    theirs = fold(comment).replace("’", "'")
    count = len(words(sentence))
    if not 5 <= count <= 32:
        found.append("length")
    if _FIRST_PERSON[language].search(folded):
        found.append("speaks as the customer")
    if len(_US[language].findall(folded)) > 1:
        found.append("goes on about us")
    if _ASSERTS[language].search(folded):
        found.append("takes what was said for a fact")
    if _EMPATHY.search(folded) and not _COMPANY_YOU[language].search(folded):
        found.append("does not turn to the customer")
    if any(w in insults for w in words(folded)):
        found.append("insult taken over")
    if any(c.isdigit() for c in sentence):
        found.append("number")
    if ngrams(sentence, MAX_COPIED_WORDS) & ngrams(comment, MAX_COPIED_WORDS):
        found.append("copied")
    own = {s for s in content_stems(sentence) if s not in FEELING}
    new = own - {stem(w) for w in words(theirs)}
    if not own:
        found.append("says nothing of the comment")
    elif len(new) > max(1, round(MAX_NEW_SHARE * len(own))):
        found.append("not in the comment: " + ", ".join(sorted(new)))
    if _turned(folded, theirs, language):
        found.append("roles turned round")
    if _ASIDE[language].search(folded):
        found.append("an aside of its own")
    if re.search(r"[\[\]{}<>|*_#]|\.\.\.|…", sentence):
        found.append("marks")
    return found


def _turned(sentence: str, comment: str, language: str) -> bool:
    """Whether "you + verb" stands for something the comment says *we* did.

    In a comment, "vous"/"you" is the company; a verb that only ever follows it there must not get
    the customer as its subject here.
    """
    for match in _SUBJECT_YOU[language].finditer(sentence):
        verb = stem(match.group(1))
        if len(verb) < 4:
            continue
        by_us = by_them = False
        for place in re.finditer(rf"\b{re.escape(verb)}", comment):
            before = comment[max(0, place.start() - 24) : place.start()]
            us = [m.end() for m in _COMPANY_YOU[language].finditer(before)]
            them = [m.end() for m in _SELF[language].finditer(before)]
            if us and (not them or us[-1] > them[-1]):
                by_us = True
            elif them:
                by_them = True
        if by_us and not by_them:
            return True
    return False
