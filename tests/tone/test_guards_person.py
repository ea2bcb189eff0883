"""The guards of persons, reviews and language: a second set of sentences, and the charter's own texts."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
import yaml

from assistant.domain.comment import Comment
from assistant.domain.finding import CheckContext, Finding
from assistant.tone.guards import named, person, reviews, wrong_language
from assistant.tone.load import load_charter
from assistant.tone.reading import read
from assistant.tone.support import Charted, sources_for

ROOT = Path(__file__).parents[2]
CASES = Path(__file__).parent / "second_cases"
GUARDS: dict[str, Callable[..., Iterator[Finding]]] = {
    "person": lambda reading, sources: chain(person.find(reading, sources), named.find(reading, sources)),
    "reviews": reviews.find,
    "wrong_language": wrong_language.find,
}
PLAIN = {
    "fr": {
        "problem": "le retard",
        "de_problem": "du retard",
        "a_problem": "au retard",
        "team": "service clients",
    },
    "en": {
        "problem": "the delay",
        "de_problem": "the delay",
        "a_problem": "the delay",
        "team": "Customer Care",
    },
}
SHARED = {
    "product": "Baladine",
    "brand": "Maison Lumen",
    "name": "Jeanne",
    "private_path": "bonjour@maison-lumen.example",
    "fact": "",
}
COMMENT = Comment(id="c", text="Commande jamais reçue, je suis déçue de ce service.", author="@jeanne_d")


@cache
def charted() -> Charted:
    return Charted(load_charter(ROOT / "charter"))


def errors(
    guard: str, text: str, language: str, comment: Comment, sender: str | None = None
) -> list[Finding]:
    context = CheckContext(today=date(2026, 11, 23), comment=comment, sender=sender, language=language)
    reading = read(text, context, language, language)
    found = GUARDS[guard](reading, sources_for(charted(), reading))
    return [f for f in found if f.level == "error"]


def house_texts() -> Iterator[tuple[str, str, str, Comment]]:
    """Every template with its slots filled plainly, every fact, every approved reply with its comment."""
    for path in sorted((ROOT / "charter" / "templates").rglob("*.yaml")):
        for language, variants in yaml.safe_load(path.read_text("utf-8")).items():
            for name, variant in variants.items():
                text: str = variant["text"] if isinstance(variant, dict) else variant
                yield f"{path.stem}.{name}", language, text.format_map(PLAIN[language] | SHARED), COMMENT
    for name, fact in yaml.safe_load((ROOT / "charter" / "facts.yaml").read_text("utf-8")).items():
        for language, text in fact["text"].items():
            yield name, language, text, COMMENT
    for line in (ROOT / "charter" / "replies.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        comment = Comment(id=row["id"], text=row["comment"], author=row.get("author"))
        yield row["id"], row["language"], row["reply"], comment


@pytest.mark.parametrize("guard", GUARDS)
def test_the_charters_own_texts_raise_no_alarm(guard: str) -> None:
    alarms = [
        (name, found.rule, found.match)
        for name, language, text, comment in house_texts()
        for found in errors(guard, text, language, comment)
    ]
    assert alarms == []


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("guard", ["person", "reviews"])
def test_second_set(guard: str, language: str) -> None:
    """Floors a little below what was measured when the set was first read."""
    table: dict[str, Any] = yaml.safe_load((CASES / f"{guard}.yaml").read_text("utf-8"))["frozen"][language]
    wanted = [(rule, text) for rule, texts in table["positive"].items() for text in texts]
    missed = [
        (rule, text)
        for rule, text in wanted
        if rule not in {f.rule for f in errors(guard, text, language, COMMENT, "Camille")}
    ]
    false = [text for text in table["negative"] if errors(guard, text, language, COMMENT, "Camille")]
    found = len(wanted) - len(missed)
    assert found / len(wanted) >= 0.7, missed
    assert found / (found + len(false)) >= 0.9, false


def test_spans_are_those_of_the_text() -> None:
    text = "Bonjour,\nC’est de votre faute si l’ampoule a grillé."
    (found,) = errors("person", text, "fr", COMMENT)
    assert found.rule == "person.blame"
    assert text[found.start : found.end] == found.match
