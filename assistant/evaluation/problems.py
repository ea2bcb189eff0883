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
    for cue, named in _families(language):
        if cue.search(said) and named.search(reply):
            return True
    return bool(content(comment) & content(reply))
