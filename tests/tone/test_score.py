"""The score: what moved it, and its bands."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.contract import check_json
from assistant.domain.draft import CharterRef
from assistant.domain.finding import CheckResult, Finding, Level
from assistant.tone.score import band_of, scored


def finding(level: Level, rule: str = "r", **more: bool) -> Finding:
    return Finding(rule, level, 0, 1, "x", "m", **more)  # type: ignore[arg-type]


def points(findings: list[Finding]) -> list[int]:
    return [m.points for m in scored(findings)[2]]


def test_nothing_found_is_a_hundred() -> None:
    assert scored([]) == (100, "green", ())


def test_each_goal_costs_once_and_then_half() -> None:
    assert points([finding("error"), finding("error"), finding("error", "other")]) == [25, 12, 25]
    assert points([finding("warning"), finding("warning")]) == [8, 4]


def test_the_bands() -> None:
    assert [band_of(s) for s in (100, 80, 79, 60, 59, 0)] == [
        "green",
        "green",
        "amber",
        "amber",
        "red",
        "red",
    ]
    assert scored([finding("error")])[:2] == (75, "amber")
    assert scored([finding("error", "a"), finding("error", "b")])[:2] == (50, "red")
    assert scored([finding("warning", r) for r in "abc"])[:2] == (76, "amber")


def test_suggestions_alone_stay_green() -> None:
    score, band, moved = scored([finding("suggestion", f"r{n}") for n in range(40)])
    assert (score, band) == (80, "green") and len(moved) == 10


def test_an_opinion_moves_nothing() -> None:
    assert scored([finding("warning", opinion=True)]) == (100, "green", ())


def test_the_json_names_the_findings_that_moved_it() -> None:
    findings = (finding("suggestion", "a"), finding("error", "b"))
    score, band, moved = scored(findings)
    out = check_json(CheckResult(findings, score, band, "fr", moved), CharterRef("1.0", "0" * 64))
    assert out["moved"] == [
        {"finding": 0, "rule": "a", "points": 2},
        {"finding": 1, "rule": "b", "points": 25},
    ]


LEVELS: list[Level] = ["error", "warning", "suggestion"]


@given(st.lists(st.builds(finding, st.sampled_from(LEVELS), st.sampled_from("abcdefgh")), max_size=60))
def test_the_points_explain_the_score(findings: list[Finding]) -> None:
    score, band, moved = scored(findings)
    assert 0 <= score <= 100
    assert score == 100 - sum(m.points for m in moved)
    assert all(m.points > 0 and m.finding in findings for m in moved)
    if any(f.level == "error" for f in findings):
        assert band != "green"
