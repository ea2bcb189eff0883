"""Cues: how a problem is named in a comment, and a matcher that looks for thousands of them at once.

A cue is a few words, lower case, accents optional::

    pas/jamais reçu         one of several words
    annul*                  any word that starts so
    retard … livraison      up to four words in between

Small words that change nothing ("vraiment", "really") may stand between the words of a cue, an
apostrophe may be missing and a letter may be doubled or not ("apeler", "dinternet"). No cue matches
across the end of a sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import product

from assistant.domain.text import fold

GAP = "…"
GAP_WORDS = 4

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_STOP = re.compile(r"[.!?…;()\n|]")
_REPEATED = re.compile(r"([b-df-hj-np-tv-z])\1+|([a-z])\2{2,}")
_MIN_STEM = 3

_SHORT_FORMS = {
    "fr": {
        "pa": "pas",
        "tjr": "toujours",
        "tjrs": "toujours",
        "tjs": "toujours",
        "toujour": "toujours",
        "jms": "jamais",
        "jamai": "jamais",
        "pb": "probleme",
        "pbs": "probleme",
        "pbm": "probleme",
        "prob": "probleme",
        "soucis": "souci",
        "qqn": "quelqu",
        "qqun": "quelqu",
        "quelqun": "quelqu",
        "cmd": "commande",
        "msg": "message",
        "msgs": "messages",
        "tel": "telephone",
        "bcp": "beaucoup",
        "rep": "reponse",
        "ss": "sans",
        "svc": "service",
        "co": "connexion",
        "connection": "connexion",
        "remb": "rembourse",
        "tech": "technicien",
        "resto": "restaurant",
        "rdv": "rendezvous",
        "rdvs": "rendezvous",
        "appart": "appartement",
    },
    "en": {
        "u": "you",
        "ur": "your",
        "didnot": "didnt",
        "cannot": "cant",
        "wasn": "wasnt",
        "recieved": "received",
        "recieve": "receive",
        "recieving": "receiving",
        "acct": "account",
        "appt": "appointment",
        "mins": "minutes",
        "hrs": "hours",
        "pls": "please",
        "cs": "service",
        "custserv": "service",
        "txn": "transaction",
        "pkg": "parcel",
        "package": "parcel",
        "packages": "parcels",
        "cancelled": "canceled",
        "cancelling": "canceling",
        "wi": "wifi",
        "hasn": "hasnt",
        "nvr": "never",
        "msg": "message",
    },
}
_FILLERS = {
    "fr": frozenset(
        "tres vraiment trop super encore meme bien toujours completement totalement carrement juste deja"
        " franchement absolument tellement assez plutot limite clairement n du tout".split()
    ),
    "en": frozenset(
        "very really so too just even still totally completely absolutely extremely such quite always"
        " fucking f incredibly literally actually basically yet".split()
    ),
}


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its normal form, its span, and whether it may follow the word before it.

    ``sentence`` numbers the stretches between stops; ``commas`` counts the commas before the word.
    """

    form: str
    start: int
    end: int
    sentence: int
    commas: int


@dataclass(frozen=True, slots=True)
class CueMatch:
    """Cue number ``cue`` found from word ``first`` to word ``last`` (both included).

    ``literal`` counts the letters of the cue's own words: the measure of how specific it is.
    """

    cue: int
    first: int
    last: int
    literal: int


@dataclass(slots=True)
class _Node:
    exact: dict[str, _Node] = field(default_factory=dict)
    stems: dict[str, _Node] = field(default_factory=dict)
    gap: _Node | None = None
    cues: list[int] = field(default_factory=list)

    def step(self, form: str) -> list[_Node]:
        found = []
        if (node := self.exact.get(form)) is not None:
            found.append(node)
        if self.stems:
            for cut in range(_MIN_STEM, len(form) + 1):
                if (node := self.stems.get(form[:cut])) is not None:
                    found.append(node)
        return found


def read_words(text: str, language: str) -> list[Word]:
    """The words of a text in their normal form.

    French words are cut at apostrophes ("j'ai": j, ai), English ones lose them ("didn't": didnt).
    """
    folded = fold(text)
    found: list[Word] = []
    sentence = commas = position = 0
    for match in _WORD.finditer(folded):
        between = folded[position : match.start()]
        if _STOP.search(between):
            sentence += 1
        commas += between.count(",")
        position = match.end()
        if language == "fr":
            start = match.start()
            for part in match.group().split("'"):
                form = _normal(part, language)
                found.append(Word(form, start, start + len(part), sentence, commas))
                start += len(part) + 1
        else:
            form = _normal(match.group().replace("'", ""), language)
            found.append(Word(form, match.start(), match.end(), sentence, commas))
    if language == "fr":
        return _joined_appointments(found)
    return found


def _normal(form: str, language: str) -> str:
    form = _SHORT_FORMS[language].get(form, form)
    return _REPEATED.sub(r"\1\2", form) if len(form) > 3 else form


def _joined_appointments(found: list[Word]) -> list[Word]:
    """ "rendez-vous" becomes one word, as its short form "rdv" is."""
    out: list[Word] = []
    for word in found:
        if word.form == "vous" and out and out[-1].form in ("rendez", "rende"):
            before = out.pop()
            word = Word("rendezvous", before.start, word.end, word.sentence, word.commas)
        out.append(word)
    return out


class CueMatcher:
    """Looks for all the cues of one language at once. Built once, safe to share between threads."""

    def __init__(self, cues: Iterable[str], language: str) -> None:
        self.language = language
        self._root = _Node()
        self._fillers = _FILLERS[language]
        for number, cue in enumerate(cues):
            for steps in _spellings(cue, language):
                self._add(steps, number)

    def _add(self, steps: list[str], number: int) -> None:
        node = self._root
        for step in steps:
            if step == GAP:
                node.gap = node.gap or _Node()
                node = node.gap
            elif step.endswith("*"):
                node = node.stems.setdefault(step[:-1], _Node())
            else:
                node = node.exact.setdefault(step, _Node())
        if node is not self._root and number not in node.cues:
            node.cues.append(number)

    def find(self, found: list[Word]) -> Iterator[CueMatch]:
        """Every match of every cue in words read by :func:`read_words`, in order of the first word."""
        starts: dict[str, list[_Node]] = {}
        for first, word in enumerate(found):
            nodes = starts.get(word.form)
            if nodes is None:
                nodes = starts[word.form] = self._root.step(word.form)
            for node in nodes:
                yield from self._follow(node, found, first, first, len(word.form))

    def _follow(
        self, node: _Node, found: list[Word], first: int, at: int, literal: int
    ) -> Iterator[CueMatch]:
        for cue in node.cues:
            yield CueMatch(cue, first, at, literal)
        here = found[at]
        if node.exact or node.stems:
            following = at + 1
            # A small word may be skipped, one at most: "pas encore reçu" is "pas reçu".
            for skipped in (False, True):
                if following >= len(found) or found[following].sentence != here.sentence:
                    break
                word = found[following]
                for step in node.step(word.form):
                    yield from self._follow(step, found, first, following, literal + len(word.form))
                if skipped or word.form not in self._fillers:
                    break
                following += 1
        if node.gap is not None:
            for following in range(at + 1, min(at + GAP_WORDS + 2, len(found))):
                word = found[following]
                # A comma weighs as a word: what stands behind it is less likely to belong.
                distance = following - at - 1 + word.commas - here.commas
                if word.sentence != here.sentence or distance > GAP_WORDS:
                    break
                for step in node.gap.step(word.form):
                    yield from self._follow(step, found, first, following, literal + len(word.form))


def _spellings(cue: str, language: str) -> Iterator[list[str]]:
    """Every way to write a cue: one word of each choice, elided words apart or in one ("dinternet")."""
    choices: list[list[list[str]]] = []
    for piece in cue.replace(GAP, f" {GAP} ").split():
        if piece == GAP:
            choices.append([[GAP]])
            continue
        options = [_option_words(option, language) for option in piece.split("/")]
        glued = [["".join(option)] for option in options if len(option) > 1 and "'" in piece]
        choices.append(options + glued)
    for chosen in product(*choices):
        yield [word for option in chosen for word in option]


def _option_words(option: str, language: str) -> list[str]:
    forms = [word.form for word in read_words(option.rstrip("*"), language)]
    if option.endswith("*") and forms:
        forms[-1] = _REPEATED.sub(r"\1\2", forms[-1]) + "*"
    return forms
