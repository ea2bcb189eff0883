"""The checker as a whole: honest drafts pass, findings are settled, scored, placed and bounded in time."""

from __future__ import annotations

import json
import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.charter import Charter
from assistant.domain.comment import Comment
from assistant.domain.finding import CheckContext, Finding
from assistant.tone.checker import Checker, settle

from .conftest import CHARTER, TODAY

HONEST = {
    "fr": "Nous sommes désolés pour le retard de votre livraison. Pour que nous puissions en parler, "
    "écrivez-nous à bonjour@maison-lumen.example. Camille, service clients Maison Lumen",
    "en": "We are sorry about the delay to your delivery. So that we can talk it through, please write to "
    "us at hello@maison-lumen.example. Camille, Maison Lumen Customer Care",
}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_an_honest_draft_is_clean(checker: Checker, language: str) -> None:
    context = CheckContext(today=TODAY, language=language, channel="google_reviews", sender="Camille")
    result = checker.check(HONEST[language], context)
    assert [f for f in result.findings if f.level != "suggestion"] == []
    assert result.passed and result.band == "green"


def test_approved_replies_raise_no_alarm(charter: Charter, checker: Checker) -> None:
    alarms = []
    for line in (CHARTER / "replies.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        context = CheckContext(
            today=TODAY,
            kind="public_reply" if charter.is_public(row["channel"]) else "private_reply",
            language=row["language"],
            channel=row["channel"],
            nature=row["nature"],
            comment=Comment(row["id"], row["comment"]),
        )
        result = checker.check(row["reply"], context)
        alarms += [(row["id"], f.rule, f.match) for f in result.findings if f.level == "error"]
    assert len(alarms) <= 1, alarms


@pytest.mark.parametrize(
    "text",
    [
        "Nous avons réussi à résoudre le problème.",
        "Bonjour Monsieur Dumortier, merci de votre avis.",
        "Cordialement, [Votre nom]",
        "Je ne peux pas vous aider avec cela.",
        "Nous sommes désolés que votre service soit horrible.",
    ],
)
def test_what_small_models_invent_is_caught(checker: Checker, public_fr: CheckContext, text: str) -> None:
    assert not checker.check(text, public_fr).passed


def test_length_of_the_channel(checker: Checker, public_fr: CheckContext) -> None:
    context = replace(public_fr, channel="x_twitter")
    found = {f.rule: f for f in checker.check("Bonjour. " * 40, context).findings}
    assert found["length.hard"].level == "error"
    assert found["length.hard"].start == 280


def test_messages_are_in_the_readers_language(checker: Checker) -> None:
    context = CheckContext(today=TODAY, language="fr", reader="en")
    text = "Nous vous rembourserons."
    (english,) = (f for f in checker.check(text, context).findings if f.level == "error")
    (french,) = (f for f in checker.check(text, replace(context, reader=None)).findings if f.level == "error")
    assert "refund" in english.message and "remboursement" in french.message


def finding(rule: str, level: str, start: int, end: int) -> Finding:
    return Finding(rule, level, start, end, "x" * (end - start), "m")  # type: ignore[arg-type]


def test_a_guards_error_hides_a_milder_finding() -> None:
    error, warning = finding("claims.action", "error", 0, 9), finding("style.x", "warning", 2, 5)
    assert settle([warning, error], hiding=[error]) == (error,)
    assert settle([warning, error]) == (error, warning)


def test_doubles_are_dropped() -> None:
    one = finding("claims.action", "error", 0, 9)
    assert settle([one, finding("claims.action", "error", 3, 9), one]) == (one,)


def test_a_sentence_is_not_asked_for_the_whole(checker: Checker, public_fr: CheckContext) -> None:
    rules = {f.rule for f in checker.check_sentence("Votre agacement se comprend.", public_fr)}
    assert not any(rule.startswith("length.") for rule in rules)


def test_combining_characters_change_nothing(checker: Checker, public_fr: CheckContext) -> None:
    text = "Très désolés 😀 : votre argent vous sera restitué, à bientôt."
    apart = unicodedata.normalize("NFD", text)
    one, other = checker.check(text, public_fr), checker.check(apart, public_fr)
    assert [f.rule for f in one.findings] == [f.rule for f in other.findings]
    for f in other.findings:
        assert unicodedata.normalize("NFC", f.match) in {g.match for g in one.findings}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            [
                "nous avons vérifié",
                "Remboursement intégral",
                "😀",
                "e\u0301",
                "\u202f",
                "[nom]",
                "06 12 34 56 78",
                "12 €",
                "\n",
                "tu",
                "«",
                "»",
                "<b>",
                "ﬁ",
                "İ",
                "\ud83d",
                ". ",
                "?",
            ]
        )
        | st.text(max_size=12),
        max_size=12,
    ),
    st.sampled_from(["public_reply", "private_reply", "script", "post"]),
)
def test_spans_hold_their_match(checker: Checker, pieces: list[str], kind: str) -> None:
    text = " ".join(pieces)
    context = CheckContext(today=TODAY, kind=kind, comment=Comment("1", text, author=text))  # type: ignore[arg-type]
    result = checker.check(text, context)
    assert list(result.findings) == sorted(result.findings, key=lambda f: f.start)
    for f in result.findings:
        assert 0 <= f.start <= f.end <= len(text)
        assert text[f.start : f.end] == f.match
    assert 0 <= result.score <= 100


HOSTILE = {
    "one word": "a" * 100_000,
    "no stop": "nous avons vérifié votre dossier et " * 2_800,
    "digits": "1" * 100_000,
    "spaced digits": "1 2 " * 25_000,
    "quotes": '"' * 100_000,
    "brackets": "[" * 50_000 + "{" * 50_000,
    "negations": "ne pas " * 14_000,
    "pronouns": "nous vous le la les " * 5_000,
    "addresses": "a@b.c/" * 16_000,
    "capitals": "Bonjour Aa Bb Cc " * 6_000,
    "sentences": "Oui. " * 20_000,
    "we will": "we will be " * 9_000,
    "blanks": " " * 100_000,
    "lines": "\n" * 100_000,
    "combining": "e\u0301" * 50_000,
    "told": "vous nous dites que vous avez " * 3_300,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(HOSTILE))
def test_hostile_texts_take_bounded_time(checker: Checker, name: str) -> None:
    text = HOSTILE[name]
    context = CheckContext(today=TODAY, language="fr", comment=Comment("1", text))
    began = time.process_time()
    checker.check(text, context)
    assert time.process_time() - began < 20
