"""The playbooks: one conduct for every kind of message in every place, complete and consistent."""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import get_args

import pytest

from assistant.domain.charter import Charter, Move, Playbook, PlaybookAction
from assistant.domain.comment import OWNERSHIPS, Ownership
from assistant.domain.people import AUTHORITIES, at_least
from assistant.domain.text import words
from assistant.domain.triage import NATURES, SEVERITIES, SUBTYPES, Nature
from assistant.tone.load import load_charter

EXAMPLE = Path(__file__).parents[2] / "charter"
KINDS = [(n, s) for n in NATURES for s in (None, *SUBTYPES.get(n, ()))]
FUNCTION = re.compile(r"\(([a-z_]+)\)")


@cache
def charter() -> Charter:
    return load_charter(EXAMPLE, for_drafting=False)


PLAYBOOKS = charter().playbooks
each_playbook = pytest.mark.parametrize("playbook", PLAYBOOKS, ids=lambda p: p.id)


@pytest.mark.parametrize("ownership", OWNERSHIPS)
@pytest.mark.parametrize(("nature", "subtype"), KINDS)
def test_every_kind_has_its_own_conduct_in_every_place(
    nature: Nature, subtype: str | None, ownership: Ownership
) -> None:
    found = charter().playbook_for(nature, subtype, ownership)
    assert found is not None
    assert found.kind == (f"{nature}/{subtype}" if subtype else nature)


def test_no_place_has_two_conducts_for_one_kind() -> None:
    places = [(p.kind, ownership) for p in PLAYBOOKS for ownership in p.ownership]
    assert len(places) == len(set(places)) == len(KINDS) * len(OWNERSHIPS)


@pytest.mark.parametrize(
    ("nature", "subtype", "ownership", "action"),
    [
        ("complaint", None, "third_platform", "reply"),
        ("complaint", None, "third_publisher", "person"),
        ("complaint", "safety", "own_page", "person"),
        ("complaint", "safety", "private", "person"),
        ("complaint", "fake_suspected", "third_platform", "reply"),
        ("misinformed", None, "own_page", "reply"),
        ("misinformed", None, "third_publisher", "person"),
        ("provocation", None, "own_page", "ignore"),
        ("provocation", None, "third_platform", "ignore"),
        ("attack", "rule_breaking", "own_site", "remove"),
        ("attack", "rule_breaking", "third_platform", "report"),
        ("attack", "rule_breaking", "third_publisher", "person"),
        ("attack", "false_fact", "third_publisher", "person"),
        ("question", None, "own_site", "reply"),
        ("praise", None, "private", "reply"),
        ("spam", None, "own_page", "remove"),
        ("spam", None, "third_platform", "report"),
    ],
)
def test_the_method_is_kept(
    nature: Nature, subtype: str | None, ownership: Ownership, action: PlaybookAction
) -> None:
    found = charter().playbook_for(nature, subtype, ownership)
    assert found is not None and found.action == action


@each_playbook
def test_moves_can_make_a_reply(playbook: Playbook) -> None:
    assert set(playbook.moves) <= set(get_args(Move))
    assert len(set(playbook.moves)) == len(playbook.moves)
    assert set(playbook.optional) < set(playbook.moves) or not playbook.optional
    if playbook.action == "reply":
        assert playbook.moves[0] == "greet"
    if playbook.moves:
        assert playbook.moves[-1] == "sign"
        assert "sign" not in playbook.optional


@each_playbook
def test_what_staff_read_is_there_in_both_languages(playbook: Playbook) -> None:
    for language in ("fr", "en"):
        assert playbook.objective[language].endswith(".")
        assert 1 <= len(playbook.avoid[language]) <= 6
        assert 3 <= len(playbook.checklist[language]) <= 7
        assert all(line.endswith((".", "?")) for line in playbook.checklist[language])
        assert 10 <= len(words(playbook.holding_line[language])) <= 75
        assert "{" not in playbook.holding_line[language]
    assert len(playbook.avoid["fr"]) == len(playbook.avoid["en"])
    assert len(playbook.checklist["fr"]) == len(playbook.checklist["en"])


@each_playbook
def test_each_checklist_names_someone_to_call(playbook: Playbook) -> None:
    named = {lang: [FUNCTION.findall(line) for line in playbook.checklist[lang]] for lang in ("fr", "en")}
    assert named["fr"] == named["en"]
    functions = {f for line in named["fr"] for f in line}
    assert functions
    assert functions <= set(charter().settings.escalation.contacts)


@each_playbook
def test_passages_exist_and_the_worse_the_higher_the_approval(playbook: Playbook) -> None:
    assert playbook.passages
    assert set(playbook.passages) <= {p.id for p in charter().passages}
    assert set(playbook.approvers.values()) <= set(AUTHORITIES)
    ordered = [playbook.approvers[s] for s in SEVERITIES if s in playbook.approvers]
    assert all(at_least(worse, milder) for worse, milder in pairwise(ordered))


def test_holding_lines_hold_no_blame_no_figure_and_no_condition() -> None:
    unwanted = re.compile(
        r"\b(faute|coupable|responsabilité|isolé|demain|rembours\w+|désolés? si|fault|liab\w+|isolated|refund\w*"
        r"|sorry if|tomorrow)\b|[€$£%!]",
        re.IGNORECASE,
    )
    figures = re.compile(r"\d+")
    for playbook in PLAYBOOKS:
        for language in ("fr", "en"):
            line = playbook.holding_line[language]
            assert not unwanted.search(line), playbook.id
            assert set(figures.findall(line)) <= {"112", "999"}, playbook.id


def test_passages_and_platform_rules_are_complete() -> None:
    passages, rules = charter().passages, charter().platform_rules
    used = {id for p in PLAYBOOKS for id in p.passages}
    assert {p.id for p in passages} == used
    for passage in passages:
        for language in ("fr", "en"):
            assert passage.title[language]
            assert 25 <= len(words(passage.text[language])) <= 110, passage.id
    assert rules is not None
    ids = [rule.id for rule in rules.rules]
    assert len(ids) == len(set(ids)) >= 8
    assert {rule.ground for rule in rules.rules} == {"illegal", "contractual"}
    for rule in rules.rules:
        assert rule.text["fr"].endswith(".") and rule.text["en"].endswith(".")
        assert re.search(r"article|loi|code|règlement", rule.reference, re.IGNORECASE), rule.id
