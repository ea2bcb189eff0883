"""The example company's rules: each speaks on its bad examples and keeps silent on its good ones."""

from __future__ import annotations

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import KINDS, Rule
from assistant.domain.triage import NATURES, SUBTYPES
from assistant.tone.examples import failing_examples
from assistant.tone.load import load_charter
from assistant.tone.prepared import Prepared
from assistant.tone.rules import compile_rule

EXAMPLE = Path(__file__).parents[2] / "charter"
CONTEXT = CheckContext(today=date(2026, 11, 23))
SLOTS = {
    "{problem}": "le retard de la livraison",
    "{de_problem}": "du retard de la livraison",
    "{a_problem}": "au retard de la livraison",
    "{name}": "Madame Keller",
    "{brand}": "Maison Lumen",
    "{team}": "service clients",
    "{product}": "Baladine",
    "{private_path}": "écrivez-nous à bonjour@maison-lumen.example",
    "{fact}": "Nos boutiques ferment à 19 h.",
}


@cache
def charter() -> Charter:
    return load_charter(EXAMPLE)


RULES = tuple(rule for rule in charter().rules if rule.kind != "judge")
each_rule = pytest.mark.parametrize("rule", RULES, ids=lambda r: r.id)


def matches(rule: Rule, text: str) -> list[str]:
    return [f.match for f in compile_rule(rule, charter()).find(Prepared(text), CONTEXT, "fr")]


def test_every_rule_keeps_to_its_examples() -> None:
    assert list(failing_examples(charter())) == []


@each_rule
def test_a_rule_has_examples_enough(rule: Rule) -> None:
    assert len(rule.examples.bad) >= 2 and len(rule.examples.good) >= 2


@each_rule
def test_a_rule_explains_itself_in_both_languages(rule: Rule) -> None:
    for texts in (rule.message, rule.why):
        if texts:
            assert texts["fr"].strip() and texts["en"].strip()
            assert texts["fr"].rstrip().endswith((".", "?")) and texts["en"].rstrip().endswith((".", "?"))
    assert rule.natures == () or {n.split("/")[0] for n in rule.natures} <= set(NATURES)
    assert {n for n in rule.natures if "/" in n} <= {f"{n}/{s}" for n, subs in SUBTYPES.items() for s in subs}


def test_all_kinds_are_used() -> None:
    assert {rule.kind for rule in charter().rules} == set(KINDS)
    assert len(RULES) >= 40


def test_a_substitution_settles() -> None:
    """What a rule puts in place must not be what another rule of the same language takes away."""
    swaps = [rule for rule in RULES if rule.kind == "substitution"]
    for rule in swaps:
        for said in rule.swap.values():
            for other in swaps:
                if set(rule.languages) & set(other.languages):
                    assert not matches(other, said), (rule.id, said, other.id)


@pytest.mark.parametrize(
    ("written", "match", "said"),
    [
        ("Voici l'e-mail reçu.", "l'e-mail", "le courriel"),
        ("Ouvrez le packaging.", "le packaging", "l'emballage"),
        ("Passez dans un magasin.", "un magasin", "une boutique"),
        ("SAV : nous voici.", "SAV", "Service clients"),
    ],
)
def test_a_substitution_keeps_gender_elision_and_capital(written: str, match: str, said: str) -> None:
    found = [
        (f.match, f.fix)
        for rule in RULES
        if rule.kind == "substitution" and "fr" in rule.languages
        for f in compile_rule(rule).find(Prepared(written), CONTEXT, "fr")
    ]
    assert found == [(match, said)]


def test_no_ready_sentence_breaks_a_rule() -> None:
    """Templates and private paths are the house's own words: nothing above a suggestion."""
    rules = [compile_rule(rule) for rule in RULES]
    for template in charter().templates:
        text = template.text
        for slot, value in SLOTS.items():
            text = text.replace(slot, value)
        for nature in template.natures or ("complaint", "question", "praise"):
            for kind, may in (("public_reply", template.public), ("private_reply", template.private)):
                context = CheckContext(CONTEXT.today, kind=kind, language=template.language, nature=nature)  # type: ignore[arg-type]
                for rule in rules:
                    if may and rule.on_sentences and rule.applies(context, template.language):
                        found = [
                            f for f in rule.find(Prepared(text), context, "fr") if f.level != "suggestion"
                        ]
                        assert not found, (template.id, found)


QUIET = ("repetition", "capitalization", "readability", "spelling", "metric")


def test_the_house_raises_no_alarm_of_form() -> None:
    """Approved replies, templates, facts and passages: no repetition, shout, misspelling or heavy reading in them."""
    rules = [compile_rule(rule, charter()) for rule in RULES if rule.kind in QUIET]
    rows = map(json.loads, (EXAMPLE / "replies.jsonl").read_text(encoding="utf-8").splitlines())
    texts = [(r["reply"], r["language"], r["channel"]) for r in rows]
    texts += [(text, lang, None) for fact in charter().facts for lang, text in fact.text.items()]
    texts += [(text, lang, None) for p in charter().passages for lang, text in p.text.items()]
    for template in charter().templates:
        text = template.text
        for slot, value in SLOTS.items():
            text = text.replace(slot, value)
        texts.append((text, template.language if "{" not in template.text else "und", None))
    alarms = []
    for text, language, channel in texts:
        prepared = Prepared(text, language)
        for kind in ("public_reply", "private_reply"):
            context = CheckContext(CONTEXT.today, kind=kind, language=language, channel=channel)  # type: ignore[arg-type]
            alarms += [
                (f.rule, f.match)
                for rule in rules
                if rule.applies(context, language)
                for f in rule.find(prepared, context, "fr")
            ]
    assert len(rules) >= 10 and len(texts) > 1000
    assert alarms == []


@pytest.mark.parametrize(
    "text",
    [
        "Bonjour Madame Keller, nous sommes désolés pour le verre arrivé brisé et nous mesurons votre déception."
        " Si vous le souhaitez, écrivez-nous à bonjour@maison-lumen.example. Camille, service clients Maison Lumen",
        "Bonjour, vous avez raison de poser la question : le ton de la notice prête à confusion, la statue n'est pas"
        " prévue pour l'extérieur. Camille, service clients Maison Lumen",
        "Bonjour, nous nous sommes tus trop longtemps et vous présentons nos excuses, si tardives soient-elles."
        " Appelez-nous au 04 65 71 20 30. Inès, service clients Maison Lumen",
        "Hello Mr Bailey, we are sorry about the broken glass. You should have received a tracking link by e-mail; if"
        " it is missing, please write to us at hello@maison-lumen.example. Camille, Maison Lumen Customer Care",
        "Hello, we value plain speaking, and yours is fair. Our shade is sewn in France, the bulb is not. Inès, Maison"
        " Lumen Customer Care",
    ],
)
def test_an_honest_reply_meets_no_error(text: str) -> None:
    language = "en" if text.startswith("Hello") else "fr"
    for nature in NATURES:
        for kind in ("public_reply", "private_reply"):
            context = CheckContext(CONTEXT.today, kind=kind, language=language, nature=nature)
            for rule in map(compile_rule, RULES):
                if rule.applies(context, language):
                    errors = [f for f in rule.find(Prepared(text), context, "fr") if f.level == "error"]
                    assert not errors, (rule.rule.id, errors)
