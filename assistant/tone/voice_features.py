"""A text as the numbers that voice is measured from: counted marks with their spans, and a few shapes."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from assistant.domain.charter import Texts
from assistant.domain.text import sentence_spans, words
from assistant.tone.phrases import Phrases
from assistant.tone.reading import folded
from assistant.tone.voice_words import MARKS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Span = tuple[int, int]

_EMOJI = re.compile(r"[\u2600-\u27bf\u2b50\u2b55\U0001f1e6-\U0001f1ff\U0001f300-\U0001faff]\ufe0f?")
_CAPITALS = re.compile(r"\b[^\W\d_]{3,}\b")
_STRETCHED = re.compile(r"([^\W\d_])\1\1+", re.IGNORECASE)
_SIGNS: Mapping[str, tuple[str, str, re.Pattern[str]]] = {
    "exclamations": ("points d'exclamation", "exclamation marks", re.compile(r"!")),
    "questions": ("points d'interrogation", "question marks", re.compile(r"\?")),
    "repeated_signs": ("signes redoublés", "repeated punctuation", re.compile(r"[!?]{2,}")),
    "ellipses": ("points de suspension", "ellipses", re.compile(r"…|\.\.\.")),
    "colons": ("deux-points et points-virgules", "colons and semicolons", re.compile(r"[:;](?=\s)")),
    "emoji": ("emoji", "emoji", _EMOJI),
    "stretched": ("lettres étirées", "stretched letters", _STRETCHED),
}
_SHAPES: Mapping[str, tuple[str, str]] = {
    "sentence_length": ("longueur des phrases", "length of the sentences"),
    "word_length": ("longueur des mots", "length of the words"),
    "commas": ("virgules", "commas"),
}
LABELS: Mapping[str, Texts] = {
    **{m.name: {"fr": m.fr, "en": m.en} for m in MARKS},
    **{name: {"fr": fr, "en": en} for name, (fr, en, _) in _SIGNS.items()},
    "capitals": {"fr": "mots en capitales", "en": "words in capitals"},
    **{name: {"fr": fr, "en": en} for name, (fr, en) in _SHAPES.items()},
}
"""The features in the order of their columns, and what each is called for a person."""

NAMES: tuple[str, ...] = tuple(LABELS)
COUNTED = len(NAMES) - len(_SHAPES)
"""The first so many columns count marks and are 0 where there is none; the others are shapes."""


@dataclass(frozen=True, slots=True)
class Features:
    """``values`` has shape (len(NAMES),); ``spans`` gives the places of each counted mark."""

    values: NDArray[np.float64]
    spans: Mapping[str, tuple[Span, ...]]


def features(text: str, language: Literal["fr", "en"]) -> Features:
    """Counts the marks of a composed (NFC) text.

    A mark weighs by the root of its number over the root of the sentences there are, so that
    the third exclamation mark adds less than the first, and a long text is not louder for its length.
    """
    import numpy as np

    low = folded(text)
    spans: dict[str, tuple[Span, ...]] = {}
    for mark in MARKS:
        spans[mark.name] = _found(mark.wording[language], low)
    for name, (_, _, pattern) in _SIGNS.items():
        spans[name] = tuple(m.span() for m in pattern.finditer(text))
    spans["capitals"] = tuple(m.span() for m in _CAPITALS.finditer(text) if m.group().isupper())
    tokens = words(text)
    sentences = max(1, sum(1 for _ in sentence_spans(text)))
    room = math.sqrt(max(1.0, sentences / 2, len(tokens) / 30))
    counts = [math.sqrt(min(len(spans[name]), 9)) / room for name in NAMES[:COUNTED]]
    letters = sum(map(len, tokens)) / max(1, len(tokens))
    shapes = [
        math.log1p(len(tokens) / sentences) / 3,
        letters / 6,
        min(text.count(",") / sentences, 4.0) / 2,
    ]
    return Features(np.array(counts + shapes), {k: v for k, v in spans.items() if v})


def _found(wording: Phrases, low: str) -> tuple[Span, ...]:
    return tuple(wording.find(low))
