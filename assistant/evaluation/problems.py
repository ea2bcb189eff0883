"""Whether a reply to a complaint names what the complaint is about."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import yaml

from assistant.domain.text import fold
from assistant.evaluation.judge import Language
from assistant.evaluation.words import content

_SAYS_LITTLE = 3
"""A comment with fewer words of meaning, and no problem of the vocabulary, gives a reply nothing to name."""


@cache
def _families(language: Language) -> tuple[tuple[re.Pattern[str], re.Pattern[str]], ...]:
    text = files("assistant.evaluation").joinpath("data", "problem_words.yaml").read_text("utf-8")
    return tuple(
        (re.compile(rf"\b(?:{family[language]['said']})"), re.compile(rf"\b(?:{family[language]['named']})"))
        for family in yaml.safe_load(text).values()
    )


def names_the_problem(comment: str, sentences: Sequence[str], language: Language) -> bool:
    """Whether one of the sentences names a problem of the comment: by a family of the vocabulary that
    the comment speaks of, or by a word of meaning that both share."""
    said = fold(comment)
    reply = fold("\n".join(sentences))
    spoken_of = [named for cue, named in _families(language) if cue.search(said)]
    if any(named.search(reply) for named in spoken_of):
        return True
    meant = content(comment)
    return bool(meant & content(reply)) or (not spoken_of and len(meant) < _SAYS_LITTLE)
