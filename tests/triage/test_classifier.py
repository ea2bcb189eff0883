from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.domain.triage import NATURES, SUBTYPES
from assistant.errors import BadInput, ModelError
from assistant.retrieval.fake import HashEmbedder
from assistant.triage.classifier import Classifier, load_abuse, load_classifier
from assistant.triage.training import Example, fixed_examples, seed_examples, train
from assistant.triage.weights import save_weights


def some() -> list[Example]:
    """Every fourth seed comment: enough to train on in a moment."""
    return seed_examples()[::4]


def test_seed_covers_natures_subtypes_and_both_languages_without_doubles() -> None:
    seed = seed_examples()
    assert len(seed) >= 450
    assert len({e.text for e in seed if len(e.text) > 20}) == sum(len(e.text) > 20 for e in seed)
    for language in ("fr", "en"):
        assert {e.nature for e in seed if e.language == language} == set(NATURES)
    assert all(e.subtype is None or e.subtype in SUBTYPES[e.nature] for e in seed)


def test_weights_are_used_without_scikit_learn() -> None:
    code = (
        "import sys; sys.modules['sklearn'] = None; sys.modules['scipy'] = None\n"
        "from assistant.triage.classifier import load_classifier\n"
        "print(sum(load_classifier().read(['colis perdu'], [{}])[0].natures.values()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert float(done.stdout) == pytest.approx(1.0)


@pytest.mark.slow
def test_training_is_reproducible_and_survives_the_file(tmp_path: Path) -> None:
    (one, report), (two, _) = train(some(), seed=3), train(some(), seed=3)
    assert np.array_equal(one.terms, two.terms) and one.notes == two.notes
    save_weights(one, tmp_path / "nature_fast.npz")
    texts, signals = ["mon colis est perdu"], [{"experience": 0.6}]
    (expected,) = Classifier(one, load_abuse()).read(texts, signals)
    (loaded,) = load_classifier(folder=tmp_path).read(texts, signals)
    assert loaded.natures == pytest.approx(expected.natures) and sum(
        loaded.natures.values()
    ) == pytest.approx(1)
    assert report.comments == len(some()) and 0 < report.accuracy <= 1


@pytest.mark.slow
def test_full_head_only_with_its_own_embedder(tmp_path: Path) -> None:
    embedder = HashEmbedder()
    head, _ = train(some(), embedder=embedder)
    save_weights(head, tmp_path / "nature_full.npz")
    same = load_classifier(embedder, tmp_path)
    other = load_classifier(HashEmbedder(32), tmp_path)
    assert same.needs_embeddings and not same.note
    assert not other.needs_embeddings and "hash-32" in other.note


def test_damaged_weights_are_told(tmp_path: Path) -> None:
    (tmp_path / "nature_fast.npz").write_bytes(b"not weights")
    with pytest.raises(ModelError) as caught:
        load_classifier(folder=tmp_path)
    assert caught.value.code == "triage.weights"


def test_too_few_examples_are_refused() -> None:
    with pytest.raises(BadInput) as caught:
        train([Example("bonjour", "fr", "question")] * 10)
    assert caught.value.code == "triage.examples"


def test_translations_are_judged_together() -> None:
    groups = {e.text: e.group for e in seed_examples()}
    french = "Livrez-vous en Belgique, et à quel prix ?"
    assert groups[french] == groups["Do you deliver to Ireland, and how much is it?"] != ""


def test_the_comments_measured_on_are_never_trained_on() -> None:
    fixed = fixed_examples()
    assert len(fixed) >= 300 and {e.nature for e in fixed} == set(NATURES)
    assert not {e.text for e in fixed} & {e.text for e in seed_examples()}
