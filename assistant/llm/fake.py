"""A language model for tests: it gives the answers it was given."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from threading import Event

from assistant.domain.protocols import Message, Sampling, Usage
from assistant.errors import Cancelled, ModelError


class FakeModel:
    """Answers each call with the next of ``answers``; an exception among them is raised.

    ``prompts`` and ``samplings`` hold what was asked, in order.
    """

    def __init__(self, answers: Sequence[str | Exception], *, name: str = "fake") -> None:
        self._answers = deque(answers)
        self._forever: str | None = None
        self._name = name
        self.prompts: list[str | tuple[Message, ...]] = []
        self.samplings: list[Sampling] = []
        self.closed = False

    @classmethod
    def repeat(cls, answer: str) -> FakeModel:
        """A model that gives the same answer to everything."""
        model = cls([])
        model._forever = answer
        return model

    @property
    def name(self) -> str:
        return self._name

    def stream(
        self,
        prompt: str | Sequence[Message],
        sampling: Sampling,
        *,
        usage: Usage | None = None,
        cancel: Event | None = None,
    ) -> Iterator[str]:
        """Yields the next answer word by word.

        Raises:
            ModelError: there is no answer left; or the answer is this error.
            Cancelled: ``cancel`` is set.
        """
        self.prompts.append(prompt if isinstance(prompt, str) else tuple(prompt))
        self.samplings.append(sampling)
        if self._forever is None and not self._answers:
            raise ModelError("llm.no_answer_left", "The fake model has no answer left for this call.")
        answer = self._forever if self._forever is not None else self._answers.popleft()
        if isinstance(answer, Exception):
            raise answer
        for piece in re.findall(r"\s*\S+|\s+$", answer):
            if cancel is not None and cancel.is_set():
                raise Cancelled("llm.cancelled", "The generation was stopped.")
            if usage is not None:
                usage.completion_tokens += 1
            yield piece

    def close(self) -> None:
        self.closed = True
