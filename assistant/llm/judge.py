"""A language model that is asked questions it may answer with yes or no only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from threading import Event

from assistant.domain.protocols import LanguageModel
from assistant.llm.prompts import Prompt

_WORDS = {"fr": ("oui", "non"), "en": ("yes", "no")}


class ModelJudge:
    """Implements ``domain.protocols.YesOrNo`` with the prompts ``judge_fr`` and ``judge_en``.

    The answer is the model's likeliest word (temperature 0 in the prompts), so that a text is judged
    the same way twice.
    """

    def __init__(self, model: LanguageModel, prompts: Mapping[str, Prompt]) -> None:
        self._model = model
        self._prompts = prompts

    def says_yes(
        self, question: str, text: str, language: str, *, cancel: Event | None = None
    ) -> bool | None:
        """See ``domain.protocols.YesOrNo``. A language without a prompt is asked in English."""
        spoken = "fr" if language == "fr" else "en"
        prompt = self._prompts[f"judge_{spoken}"]
        yes, no = _WORDS[spoken]
        sampling = replace(prompt.sampling_for(seed=0), choices=(yes, no))
        pieces = self._model.stream(prompt.render(question=question, text=text), sampling, cancel=cancel)
        # A server may ignore the choices asked for, so the answer is read again here.
        answer = "".join(pieces).strip().lower().rstrip(".!")
        return {yes: True, no: False}.get(answer)
