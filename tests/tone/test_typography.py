"""Typography by locale: slips everywhere, fine points where the charter asks, and what nobody corrects."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.charter import Charter, Locale
from assistant.domain.comment import Comment
from assistant.domain.finding import CheckContext, Finding, TextKind
from assistant.tone.checker import Checker
from assistant.tone.fix import apply_fixes
from assistant.tone.prepared import Prepared
from assistant.tone.typography import profile_of, slips, typeset, typography_findings
from assistant.tone.typography_profiles import PROFILES

from .conftest import CHARTER, TODAY

N, T = "\u00a0", "\u202f"  # no-break, and narrow (thin) no-break


def findings(text: str, locale: str, kind: TextKind = "public_reply") -> list[Finding]:
    address = "vous" if locale.startswith("fr") else "you"
    profile = profile_of(Locale(address=address, typography=locale, fine=("post",)))  # type: ignore[arg-type]
    return list(typography_findings(Prepared(text, locale[:2]), profile, kind, "fr"))


@pytest.mark.parametrize(
    ("locale", "plain", "set_"),
    [
        (
            "fr-FR",
            "Merci ! Pourquoi ? Oui ; bien : voilà.",
            f"Merci{T}! Pourquoi{T}? Oui{T}; bien{N}: voilà.",
        ),
        ("fr-BE", "Merci ! Bien : voilà.", f"Merci{T}! Bien{N}: voilà."),
        ("fr-CH", "Merci ! Bien : voilà.", f"Merci{T}! Bien{T}: voilà."),
        ("fr-CA", "Merci ! Bien : voilà ; oui ?", f"Merci! Bien{N}: voilà; oui?"),
        ("fr-FR", "Merci! Bien: voilà.", f"Merci{T}! Bien{N}: voilà."),
        ("fr-FR", "Comment ?! Vraiment!!", f"Comment{T}?! Vraiment{T}!!"),
        ("fr-FR", 'Il dit "bonjour l\'ami", "oui".', f"Il dit «{N}bonjour l’ami{N}», «{N}oui{N}»."),
        ("fr-CH", '"Oui", dit-il, « non », «bon».', f"«{T}Oui{T}», dit-il, «{T}non{T}», «bon»."),
        ("fr-FR", "« Oui », «non».", f"«{N}Oui{N}», «{N}non{N}»."),
        ("fr-FR", "Attendez... puis voyez.", "Attendez… puis voyez."),
        ("fr-FR", "A bientôt. Ecrivez-nous à l'Etat.", "À bientôt. Écrivez-nous à l’État."),
        ("fr-FR", "Ca va. A l'avenir, être. Etes-vous là ?", f"Ça va. À l’avenir, être. Êtes-vous là{T}?"),
        (
            "fr-FR",
            "n°12, N° 3, 20€, 5 %, 9h, 9h30, 9 h 30.",
            f"n°{N}12, N°{N}3, 20{N}€, 5{N}%, 9{N}h, 9{N}h{N}30, 9{N}h{N}30.",
        ),
        ("fr-FR", "La lampe - en laiton - brille.", "La lampe – en laiton – brille."),
        ("fr-FR", "Merci , dit-il .  Au revoir.", "Merci, dit-il. Au revoir."),
        ("en-GB", 'Hello ! It\'s "fine" - really ; yes...', "Hello! It’s “fine” – really; yes…"),
        ("en-US", "It's a lamp - a good one.", "It’s a lamp—a good one."),
        ("en-GB", "Thank you , see you .", "Thank you, see you."),
    ],
)
def test_each_locale_has_its_habits(locale: str, plain: str, set_: str) -> None:
    assert apply_fixes(plain, findings(plain, locale, "post")) == set_
    assert typeset(plain, PROFILES[locale]) == set_
    assert findings(set_, locale, "post") == [], "what is well set is left alone"


@pytest.mark.parametrize(
    "text",
    [
        "Écrivez à bonjour@maison-lumen.example: non:oui@exemple.example",
        "https://exemple.example/a?b=c;d:e!f et www.exemple.example/a'b",
        "À 10:30, ou à 9:05:10, ratio 3:1.",
        "Merci :) ou ;-) ou :D ou <3 :'(",
        "Le code `x ? y : z!` et <b title='a'>",
        "24h/24, 7j/7, #été, @atelier",
        "Un écran de 27\" et 5' de marche",
        "AB'12 et 12'30",
        "(!) (?) [?] ... !",
    ],
)
def test_what_nobody_corrects(text: str) -> None:
    left = [f for f in findings(text, "fr-FR", "post") if "10:30" in f.match or f.fix is not None]
    touched = apply_fixes(text, left)
    for sample in (
        "a?b=c;d:e!f",
        "a'b",
        "10:30",
        "9:05:10",
        "3:1",
        ":)",
        ";-)",
        ":D",
        "<3",
        ":'(",
        "`x ? y : z!`",
    ):
        assert (sample in text) <= (sample in touched), (text, touched)
    for sample in ("24h/24", '27"', "5'", "(!)", "(?)", "[?]", "<b title='a'>", "non:oui@"):
        assert (sample in text) <= (sample in touched), (text, touched)


KEYBOARD = (
    "Bonjour Madame Keller, merci d'avoir pris le temps d'écrire ! Nous sommes désolés pour l'abat-jour arrivé abîmé :"
    " c'est le genre d'accueil qu'on n'oublie pas. Pour que nous puissions en parler, écrivez-nous à"
    " bonjour@maison-lumen.example ; une photo de l'emballage nous aiderait. Qu'en dites-vous ?\n"
    "Camille, service clients Maison Lumen"
)


def test_a_reply_typed_on_a_keyboard_is_left_in_peace(checker: Checker) -> None:
    assert findings(KEYBOARD, "fr-FR") == []
    context = CheckContext(
        today=TODAY,
        language="fr",
        channel="google_reviews",
        sender="Camille",
        nature="complaint",
        comment=Comment("1", "Abat-jour abîmé", author="Madame Keller"),
    )
    result = checker.check(KEYBOARD, context)
    assert result.band == "green" and not [f for f in result.findings if f.rule.startswith("typography.")]


def test_a_post_is_told_once_per_kind(checker: Checker) -> None:
    """However many places: one finding for apostrophes, one for no-break spaces; and it stays green."""
    found = findings(KEYBOARD, "fr-FR", "post")
    assert Counter(f.rule for f in found) == {"typography.apostrophe": 1, "typography.no_break": 1}
    (apostrophes,) = (f for f in found if f.rule == "typography.apostrophe")
    assert len(apostrophes.also) == KEYBOARD.count("'") - 1
    assert "(9 endroits)" in apostrophes.message
    result = checker.check(KEYBOARD, CheckContext(today=TODAY, kind="post", language="fr"))
    fixed = apply_fixes(KEYBOARD, [f for f in result.findings if f.rule.startswith("typography.")])
    assert "'" not in fixed and f"écrire{T}!" in fixed and "bonjour@maison-lumen.example" in fixed


def test_a_visible_slip_is_told_everywhere() -> None:
    (space,) = findings("Merci beaucoup!", "fr-FR")
    assert (space.rule, space.match, space.fix, space.level) == (
        "typography.spaces",
        "!",
        f"{T}!",
        "suggestion",
    )
    (accent,) = findings("A bientôt !", "fr-FR")
    assert (accent.match, accent.fix) == ("A", "À")
    assert findings("Merci beaucoup!", "fr-CA") == []
    assert findings("A new lamp. A votre service is French.", "en-GB") == []


@pytest.mark.parametrize(
    "text",
    ["A-t-il écrit ?", "Vitamine A, lettre A la fin", "Eric et Emma", "C'est", "ETAT D'URGENCE", "Ca", "A4"],
)
def test_a_capital_that_needs_no_accent(text: str) -> None:
    assert [f for f in findings(text, "fr-FR") if f.rule == "typography.capitals"] == []


def test_the_companys_own_texts_have_no_slip(charter: Charter) -> None:
    texts = [
        (row["reply"], row["language"])
        for row in map(json.loads, (CHARTER / "replies.jsonl").read_text(encoding="utf-8").splitlines())
    ]
    texts += [(t.text, t.language) for t in charter.templates]
    texts += [(text, language) for fact in charter.facts for language, text in fact.text.items()]
    texts += [(text, language) for p in charter.passages for language, text in p.text.items()]
    locale = {"fr": "fr-FR", "en": "en-GB"}
    assert [f for text, language in texts for f in findings(text, locale[language])] == []


def test_french_said_to_be_english_is_not_set_as_english(checker: Checker) -> None:
    context = CheckContext(today=TODAY, language="en")
    text = "Merci de votre message ! Nous sommes là pour vous ; à bientôt."
    assert not [f for f in checker.check(text, context).findings if f.rule.startswith("typography.")]


def test_combining_characters_keep_their_places(checker: Checker) -> None:
    text = unicodedata.normalize("NFD", "L'été à l'école!")
    context = CheckContext(today=TODAY, kind="post", language="fr")
    found = [f for f in checker.check(text, context).findings if f.rule.startswith("typography.")]
    fixed = apply_fixes(text, found)
    assert unicodedata.normalize("NFC", fixed) == f"L’été à l’école{T}!"


def test_an_unknown_profile_cannot_be_named() -> None:
    with pytest.raises(ValueError, match="fr-XX"):
        Locale(address="vous", typography="fr-XX")  # type: ignore[arg-type]


ALPHABET = "aéE 'A\".!?:;,«»()\u00a0\u202f9h€°n@-\n😀\u0301"


@given(st.text(ALPHABET, max_size=40), st.sampled_from(sorted(PROFILES)))
def test_setting_comes_to_an_end(text: str, locale: str) -> None:
    """What was set is set: a second time changes nothing, and no span is empty."""
    once = typeset(text, PROFILES[locale])
    assert typeset(once, PROFILES[locale]) == once
    for _, start, end, _ in slips(Prepared(text, locale[:2]), PROFILES[locale], fine=True):
        assert 0 <= start < end <= len(text)


def test_the_charter_says_where_fine_points_matter(charter: Charter) -> None:
    languages = charter.settings.languages
    fine = {k: v.model_copy(update={"fine": ("public_reply",)}) for k, v in languages.supported.items()}
    settings = charter.settings.model_copy(
        update={"languages": languages.model_copy(update={"supported": fine})}
    )
    checker = Checker(replace(charter, settings=settings))
    result = checker.check(KEYBOARD, CheckContext(today=TODAY, language="fr"))
    assert [f.rule for f in result.findings if f.rule.startswith("typography.")]
