"""The facts: complete, ready to quote, found by the words customers use."""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest

from assistant.domain.charter import Charter, Fact
from assistant.domain.finding import CheckContext
from assistant.domain.language import guess_language
from assistant.domain.text import fold, ngrams, sentences, words
from assistant.tone.load import load_charter
from assistant.tone.patterns import Prepared
from assistant.tone.rules import compile_rule

EXAMPLE = Path(__file__).parents[2] / "charter"


@cache
def charter() -> Charter:
    return load_charter(EXAMPLE, for_drafting=False)


FACTS = charter().facts


def test_there_are_enough_and_of_both_kinds() -> None:
    assert len(FACTS) >= 40
    assert sum(not f.public for f in FACTS) >= 6
    assert sum(f.valid_until is not None for f in FACTS) >= 6
    assert all(f.id.startswith("internal_") == (not f.public) for f in FACTS)


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f.id)
def test_each_fact_is_ready_to_quote(fact: Fact) -> None:
    assert fact.source.strip()
    for language in ("fr", "en"):
        text = fact.text[language]
        assert text[0].isupper() and text.endswith("."), text
        assert 1 <= len(sentences(text)) <= 2, text
        assert 8 <= len(words(text)) <= 45, text
        assert "{" not in text
        assert guess_language(text) == language, text


@pytest.mark.parametrize("fact", FACTS, ids=lambda f: f.id)
def test_each_fact_has_the_words_customers_use(fact: Fact) -> None:
    for language in ("fr", "en"):
        topics = fact.topics[language]
        assert (4 if fact.public else 3) <= len(topics) <= 10
        assert len({fold(t) for t in topics}) == len(topics)
        assert all(len(words(t)) <= 6 for t in topics)


def test_no_topic_belongs_to_two_public_facts() -> None:
    for language in ("fr", "en"):
        owner: dict[str, str] = {}
        for fact in FACTS:
            for topic in fact.topics[language] if fact.public else ():
                assert owner.setdefault(fold(topic), fact.id) == fact.id, topic


def test_no_two_facts_say_the_same() -> None:
    for a, b in combinations(FACTS, 2):
        for language in ("fr", "en"):
            shared = ngrams(a.text[language], 6) & ngrams(b.text[language], 6)
            assert len(shared) <= 4, (a.id, b.id, shared)


def test_the_example_still_answers_in_a_year() -> None:
    lasting = charter().facts_in_date(date(2027, 11, 1), public_only=True)
    assert len(lasting) >= 30


def test_a_fact_out_of_date_supports_nothing() -> None:
    def ids(today: date) -> set[str]:
        return {f.id for f in charter().facts_in_date(today, public_only=True)}

    assert "christmas_delivery" in ids(date(2026, 12, 24))
    assert "christmas_delivery" not in ids(date(2026, 12, 25))


def test_quoting_a_public_fact_breaks_no_rule() -> None:
    rules = [compile_rule(rule) for rule in charter().rules]
    for fact in FACTS:
        for language in ("fr", "en") if fact.public else ():
            for kind in ("public_reply", "private_reply"):
                context = CheckContext(
                    today=date(2026, 11, 23), kind=kind, language=language, nature="question"
                )
                prepared = Prepared(fact.text[language])
                for rule in rules:
                    if rule.on_sentences and rule.applies(context, language):
                        found = [
                            f.match for f in rule.find(prepared, context, "fr") if f.level != "suggestion"
                        ]
                        assert not found, (fact.id, rule.rule.id, found)
