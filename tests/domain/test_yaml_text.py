from __future__ import annotations

from pathlib import Path

import pytest

from assistant.config import shipped
from assistant.domain.yaml_text import parse_yaml
from assistant.errors import CharterError
from assistant.tone.load import charter_hash, load_charter


def broken(workspace: Path, name: str, old: str, new: str) -> CharterError:
    path = workspace / name
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(CharterError) as caught:
        load_charter(workspace)
    return caught.value


def test_a_duplicate_key_is_refused_with_both_places() -> None:
    with pytest.raises(CharterError) as caught:
        parse_yaml("a: 1\nb: 2\na: 3\n", "x.yaml")
    assert caught.value.code == "charter.duplicate_key"
    assert caught.value.message.startswith("x.yaml:3:1:") and "line 1" in caught.value.message


def test_a_syntax_error_names_line_and_column() -> None:
    with pytest.raises(CharterError) as caught:
        parse_yaml("a: [1, 2\nb: 3\n", "x.yaml")
    assert caught.value.code == "charter.yaml" and caught.value.message.startswith("x.yaml:2:")


def test_anchors_cannot_grow_a_small_file_into_a_large_one() -> None:
    with pytest.raises(CharterError) as caught:
        parse_yaml("a: &x [1, 2]\nb: [*x, *x]\n", "x.yaml")
    assert caught.value.code == "charter.alias"


def test_an_unknown_field_is_named_at_its_place(workspace: object) -> None:
    folder = workspace.charter  # type: ignore[attr-defined]
    error = broken(folder, "charter.yaml", "identity:\n", "identity:\n  colour: blue\n")
    assert "“colour” is not a field here" in error.message
    line = (folder / "charter.yaml").read_text("utf-8").split("\n").index("  colour: blue") + 1
    assert error.message.startswith(f"charter/charter.yaml:{line}:")


def test_a_pattern_re2_cannot_take_is_named_at_its_place(workspace: object) -> None:
    folder = workspace.charter  # type: ignore[attr-defined]
    (folder / "rules" / "own.yaml").write_text(
        "back:\n  kind: existence\n  level: error\n  pattern: '(a)\\1'\n"
        "  message: {fr: x, en: x}\n  examples: {bad: [aa], good: [b]}\n",
        "utf-8",
    )
    with pytest.raises(CharterError) as caught:
        load_charter(folder)
    assert caught.value.code == "charter.pattern"
    assert caught.value.message.startswith("charter/rules/own.yaml:4:")


def test_a_missing_playbook_is_said(workspace: object) -> None:
    folder = workspace.charter  # type: ignore[attr-defined]
    (folder / "playbooks.yaml").write_text("{}\n", "utf-8")
    with pytest.raises(CharterError) as caught:
        load_charter(folder)
    assert caught.value.code == "charter.playbook_missing"


def test_a_file_that_is_not_utf8_is_said(workspace: object) -> None:
    folder = workspace.charter  # type: ignore[attr-defined]
    (folder / "facts.yaml").write_bytes("é: {}".encode("latin-1"))
    with pytest.raises(CharterError) as caught:
        load_charter(folder)
    assert caught.value.code == "charter.yaml" and "UTF-8" in caught.value.hint


def test_the_hash_sees_every_file_and_no_editor_s_leftovers(workspace: object) -> None:
    folder = workspace.charter  # type: ignore[attr-defined]
    before = charter_hash(folder)
    (folder / ".swp").write_text("x")
    assert charter_hash(folder) == before
    (folder / "facts.yaml").write_text((folder / "facts.yaml").read_text("utf-8") + "\n# x\n", "utf-8")
    assert charter_hash(folder) != before


def test_the_example_charter_loads() -> None:
    charter = load_charter(shipped("charter"))
    assert charter.settings.identity.brand == "Maison Lumen"
    assert len(charter.facts) >= 40 and len(charter.rules) >= 40 and len(charter.problems) >= 80
