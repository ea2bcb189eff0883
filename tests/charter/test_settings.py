"""The charters that ship: the example company's, and the one a new workspace starts from."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from functools import cache
from pathlib import Path

import pytest

from assistant.domain.charter import Charter, Language
from assistant.domain.clock import closed_days
from assistant.domain.triage import SEVERITIES, SIGNALS
from assistant.tone.load import load_charter
from assistant.tone.patterns import compile_pattern

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "charter"
STARTER = ROOT / "assistant" / "starter"
LANGUAGES: tuple[Language, ...] = ("fr", "en")
SHARED = ("playbooks.yaml", "passages.yaml", "platform_rules.yaml", "rules")
EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"\b0\d(?: \d\d){4}\b|\b0\d{2,4} \d{3,4} \d{3,4}\b")
FICTION = re.compile(r"0(?:1 99 00|2 61 91|3 53 01|4 65 71|5 36 49|6 39 98) \d\d \d\d|020 7946 0\d{3}")
"""Numbers that no one can be given: ARCEP's and Ofcom's ranges for works of fiction."""


@cache
def example() -> Charter:
    return load_charter(EXAMPLE, for_drafting=False)


@pytest.fixture
def starter(tmp_path: Path) -> Charter:
    """What a new workspace holds: its own charter and facts, the rest as in the example."""
    for name in SHARED:
        copy = shutil.copytree if (EXAMPLE / name).is_dir() else shutil.copy
        copy(EXAMPLE / name, tmp_path / name)
    for name in ("charter.yaml", "facts.yaml"):
        shutil.copy(STARTER / name, tmp_path / name)
    return load_charter(tmp_path, for_drafting=False)


def contacts_of(text: str) -> set[str]:
    return {*EMAIL.findall(text), *PHONE.findall(text)}


def check_private_paths(charter: Charter) -> None:
    """Every contact a reply gives must be a public fact that never ends, in the reply's language."""
    assert charter.settings.languages.codes == LANGUAGES
    for language in LANGUAGES:
        clauses = charter.settings.private_path[language]
        assert len(clauses) >= 5
        assert len(set(clauses)) == len(clauses)
        known = {
            contact
            for fact in charter.facts
            if fact.public and fact.valid_until is None
            for contact in contacts_of(fact.text[language])
        }
        for clause in clauses:
            assert contacts_of(clause), clause
            assert contacts_of(clause) <= known, clause
            assert clause[0].islower() and clause[-1] not in ".,;", clause


def check_escalation(charter: Charter) -> None:
    escalation = charter.settings.escalation
    for functions in (*escalation.ladder.values(), *escalation.always.values()):
        assert functions and set(functions) <= set(escalation.contacts)
    assert set(escalation.ladder) == set(SEVERITIES)
    assert set(escalation.always) <= set(SIGNALS)


def check_clocks(charter: Charter) -> None:
    clocks = [charter.settings.sla[severity] for severity in SEVERITIES]
    assert all(c.ack <= c.first_reply for c in clocks)
    assert [c.first_reply for c in clocks] == sorted(c.first_reply for c in clocks)


def check_holidays(charter: Charter) -> None:
    """The eleven public holidays of mainland France, each year; the movable ones from Easter."""
    for year in (2026, 2027, 2031):
        easter = easter_of(year)
        movable = {easter + timedelta(days=n) for n in (1, 39, 50)}
        fixed = {(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)}
        expected = movable | {date(year, month, day) for month, day in fixed}
        assert closed_days(charter.settings.calendar, year) == expected


def easter_of(year: int) -> date:
    """Easter Sunday in the Gregorian calendar (Butcher's rule)."""
    a, (b, c) = year % 19, divmod(year, 100)
    (d, e), f = divmod(b, 4), (b + 8) // 25
    h = (19 * a + b - d - (b - f + 1) // 3 + 15) % 30
    i, k = divmod(c, 4)
    n = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * n) // 451
    month, day = divmod(h + n - 7 * m + 114, 31)
    return date(year, month, day + 1)


@pytest.mark.parametrize("check", [check_private_paths, check_escalation, check_clocks, check_holidays])
def test_both_charters_hold(check: Callable[[Charter], None], starter: Charter) -> None:
    check(example())
    check(starter)


def test_the_example_is_in_force_and_signed() -> None:
    settings = example().settings
    assert settings.status == "approved"
    assert settings.approved_by
    assert all(s.date <= settings.effective for s in settings.approved_by)


def test_the_starter_is_a_draft_that_nobody_signed(starter: Charter) -> None:
    assert starter.settings.status == "draft"
    assert starter.settings.approved_by == ()
    assert "À REMPLIR" in (STARTER / "charter.yaml").read_text(encoding="utf-8")


def test_files_a_new_workspace_shares_do_not_name_the_example_company() -> None:
    names = re.compile(r"maison.?lumen|lumen\b|baladine|lyon", re.IGNORECASE)
    files = [EXAMPLE / "playbooks.yaml", EXAMPLE / "passages.yaml", *(EXAMPLE / "rules").glob("*.yaml")]
    files += [STARTER / "charter.yaml", STARTER / "facts.yaml"]
    assert len(files) > 6
    for path in files:
        assert not names.search(path.read_text(encoding="utf-8")), path


def test_brand_and_team_are_filled_in() -> None:
    lines = [p.holding_line[lang] for p in example().playbooks for lang in ("fr", "en")]
    assert not any("{" in line for line in lines)
    assert any("Maison Lumen" in line for line in lines)
    assert any("service clients" in line for line in lines)


@pytest.mark.parametrize(
    "path", sorted(EXAMPLE.rglob("*.yaml")) + sorted(STARTER.glob("*.yaml")), ids=lambda p: p.name
)
def test_every_contact_is_fictional(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for email in EMAIL.findall(text):
        assert email.endswith(".example"), email
    for phone in PHONE.findall(text):
        assert FICTION.fullmatch(phone), phone


def test_channels_are_sensible() -> None:
    for id, channel in example().settings.channels.items():
        assert channel.target_chars <= channel.hard_chars, id
        assert channel.public == (channel.ownership != "private"), id
        assert channel.label["fr"] and channel.label["en"], id
    assert {c.ownership for c in example().settings.channels.values()} == {
        "own_site",
        "own_page",
        "third_platform",
        "third_publisher",
        "private",
    }


def test_promises_gestures_and_wording_have_unique_ids_and_both_languages() -> None:
    settings = example().settings
    for entries in (
        settings.standing_commitments,
        settings.gestures,
        settings.commitments,
        settings.audiences,
    ):
        ids = [e.id for e in entries]
        assert len(ids) == len(set(ids)) and ids
    assert sum(c.public for c in settings.standing_commitments) >= 2
    assert all(c.text["fr"] and c.text["en"] for c in settings.standing_commitments)
    assert all(g.label["fr"] and g.label["en"] for g in settings.gestures)
    assert all(c.detect["fr"] and c.detect["en"] for c in settings.commitments)
    assert len(settings.voice.is_but_not["fr"]) == len(settings.voice.is_but_not["en"])


@pytest.mark.parametrize(
    ("id", "leak"),
    [
        ("internal_email", "Voyez avec p.durand@interne.maison-lumen.example."),
        ("intranet", "La fiche est sur coulisses.maison-lumen.example/7."),
        ("internal_ticket", "Votre dossier ML-INT-00421 est ouvert."),
        ("supplier_code", "Le verre vient de FRN-2041."),
        ("iban", "Virement sur FR76 3000 6000 0112 3456 7890 189, merci."),
    ],
)
def test_confidential_patterns_find_a_leak_and_spare_public_facts(id: str, leak: str) -> None:
    pattern = compile_pattern(example().settings.confidentiality.patterns[id])
    assert pattern.search(leak)
    assert not any(pattern.search(f.text[lang]) for f in example().facts for lang in ("fr", "en"))
    assert set(example().settings.confidentiality.patterns) == {
        "internal_email",
        "intranet",
        "internal_ticket",
        "supplier_code",
        "iban",
    }


def test_canaries_stand_nowhere_else() -> None:
    for canary in example().settings.confidentiality.canaries:
        holders = [p.name for p in EXAMPLE.rglob("*.yaml") if canary in p.read_text(encoding="utf-8")]
        assert holders == ["charter.yaml"]
