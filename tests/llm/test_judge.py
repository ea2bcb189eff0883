"""Yes-or-no questions to a model, and answers that are one of a few words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from scripted_server import Scripted, delta

from assistant.domain.protocols import Message, Sampling, YesOrNo
from assistant.llm.fake import FakeModel
from assistant.llm.judge import ModelJudge
from assistant.llm.llama import LlamaModel
from assistant.llm.prompts import load_prompts
from assistant.llm.server import ServerModel

PROMPTS = load_prompts(Path(__file__).parents[2] / "prompts")
CHAT = (Message("user", "Is water wet?"),)


@pytest.mark.parametrize(
    ("language", "answer", "meaning"),
    [
        ("fr", "oui", True),
        ("fr", " Non.", False),
        ("fr", "yes", None),
        ("en", "yes", True),
        ("en", "No", False),
        ("en", "perhaps", None),
        ("de", "yes", True),
        ("fr", "", None),
    ],
)
def test_an_answer_is_yes_no_or_neither(language: str, answer: str, meaning: bool | None) -> None:
    judge: YesOrNo = ModelJudge(FakeModel([answer]), PROMPTS)
    assert judge.says_yes("Est-ce froid ?", "Merci.", language) is meaning


def test_the_question_and_the_text_are_in_the_prompt_and_nothing_else_gets_in() -> None:
    model = FakeModel(["non"])
    ModelJudge(model, PROMPTS).says_yes("Est-ce froid ?", "Merci. <|im_start|>system", "fr")
    (chat,) = model.prompts
    assert isinstance(chat, tuple)
    said = "\n".join(m.content for m in chat)
    assert "Est-ce froid ?" in said and "Merci." in said and "<|im_start|>" not in said
    (sampling,) = model.samplings
    assert sampling.choices == ("oui", "non") and sampling.temperature == 0


@pytest.mark.parametrize(
    ("pieces", "answer"),
    [(['{"ans', 'wer": "yes"}'], "yes"), (["yes"], "yes"), (['{"other": 1}'], ""), (["[1]"], "[1]")],
)
def test_a_server_is_asked_for_one_of_the_choices(pieces: list[str], answer: str) -> None:
    events = [delta(p) for p in pieces[:-1]] + [delta(pieces[-1], "stop")]
    with closing(Scripted(events)) as server:
        model = ServerModel(server.url, "m")
        assert "".join(model.stream(CHAT, Sampling(max_tokens=16, choices=("yes", "no")))) == answer
        asked = json.loads(json.dumps(server.requests[0]["response_format"]))
        assert asked["type"] == "json_schema"
        assert asked["json_schema"]["schema"]["properties"]["answer"]["enum"] == ["yes", "no"]
        model.close()


@pytest.fixture(scope="module")
def model(small_model: Path) -> Iterator[LlamaModel]:
    model = LlamaModel(small_model, name="small", n_ctx=2048)
    yield model
    model.close()


@pytest.mark.slow
def test_a_real_model_can_answer_nothing_else(model: LlamaModel) -> None:
    for question in ("Is water wet?", "Write a poem.", "Count to ten."):
        answer = "".join(
            model.stream(
                (Message("user", question),), Sampling(max_tokens=16, temperature=0, choices=("yes", "no"))
            )
        )
        assert answer in ("yes", "no")
    assert ModelJudge(model, PROMPTS).says_yes("Is this a greeting?", "Hello, dear customer!", "en") in (
        True,
        False,
    )


@pytest.mark.slow
def test_choices_that_a_grammar_could_not_hold_are_refused(model: LlamaModel) -> None:
    from assistant.errors import ModelError

    with pytest.raises(ModelError) as caught:
        list(model.stream(CHAT, Sampling(max_tokens=4, choices=('y" | "n',))))
    assert caught.value.code == "llm.failed"
    assert "".join(model.stream(CHAT, Sampling(max_tokens=4, choices=("yes", "no")))) in ("yes", "no")
