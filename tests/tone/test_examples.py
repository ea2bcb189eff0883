"""The rules' own examples, run as a test suite runs."""

from __future__ import annotations

from dataclasses import replace

from assistant.domain.charter import Charter
from assistant.domain.rule import Existence
from assistant.tone.examples import FailingExample, failing_examples


def test_the_example_company_says_what_it_means(charter: Charter) -> None:
    assert list(failing_examples(charter)) == []


def test_an_example_that_contradicts_its_rule_is_named(charter: Charter) -> None:
    rule = Existence.model_validate(
        {
            "id": "forbidden.calm",
            "kind": "existence",
            "level": "error",
            "terms": ["calmez-vous"],
            "message": {"fr": "non", "en": "no"},
            "examples": {"bad": ["Restez calme.", "Calmez-vous."], "good": ["Bien.", "Calmez-vous donc."]},
        }
    )
    assert list(failing_examples(replace(charter, rules=(rule,)))) == [
        FailingExample("forbidden.calm", "Restez calme.", "bad"),
        FailingExample("forbidden.calm", "Calmez-vous donc.", "good"),
    ]
