"""The first kinds of rule, and what all share. The folders of ``kinds/`` hold the cases of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from assistant.domain.finding import CheckContext, Finding
from assistant.domain.rule import Rule
from assistant.tone.prepared import Prepared
from assistant.tone.rules import compile_rule

from .conftest import TODAY

RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
CONTEXT = CheckContext(today=TODAY)


def found(text: str, rule: Mapping[str, Any], context: CheckContext = CONTEXT) -> list[Finding]:
    whole = {
        "id": "r",
        "level": "error",
        "message": {"fr": "« {match} » non", "en": "“{match}” no"},
        "examples": {"bad": ["x"], "good": ["y"]},
        **rule,
    }
    compiled = compile_rule(RULE.validate_python(whole))
    if not compiled.applies(context, "fr"):
        return []
    return list(compiled.find(Prepared(text), context, "fr"))


def test_existence_with_exceptions_and_fix() -> None:
    rule = {"kind": "existence", "terms": ["problème"], "fix": "difficulté", "exceptions": ["aucun problème"]}
    one = found("Problème ? Aucun problème.", rule)
    assert [(f.match, f.fix, f.message) for f in one] == [("Problème", "Difficulté", "« Problème » non")]


def test_substitution_keeps_the_capital() -> None:
    rule = {"kind": "substitution", "swap": {"mail": "courriel", "feed back": "retour"}}
    assert [f.fix for f in found("Mail et feed\u00a0back", rule)] == ["Courriel", "retour"]


def test_occurrence_counts() -> None:
    rule = {"kind": "occurrence", "pattern": "!", "min": 1, "max": 2}
    assert [f.start for f in found("a!b!c!d!", rule)] == [5, 7]
    assert [(f.start, f.match) for f in found("rien", rule)] == [(4, "")]


def test_consistency_flags_the_minority() -> None:
    rule = {"kind": "consistency", "groups": {"tu": r"\btu\b", "vous": r"\bvous\b"}}
    assert [f.match for f in found("vous vous tu", rule)] == ["tu"]
    assert found("vous vous", rule) == []


def test_conditional() -> None:
    rule = {"kind": "conditional", "when": r"\boffr\w+", "then": r"\bavec l'accord\b"}
    assert [f.match for f in found("Nous offrons ceci", rule)] == ["offrons"]
    assert found("Nous offrons ceci avec l’accord de la direction", rule) == []


SEQUENCE = {
    "kind": "sequence",
    "order": ["greet", "apologise", "sign"],
    "markers": {"greet": r"\bbonjour\b", "apologise": r"\bdésolés?\b", "sign": r"\bservice clients\b"},
}


def test_sequence_by_markers() -> None:
    assert [f.match for f in found("Désolés. Bonjour. Service clients", SEQUENCE)] == ["Bonjour"]
    assert found("Bonjour. Désolés. Service clients", SEQUENCE) == []


def test_sequence_by_moves() -> None:
    context = CheckContext(today=TODAY, moves=("apologise", "greet"))
    assert [f.match for f in found("Un. Deux.", SEQUENCE, context)] == ["Deux."]


def test_scope_language_and_nature() -> None:
    rule = {"kind": "existence", "terms": ["non"], "scopes": ["script"]}
    assert found("non", rule) == []
    rule = {"kind": "existence", "terms": ["non"], "languages": ["en"]}
    assert found("non", rule) == []
    rule = {"kind": "existence", "terms": ["non"], "natures": ["complaint"]}
    assert found("non", rule) == []
    assert found("non", rule, CheckContext(today=TODAY, nature="complaint/safety"))
