"""The page's words: both languages say the same things, in their own typography."""

import json
import re
from pathlib import Path
from typing import get_args

import pytest

import assistant.desk.charter
import assistant.tone.load
import assistant.tone.rule_file
from assistant.domain.version import VersionCause
from assistant.tone.meanings import Effect
from assistant.web.page import STATIC
from assistant.web.rule_form import forms

WORDS = {code: json.loads((STATIC / f"{code}.json").read_text("utf-8")) for code in ("fr", "en")}
CHARTER_CODE = "".join(
    Path(module.__file__ or "").read_text("utf-8")
    for module in (assistant.desk.charter, assistant.tone.load, assistant.tone.rule_file)
)
SCRIPTS = "".join(path.read_text("utf-8") for path in sorted(STATIC.glob("*.js")))


def test_both_languages_have_the_same_keys() -> None:
    assert WORDS["fr"].keys() == WORDS["en"].keys()


@pytest.mark.parametrize("key", sorted(WORDS["fr"]))
def test_both_have_the_same_slots(key: str) -> None:
    slots = [sorted(re.findall(r"\{(\w+)\}", WORDS[code][key])) for code in ("fr", "en")]
    assert slots[0] == slots[1] and WORDS["fr"][key].strip() and WORDS["en"][key].strip()


def test_french_typography() -> None:
    for key, words in WORDS["fr"].items():
        assert not re.search(r"« | »| [;:!?%]", words), key
        assert "'" not in words, key


def test_every_key_the_scripts_name_is_there() -> None:
    named = set(re.findall(r'\bt\(\s*"([^"]+)"', SCRIPTS))
    assert named and named <= WORDS["fr"].keys(), named - WORDS["fr"].keys()


def test_every_field_and_kind_of_rule_has_its_words() -> None:
    keys = WORDS["fr"].keys()
    for kind, fields in forms().items():
        assert {f"rulekind.{kind}", f"rulekind.{kind}.note"} <= keys
        for field in fields:
            name = field["name"]
            assert f"field.{name}" in keys
            assert re.search(rf"SHAPES = .*\b{field['shape']}\b", SCRIPTS)
            if field["shape"] == "pairs":
                assert {f"pair.{name}.from", f"pair.{name}.to"} <= keys
            group = {"scopes": "kind", "languages": "language"}.get(name, name)
            if field["shape"] in ("choice", "choices"):
                assert {f"{group}.{choice}" for choice in field["choices"]} <= keys


def test_every_word_made_of_parts_is_there() -> None:
    causes, effects = get_args(VersionCause), get_args(Effect)
    wanted = {f"cause.{c}" for c in causes} | {f"effect.{e}" for e in (*effects, "none")}
    wanted |= {f"trial.{g}{n}" for g in ("stopped", "passing", "advised", "unadvised") for n in ("", "_n")}
    codes = set(re.findall(r'"(charter\.[a-z_]+)"', CHARTER_CODE))
    assert len(codes) > 8
    assert (wanted | {f"error.{c}" for c in codes}) - WORDS["fr"].keys() == set()


def test_text_enters_as_text_alone() -> None:
    for forbidden in (
        "innerHTML",
        "outerHTML",
        "insertAdjacentHTML",
        "document.write",
        "eval(",
        "new Function",
    ):
        assert forbidden not in SCRIPTS
