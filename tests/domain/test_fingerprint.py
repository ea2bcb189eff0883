"""Fingerprints: what must meet meets, what must not does not."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.comment import Comment
from assistant.domain.fingerprint import (
    BANDS,
    SIMILAR,
    TELLING_WORDS,
    author_key,
    bands,
    said_words,
    similarity,
    text_key,
)

REVIEW = (
    "J’ai commandé un lampadaire le 3 mars, il est arrivé cassé et personne ne répond au téléphone depuis "
    "deux semaines. À éviter absolument, cette maison ne tient pas ses promesses."
)
WORDS = [
    f"{a}{b}" for a in "ba ce di fo gu ha jo ke lu mi".split() for b in "nar pel tis von ray sud".split()
]
longer_texts = st.lists(st.sampled_from(WORDS), min_size=20, max_size=80)


def meet(one: str, other: str) -> bool:
    return bool(set(bands(said_words(one))) & set(bands(said_words(other))))


def key(**fields: object) -> str | None:
    return author_key(Comment("1", "texte", **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "same",
    [
        REVIEW.upper(),
        REVIEW.replace("’", "'"),
        REVIEW.replace("é", "e").replace("À", "a"),
        f"  {REVIEW} !!! 😡😡",
        REVIEW.replace(". ", ".\n\n").replace(",", ""),
    ],
)
def test_case_accents_and_marks_change_no_key(same: str) -> None:
    assert text_key(said_words(same)) == text_key(said_words(REVIEW))
    assert bands(said_words(same)) == bands(said_words(REVIEW))


@pytest.mark.parametrize(
    "edited",
    [
        REVIEW.replace("lampadaire", "lustre"),
        REVIEW.replace("deux semaines", "trois semaines").replace("3 mars", "12 avril"),
        f"Bonjour. {REVIEW}",
        REVIEW.replace("absolument, ", ""),
        f"{REVIEW} Signé Paul.",
    ],
)
def test_small_edits_are_nearly_the_same(edited: str) -> None:
    assert text_key(said_words(edited)) != text_key(said_words(REVIEW))
    assert meet(edited, REVIEW)
    assert similarity(said_words(edited), said_words(REVIEW)) >= SIMILAR


@pytest.mark.parametrize(
    "other",
    [
        "J’ai commandé une suspension en avril : le verre est fêlé, et le service clients ne rappelle jamais. "
        "Je suis très déçue de cette maison.",
        "Colis arrivé cassé, aucune réponse au téléphone depuis quinze jours, je ne recommande pas du tout.",
        "The lamp I ordered on 3 March came broken and nobody answers the phone. Avoid this house at all costs.",
    ],
)
def test_another_complaint_on_the_same_subject_is_another_text(other: str) -> None:
    assert similarity(said_words(other), said_words(REVIEW)) < SIMILAR / 2


@given(text=longer_texts, place=st.integers(0, 10_000), word=st.sampled_from(WORDS))
def test_one_word_changed_stays_similar(text: list[str], place: int, word: str) -> None:
    at = place % len(text)
    for edited in (
        text[:at] + text[at + 1 :],
        [*text[:at], word, *text[at:]],
        [*text[:at], word, *text[at + 1 :]],
    ):
        assert similarity(edited, text) >= 1 - 1 / len(text) - 1e-9


@given(st.lists(st.text(), max_size=40).map(" ".join))
def test_any_text_has_all_bands_or_none(text: str) -> None:
    said = said_words(text)
    found = bands(said)
    assert len(found) == (BANDS if len(said) >= TELLING_WORDS else 0)
    assert all(0 <= band < 2**63 for band in found)
    assert (text_key(said) is None) == (len(said) < TELLING_WORDS)


def test_edits_are_met_and_strangers_are_not() -> None:
    """The promise of ``bands``, on 1,000 texts of 20 to 60 words: one word in ten changed; nothing changed
    but everything else."""
    draw = random.Random(7)
    vocabulary = [f"m{n}" for n in range(3_000)]
    common = [1 / (n + 3) for n in range(3_000)]
    texts = [draw.choices(vocabulary, common, k=draw.randint(20, 60)) for _ in range(1_000)]
    met = strangers = 0
    for text, other in zip(texts, texts[1:] + texts[:1], strict=True):
        edited = list(text)
        for at in draw.sample(range(len(text)), len(text) // 10):
            edited[at] = draw.choice(vocabulary)
        assert similarity(edited, text) >= SIMILAR > similarity(other, text)
        met += bool(set(bands(edited)) & set(bands(text)))
        strangers += bool(set(bands(other)) & set(bands(text)))
    assert met >= 970
    assert strangers <= 10


def test_bands_are_the_same_for_ever() -> None:
    """They are stored: another machine or version must make the same ones."""
    assert bands(said_words("un deux trois quatre cinq six sept huit"))[:2] == FIRST_BANDS


FIRST_BANDS = (6726114354197754243, 4325432556822724767)


def test_a_long_text_is_read_in_part() -> None:
    assert len(said_words("mot " * 25_000)) == 2_000
    assert len(bands(said_words("mot autre " * 25_000))) == BANDS


@pytest.mark.parametrize(
    "nobody",
    [
        {},
        {"author": ""},
        {"author": "  "},
        {"author": "Anonyme"},
        {"author": "A Google User"},
        {"author": "Utilisateur Google"},
        {"author": "[deleted]"},
        {"author": "…"},
        {"author_id": "0"},
        {"author_id": "null", "author": "Client"},
    ],
)
def test_nobody_is_no_author(nobody: dict[str, object]) -> None:
    assert key(**nobody) is None


def test_who_is_one_author() -> None:
    assert key(author="Jean Martin") == key(author=" jean MARTIN ") is not None
    assert key(author="Jean Martin", author_id="u1") == key(author="J. Martin", author_id="u1")
    assert key(author="Jean Martin", author_id="u1") != key(author="Jean Martin", author_id="u2")
    assert key(author_id="aB") != key(author_id="ab")
    assert key(author="Jean Martin", channel="forum") != key(author="Jean Martin", channel="reviews")
    assert key(author="u1") != key(author_id="u1")
    assert key(author="\ud800Jean") is not None
