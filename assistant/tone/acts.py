"""What a sentence does: promises, claims an action, asks for a better review … by a linear model.

The lexicons of ``guards/`` know the wordings somebody listed and say exactly which words they mean. This
knows the wordings nobody listed: weights over words, the skeleton of the sentence and parts of
words, learned from sentences written for it (``data/acts_*.jsonl``). Weights are plain JSON made by
``python -m assistant.tone.training``; reading them needs no library, so that a check starts at once.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Literal

Act = Literal[
    "commitment",
    "action",
    "bargain",
    "gift",
    "conditional_apology",
    "blame",
    "machine",
    "customer",
]

FORMAT = 1
"""Version of the weight files; another one is refused."""

_LINK = re.compile(r"https?://\S+|\bwww\.\S+|\S+@\S+")
_TOKEN = {
    "fr": re.compile(r"[a-z]+(?:'(?=[a-z]))?|\d+(?:[.,]\d+)?|[^\w\s]"),
    "en": re.compile(r"[a-z]+|'[a-z]+|\d+(?:[.,]\d+)?|[^\w\s]"),
}
"""An elision belongs to what it opens in French ("l'", "n'"), to what it closes in English ("'ll", "'t")."""
_KEPT = {
    "fr": frozenset(
        (
            "le la les l' un une des du de d' au aux a en dans pour par sur avec sans sous chez vers que qu' qui quoi "
            "dont ou ne n' pas plus jamais rien aucun aucune je j' tu il elle nous vous ils elles on ce c' cet cette "
            "ces cela ca mon ma mes votre vos notre nos son sa ses leur leurs me m' te t' se s' lui y et mais donc or "
            "ni car si quand comme lorsque des bien tout toute tous toutes meme aussi deja encore toujours bientot "
            "tres trop afin apres avant depuis pendant entre contre selon est sont etait etaient sera seront serez "
            "serons serait suis sommes etes ete etre ai as avons avez ont avait avaient aura aurez aurons auront "
            "aurais aurait aurions avoir va vais allons allez vont aller vient venons viens fait faisons fais ferons "
            "fera faire faites peut pouvons pouvez puis pourra pourrez pourrons pourriez pourrions pouvoir doit "
            "devons devez devrait devriez dit dites disons voulons veux voulez souhaitons souhaite aimerions "
            "aimerais voudrions soit soient ayez ayons puisse merci bonjour desoles desole navres pardon excuses"
        ).split()
    ),
    "en": frozenset(
        (
            "the a an of to in on at by for with from without into over out up off about as than that which who what "
            "when where why how if or and but so because while until before after since i we you he she it they me us "
            "him her them my our your his its their this these those there here not no never nor 's 've 're 'll 'd "
            "'m 't is are was were be been being am have has had do does did will would shall should can could may "
            "might must let get got gets go goes going gone make made makes take took taken give gave given put keep "
            "kept see saw seen say said says tell told know just also already still now soon very too all any some "
            "every each one other more most please thank thanks sorry hello hi dear"
        ).split()
    ),
}
"""Words that carry the grammar; the others are reduced to their ending in the skeleton."""
_ENDINGS = {
    "fr": (
        "erons irons rons erez irez drez vrez eront iront era ira dra vra erai irai rai rions riez rait raient "
        "ions ons ez ement ment ion ant er ir re ees ee ais ait aient it is us es e u i s"
    ).split(),
    "en": "ing ed ly tion ment ness en s".split(),
}


@dataclass(frozen=True, slots=True)
class Weights:
    """One language's model. ``terms`` maps a feature to its rarity (idf), then for each of ``acts`` its
    rarity times its weight; ``bars`` is the probability from which each act is asserted."""

    language: str
    acts: tuple[Act, ...]
    bias: tuple[float, ...]
    bars: Mapping[Act, float]
    terms: Mapping[str, Sequence[float]]
    seeds_sha256: str = ""


@lru_cache(maxsize=4)
def load_weights(language: str) -> Weights:
    """The shipped weights; every language but French is read with the English ones.

    Raises:
        ValueError: the file is of another format: the installation is broken.
    """
    name = "fr" if language == "fr" else "en"
    data = json.loads(files("assistant.tone").joinpath(f"data/acts_{name}.json").read_text("utf-8"))
    if data["format"] != FORMAT:
        raise ValueError(f"acts_{name}.json has format {data['format']}, not {FORMAT}")
    return Weights(
        name, tuple(data["acts"]), tuple(data["bias"]), data["bars"], data["terms"], data["seeds_sha256"]
    )


@lru_cache(maxsize=2048)
def probabilities(folded: str, language: str) -> Mapping[Act, float]:
    """The probability of each act, for a folded sentence. Cached: a text being typed keeps most of its sentences."""
    return of(load_weights(language), folded)


def of(weights: Weights, folded: str) -> Mapping[Act, float]:
    """The probability of each act under given weights."""
    names = set(_names(folded, weights.language))
    known = [row for name in names if (row := weights.terms.get(name))]
    length = math.sqrt(sum(row[0] * row[0] for row in known)) or 1.0
    sums = [sum(column) for column in zip(*known, strict=True)] or [0.0] * (len(weights.acts) + 1)
    return {
        act: 1.0 / (1.0 + math.exp(-(weights.bias[n] + sums[n + 1] / length)))
        for n, act in enumerate(weights.acts)
    }


def seen(folded: str, language: str, act: Act) -> tuple[int, int] | None:
    """The span of the words that show an act in a folded sentence; None below the act's bar."""
    weights = load_weights(language)
    bar = weights.bars.get(act)
    if bar is None or probabilities(folded, language)[act] < bar:
        return None
    return _telling(weights, folded, act)


def _telling(weights: Weights, folded: str, act: Act) -> tuple[int, int]:
    """The stretch of words whose features speak most for the act (largest sum of contributions)."""
    tokens = _tokens(folded, weights.language)
    place = weights.acts.index(act) + 1
    share = [0.0] * len(tokens)
    for feature, first, last in _features([t for t, _, _ in tokens], weights.language):
        row = weights.terms.get(feature)
        inside = range(max(first, 0), min(last, len(tokens)))
        if row and inside:
            for i in inside:
                share[i] += row[place] / len(inside)
    best, start, end, begun, total = 0.0, 0, len(tokens), 0, 0.0
    for i, value in enumerate(share):
        if total <= 0:
            begun, total = i, 0.0
        total += value
        if total > best:
            best, start, end = total, begun, i + 1
    return (tokens[start][1], tokens[end - 1][2]) if tokens else (0, len(folded))


def _names(folded: str, language: str) -> Iterator[str]:
    return (name for name, _, _ in _features([t for t, _, _ in _tokens(folded, language)], language))


def _tokens(folded: str, language: str) -> list[tuple[str, int, int]]:
    """Words and marks with their spans. A link or an address is one mark, a figure another."""
    found: list[tuple[str, int, int]] = []
    at = 0
    for link in (*_LINK.finditer(folded), None):
        for match in _TOKEN[language].finditer(folded, at, link.start() if link else len(folded)):
            token = match.group()
            found.append(("0" if token[0].isdigit() else token, *match.span()))
        if link:
            found.append(("@", *link.span()))
            at = link.end()
    return found


def _features(tokens: Sequence[str], language: str) -> Iterator[tuple[str, int, int]]:
    """Each feature with the half-open range of tokens it covers.

    ``w``: one to three words · ``k``: two to four places of the skeleton · ``c``: three to five letters of a word.
    """
    edged = ["^", *tokens, "$"]
    bones = ["^", *(_bone(t, language) for t in tokens), "$"]
    for i in range(len(edged)):
        for n in (1, 2, 3):
            if i + n <= len(edged):
                yield "w" + " ".join(edged[i : i + n]), i - 1, i - 1 + n
        for n in (2, 3, 4):
            if i + n <= len(bones):
                yield "k" + " ".join(bones[i : i + n]), i - 1, i - 1 + n
    for i, token in enumerate(tokens):
        for name in _letters(token):
            yield name, i, i + 1


@lru_cache(maxsize=16_384)
def _letters(token: str) -> tuple[str, ...]:
    if not token[0].isalpha():
        return ()
    padded = f" {token} "
    return tuple("c" + padded[j : j + n] for n in (3, 4, 5) for j in range(len(padded) - n + 1))


@lru_cache(maxsize=8192)
def _bone(token: str, language: str) -> str:
    if token in _KEPT[language] or not token[0].isalpha():
        return token
    ending = next((e for e in _ENDINGS[language] if token.endswith(e) and len(token) > len(e) + 1), "")
    return f"-{ending}"
