"""A file of rules as text: what is not changed stays, byte for byte."""

from copy import deepcopy
from datetime import date
from pathlib import Path

import pytest

from assistant.config import shipped
from assistant.domain.yaml_text import parse_yaml
from assistant.errors import CharterError
from assistant.tone.rule_file import RuleFile, with_fields, with_version

FILES = sorted((shipped("charter") / "rules").glob("*.yaml"))
TEXT = """\
# Les mots.

one:   # le premier
  kind: substitution
  swap:
    # depuis 2024
    "SAV": "service clients"   # partout
    "colis": paquet
  # fin de la première

# Avant la seconde.
two: {kind: existence}


# À la fin.
"""


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_every_rule_of_the_example_goes_out_and_in_again(path: Path) -> None:
    file = RuleFile(path.name, path.read_text("utf-8"))
    for key in file.names():
        block = file.block(key)
        assert block is not None and file.with_block(key, block) == file
        fields = parse_yaml(block, key).data[key]
        assert with_fields(block, key, fields) == block
        other = deepcopy(fields) | {"level": "error" if fields["level"] != "error" else "warning"}
        expected = block.replace(f"level: {fields['level']}", f"level: {other['level']}", 1)
        assert with_fields(block, key, other) == expected
        left = file.without(key)
        assert key not in left.names() and len(left.names()) == len(file.names()) - 1


def test_what_belongs_to_a_rule_and_what_to_the_file() -> None:
    file = RuleFile("a.yaml", TEXT)
    assert file.names() == ("one", "two")
    assert (file.block("one") or "").endswith("  # fin de la première\n")
    assert file.block("two") == "two: {kind: existence}\n" and file.block("three") is None
    changed = file.with_block("two", "two:\n  kind: occurrence\n").text
    assert changed == TEXT.replace("two: {kind: existence}", "two:\n  kind: occurrence")
    assert file.without("two").text == TEXT.replace("two: {kind: existence}\n\n\n", "")
    assert file.with_block("new", "new: {}").text == TEXT.rstrip() + "\n\nnew: {}\n"
    assert RuleFile("b.yaml", "").with_block("new", "new: {}\n").text == "new: {}\n"


def test_comments_in_a_rule_outlive_a_change_of_its_fields() -> None:
    block = RuleFile("a.yaml", TEXT).block("one")
    fields = {
        "kind": "substitution",
        "swap": {"SAV": "service clients", "colis": "envoi", "l'e-mail": "le courriel"},
    }
    assert with_fields(block, "one", fields) == (
        "one:   # le premier\n  kind: substitution\n  swap:\n    # depuis 2024\n"
        '    "SAV": "service clients"   # partout\n    "colis": "envoi"\n'
        "  # fin de la première\n"
        '    "l\'e-mail": "le courriel"\n'
    )


def test_a_new_rule_is_written_as_people_write() -> None:
    fields = {
        "kind": "existence",
        "level": "warning",
        "languages": ["fr"],
        "terms": ["l'on", 'dit "oui"'],
        "pattern": r"\bl'un\b",
        "fix": "",
        "message": {"fr": "« {match} » : non.", "en": "no"},
        "examples": {"bad": ["Un\nDeux"], "good": ["# pas un commentaire"]},
    }
    text = with_fields(None, "mine", fields)
    assert parse_yaml(text, "mine").data == {"mine": fields}
    assert text.startswith("mine:\n  kind: existence\n  level: warning\n  languages: [fr]\n")
    assert "  pattern: '\\bl''un\\b'\n" in text


@pytest.mark.parametrize("text", ["{one: {a: 1}, two: {a: 2}}\n", " one: {}\n", "? one\n: {}\n"])
def test_a_layout_that_cannot_be_cut_is_refused(text: str) -> None:
    with pytest.raises(CharterError) as refused:
        RuleFile("a.yaml", text).block("one")
    assert refused.value.code == "charter.layout"


def test_the_version_alone_changes() -> None:
    text = (shipped("charter") / "charter.yaml").read_text("utf-8")
    now = with_version(text, "1.2.1", date(2026, 11, 25))
    different = [b for a, b in zip(text.split("\n"), now.split("\n"), strict=True) if a != b]
    assert different == ['charter_version: "1.2.1"', "effective: 2026-11-25"]
    with pytest.raises(CharterError):
        with_version("status: draft\n", "1.0.1", date(2026, 1, 1))
