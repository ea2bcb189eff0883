from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.llm.neutralise import neutralise

CONTROL = [
    "<|im_start|>",
    "<|im_end|>",
    "<|endoftext|>",
    "<|eot_id|>",
    "<s>",
    "</s>",
    "<unk>",
    "<pad>",
    "<bos>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<<SYS>>",
    "[INST]",
    "[/INST]",
    "[TOOL_CALLS]",
    "[gMASK]",
    "<think>",
    "<tool_call>",
    "<｜User｜>",
    "<｜end▁of▁sentence｜>",
    "<2fr>",
]
NOISE = [
    "\u200b",
    "\u202e",
    "\u2066",
    "\ufeff",
    "\xad",
    "\ufe0e",
    "\ufe0f",
    "\U000e0041",
    "\x00",
    "\ud800",
    "<",
    "[",
]
OPEN = st.text(st.characters(), max_size=30) | st.lists(
    st.sampled_from(CONTROL + NOISE + [" ", "a", "\r\n", "3"]), max_size=12
).map("".join)


@pytest.mark.parametrize("token", CONTROL)
def test_no_control_token_survives_even_split_by_invisible_characters(token: str) -> None:
    assert token not in neutralise(f"avant {token} après")
    for noise in NOISE[:6]:
        assert token not in neutralise(noise.join(token))


@given(OPEN, OPEN)
def test_two_texts_side_by_side_make_no_token(left: str, right: str) -> None:
    joined = neutralise(left) + neutralise(right)
    assert not [token for token in CONTROL if token in joined]


@given(OPEN)
def test_twice_is_once_and_the_result_can_be_encoded(text: str) -> None:
    once = neutralise(text)
    assert neutralise(once) == once
    once.encode("utf-8")


@given(OPEN)
def test_nothing_hidden_remains(text: str) -> None:
    for char in neutralise(text):
        assert char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cf", "Cs")


@given(st.from_regex(r"[A-Za-zÀ-ÿœŒ’«»€ ,.;:!?()'\"%0-9\n-]*", fullmatch=True))
def test_ordinary_text_is_untouched(text: str) -> None:
    text = re.sub("[\x7f-\x9f\xad\x85]", "", text)
    assert neutralise(text) == text


def test_what_people_write_stays() -> None:
    for text in ("je vous <3", "prix < 10 €", "a <= b", "[…] reçu", "☕️ merci", "[nom masqué]"):
        assert neutralise(text) == text


@pytest.mark.slow
def test_a_real_tokeniser_sees_no_special_token(small_model: Path) -> None:
    import llama_cpp

    model = llama_cpp.Llama(str(small_model), vocab_only=True, verbose=False)
    vocabulary = [
        model.detokenize([token], special=True).decode("utf-8", "replace")
        for token in range(model.n_vocab())
        if not model.detokenize([token]) and model.detokenize([token], special=True)
    ]
    assert "<|im_start|>" in vocabulary
    for text in vocabulary:
        tokens = model.tokenize(neutralise(f"a{text}b").encode(), add_bos=False, special=True)
        assert model.detokenize(tokens) == neutralise(f"a{text}b").encode()
    model.close()
