"""Context put into words: which suppositions, with what evidence, in both languages."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from triage_house import house

from assistant.domain.comment import Comment
from assistant.domain.context import MOST, Arrivals, AuthorPast, Context, Sighting
from assistant.domain.triage import NATURES
from assistant.triage.context import context_hypotheses
from assistant.triage.hypotheses import hypotheses

COMMENT = Comment("1", "Colis jamais arrivé.", channel="reviews", author="Jeanne")
MARCH, MAY = datetime(2026, 3, 1, 23, 30, tzinfo=UTC), datetime(2026, 5, 20, 8, tzinfo=UTC)
OTHER = Sighting("7", "own_forum", "other", "k7")


def told(context: Context, reader: str = "fr", comment: Comment = COMMENT) -> dict[str, str]:
    return {h.kind: h.evidence for h in context_hypotheses(comment, context, house(), reader)}


def plain(text: str) -> str:
    return re.sub(r"\s", " ", text)


def test_nothing_known_is_nothing_supposed() -> None:
    assert told(Context()) == {}
    assert told(Context(past=AuthorPast(0), arrivals=Arrivals(3, 0.2, 28))) == {}


@pytest.mark.parametrize(
    ("past", "fr", "en"),
    [
        (
            AuthorPast(3, {"question": 1, "complaint": 2}, MARCH, MAY),
            "3 messages antérieurs du même auteur (réclamation : 2, question : 1), entre le 2 mars 2026 et le 20 mai 2026",
            "3 earlier messages by the same author (complaint: 2, question: 1), between 2 March 2026 and 20 May 2026",
        ),
        (
            AuthorPast(1, {}, datetime(2026, 5, 1, 12, tzinfo=UTC), datetime(2026, 5, 1, 12, tzinfo=UTC)),
            "1 message antérieur du même auteur, le 1er mai 2026",
            "1 earlier message by the same author, on 1 May 2026",
        ),
        (
            AuthorPast(10_000),
            "10 000 messages antérieurs du même auteur",
            "10,000 earlier messages by the same author",
        ),
    ],
)
def test_an_author_read_before(past: AuthorPast, fr: str, en: str) -> None:
    # 23:30 UTC is the next day where the company works.
    assert plain(told(Context(past=past))["earlier_comments"]) == fr
    assert plain(told(Context(past=past), "en")["earlier_comments"]) == en


@pytest.mark.parametrize(
    ("copies", "fr"),
    [
        ((OTHER,), "Même texte dans 1 autre message (Forum), d’un autre auteur : voir 7"),
        (
            (OTHER, replace(OTHER, ref="9", author="k9"), replace(OTHER, ref="12", channel="tiktok")),
            "Même texte dans 3 autres messages (Forum, tiktok), de 2 autres auteurs : voir 7, 9, 12",
        ),
        (
            (Sighting("7", "own_forum", "same", "k1"),),
            "Même texte dans 1 autre message (Forum), du même auteur : voir 7",
        ),
        (
            (Sighting("7", "unknown", "nobody"),),
            "Même texte dans 1 autre message (canal non précisé), sans auteur connu : voir 7",
        ),
        (
            tuple(replace(OTHER, ref=str(n), author=str(n)) for n in range(MOST)),
            "Même texte dans 50 autres messages ou plus (Forum), de 50 autres auteurs : voir 0, 1, 2, 3, 4, …",
        ),
    ],
)
def test_the_same_text_elsewhere(copies: tuple[Sighting, ...], fr: str) -> None:
    assert plain(told(Context(copies=copies))["same_text"]) == fr


def test_an_author_repeating_in_one_channel_is_no_copy_elsewhere() -> None:
    again = Sighting("7", "reviews", "same", "k1")
    assert told(Context(copies=(again,), alike=(replace(again, similarity=0.9),))) == {}


def test_almost_the_same_words_from_others() -> None:
    alike = (replace(OTHER, similarity=0.87), replace(OTHER, ref="8", author="k8", similarity=0.829))
    one = told(Context(alike=alike[:1]))["similar_wording"]
    assert (
        plain(one)
        == "Presque les mêmes mots (87 % au moins) dans 1 message d’un autre auteur (Forum) : voir 7"
    )
    two = told(Context(alike=alike), "en")["similar_wording"]
    assert two.startswith("Almost the same words (82% or more) in 2 messages, by 2 other authors")
    assert told(Context(alike=(Sighting("7", "own_forum", "nobody", similarity=0.9),))) == {}


@pytest.mark.parametrize(
    ("arrivals", "burst"),
    [
        (Arrivals(12, 1.5, 28), True),
        (Arrivals(8, 0.0, 14), True),
        (Arrivals(7, 0.0, 28), False),
        (Arrivals(12, 3.1, 28), False),
        (Arrivals(400, 100.0, 28), True),
    ],
)
def test_a_burst_is_measured_against_the_usual(arrivals: Arrivals, burst: bool) -> None:
    assert ("burst" in told(Context(arrivals=arrivals))) == burst


def test_a_burst_says_what_it_is_compared_with() -> None:
    fr, en = (plain(told(Context(arrivals=Arrivals(12, 1.5, 28)), r)["burst"]) for r in ("fr", "en"))
    assert fr == (
        "12 auteurs jamais lus auparavant en 24 heures ; d’ordinaire 1,5 (moyenne des 28 jours précédents)"
    )
    assert en == "12 authors never read before in 24 hours; 1.5 is usual (average of the 28 days before)"


@given(
    name=st.text(min_size=1, max_size=30),
    count=st.integers(1, 60),
    reader=st.sampled_from(("fr", "en")),
    nature=st.sampled_from(NATURES),
)
def test_evidence_never_names_another_author(name: str, count: int, reader: str, nature: str) -> None:
    """Keys of authors are counted, never shown: what is said here outlives an erasure of theirs."""
    author = f"⟦{name}⟧"
    seen = tuple(Sighting(str(n), "reviews", "other", author, 0.9) for n in range(count))
    past = AuthorPast(count, {nature: count}, MARCH, MAY)  # type: ignore[dict-item]
    for evidence in told(Context(past, seen, seen, Arrivals(90, 1.0, 28)), reader).values():
        assert author not in evidence and "{" not in evidence


# ── what the comment and its account say by themselves ───────────────────────────────────────


def kinds(**fields: object) -> dict[str, str]:
    comment = replace(COMMENT, **fields)  # type: ignore[arg-type]
    return {
        h.kind: h.evidence for h in hypotheses(comment, "complaint", (), {"experience": 1}, house(), "fr")
    }


@pytest.mark.parametrize(
    "fields",
    [
        {"author": "Lumière & Cie"},
        {"author": "lumiere et moi, chez LUMIERE CIE"},
        {"author_info": {"bio": "Vendeur chez Lumière & Cie depuis 2019"}},
        {"author_info": {"profile": {"links": ["https://www.lumiere-cie.example/equipe"]}}},
        {"author_info": {"email": "paul@lumierecie.example"}},
    ],
)
def test_an_author_who_may_belong_to_a_competitor(fields: dict[str, object]) -> None:
    assert list(kinds(**fields)) == ["competitor_author"]


@pytest.mark.parametrize(
    "fields",
    [
        {"author": "Lumière"},
        {"author": "Marie Cie"},
        {"author_info": {"bio": "J’aime la lumière et le bon goût"}},
        {"author_info": {"followers": 12, "x": None, "deep": [[[["rien"]]]]}},
        {"author_info": {str(n): "Lumière & Cie" if n == 5_000 else "rien" for n in range(5_001)}},
    ],
)
def test_an_author_like_another(fields: dict[str, object]) -> None:
    assert kinds(**fields) == {}


def test_a_link_to_a_competitor_in_the_text() -> None:
    assert list(kinds(text="Tout est mieux sur www.lumiere-cie.example, vraiment")) == ["competitor_link"]
    assert kinds(text="Tout est mieux sur www.lumiere.example, vraiment") == {}


@pytest.mark.parametrize(
    ("info", "rating", "expected"),
    [
        ({"account_age_days": 3}, None, "Compte ouvert depuis 3 jours"),
        ({"account_age_days": 3}, 1, "Compte ouvert depuis 3 jours, note extrême"),
        ({"account_age_days": 3}, 3, None),
        ({"account_age_days": 30}, None, None),
        ({"account_created_at": "2026-05-18"}, None, "Compte ouvert depuis 2 jours"),
        (
            {"account_created_at": "2026-05-18T08:00:00+02:00"},
            5,
            "Compte ouvert depuis 2 jours, note extrême",
        ),
        ({"account_created_at": "2027-01-01"}, None, None),
        ({"account_created_at": "hier"}, None, None),
        ({"account_created_at": 20260518}, None, None),
        ({"account_age_days": True}, None, None),
    ],
)
def test_a_new_account(info: dict[str, object], rating: int | None, expected: str | None) -> None:
    assert kinds(author_info=info, rating=rating, posted_at=MAY).get("new_account") == expected
