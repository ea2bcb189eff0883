"""Names in a draft that nobody gave it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.domain.text import fold, sentence_spans, words
from assistant.evaluation.judge import Exchange, Fault, Support
from assistant.evaluation.words import content

_CAPITAL = re.compile(r"[A-ZÀ-ÖØ-Þ][\w’'\-]*")
_KNOWN_CAPITALS = frozenset(
    "i i'm i'll i've i'd monsieur madame mademoiselle m mme mlle mr mrs ms miss dr sir madam internet facebook twitter"
    " messenger whatsapp instagram google youtube wi-fi wifi sms sav dm dms mp pm am faq tv noel christmas english french"
    " monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december private direct message messages customer care service team support best kind"
    " warm regards hello hi bonjour bonsoir cher chere dear ok paris europe".split()
)
_GREETED = re.compile(
    r"^\W*(?:bonjour|bonsoir|chere?|salut|hello|hi|hey|dear|good \w+)(?: (?:a vous|there|cher|chere|dear))*,? "
    r"(?:(?:monsieur|madame|mademoiselle|m\.|mme|mr\.?|mrs\.?|ms\.?|miss) )?(?P<name>[^\W\d_][\w'\-]*(?: [^\W\d_][\w'\-]*){0,2}) ?[,!.:\n]"
)
_NOT_NAMES = frozenset(
    "monsieur madame mademoiselle sir madam there all vous a tous toutes et everyone customer client cliente valued".split()
)

_SIGNATURE_WORDS = 8


def strange_names(exchange: Exchange, support: Support, blanks: Sequence[tuple[int, int]]) -> Iterator[Fault]:
    """A name in the greeting that is not the author's or the comment's own signature; a name in the text
    that neither we nor the customer use; a signature that is not the sender's. One a sentence.

    Args:
        blanks: spans of placeholders, in which no name is looked for.
    """
    draft = exchange.draft
    own = _all_words(*support.names, *support.facts, *exchange.case_facts, support.sender or "")
    author = _all_words(exchange.author or "")
    skip = list(blanks)
    if greeted := _GREETED.match(fold(draft)):
        start, end = greeted.span("name")
        skip.append((start, end))
        said = {w for w in words(greeted["name"]) if w not in _NOT_NAMES}
        if said and draft[start].isupper() and not said <= author | own | _signed(exchange.comment):
            yield Fault("name", start, end, draft[start:end])
    used = own | author | _all_words(exchange.comment) | _KNOWN_CAPITALS
    spans = list(sentence_spans(draft))
    for number, (start, end) in enumerate(spans):
        sentence = draft[start:end]
        may_sign = number >= len(spans) - 2
        for match in _CAPITAL.finditer(sentence):
            place = start + match.start()
            if any(a <= place < b for a, b in skip):
                continue
            if _opens(sentence, match.start()):
                strange = may_sign and _signs(sentence, match.group(), own)
            else:
                strange = not _is_known(match.group(), used)
            if strange:
                yield Fault("name", place, start + match.end(), match.group())
                break


def _signed(comment: str) -> set[str]:
    """The last words of a comment, where a signature stands."""
    return set(words(fold(comment.strip().rpartition("\n")[2]))[-4:])


def _is_known(written: str, used: set[str]) -> bool:
    word = fold(written)
    if written.isupper() and len(word) <= 5:  # an abbreviation
        return True
    return not used.isdisjoint({word, word.removesuffix("'s"), word.rpartition("'")[2]})


def _all_words(*texts: str) -> set[str]:
    """The folded words of texts, those behind an elision also without it."""
    found = {w for text in texts for w in words(fold(text))}
    return found | {w.rpartition("'")[2] for w in found}


def _opens(sentence: str, place: int) -> bool:
    """Whether a word begins a sentence, also behind a quotation mark, a colon or a greeting's comma."""
    before = sentence[:place].rstrip(' \u00a0\u202f«"“(*-–—•')
    return not before or before[-1] in ":;\n"


def _signs(sentence: str, first: str, own: set[str]) -> bool:
    """Whether a sentence is a signature that begins with a name which is not ours to sign with: "Camille, service
    clients Maison Lumen", or a name alone on its line."""
    if fold(first) in own | _KNOWN_CAPITALS or not content(first) or len(words(sentence)) > _SIGNATURE_WORDS:
        return False
    if not re.fullmatch(r"[\w’'\- ]{2,40}(?:,[^.!?]*)?[.]?", sentence):
        return False
    rest = set(words(fold(sentence))) - {fold(first)}
    alone = all(w[:1].isupper() for w in words(sentence))
    return alone or (sentence[len(first) :].startswith(",") and bool(rest & own))
