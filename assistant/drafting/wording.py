"""What only the model can word: something specific to this comment, one sentence at a time.

A small model follows examples and forgets rules, so the prompts hold examples and a forced start;
each sentence is checked here, and a sample that fails is thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from threading import Event

from assistant.domain.draft import ModelCall, Sentence, Source
from assistant.domain.protocols import LanguageModel, Usage
from assistant.domain.text import sentences, words
from assistant.drafting.faithful import faults
from assistant.drafting.grammar import capital, sentence_end
from assistant.errors import ModelError
from assistant.llm.prompts import Prompt

MAX_SAMPLES = 2
MAX_COMMENT_WORDS = 130
"""Longer comments are cut for the prompt: one sentence needs no more, and reading costs time."""

_STARTS = {
    "acknowledge_fr": "Nous comprenons",
    "acknowledge_en": "We understand",
    "thanks_fr": "Merci",
    "thanks_en": "Thank you",
}


class Wording:
    """Asks the model for sentences and keeps a record of each call."""

    def __init__(
        self,
        model: LanguageModel,
        prompts: Mapping[str, Prompt],
        *,
        seed: int,
        cold: bool,
        cancel: Event | None = None,
    ) -> None:
        self.calls: list[ModelCall] = []
        self.failure: ModelError | None = None
        self._model = model
        self._prompts = prompts
        self._seed = seed
        self._cold = cold
        self._cancel = cancel

    def sentence(
        self,
        purpose: str,
        comment: str,
        language: str,
        move: str,
        *,
        passes: Callable[[str], bool],
        insults: frozenset[str] = frozenset(),
    ) -> Sentence | None:
        """One sentence of its own for this comment, or None when no sample passed the checks.

        ``passes`` is the checker's word on the sentence. A model that fails leaves ``failure`` set:
        the draft goes on without it.
        """
        name = f"{purpose}_{language}"
        prompt = self._prompts.get(name)
        if prompt is None or self.failure is not None:
            return None
        start = _STARTS[name]
        for sample in range(MAX_SAMPLES):
            text = self._ask(prompt, sample, comment=_cut(comment))
            if text is None:
                return None
            first = next(iter(sentences(start + " " + text.strip())), "")
            first = sentence_end(capital(" ".join(first.split())))
            if first == f"{start}." or faults(first, comment, language, insults=insults) or not passes(first):
                continue
            return Sentence(first, move, Source("generated", f"{prompt.name}@{prompt.version}"))
        return None

    def _ask(self, prompt: Prompt, sample: int, **inputs: str) -> str | None:
        usage = Usage()
        sampling = prompt.sampling_for(self._seed + sample, cold=self._cold and sample == 0)
        try:
            pieces = self._model.stream(prompt.render(**inputs), sampling, usage=usage, cancel=self._cancel)
            text = "".join(pieces)
        except ModelError as error:
            self.failure = error
            return None
        self.calls.append(
            ModelCall(
                prompt=prompt.name,
                prompt_version=prompt.version,
                model=self._model.name,
                seed=sampling.seed,
                prompt_tokens=usage.prompt_tokens,
                completion_tokens=usage.completion_tokens,
                seconds=round(usage.seconds, 4),
                cold_start=usage.cold_start,
            )
        )
        return text


def _cut(comment: str) -> str:
    flat = re.sub(r"\s+", " ", comment).strip()
    found = words(flat)
    if len(found) <= MAX_COMMENT_WORDS:
        return flat
    place = 0
    for word in found[:MAX_COMMENT_WORDS]:
        place = flat.index(word, place) + len(word)
    return flat[:place]
