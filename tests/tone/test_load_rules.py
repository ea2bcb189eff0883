"""Rules that cannot be taken are refused with the place of the fault."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from assistant.errors import CharterError
from assistant.tone.load import load_charter

from .conftest import CHARTER

HEAD = """one:
  kind: existence
  level: error
  terms: ["zut"]
  message: {fr: "non", en: "no"}
  examples: {bad: ["Zut."], good: ["Oui."]}
"""


def load(tmp_path: Path, rule: str, name: str = "own") -> None:
    folder = tmp_path / "charter"
    if not folder.exists():
        shutil.copytree(CHARTER, folder, ignore=shutil.ignore_patterns("templates", "problems", "demo"))
    (folder / "rules" / f"{name}.yaml").write_text(rule, encoding="utf-8")
    load_charter(folder, for_drafting=False)


def refusal(tmp_path: Path, rule: str, name: str = "own") -> CharterError:
    with pytest.raises(CharterError) as caught:
        load(tmp_path, rule, name)
    assert caught.value.hint
    return caught.value


def changed(line: str, by: str) -> str:
    assert line in HEAD
    return HEAD.replace(line, by)


@pytest.mark.parametrize(
    ("rule", "place", "says"),
    [
        (changed("kind: existence", "kind: exsistence"), "2:3", "“exsistence” is no kind of rule"),
        (changed("  kind: existence\n", ""), "1:1", "“kind” is missing"),
        (changed("level: error", "level: fatal"), "3:3", "level"),
        (changed("level: error", "level: error\n  scopes: [public_reply, tweet]"), "4:26", "scopes"),
        (changed("level: error", "level: error\n  scopes: []"), "4:3", "scopes"),
        (changed("level: error", "level: error\n  languages: [de]"), "4:15", "languages"),
        (changed("level: error", "level: error\n  colour: red"), "4:3", "“colour” is not a field here"),
        (changed('terms: ["zut"]', "pattern: '(?=zut)'"), "4:3", "cannot be used"),
        (changed('terms: ["zut"]', "terms: []"), "1:1", "give `terms` or a `pattern`"),
        (changed('  examples: {bad: ["Zut."], good: ["Oui."]}\n', ""), "1:1", "“examples” is missing"),
        (changed('bad: ["Zut."]', "bad: []"), "6:14", "bad"),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: conditional\n  level: error\n  when: a\n  then: b\n  fix: c",
            ),
            "6:3",
            "a rule of kind “conditional” cannot have a fix",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: metric\n  level: error\n  measure: words",
            ),
            "1:1",
            "`min` or `max`",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: metric\n  level: error\n  measure: words\n  max: channel",
            ),
            "1:1",
            "a channel limits",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: metric\n  level: error\n  measure: wits\n  max: 1",
            ),
            "4:3",
            "measure",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]', "kind: capitalization\n  level: error"
            ),
            "1:1",
            "`shouting: true`",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: repetition\n  level: error\n  max: 2",
            ),
            "1:1",
            "`opening` and `phrase`",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: readability\n  level: error\n  min: 300",
            ),
            "4:3",
            "min",
        ),
        (
            changed('kind: existence\n  level: error\n  terms: ["zut"]', "kind: spelling\n  level: error"),
            "3:3",
            "suggestion",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: judge\n  level: error\n  question: {fr: 'Oui ?'}",
            ),
            "3:3",
            "suggestion",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: occurrence\n  level: error\n  pattern: a\n  min: 3\n  max: 1",
            ),
            "1:1",
            "greater",
        ),
        (
            changed(
                'kind: existence\n  level: error\n  terms: ["zut"]',
                "kind: substitution\n  level: error\n  swap: {}",
            ),
            "4:3",
            "swap",
        ),
    ],
)
def test_a_faulty_rule_is_refused_at_its_place(tmp_path: Path, rule: str, place: str, says: str) -> None:
    error = refusal(tmp_path, rule)
    assert error.message.startswith(f"charter/rules/own.yaml:{place}: "), error.message
    assert says in error.message


def test_a_bad_pattern_has_its_code(tmp_path: Path) -> None:
    assert refusal(tmp_path, changed('terms: ["zut"]', "pattern: '('")).code == "charter.pattern"


def test_two_rules_with_one_id(tmp_path: Path) -> None:
    load(tmp_path, HEAD.replace("one:", "b.one:"), "a")
    error = refusal(tmp_path, HEAD, "a.b")
    assert error.code == "charter.duplicate_rule"
    assert "charter/rules/a.yaml:1:1" in error.message or "charter/rules/a.b.yaml:1:1" in error.message
    assert "“a.b.one”" in error.message


@pytest.mark.parametrize("name", ["length.hard", "typography.spaces", "claims.action"])
def test_a_rule_may_not_take_the_name_of_a_check(tmp_path: Path, name: str) -> None:
    file, key = name.split(".")
    assert refusal(tmp_path, HEAD.replace("one:", f"{key}:"), file).code == "charter.duplicate_rule"


def test_a_judge_needs_no_examples(tmp_path: Path) -> None:
    load(
        tmp_path,
        'one:\n  kind: judge\n  level: warning\n  question: {fr: "Est-ce froid ?"}\n  message: {fr: "Froid."}\n',
    )


def test_an_unknown_typography_is_refused_at_its_place(tmp_path: Path) -> None:
    load(tmp_path, HEAD)
    settings = tmp_path / "charter" / "charter.yaml"
    text = settings.read_text(encoding="utf-8")
    settings.write_text(text.replace("typography: fr-FR", "typography: fr-XX"), encoding="utf-8")
    with pytest.raises(CharterError, match=r"charter/charter\.yaml:\d+:\d+: .*typography"):
        load_charter(tmp_path / "charter", for_drafting=False)
