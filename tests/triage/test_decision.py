from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.domain.comment import Comment
from assistant.domain.decision import Row, Situation, decide, worst
from assistant.domain.triage import NatureGuess, Triage
from assistant.triage.decision import decide_again, decision_table
from tests.triage.triage_house import house


@pytest.mark.parametrize(
    ("situation", "row", "severity"),
    [
        (Situation("complaint", signals={"threat": 0.95}), "threat_to_person", "S1"),
        (Situation("complaint", "safety", signals={"safety": 0.9}), "safety_risk", "S1"),
        (Situation("complaint", problems=("S1",)), "problem_s1", "S1"),
        (Situation("complaint", signals={"safety": 0.5}, truth="true"), "confirmed_danger", "S1"),
        (Situation("complaint", signals={"safety": 0.5}), "milder_danger", "S2"),
        (Situation("complaint", signals={"data_breach": 0.9}), "data_breach", "S1"),
        (Situation("attack", "rule_breaking", "own_page", {"hate": 0.9}), "hate_on_own_space", "S1"),
        (Situation("attack", "rule_breaking", "third_platform", {"hate": 0.9}), "hate_elsewhere", "S2"),
        (Situation("question", signals={"press": 0.9}), "national_press", "S1"),
        (Situation("attack", "false_fact", "third_publisher"), "publisher_allegation", "S1"),
        (Situation("complaint", signals={"discrimination": 0.85}), "discrimination", "S2"),
        (Situation("attack", "false_fact", signals={"allegation": 0.85}), "precise_allegation", "S2"),
        (Situation("complaint", signals={"money": 0.85}), "serious_loss", "S2"),
        (Situation("complaint", signals={"legal": 0.8}), "legal_step", "S2"),
        (Situation("complaint", signals={"data_breach": 0.5}), "account_at_risk", "S2"),
        (Situation("complaint", signals={"threat": 0.45}), "veiled_threat", "S2"),
        (Situation("complaint", signals={"press": 0.5}), "media_mentioned", "S2"),
        (Situation("complaint", problems=("S2",)), "problem_s2", "S2"),
        (Situation("complaint", reach=60_000), "wide_reach", "S2"),
        (Situation("complaint", signals={"allegation": 0.5}, truth="partly"), "confirmed_allegation", "S2"),
        (Situation("attack", "false_fact", truth="true"), "attack_founded", "S2"),
        (Situation("complaint", signals={"allegation": 0.5}, subject="person"), "person_accused", "S2"),
        (Situation("complaint", signals={"allegation": 0.5}, subject="product"), "ordinary_complaint", "S3"),
        (Situation("complaint", signals={"allegation": 0.9}, truth="false"), "disproved_allegation", "S3"),
        (
            Situation("complaint", signals={"allegation": 0.9, "legal": 0.9}, truth="false"),
            "legal_step",
            "S2",
        ),
        (Situation("provocation", signals={"insult": 0.8}, subject="person"), "person_insulted", "S3"),
        (Situation("debate", claim="fact", truth="false"), "wrong_claim", "S3"),
        (Situation("debate", claim="opinion", truth="false"), "opinion", "S4"),
        (Situation("attack", "rule_breaking"), "attack", "S3"),
        (Situation("complaint", signals={"abuse": 1.0, "insult": 1.0}), "ordinary_complaint", "S3"),
        (Situation("misinformed"), "factual_error", "S3"),
        (Situation("question"), "question", "S4"),
        (Situation("provocation"), "opinion", "S4"),
        (Situation("praise", reach=60_000), "nothing_at_stake", "S4"),
    ],
)
def test_first_row_that_holds_wins(situation: Situation, row: str, severity: str) -> None:
    found = decide(situation, decision_table())
    assert (found.id, found.severity) == (row, severity)


def test_every_row_has_both_languages_and_its_own_id() -> None:
    rows = decision_table()
    assert len({row.id for row in rows}) == len(rows)
    assert all(set(row.reason) == {"fr", "en"} for row in rows)


def test_the_higher_severity_is_taken() -> None:
    table = decision_table()
    rows = [decide(Situation(nature), table) for nature in ("question", "complaint")]  # type: ignore[arg-type]
    assert worst(rows).severity == "S3"


def test_a_charters_own_table_decides_instead() -> None:
    own = Row.model_validate(
        {"id": "all", "when": {}, "severity": "S2", "reason": {"fr": "tout", "en": "all"}}
    )
    assert decision_table(replace(house(), decision=(own,))) == (own,)
    assert decision_table(house()) == decision_table()


def test_while_unsure_the_worst_candidate_decides_again() -> None:
    triage = Triage(
        "1", "fr", "question", "S4", "", unsure=True, alternatives=(NatureGuess("complaint", 0.3),)
    )
    comment = Comment("1", "Et alors ?")
    assert decide_again(triage, comment, house()).id == "ordinary_complaint"
    assert decide_again(replace(triage, unsure=False), comment, house()).id == "question"
