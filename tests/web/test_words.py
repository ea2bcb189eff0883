"""The page's words: both languages say the same things, in their own typography."""

import json
import re

import pytest

from assistant.web.page import STATIC

WORDS = {code: json.loads((STATIC / f"{code}.json").read_text("utf-8")) for code in ("fr", "en")}
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
