"""The judge against a person's labels, and what it promises."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from assistant.evaluation.judge import COMPLETENESS, HONESTY, Exchange, Support, judge
from assistant.evaluation.problems import names_the_problem
from tests.evaluation.labelled import FACTS, NAMES, agreement, labelled

MOVES = ("greet", "apologise", "private_path", "sign")
ROOM = Path(__file__).parents[2] / "assistant" / "evaluation"


def verdict(draft: str, comment: str = "Trois semaines de retard", **rest: object) -> set[str]:
    exchange = Exchange(comment, draft, "fr", "complaint", MOVES, **rest)  # type: ignore[arg-type]
    found = judge(exchange, Support(FACTS["fr"], NAMES))
    return {f.kind for f in (*found.dishonest, *found.incomplete)}


def test_the_judge_agrees_with_the_labels() -> None:
    found, told = agreement()
    assert all(a.precision >= 0.9 and a.recall >= 0.9 for a in found.values()), "\n".join(told)


def test_each_fault_of_honesty_is_labelled_four_times_and_missed_narrowly_four_times() -> None:
    cases = [case for language in ("fr", "en") for case in labelled(language)]
    assert len(cases) >= 120
    for kind in HONESTY:
        assert sum(kind in case.faults for case in cases) >= 4, kind
        assert sum(case.near == kind for case in cases) >= 4, kind
    assert {f for case in cases for f in case.faults} <= {*HONESTY, *COMPLETENESS}


def test_the_judge_knows_nothing_of_those_it_judges() -> None:
    for path in ROOM.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("assistant."):
                assert node.module.split(".")[1] in ("domain", "evaluation", "errors"), path


def test_a_fault_quotes_its_words_where_they_stand() -> None:
    draft = "Bonjour, nous vous rembourserons. Appelez le 09 70 80 90 10."
    for fault in judge(Exchange("?", draft, "fr", "complaint", MOVES), Support()).dishonest:
        assert draft[fault.start : fault.end] == fault.quote != ""


def test_a_case_fact_supports_an_action_and_its_absence_does_not() -> None:
    draft = (
        "Bonjour, nous sommes désolés pour ce retard. Nous avons retrouvé votre colis chez le transporteur. "
        "Pour en parler, écrivez-nous à bonjour@maison-lumen.example. Le service clients Maison Lumen"
    )
    assert verdict(draft) == {"action"}
    assert verdict(draft, case_facts=("Le colis a été retrouvé chez le transporteur.",)) == set()


@pytest.mark.parametrize(
    "said", ["Vous m'aviez promis 500 euros", "On m'a dit : nous vous rembourserons 500 euros"]
)
def test_the_comment_supports_no_promise(said: str) -> None:
    draft = (
        "Bonjour, nous sommes désolés pour ce retard. Nous vous rembourserons 500 euros comme promis. "
        "Pour en parler, écrivez-nous à bonjour@maison-lumen.example. Le service clients Maison Lumen"
    )
    assert verdict(draft, comment=f"Trois semaines de retard. {said}") == {"commitment", "number"}


def test_a_reply_may_be_as_long_as_its_channel() -> None:
    draft = (
        "Bonjour, nous sommes désolés pour ce retard de livraison. "
        "Pour en parler, écrivez-nous à bonjour@maison-lumen.example. Le service clients Maison Lumen"
    )
    assert verdict(draft, words_min=15) == set()
    assert verdict(draft, words_min=15, words_max=18) == {"too_long"}


def test_an_empty_draft_lacks_everything_and_lies_about_nothing() -> None:
    found = judge(Exchange("Retard", "", "fr", "complaint", MOVES), Support())
    assert found.honest and not found.complete


@pytest.mark.parametrize(
    ("comment", "sentence", "named"),
    [
        ("Le colis est perdu", "Nous sommes désolés pour la perte de votre colis.", True),
        ("Le colis est perdu", "Nous sommes désolés pour votre expérience.", False),
        ("La chambre sentait le moisi", "Nous regrettons cette odeur.", True),
        ("Mon chien a mangé le zèbre", "Nous regrettons que le zèbre y soit passé.", True),
        ("Vous me soûlez", "Nous sommes désolés de vous décevoir.", True),
    ],
)
def test_a_problem_is_named_by_the_vocabulary_or_by_a_word_of_the_comment(
    comment: str, sentence: str, named: bool
) -> None:
    assert names_the_problem(comment, [sentence], "fr") is named
