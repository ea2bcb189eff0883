from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.language import guess_language
from assistant.domain.text import fold, jaccard, ngrams, sentence_spans, sentences, words


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(fold(text)) == len(text)


@given(st.text())
def test_sentences_cover_all_that_is_not_blank(text: str) -> None:
    spans = list(sentence_spans(text))
    assert all(text[a:b] == text[a:b].strip() and a < b for a, b in spans)
    assert spans == sorted(spans)
    left = text
    for a, b in reversed(spans):
        left = left[:a] + left[b:]
    assert not left.strip()


def test_sentences_do_not_end_in_abbreviations_numbers_or_addresses() -> None:
    text = "M. Petit a payé 12.50 € sur www.exemple.example. Il attend… Mme Roy aussi !"
    assert sentences(text) == [
        "M. Petit a payé 12.50 € sur www.exemple.example.",
        "Il attend…",
        "Mme Roy aussi !",
    ]


def test_words_keep_elisions_and_hyphens() -> None:
    assert words("L'après-midi, j’ai attendu.") == ["L'après-midi", "j’ai", "attendu"]


def test_jaccard_of_the_same_and_of_nothing() -> None:
    grams = ngrams("un deux trois quatre cinq")
    assert jaccard(grams, grams) == 1.0
    assert jaccard(set(), set()) == 0.0


def test_languages_are_told_apart_and_doubt_is_said() -> None:
    assert guess_language("Votre colis n'est pas arrivé") == "fr"
    assert guess_language("My parcel has not arrived") == "en"
    assert guess_language("😀😀") == "und"
