"""The measure of voice: features, fit, the house's examples, evidence, and what it does with odd texts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from assistant.domain.charter import Charter
from assistant.domain.contract import voice_json
from assistant.domain.voice import AXES, AXIS_OF, POLES, VoiceReading
from assistant.errors import CharterError, ModelError
from assistant.retrieval.fake import HashEmbedder
from assistant.tone.load import load_charter
from assistant.tone.voice import MEANING, VoiceMeter
from assistant.tone.voice_fit import SHIPPED, fit, load_head, rated_texts, save_head, texts_hash, voice_head

from .conftest import CHARTER


@pytest.fixture(scope="module")
def meter(charter: Charter) -> VoiceMeter:
    return VoiceMeter(charter)


def at(reading: VoiceReading) -> dict[str, float]:
    return {p.axis: p.position for p in reading.positions}


@pytest.mark.parametrize(
    ("language", "low", "high", "axis"),
    [
        (
            "fr",
            "Madame, nous vous prions de bien vouloir nous faire parvenir le formulaire.",
            "Salut, t'as filé le truc à ton pote ou pas ? Mdr",
            "formal_casual",
        ),
        (
            "en",
            "Dear Sir, you are kindly requested to furnish the reference.",
            "Hey mate, gonna send us that pic or what? lol",
            "formal_casual",
        ),
        ("fr", "Fermé demain.", "Quelle joie immense, merci, on adore, c'est magnifique !!!", AXES[3]),
        ("en", "Closed tomorrow.", "We're thrilled, we love it, thank you so much, it's amazing!!!", AXES[3]),
        (
            "fr",
            "Bonjour Monsieur, merci d'avoir pris le temps de nous écrire, nous regrettons cette attente.",
            "Franchement, fallait relire ta commande, champion. Arrête de te plaindre.",
            "respectful_irreverent",
        ),
        (
            "en",
            "An accident can cause serious injury. Please switch it off.",
            "Spoiler: our cat wrote this joke and we laughed, lol",
            "serious_funny",
        ),
    ],
)
def test_texts_stand_in_the_right_order(
    meter: VoiceMeter, language: str, low: str, high: str, axis: str
) -> None:
    gap = at(meter.measure(high, language))[axis] - at(meter.measure(low, language))[axis]
    assert gap > 1


def test_positions_are_near_ratings_that_did_not_calibrate_them(charter: Charter) -> None:
    """A guess of the middle is off by 0.95 on average: features alone must do clearly better."""
    meter = VoiceMeter(replace(charter, examples=()))
    rows = [r for r in rated_texts() if r.part != "calibrate"]
    errors = [
        np.abs(np.array(list(at(meter.measure(r.text, r.language)).values())) - r.ratings) for r in rows
    ]
    assert np.mean(errors) < 0.65


def test_a_part_of_the_texts_is_set_apart_for_both_languages_alike() -> None:
    rows = rated_texts()
    assert len({r.text for r in rows}) == len(rows)
    for language in ("fr", "en"):
        of = [r for r in rows if r.language == language]
        assert sum(r.part == "calibrate" for r in of) >= 90
        assert sum(r.part == "held_out" for r in of) == 32
        for n in range(4):
            assert {r.ratings[n] for r in of if r.part == "calibrate"} == {-2, -1, 0, 1, 2}
    # The two languages mirror each other: a text held out in one must not teach through the other.
    held = [{r.id for r in rows if r.language == x and r.part == "held_out"} for x in ("fr", "en")]
    assert held[0] == held[1]


def test_evidence_points_at_the_words(meter: VoiceMeter) -> None:
    text = "Salut Paul, la lampe bleue est en rayon."
    evidence = {e.feature: e for e in meter.measure(text, "fr").positions[0].evidence}
    greeting = evidence["casual_greeting"]
    assert greeting.effect > 0
    assert [text[a:b] for a, b in greeting.spans] == ["Salut"]


def test_spans_stay_right_in_decomposed_text(meter: VoiceMeter) -> None:
    text = "De\u0301sole\u0301s pour l'e\u0301te\u0301, Madame."
    titles = [
        text[a:b]
        for p in meter.measure(text, "fr").positions
        for e in p.evidence
        if e.feature == "titles"
        for a, b in e.spans
    ]
    assert set(titles) == {"Madame"}


def test_effects_and_level_make_the_position(charter: Charter) -> None:
    meter = VoiceMeter(replace(charter, examples=()), HashEmbedder())
    reading = meter.measure("Hello, thank you for your message. We are sorry about the delay.", "en")
    assert reading.embedder == "hash-64" and reading.note == ""
    assert all(-2 <= p.position <= 2 for p in reading.positions)
    assert any(e.feature == MEANING and e.spans for p in reading.positions for e in p.evidence)


def test_without_an_embedder_it_says_so(meter: VoiceMeter) -> None:
    reading = meter.measure("Bonjour, merci pour votre message.", "fr", reader="en")
    assert reading.embedder == ""
    assert "without an embedding model" in reading.note


@pytest.mark.parametrize(("text", "language"), [("", "fr"), ("😂 !!!", "en"), ("Guten Tag, danke.", "de")])
def test_nothing_to_measure(meter: VoiceMeter, text: str, language: str) -> None:
    reading = meter.measure(text, language)
    assert reading.positions == () and reading.note and reading.inside is None


def test_a_hostile_megabyte_is_cut(meter: VoiceMeter) -> None:
    reading = meter.measure("a!" * 500_000 + "😂", "en", reader="en")
    assert "only its beginning" in reading.note


def test_targets_by_nature(charter: Charter, meter: VoiceMeter) -> None:
    voice = charter.settings.voice
    assert voice.targets("complaint/safety") == voice.targets("complaint")
    assert voice.targets("complaint")["formal_casual"] == voice.dimensions["formal_casual"]
    assert voice.targets("praise")[AXES[3]].target > voice.targets("attack")[AXES[3]].target
    text = "Bonjour, un chat dans une boîte, quel fou rire, merci !"
    by = {n: meter.measure(text, "fr", n).positions[1] for n in ("complaint", "praise")}
    assert by["complaint"].position == by["praise"].position
    assert (by["complaint"].target, by["complaint"].inside) == (-1, False)
    assert by["praise"].target == -0.25


def test_without_targets_there_are_positions_and_no_verdict(charter: Charter) -> None:
    voice = charter.settings.voice.model_copy(update={"dimensions": {}, "by_nature": {}})
    bare = replace(charter, settings=charter.settings.model_copy(update={"voice": voice}))
    reading = VoiceMeter(bare).measure("Bonjour, merci beaucoup pour ce message.", "fr", "praise")
    assert reading.inside is None
    assert [p.inside for p in reading.positions] == [None] * 4
    row = voice_json(reading, "")
    assert row["dimensions"][0]["distance"] is None and row["dimensions"][0]["close_call"] is False


def shares(charter: Charter, meter: VoiceMeter, language: str) -> tuple[float, float]:
    inside, beyond = [], []
    for e in charter.examples:
        if e.language != language:
            continue
        inside += [p.inside for p in meter.measure(e.do, language, e.nature).positions]
        dont = {p.axis: p for p in meter.measure(e.dont, language, e.nature).positions}
        for pole in e.breaks:
            p = dont[AXIS_OF[pole]]
            side = 1 if pole == POLES[p.axis][1] else -1
            assert p.distance is not None and p.tolerance is not None
            beyond.append(side * p.distance > p.tolerance)
    return float(np.mean(inside)), float(np.mean(beyond))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_house_learns_from_its_examples(charter: Charter, language: str) -> None:
    general = shares(charter, VoiceMeter(replace(charter, examples=())), language)
    house = shares(charter, VoiceMeter(charter), language)
    assert house[0] > 0.9 and house[1] > 0.75
    assert house[1] > general[1]


class Counting(HashEmbedder):
    def __init__(self) -> None:
        super().__init__()
        self.texts = 0

    def embed(self, texts: Sequence[str], *, query: bool = False) -> NDArray[np.float32]:
        self.texts += len(texts)
        return super().embed(texts, query=query)


def test_examples_are_embedded_once_and_kept(charter: Charter, tmp_path: Path) -> None:
    text = "Bonjour, merci beaucoup."
    first = VoiceMeter(charter, Counting(), tmp_path).measure(text, "fr")
    again = Counting()
    second = VoiceMeter(charter, again, tmp_path)
    assert at(second.measure(text, "fr")) == pytest.approx(at(first), abs=0.02)
    assert again.texts == 1
    for kept in tmp_path.glob("*.npy"):
        kept.write_bytes(b"cut short")
    assert at(VoiceMeter(charter, Counting(), tmp_path).measure(text, "fr")) == at(first)


def test_weights_of_another_embedder_are_not_used(tmp_path: Path) -> None:
    head = voice_head(HashEmbedder(), tmp_path)
    assert head.embedder_sha256 == HashEmbedder().sha256
    assert voice_head(HashEmbedder(32), tmp_path).embedding.shape == (32, 4)


def test_weights_go_through_a_file(tmp_path: Path) -> None:
    head = fit(HashEmbedder())
    save_head(head, tmp_path / "w.npz")
    read = load_head(tmp_path / "w.npz")
    assert np.allclose(read.weights, head.weights, atol=1e-5)
    assert read.error == head.error
    (tmp_path / "w.npz").write_bytes(b"nothing")
    with pytest.raises(ModelError) as caught:
        load_head(tmp_path / "w.npz")
    assert caught.value.code == "tone.voice_weights"


def test_the_weights_that_ship_are_of_the_texts_that_ship() -> None:
    """When this fails: `python benchmarks/voice.py --write`."""
    assert load_head(SHIPPED).texts_sha256 == texts_hash()


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('{nature: praise, language: fr, do: "a", dont: "b", breaks: [droll]}', "examples.yaml:1:"),
        ('{nature: praise, language: fr, do: "a", dont: "b", breaks: []}', "examples.yaml:1:"),
        ('{nature: praise, language: fr, do: "a", dont: "a ", breaks: [funny]}', "the same text"),
        ('{nature: praise, language: fr, do: "a", dont: "b", breaks: [funny, serious]}', "too serious"),
        ('{nature: praise, language: fr, do: "a", dont: "b", breaks: [funny], why: "c"}', "not a field"),
    ],
)
def test_bad_examples_are_refused_with_their_place(tmp_path: Path, entry: str, says: str) -> None:
    import shutil

    shutil.copytree(CHARTER, tmp_path / "charter")
    (tmp_path / "charter" / "examples.yaml").write_text(f"one: {entry}\n", encoding="utf-8")
    with pytest.raises(CharterError, match=r"examples\.yaml:1:\d+") as caught:
        load_charter(tmp_path / "charter")
    assert says in caught.value.message
