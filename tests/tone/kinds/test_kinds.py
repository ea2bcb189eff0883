"""Every kind of rule on its folder of cases: what it finds stands between ⟦ and ⟧."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Event
from typing import Any

import pytest
import yaml
from pydantic import TypeAdapter

from assistant.domain.charter import Charter, Locale
from assistant.domain.finding import CheckContext, Finding
from assistant.domain.rule import KINDS, Rule
from assistant.tone.checker import Checker
from assistant.tone.fix import apply_fixes
from assistant.tone.load import load_charter
from assistant.tone.opinions import opinions
from assistant.tone.prepared import Prepared
from assistant.tone.rules import compile_rule
from assistant.tone.typography import profile_of, typography_findings

from ..conftest import CHARTER, TODAY

RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
HERE = Path(__file__).parent
FILES = sorted(HERE.glob("*/*.yaml"))
_MARK = re.compile("[⟦⟧]")


class SaysYesTo:
    """A judge that says yes to the texts that hold a word."""

    def __init__(self, word: str) -> None:
        self.word = word
        self.asked: list[tuple[str, str]] = []

    def says_yes(
        self, question: str, text: str, language: str, *, cancel: Event | None = None
    ) -> bool | None:
        self.asked.append((question, language))
        return self.word in text


@cache
def charter() -> Charter:
    return load_charter(CHARTER, for_drafting=False)


def whole(rule: dict[str, Any]) -> Rule:
    filled = {"id": "r", "level": "error", "message": {"fr": "« {match} » non", "en": "“{match}” no"}, **rule}
    if rule["kind"] != "judge":
        filled["examples"] = {"bad": ["x"], "good": ["y"]}
    return RULE.validate_python(filled)


@cache
def cases_of(path: Path) -> tuple[dict[str, Any], Charter, Checker]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    one = replace(charter(), rules=(whole(data["rule"]),))
    return data, one, Checker(one)


def marked() -> Iterator[Any]:
    for path in FILES:
        for n, case in enumerate(cases_of(path)[0]["cases"]):
            yield pytest.param(path, case, id=f"{path.parent.name}.{path.stem}.{n}")


def unmarked(case: str) -> tuple[str, list[tuple[int, int]]]:
    """The text without its marks, and the spans they stood for."""
    text, spans = "", []
    for n, piece in enumerate(_MARK.split(case)):
        if n % 2:
            spans.append((len(text), len(text) + len(piece)))
        text += piece
    return text, spans


def found(path: Path, text: str) -> list[Finding]:
    data, one, checker = cases_of(path)
    context = CheckContext(
        today=TODAY, language=data.get("language"), channel=data.get("channel"), nature=data.get("nature")
    )
    if "yes_to" in data:
        return list(opinions(one, text, context, SaysYesTo(data["yes_to"])))
    return [f for f in checker.check(text, context).findings if f.rule == "r"]


@pytest.mark.parametrize(("path", "case"), list(marked()))
def test_it_finds_what_is_marked_and_nothing_else(path: Path, case: str) -> None:
    text, spans = unmarked(case)
    findings = found(path, text)
    assert [(f.start, f.end) for f in findings] == spans, [f.match for f in findings]
    assert all(text[f.start : f.end] == f.match for f in findings)


@pytest.mark.parametrize("path", [p for p in FILES if "fixes" in cases_of(p)[0]], ids=lambda p: p.stem)
def test_its_fixes(path: Path) -> None:
    for text, fixed in cases_of(path)[0]["fixes"].items():
        assert apply_fixes(text, found(path, text)) == fixed


def test_every_kind_has_cases() -> None:
    assert {path.parent.name for path in FILES} == set(KINDS)
    for kind in KINDS:
        cases = [c for p in FILES if p.parent.name == kind for c in cases_of(p)[0]["cases"]]
        text = "".join(cases)
        assert "⟦" in text and any("⟦" not in c for c in cases), kind
        assert "\u0301" in text or "\u0300" in text, f"{kind}: no combining character"
        assert re.search("[\U0001f300-\U0001faff]", text), f"{kind}: no emoji"
        assert re.search("[\u0590-\u06ff]", text), f"{kind}: nothing written from right to left"
        assert {"", "⟦⟧"} & set(cases), f"{kind}: no empty text"


HOSTILE = {
    "one word": "a" * 1_000_000,
    "capitals": "AB " * 333_000,
    "unknown words": " ".join(f"mes{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}age" for n in range(120_000)),
    "doubled": "pour pour " * 100_000,
    "marks": "!?:;" * 250_000,
    "emoji": "👨‍👩‍👧" * 200_000,
    "addresses": "a@b.c/" * 166_000,
    "odd": "x.y" * 333_000,
    "tags": "<a `" * 250_000,
    "sentences": "Oui non. " * 110_000,
    "blanks": " " * 1_000_000,
    "quotes": "\"a' " * 250_000,
    "gaps": "a" + " " * 999_999,
    "guillemets": "« " * 250_000 + " »" * 250_000,
    "units": "9h " * 333_000,
}


@pytest.mark.slow
@pytest.mark.parametrize("name", list(HOSTILE))
def test_a_megabyte_is_read_in_bounded_time(name: str) -> None:
    """Each kind by itself, on one million characters made to slow it."""
    text = HOSTILE[name]
    prepared = Prepared(text, "fr")
    for path in FILES:
        data, one, _ = cases_of(path)
        if "yes_to" in data:
            continue
        rule = compile_rule(one.rules[0], one)
        began = time.process_time()
        count = sum(1 for _ in rule.find(prepared, CheckContext(today=TODAY, channel="instagram"), "fr"))
        assert time.process_time() - began < 8, (path.parent.name, name)
        assert count <= len(text)
    began = time.process_time()
    profile = profile_of(Locale(address="vous", typography="fr-FR", fine=("post",)))
    assert len(list(typography_findings(prepared, profile, "post", "fr"))) < 10
    assert time.process_time() - began < 8, ("typography", name)


def test_an_opinion_says_that_it_is_one() -> None:
    one = cases_of(HERE / "judge" / "blame.yaml")[1]
    judge = SaysYesTo("")
    context = CheckContext(today=TODAY, language="en", nature="complaint", reader="en")
    (opinion,) = opinions(one, "Thank you for this.", context, judge)
    assert opinion.opinion and opinion.message.startswith("The model's opinion: ")
    assert judge.asked == [("Est-ce une faute ?", "fr")]
    assert list(opinions(one, "Thank you.", replace(context, nature="praise"), judge)) == []
