"""The folder for Vale: documented keys only, and expressions that find what the charter's rules find."""

from __future__ import annotations

import configparser
from typing import Any, get_args

import pytest
import regex
import yaml
from pydantic import TypeAdapter

from assistant.domain.charter import Charter
from assistant.domain.finding import CheckContext
from assistant.domain.rule import Rule
from assistant.tone.prepared import Prepared
from assistant.tone.rules import compile_rule
from assistant.tone.vale import _KINDS, _translated, style_name, vale_folder
from assistant.tone.vale_pattern import Untranslatable, vale_pattern, vale_term

from .conftest import TODAY

RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
CONTEXT = CheckContext(today=TODAY)
HEADER = {"extends", "message", "description", "level", "scope", "link", "limit", "action"}
DOCUMENTED = {
    "existence": {"append", "ignorecase", "nonword", "raw", "tokens", "exceptions", "vocab"},
    "substitution": {"ignorecase", "nonword", "swap", "pos", "exceptions", "vocab", "capitalize"},
    "occurrence": {"ignorecase", "max", "min", "token"},
    "repetition": {"ignorecase", "alpha", "tokens", "max", "exceptions", "vocab"},
    "consistency": {"ignorecase", "nonword", "either"},
    "conditional": {"ignorecase", "first", "second", "exceptions", "vocab"},
    "capitalization": {"match", "style", "exceptions", "indicators", "threshold", "prefix", "vocab"},
    "metric": {"formula", "condition"},
    "spelling": {"custom", "filters", "ignore", "dictionaries", "dicpath", "append"},
    "sequence": {"ignorecase", "tokens"},
}
"""The keys of Vale's documentation, by extension point."""
REQUIRED = {
    "existence": {"tokens"},
    "substitution": {"swap"},
    "occurrence": {"token"},
    "repetition": {"tokens"},
    "consistency": {"either"},
    "conditional": {"first", "second"},
    "metric": {"formula", "condition"},
    "spelling": set(),
}


def compiled(pattern: str, *, ignorecase: bool = True) -> Any:
    """As Vale's engine reads it: several lines, Unicode words, ``\\z`` for the end of the text."""
    flags = regex.MULTILINE | (regex.IGNORECASE if ignorecase else 0)
    return regex.compile(pattern.replace(r"\z", r"\Z"), flags)


def valid(body: dict[str, Any]) -> None:
    kind = body["extends"]
    assert set(body) <= HEADER | DOCUMENTED[kind], set(body) - HEADER - DOCUMENTED[kind]
    assert REQUIRED[kind] <= set(body)
    assert body["level"] in ("error", "warning", "suggestion") and body["message"].strip()
    assert body.get("scope", "text") in ("text", "raw", "sentence", "paragraph")
    assert "{" not in body["message"] + body.get("description", "")
    assert body["message"].replace("%%", "").count("%") == body["message"].count("%s") <= 2
    for pattern in (*body.get("tokens", ()), *body.get("exceptions", ()), *body.get("either", ())):
        compiled(pattern)
    for pattern in (body.get("token"), body.get("first"), body.get("second"), *body.get("swap", ())):
        if pattern:
            assert compiled(pattern).groups == 0, "Vale counts on groups of its own"


def test_the_folder_follows_the_documented_format(charter: Charter) -> None:
    folder = vale_folder(charter)
    ini = configparser.ConfigParser(strict=True)
    ini.optionxform = str  # type: ignore[assignment,method-assign]
    ini.read_string("[core]\n" + folder.files[".vale.ini"])
    assert dict(ini["core"]) == {
        "StylesPath": "styles",
        "MinAlertLevel": "suggestion",
        "Vocab": "MaisonLumen",
    }
    assert ini["*.fr.{md,txt}"]["BasedOnStyles"] == "Vale, MaisonLumen-fr"
    rules = {path: text for path, text in folder.files.items() if path.endswith(".yml")}
    assert len(rules) > 80
    for path, text in rules.items():
        style, name = path.split("/")[1:]
        assert path.startswith("styles/") and style in ("MaisonLumen-fr", "MaisonLumen-en")
        assert regex.fullmatch(r"[A-Za-z0-9_]+\.yml", name)
        valid(yaml.safe_load(text))
    vocabulary = "styles/config/vocabularies/MaisonLumen"
    assert "Baladine" in folder.files[f"{vocabulary}/accept.txt"].splitlines()
    assert "Lampyre & Fils" in folder.files[f"{vocabulary}/reject.txt"].splitlines()


def test_nothing_is_left_out_in_silence(charter: Charter) -> None:
    folder = vale_folder(charter)
    told = {(r.rule, r.language) for r in folder.rules}
    assert told == {(rule.id, language) for rule in charter.rules for language in rule.languages}
    assert {path for r in folder.rules for path in r.files} == {p for p in folder.files if p.endswith(".yml")}
    assert all(r.files or r.losses for r in folder.rules)
    for canary in charter.settings.confidentiality.canaries:
        assert not any(canary in text for text in folder.files.values())


def test_what_the_rules_find_vale_finds(charter: Charter) -> None:
    """On the rules' own examples, each in the language of the style it is in."""
    tried = 0
    for rule in charter.rules:
        for language in rule.languages:
            bodies, _, _ = _translated(rule, language)
            for body in bodies:
                tokens = body.get("tokens") or list(body.get("swap", ()))
                if body["extends"] not in ("existence", "substitution") or not tokens:
                    continue
                pattern = compiled("|".join(f"(?:{t})" for t in tokens), ignorecase=body["ignorecase"])
                spared = [compiled(rf"\b(?:{e})\b") for e in body.get("exceptions", ())]
                own = compile_rule(rule, charter)
                for text in (*rule.examples.bad, *rule.examples.good):
                    ours = sorted(f.match for f in own.find(Prepared(text, language), CONTEXT, "fr"))
                    found = [m for m in pattern.finditer(text) if m.start() < m.end()]
                    theirs = sorted(
                        m.group()
                        for m in found
                        if not any(
                            s.start() <= m.start() and m.end() <= s.end()
                            for e in spared
                            for s in e.finditer(text)
                        )
                    )
                    if rule.kind in ("existence", "substitution"):
                        assert theirs == ours, (rule.id, text)
                        tried += 1
    assert tried > 200


@pytest.mark.parametrize(
    ("pattern", "texts", "silent"),
    [
        (r"\btu\b", ["Tu es", "es-tu"], ["reçu tué", "statue"]),
        (r"désol\w+ si vous", ["Désolés si\u00a0vous", "désolée si\u202fvous"], ["désolé si"]),
        (r"l'(?P<x>été|an)", ["l’été", "L'an", "lʼÉTÉ"], ["l été"]),
        (r"^\s*(bonjour|hello)", ["Bonjour", "\nhello"], ["Ah\nBonjour"]),
        (r"(?m)^merci$", ["a\nMerci\nb"], ["a merci"]),
        (r"[a-z[:digit:]'-]+x", ["a9’-x"], ["x"]),
        (r"[^[\]]{3}", ["abc"], ["[]["]),
        (r"[\x{A0} ]€", ["5\u00a0€", "5\u202f€"], ["5€"]),
        (r"\pLx|\p{^N}\.|\PN-", ["éx", "a.", "a-"], ["9."]),
        (r"100 %|a\.b\/c", ["100\u00a0%", "A.B/C"], ["100%", "axb/c"]),
    ],
)
def test_a_pattern_keeps_its_meaning(pattern: str, texts: list[str], silent: list[str]) -> None:
    from assistant.tone.patterns import compile_pattern

    own, theirs = compile_pattern(pattern), compiled(vale_pattern(pattern))
    for text in texts:
        assert own.search(Prepared(text)) and theirs.search(text), text
    for text in silent:
        assert not own.search(Prepared(text)) and not theirs.search(text), text


def test_what_vale_cannot_say_is_refused() -> None:
    for pattern in (r"(?U)a+", r"[[:^alpha:]]"):
        with pytest.raises(Untranslatable):
            vale_pattern(pattern)
    assert compiled(vale_term("S.A.V.")).search("le S.A.V. et") and not compiled(vale_term("SAV")).search(
        "SAVoir"
    )


BASE: dict[str, Any] = {
    "id": "f.r",
    "level": "warning",
    "message": {"fr": "« {match} » : {value} sur {limit}, 100 %.", "en": "“{match}”: {value} of {limit}."},
    "examples": {"bad": ["x"], "good": ["y"]},
}


@pytest.mark.parametrize(
    ("rule", "extends", "keys"),
    [
        ({"kind": "occurrence", "pattern": "!", "max": 0}, ["existence"], {"tokens": ["!"]}),
        ({"kind": "occurrence", "pattern": "!", "min": 1, "max": 2}, ["occurrence"], {"min": 1, "max": 2}),
        (
            {"kind": "consistency", "groups": {"a": "x", "b": "y", "c": "z"}},
            ["consistency"] * 3,
            {"either": {"x": "y"}},
        ),
        ({"kind": "repetition"}, ["repetition"], {"alpha": True}),
        ({"kind": "repetition", "unit": "opening"}, [], {}),
        (
            {"kind": "capitalization", "words": ["Maison Lumen"], "shouting": True},
            ["existence"],
            {"ignorecase": False},
        ),
        ({"kind": "readability", "min": 55, "languages": ["en"]}, ["metric"], {"condition": "< 55.0"}),
        ({"kind": "readability", "min": 55, "languages": ["fr"]}, [], {}),
        (
            {"kind": "spelling", "level": "suggestion", "languages": ["en"], "words": ["kWh"]},
            ["spelling"],
            {},
        ),
        (
            {"kind": "metric", "measure": "words", "min": 5, "max": 90},
            ["metric", "metric"],
            {"condition": "< 5.0"},
        ),
        (
            {"kind": "metric", "measure": "words", "per": "sentence", "max": 30},
            ["occurrence"],
            {"scope": "sentence"},
        ),
        (
            {"kind": "metric", "measure": "characters", "max": 280},
            ["occurrence"],
            {"max": 280, "scope": "raw"},
        ),
        ({"kind": "metric", "measure": "emoji", "max": "channel"}, [], {}),
        ({"kind": "metric", "measure": "emoji", "max": 0}, ["existence"], {}),
        ({"kind": "sequence", "order": ["greet", "sign"], "markers": {"greet": "a", "sign": "b"}}, [], {}),
        ({"kind": "judge", "question": {"en": "Is it curt?"}}, [], {}),
    ],
)
def test_each_kind(rule: dict[str, Any], extends: list[str], keys: dict[str, Any]) -> None:
    made = RULE.validate_python({**BASE, **rule})
    bodies, losses, _ = _translated(made, made.languages[0])
    assert [body["extends"] for body in bodies] == extends
    assert bodies or losses
    for body in bodies:
        valid(body)
    for key, value in keys.items():
        assert bodies[0][key] == value


def test_every_kind_is_translated_or_said_to_have_no_counterpart() -> None:
    kinds = {get_args(m.model_fields["kind"].annotation)[0] for m in get_args(get_args(Rule)[0])}
    assert kinds - set(_KINDS) == {"sequence", "judge"}


def test_capitals_in_vale() -> None:
    made = RULE.validate_python({**BASE, "kind": "capitalization", "words": ["Maison Lumen"]})
    [body], _, _ = _translated(made, "fr")
    pattern = compiled(body["tokens"][0], ignorecase=False)
    assert pattern.search("chez maison lumen") and not pattern.search("chez Maison Lumen")


def test_a_brand_becomes_a_folder_name() -> None:
    assert [style_name(b) for b in ("Maison Lumen", "L'Étoile & Fils", "東京")] == [
        "MaisonLumen",
        "LEtoileFils",
        "House",
    ]
