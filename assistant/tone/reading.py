"""A text as the guards read it: folded, cut into sentences and clauses, with what each clause says or denies."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from assistant.domain.finding import CheckContext
from assistant.domain.text import fold, sentence_spans
from assistant.tone.phrases import Phrases

_LONGEST_SENTENCE = 1000
_BLANKS = "\t\u00a0\u202f\u2009\u2007\u2002\u2003"


class _Folding(dict[int, str]):
    """Code point → folded character, filled as characters are met: translating by it is fast."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded_char = " " if char in _BLANKS else fold(char)
        if 0xD800 <= code <= 0xDFFF:
            folded_char = "\ufffd"
        self[code] = folded_char
        return folded_char


_FOLDED = _Folding()
_CLAUSE_END = re.compile(r"[;:,()]|\s[–—-]\s|\b(?:mais|car|donc|but|so that|because|however|and|et)\b")
_QUOTED = re.compile(r"«[^«»]{0,400}»|“[^“”]{0,400}”|\"[^\"\n]{0,400}\"|(?<!\w)['‘][^'’\n]{1,60}['’](?!\w)")
_NEGATION = {
    "fr": re.compile(
        r"\b(?:n[e']\s?.{0,40}?\b(?:pas|plus|jamais|aucun|aucune|rien|guere|point|ni)|sans|aucun|aucune"
        r"|impossib\w+|refus\w+|ni)\b"
    ),
    "en": re.compile(
        r"\b(?:not|never|cannot|can't|won't|don't|doesn't|didn't|isn't|aren't|wasn't|weren't|haven't|hasn't"
        r"|couldn't|wouldn't|unable|without|no|nor|neither|nothing|unfortunately impossible)\b"
    ),
}
_TOLD = {
    "fr": re.compile(
        r"\b(?:vous (?:nous |y |en |l'|le |la |les |vous |n'|ne )*(?:dites|ecrivez|indiquez|expliquez|signalez"
        r"|racontez|evoquez|mentionnez|precisez|decrivez|rapportez|parlez|faites (?:part|etat)|relatez|reprochez"
        r"|reclamez|demandez|attendez|attendiez|esperez|esperiez|vouliez|voulez|aviez|avez|avoir|ayez|pensez|estimez"
        r"|denoncez|croyez|affirmez|soulevez|pointez|critiquez|deplorez|regrettez|subissez|constatez|etiez|a|ait)"
        r"|(?:selon|d'apres) (?:vous|votre|vos)|(?:a|en) vous lis?\w+|dites-vous|ecrivez-vous|indiquez-vous"
        r"|(?:dans|de) votre (?:message|avis|recit|commentaire|temoignage)|(?:on|personne ne|il) vous (?:a|avait|aurait|ait))\b"
    ),
    "en": re.compile(
        r"\b(?:you(?:'re|'ve|'d)? (?:\w+ ){0,2}?(?:say|said|tell|told|write|wrote|describe|described|mention|mentioned"
        r"|report|reported|explain|explained|raise|raised|ask|asked|asking|want|wanted|expect|expected|hope|hoped"
        r"|request|requested|feel|felt|were|was|have been|had|had been|did|think|believe|found|point out|waiting"
        r"|received|got|waited|paid)"
        r"|according to you|(?:in|from|with) your (?:account|message|review|story|comment)"
        r"|in your words|as you (?:put|say|write|told|mention|describe)|reading you|you say|you write)\b"
    ),
}
_ADDED = re.compile(
    r",? (?:dites|ecrivez|indiquez|expliquez|precisez)-vous\b|,? (?:selon|d'apres) (?:vous|votre|vos)\b|,? (?:according to|by) (?:you|your)\b|, (?:as )?you (?:say|write|tell us)\b"
)
_OUR_TURN = re.compile(
    r"(?:[;:,]|\b(?:et|mais|donc|car|alors|and|but|so|then)\b),? ?"
    r"(?:\b(?:nous|je|j'|notre|nos|on va|we|i|our|c'est|this is|it is)\b)"
)
_HYPOTHESIS = {
    "fr": re.compile(
        r"\b(?:s'il|s'ils|si|aimerions|aimerais|voudrions|voudrais|souhaitons|souhaite|souhaiterions|souhaiterais"
        r"|pourrions|pourrait|pourriez|puissions|puisse|permettrait|permettraient|serions|serait|seraient|afin de"
        r"|pour (?:que|pouvoir)|aideraient|aiderait|desirons|tenons a|envisag\w+|il faudrait|avant de|avant d'\w+)\b"
    ),
    "en": re.compile(
        r"\b(?:if|would|could|might|may|whether|in order to|so that|so we can|hope to|want to|wish to|in case"
        r"|before we)\b"
    ),
}


@dataclass(frozen=True, slots=True)
class Clause:
    """A part of a sentence between commas and conjunctions. Offsets are into the whole text."""

    start: int
    end: int
    folded: str
    language: str

    @property
    def negated(self) -> bool:
        return bool(_NEGATION[self.language].search(self.folded))

    @property
    def hypothetical(self) -> bool:
        return bool(_HYPOTHESIS[self.language].search(self.folded))


@dataclass(frozen=True, slots=True)
class SentenceView:
    """A sentence with its clauses. ``folded`` is lower case, without accents, as long as the sentence."""

    start: int
    end: int
    folded: str
    language: str
    clauses: tuple[Clause, ...]

    @property
    def question(self) -> bool:
        return self.folded.rstrip(' »"”)').endswith("?")

    def told_at(self, offset: int) -> bool:
        """Whether what stands at an offset of the text is told as the customer's: a verb of saying,
        waiting or going through, whose subject they are, stands before it with no turn to "we"
        in between, or is added after it ("…, dites-vous")."""
        before, after = self.up_to(offset), self.folded[offset - self.start :]
        turns = [m.end() for m in _OUR_TURN.finditer(before)]
        if _TOLD[self.language].search(before, turns[-1] if turns else 0):
            return True
        return bool(_ADDED.search(after))

    def clause_at(self, offset: int) -> Clause:
        """The clause that holds an offset of the text."""
        for clause in self.clauses:
            if offset < clause.end:
                return clause
        return self.clauses[-1]

    def up_to(self, offset: int) -> str:
        """The folded sentence before an offset of the text."""
        return self.folded[: offset - self.start]


@dataclass(frozen=True, slots=True)
class Reading:
    """A text, read once, for all guards."""

    text: str
    folded: str
    language: str
    reader: str
    context: CheckContext
    sentences: tuple[SentenceView, ...]
    quotes: tuple[tuple[int, int], ...]
    _seen: dict[int, bool] = field(default_factory=dict, compare=False, repr=False)

    def may(self, phrases: Phrases) -> bool:
        """Whether an expression is anywhere in the text: asked once, it spares a search per sentence."""
        seen = self._seen.get(id(phrases))
        if seen is None:
            seen = self._seen[id(phrases)] = phrases.search(self.folded) is not None
        return seen

    def first(self, phrases: Phrases, sentence: SentenceView) -> tuple[int, int] | None:
        """The span, in a sentence, of the earliest match of an expression."""
        return phrases.search(sentence.folded) if self.may(phrases) else None

    @property
    def private(self) -> bool:
        return self.context.kind == "private_reply"

    def quoted(self, start: int) -> bool:
        """Whether an offset stands between quotation marks."""
        return any(a <= start < b for a, b in self.quotes)


def folded(text: str) -> str:
    """The text folded, its blanks all plain, as long as the text."""
    return text.translate(_FOLDED)


def read(text: str, context: CheckContext, language: str, reader: str) -> Reading:
    """Reads a text. ``language`` other than ``fr`` is read with the English lexicon."""
    lexicon = "fr" if language == "fr" else "en"
    low = folded(text)
    sentences = tuple(
        SentenceView(start, end, low[start:end], lexicon, tuple(_clauses(low, start, end, lexicon)))
        for start, end in _pieces(text)
    )
    quotes = tuple(m.span() for m in _QUOTED.finditer(text))
    return Reading(text, low, language, reader, context, sentences, quotes)


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The sentences of a text; a longer one than any person writes is cut at a blank, so that the cost
    of reading stays linear."""
    for start, end in sentence_spans(text):
        while end - start > _LONGEST_SENTENCE:
            blank = text.rfind(" ", start + 1, start + _LONGEST_SENTENCE)
            cut = blank if blank > start else start + _LONGEST_SENTENCE
            yield start, cut
            start = cut
        if start < end:
            yield start, end


def _clauses(low: str, start: int, end: int, language: str) -> Iterator[Clause]:
    cuts = [start, *(m.start() for m in _CLAUSE_END.finditer(low, start, end)), end]
    for a, b in pairwise(cuts):
        if low[a:b].strip():
            yield Clause(a, b, low[a:b], language)


def composed(text: str) -> tuple[str, list[int] | None]:
    """The text in composed form (NFC), and for each of its offsets the offset in the text given.

    None instead of a list when the text is already composed. Letters and the marks that follow
    them are composed together, so that a span never cuts one.
    """
    if text.isascii() or unicodedata.is_normalized("NFC", text):
        return text, None
    pieces: list[str] = []
    offsets: list[int] = []
    at = 0
    while at < len(text):
        end = at + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        piece = unicodedata.normalize("NFC", text[at:end])
        pieces.append(piece)
        offsets.extend(min(at + n, end) if n else at for n in range(len(piece)))
        at = end
    offsets.append(len(text))
    return "".join(pieces), offsets
