"""Sameness between drafts, and closeness to approved replies."""

from __future__ import annotations

import pytest

from assistant.evaluation.closeness import body, chrf, cosines, sameness
from assistant.retrieval.fake import HashEmbedder


def test_greeting_and_signature_are_left_out() -> None:
    draft = "Bonjour,\n\nMerci de nous avoir écrit ce matin.\n\nService clients Maison Lumen"
    assert body(draft) == "Merci de nous avoir écrit ce matin."
    assert body("Merci.") == "Merci."


def test_sameness_is_one_for_copies_and_nought_for_strangers() -> None:
    one = "Hello,\nWe are sorry about the delay to your delivery.\nThe team"
    other = "Hello,\nA cracked shade is no way for a lamp to travel.\nThe team"
    assert sameness({"en": [one, one]}) == {"en": 1.0}
    assert sameness({"en": [one, other], "fr": [one]}) == {"en": 0.0}
    assert sameness({"en": [one, one, other]})["en"] == pytest.approx(1 / 3)


def test_chrf_grows_with_what_is_shared() -> None:
    approved = "Nous sommes désolés pour ce retard."
    assert chrf(approved, approved) == pytest.approx(1.0)
    assert chrf("Nous sommes navrés pour ce retard.", approved) > chrf("Merci beaucoup.", approved)
    assert chrf("", approved) == 0.0


def test_cosines_compare_pairs() -> None:
    same, far = cosines([("un retard", "un retard"), ("un retard", "wxyz")], HashEmbedder())
    assert same == pytest.approx(1.0) and far < 0.9
    assert cosines([], HashEmbedder()) == []
