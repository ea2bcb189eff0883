"""The quick ways to a text's features give exactly what the plain ways give."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.triage.classifier import load_classifier
from assistant.triage.features import Columns, Remembered, terms, tokens
from assistant.triage.signals import _LEET, SignalFinder, _unmasked
from assistant.triage.training import seed_examples

NATURE = load_classifier().nature
TEXTS = st.one_of(
    st.sampled_from([e.text for e in seed_examples()]),
    st.text("ab1@$€*’é 👍.!", max_size=60),
    st.lists(st.sampled_from(["service", "nul", "c0nn4rd", "http://a.fr/x", "@moi", "12", "l'", "👍"])).map(
        " ".join
    ),
)


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_columns_count_what_terms_count_in_the_same_order(text: str) -> None:
    plain = [(NATURE.vocabulary[t], n) for t, n in terms(tokens(text)).items() if t in NATURE.vocabulary]
    assert list(NATURE.columns.count(tokens(text)).items()) == plain
    assert list(Columns(NATURE.vocabulary).count(tokens(text)).items()) == plain
    assert [NATURE.columns.words[column] for column, _ in plain] == [
        t[0] == "w" for t in terms(tokens(text)) if t in NATURE.vocabulary
    ]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_masked_words_are_those_with_a_letter_and_a_figure_ahead(text: str) -> None:
    slow = re.compile(r"(?=\S*[a-z])(?=\S*[0134579@$€])[a-z0-9@$€*]{3,}")
    assert _unmasked(text) == slow.sub(lambda m: m.group().translate(_LEET), text)


def test_cues_are_found_at_the_characters_they_stand_at() -> None:
    text = "’👍é 🤬 c’est de la m€rde 👍 et un conn@rd"
    found = {text[h.start : h.end] for h in SignalFinder().find(text, "fr")}
    assert {"🤬", "m€rde", "conn@rd"} <= found


def test_what_is_remembered_is_bounded() -> None:
    made: list[int] = []
    squares = Remembered(lambda n: made.append(n) or n * n, most=10)
    assert [squares[n] for n in [*range(25), 24]] == [n * n for n in [*range(25), 24]]
    assert len(squares) <= 10 and made == list(range(25))
