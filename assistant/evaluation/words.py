"""What the judge reads a text with: sentences, content words, numbers, the language of a sentence."""

from __future__ import annotations

import re
from collections.abc import Iterable

from assistant.domain.text import fold, words

_FUNCTION = {
    "fr": frozenset(
        "le la les un une des du de et est nous vous votre vos notre nos que qui pour dans sur avec ne pas plus ce"
        " cette ces au aux en par mais ou sont avons avez etes sommes je il elle ils c'est j'ai a".split()
    ),
    "en": frozenset(
        "the a an and is are we you your our of to for in on with not that this these at by but or have has had been"
        " was were i it they it's i'm we're be as from so please".split()
    ),
}
_SHARED = _FUNCTION["fr"] & _FUNCTION["en"]

_EMPTY = frozenset(
    "bonjour bonsoir hello merci thanks thank nous vous votre notre leur leurs avec pour dans cette tout tous toute toutes"
    " plus moins tres bien meme aussi comme mais donc alors encore quand depuis apres avant sans chez entre etre avoir"
    " fait faire faites sommes etes sont avons avez avait etait sera serait peut pouvez pouvons doit"
    " message messages commentaire avis experience situation client clients cliente service services equipe equipes"
    " probleme problemes souci soucis sujet chose vraiment toujours jamais rien personne"
    " that this these those with your yours ours from have has been were will would could should about there their"
    " them they what when which while just even very much more most some any into than then also only because"
    " customer customers team experience situation problem problems issue issues thing things really always never"
    " comment review message please sorry apologise apologize understand desole desoles excuses excuse".split()
)

_NUMBER_WORDS = {
    word: value
    for names in (
        "2 deux,3 trois,4 quatre,5 cinq,6 six,7 sept,8 huit,10 dix,11 onze,12 douze,13 treize,14 quatorze,15 quinze",
        "16 seize,20 vingt,30 trente,40 quarante,50 cinquante,60 soixante,100 cent",
        "2 two,2 twice,3 three,4 four,5 five,6 six,7 seven,8 eight,9 nine,10 ten,11 eleven,12 twelve,13 thirteen",
        "14 fourteen,15 fifteen,16 sixteen,20 twenty,30 thirty,40 forty,50 fifty,60 sixty,100 hundred",
    )
    for value, _, word in (item.partition(" ") for item in names.split(","))
}
"""Without ``neuf``, which is also "new", and without ``un`` and ``one``, which count nothing."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*|\b(?:" + "|".join(_NUMBER_WORDS) + r")\b")


def stem(word: str) -> str:
    """The first five letters of a folded word without its elided article: enough to meet across endings."""
    return word.rpartition("'")[2][:5]


def content(text: str) -> set[str]:
    """Stems of the words that carry meaning: four letters or more, and not in every reply."""
    found = (w.rpartition("'")[2] for w in words(fold(text)))
    return {stem(w) for w in found if len(w) >= 4 and w not in _EMPTY and not w.isdigit()}


def numbers(text: str) -> list[tuple[int, int, str]]:
    """(start, end, value) of each number of a text, in figures or words; the value in figures."""
    return [(m.start(), m.end(), number_value(m.group())) for m in _NUMBER.finditer(fold(text))]


def number_value(written: str) -> str:
    """A number in figures, a decimal comma as a point: ``trois`` and ``3`` are one."""
    return _NUMBER_WORDS.get(written, written.replace(",", "."))


def supported(sentence: str, sources: Iterable[str], *, share: float = 0.6, least: int = 2) -> bool:
    """Whether one source holds at least ``share`` of the sentence's content words, and ``least`` of them."""
    said = content(sentence)
    needed = max(least, share * len(said))
    return any(len(said & content(source)) >= needed for source in sources)


def speaks_other(sentence: str, language: str) -> bool:
    """Whether a sentence is clearly in the other language: three of its function words, twice ours."""
    other = "en" if language == "fr" else "fr"
    found = [w for w in words(fold(sentence)) if w not in _SHARED]
    theirs = sum(w in _FUNCTION[other] for w in found)
    ours = sum(w in _FUNCTION[language] for w in found)
    return theirs >= 3 and theirs > 2 * ours
