"""The learned half of the guards: its weights, what it sees, and that it stays quick and quiet."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.finding import CheckContext
from assistant.tone import acts
from assistant.tone.checker import Checker
from assistant.tone.reading import folded
from assistant.tone.training import ACTS, DATA, digest_of, seeds, train, write

from .conftest import TODAY


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_weights_were_made_from_the_sentences_beside_them(language: str) -> None:
    assert acts.load_weights(language).seeds_sha256 == digest_of(seeds(language))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_sentence_stands_twice_and_every_act_is_known(language: str) -> None:
    rows = seeds(language)
    assert len({row.text for row in rows}) == len(rows)
    assert {act for row in rows for act in row.acts} <= set(ACTS)


@pytest.mark.slow
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_same_sentences_give_the_same_weights(language: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    weights, _ = train(seeds(language), language)
    write(weights, tmp_path / "again.json")
    shipped = acts.load_weights(language)
    assert weights.acts == shipped.acts and weights.bars == pytest.approx(shipped.bars, abs=0.02)
    for row in seeds(language)[::40]:
        again, before = acts.of(weights, folded(row.text)), acts.of(shipped, folded(row.text))
        assert again == pytest.approx(before, abs=0.02)
    assert (tmp_path / "again.json").stat().st_size < 2 * (DATA / f"acts_{language}.json").stat().st_size


@pytest.mark.parametrize(
    ("language", "text", "act", "told"),
    [
        ("fr", "Votre dossier vient d'être transmis à notre atelier.", "action", "transmis"),
        ("en", "I have passed your file to our workshop this morning.", "action", "passed"),
        ("fr", "Vous toucherez le montant sur votre compte dans la semaine.", "commitment", "toucherez"),
        ("en", "You'll get every penny back by the end of the week.", "commitment", "back"),
    ],
)
def test_what_nobody_listed_is_seen(language: str, text: str, act: acts.Act, told: str) -> None:
    span = acts.seen(folded(text), language, act)
    assert span is not None and told in text[slice(*span)]


@given(st.text(max_size=400), st.sampled_from(["fr", "en"]))
def test_any_text_has_probabilities_and_spans_inside_it(text: str, language: str) -> None:
    low = folded(text)
    for act, probability in acts.probabilities(low, language).items():
        assert 0.0 <= probability <= 1.0
        span = acts.seen(low, language, act)
        assert span is None or 0 <= span[0] <= span[1] <= len(low)


def test_a_hostile_text_costs_no_more_than_its_length(checker: Checker) -> None:
    begun = time.perf_counter()
    checker.check("nous vous " * 50_000, CheckContext(today=TODAY, language="fr"))
    assert time.perf_counter() - begun < 20
