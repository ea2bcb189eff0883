"""A language model that is asked which of two natures a comment has, where triage is unsure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import Event

from assistant.domain.protocols import LanguageModel
from assistant.domain.triage import NATURES, Nature, Opinion
from assistant.llm.prompts import Prompt

_WORDS: Mapping[str, Mapping[Nature, str]] = {
    "fr": dict(
        zip(
            NATURES,
            "réclamation erreur débat provocation attaque question compliment publicité autre".split(),
            strict=True,
        )
    ),
    "en": dict(
        zip(
            NATURES,
            "complaint mistake debate provocation attack question praise advertising other".split(),
            strict=True,
        )
    ),
}
"""One word of letters for each nature: an answer is constrained to such words."""

READ = 1_500
"""Characters of a comment that are shown to the model."""


class ModelOpinion:
    """Implements ``domain.protocols.SecondOpinion`` with the prompts ``opinion_fr`` and ``opinion_en``.

    The question is put twice, with the two words in either order: a small model tends to repeat the one
    it read first, and where its answer turns with the order it has no opinion.
    """

    def __init__(self, model: LanguageModel, prompts: Mapping[str, Prompt]) -> None:
        self._model = model
        self._prompts = prompts

    def opinion(
        self, text: str, language: str, candidates: tuple[Nature, Nature], *, cancel: Event | None = None
    ) -> Opinion | None:
        """See ``domain.protocols.SecondOpinion``. A language without a prompt is asked in English."""
        spoken = "fr" if language == "fr" else "en"
        prompt = self._prompts[f"opinion_{spoken}"]
        names = _WORDS[spoken]
        said = {
            self._answer(prompt, text, names[first], names[second], cancel)
            for first, second in (candidates, candidates[::-1])
        }
        nature = next((n for n in candidates if said == {names[n]}), None)
        return Opinion(nature, self._model.name, f"{prompt.name} {prompt.version}") if nature else None

    def _answer(self, prompt: Prompt, text: str, first: str, second: str, cancel: Event | None) -> str:
        sampling = replace(prompt.sampling_for(seed=0), choices=(first, second))
        rendered = prompt.render(text=" ".join(text[:READ].split()), first=first, second=second)
        # A server may ignore the choices asked for, so the answer is read again by the one who asked.
        return "".join(self._model.stream(rendered, sampling, cancel=cancel)).strip().lower().rstrip(".!")
