"""Patterns of the charter: Unicode meanings, no case, linear time, refusals."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import BadInput
from assistant.tone.patterns import PatternSet, Prepared, compile_pattern, compile_terms


def matches(pattern: str, text: str) -> list[str]:
    return [text[a:b] for a, b in compile_pattern(pattern).find(text)]


def test_a_boundary_is_not_an_accent() -> None:
    assert matches(r"\btu\b", "Reçu tué, tu sais, TU 😀tu été") == ["tu", "TU", "tu"]


def test_a_boundary_may_stand_in_the_middle() -> None:
    assert matches(r"\btu\b.{0,30}\bvous\b", "reçu, tu été — vous êtes") == ["tu été — vous"]
    assert matches(r"\B.\B", "été") == ["t"]


def test_words_hold_accents() -> None:
    assert matches(r"désol\w+ si vous", "Nous sommes DÉSOLÉS si vous") == ["DÉSOLÉS si vous"]


@pytest.mark.parametrize("blank", [" ", "\u00a0", "\u202f", "\t", "\n"])
def test_every_blank_is_a_blank(blank: str) -> None:
    assert matches(r"a\sb", f"a{blank}b") == [f"a{blank}b"]


def test_apostrophes_are_one() -> None:
    assert matches("l’a", "l'a l’a") == ["l'a", "l’a"]


def test_classes_with_accents() -> None:
    assert matches(r"[^éa]+", "éaàbcé") == ["àbc"]
    assert matches(r"[è-ü]+", "aéèz") == ["éè"]
    assert matches(r"[A-ZÀ-Ü]+", "Àb, É") == ["Àb", "É"]
    assert matches(r"[\x{1F300}-\x{1FAFF}]", "a😀b") == ["😀"]
    assert matches(r"[^\W\d]+", "été 42") == ["été"]


def test_spans_are_of_characters() -> None:
    text = "😀😀 désolé 👍🏽 désolé"
    assert [text[a:b] for a, b in compile_pattern(r"\bdésolé\b").find(text)] == ["désolé", "désolé"]


@pytest.mark.parametrize(
    "pattern", ["(?=a)", r"a\1", "[z-a]", "(", "*", "[a", "(?-i)a", r"\p{Foo}", "a\\", r"[a-\d]"]
)
def test_what_cannot_be_taken_is_refused(pattern: str) -> None:
    with pytest.raises(BadInput) as refused:
        compile_pattern(pattern)
    assert refused.value.code == "tone.pattern"
    assert pattern in refused.value.message or repr(pattern) in refused.value.message


def test_refusals_are_silent(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(BadInput):
        compile_pattern("(?=a)")
    assert capfd.readouterr().err == ""


def test_terms_are_whole_words_over_any_blank() -> None:
    pattern = compile_terms(["bon d'achat", "SAV", "c++"])
    text = "Un bon d’achat du sav ; savoir ; c++."
    assert [text[a:b] for a, b in pattern.find(text)] == ["bon d’achat", "sav", "c++"]


def test_time_is_linear() -> None:
    pattern = compile_pattern(r"(a+)+\b(é*)*x")
    began = time.perf_counter()
    list(pattern.find("aé" * 50_000))
    assert time.perf_counter() - began < 5


def test_a_set_knows_which_occur() -> None:
    some = PatternSet([compile_pattern(p) for p in (r"\btu\b", "désolé", "absent")])
    assert some.occurring(Prepared("Tu es désolé")) == {0, 1}
    assert some.occurring(Prepared("été")) == frozenset()


ALPHABET = "atuéà ç'’-\u00a0😀\u0301.1_"


@given(st.text(ALPHABET, max_size=30))
def test_words_agree_with_python(text: str) -> None:
    """On texts without combining marks or no-break spaces, ``\\b\\w+\\b`` means what it means to :mod:`re`."""
    plain = text.replace("\u0301", "").replace("\u00a0", " ")  # a no-break space is a space to a rule
    assert matches(r"\b\w+\b", plain) == re.findall(r"\b\w+\b", plain)
    assert matches(r"\btu\b", plain) == re.findall(r"\btu\b", plain)
    assert matches(r"[^é ]+", plain) == re.findall(r"[^é ]+", plain)


@given(st.text(max_size=80), st.sampled_from([r"\w+", r"\S+", ".", r"[^a-z]", r"\bé?\w"]))
def test_spans_stay_in_the_text(text: str, pattern: str) -> None:
    last = 0
    for start, end in compile_pattern(pattern).find(text):
        assert last <= start < end <= len(text)
        last = end
