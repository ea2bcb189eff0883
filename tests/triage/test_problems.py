"""What customers complain about: the shipped vocabulary, and how it is found in their words."""

from __future__ import annotations

import re
import time
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.domain.charter import Problem
from assistant.domain.text import fold, words
from assistant.triage.problem_cues import CueMatcher, read_words
from assistant.triage.problems import ProblemFinder

HERE = Path(__file__).parent
FOLDER = HERE.parents[1] / "charter" / "problems"
DETERMINERS = {
    "fr": re.compile(r"(?:le|la|les|ce|cette|cet|ces|votre|vos|un|une) |l'"),
    "en": re.compile(r"(?:the|your|this|these|a|an) "),
}
FORBIDDEN = re.compile(
    r"\b(?:mon|ma|mes|my|nos clients|promet\w*|promis\w*|garanti(?:r|ssons)|notre faute|our fault"
    r"|nul|nulle|horrible|scandaleu\w+|honte\w*|shameful|terrible|awful|stupid|useless|incompeten\w+)\b"
)


@cache
def shipped() -> tuple[Problem, ...]:
    return tuple(
        Problem(id=f"{file.stem}.{key}", sector=file.stem, **body)
        for file in sorted(FOLDER.glob("*.yaml"))
        for key, body in yaml.safe_load(file.read_text(encoding="utf-8")).items()
    )


@cache
def finder(*sectors: str) -> ProblemFinder:
    return ProblemFinder(shipped(), sectors=sectors)


def read_cases(name: str) -> Any:
    return yaml.safe_load((HERE / name).read_text(encoding="utf-8"))


def problem(id: str, *, fr: tuple[str, ...] = (), en: tuple[str, ...] = (), weight: int = 1) -> Problem:
    return Problem(
        id=id,
        sector=id.split(".")[0],
        description={"fr": id, "en": id},
        cues={"fr": fr, "en": en},
        nouns={"fr": ("le point",), "en": ("the point",)},
        weight=weight,
    )


def ids(found: Any) -> list[str]:
    return [mention.id for mention in found]


# The vocabulary


def test_every_file_loads_and_every_sector_is_there() -> None:
    assert len(shipped()) >= 120
    assert {p.sector for p in shipped()} == {
        "service", "retail", "delivery", "hospitality", "banking",
        "telecom", "software", "transport", "health", "public_service",
    }  # fmt: skip


@pytest.mark.parametrize("entry", shipped(), ids=lambda p: p.id)
def test_nouns_follow_sorry_for(entry: Problem) -> None:
    for language, determiner in DETERMINERS.items():
        nouns = entry.nouns[language]  # type: ignore[index]
        assert len(nouns) >= 4
        assert len(set(nouns)) == len(nouns)
        for noun in nouns:
            assert determiner.match(noun), noun
            assert len(words(noun)) <= 12, noun
            assert not FORBIDDEN.search(fold(noun)), noun
            assert noun == noun.strip() and noun[-1].isalpha(), noun


@pytest.mark.parametrize("entry", shipped(), ids=lambda p: p.id)
def test_cues_can_be_read(entry: Problem) -> None:
    assert set(entry.description) == set(entry.cues) == {"fr", "en"}
    assert 1 <= entry.weight <= 10
    for language, cues in entry.cues.items():
        assert len(cues) >= 5
        assert len(set(cues)) == len(cues)
        for cue in cues:
            assert cue == cue.lower()
            assert re.fullmatch(r"[\w' \-/*…]+", cue), cue
            assert not cue.startswith("…") and not cue.endswith("…"), cue
            assert any(len(w.form) > 1 for w in read_words(cue, language)), cue
            assert all(len(stem) >= 3 for stem in re.findall(r"(\w+)\*", cue)), cue


def test_only_real_dangers_carry_a_severity() -> None:
    grave = {p.id for p in shipped() if p.severity == "S1"}
    assert {"service.injury", "service.data_breach", "hospitality.food_poisoning"} <= grave
    assert all(p.weight >= 8 for p in shipped() if p.severity)


SENTENCES = [(id, language, text) for id, both in read_cases("problem_sentences.yaml").items()
             for language, text in both.items()]  # fmt: skip


def test_every_problem_has_a_sentence_in_both_languages() -> None:
    assert {(id, language) for id, language, _ in SENTENCES} == {
        (p.id, language) for p in shipped() for language in ("fr", "en")
    }


@pytest.mark.parametrize(("id", "language", "text"), SENTENCES, ids=[f"{i}-{la}" for i, la, _ in SENTENCES])
def test_a_sentence_names_its_problem(id: str, language: str, text: str) -> None:
    entry = next(p for p in shipped() if p.id == id)
    assert fold(text.rstrip(".!?")) not in {fold(cue) for cue in entry.cues[language]}  # type: ignore[index]
    assert id in ids(finder(entry.sector).find(text, language, limit=5))


# Finding


@pytest.mark.parametrize("case", read_cases("problem_cases.yaml"), ids=lambda c: c["text"][:40] or "empty")
def test_cases(case: dict[str, Any]) -> None:
    found = finder(*case.get("sectors", ())).find(case["text"], case["language"])
    assert sorted(ids(found)) == sorted(case["found"])


def test_spans_quote_the_text_as_written() -> None:
    text = "Bonjour. L’Été dernier, JAMAIS REÇU mon vélo !"
    (mention,) = finder().find(text, "fr")
    assert (mention.quote, text[mention.start : mention.end]) == ("JAMAIS REÇU", "JAMAIS REÇU")


def test_cue_notation() -> None:
    matcher = CueMatcher(["pas/jamais livr*", "retard … livraison", "plus d'internet"], "fr")

    def found(text: str) -> list[int]:
        return [match.cue for match in matcher.find(read_words(text, "fr"))]

    assert found("jamais livrée") == [0]
    assert found("pas encore livré") == [0], "a small word may stand between"
    assert found("pas été prévenu livré") == [], "any other word may not"
    assert found("retard dans ma livraison") == [1]
    assert found("retard un deux trois quatre livraison") == [1]
    assert found("retard un deux trois quatre cinq livraison") == []
    assert found("retard. livraison") == [], "no cue crosses a stop"
    assert found("plus dinternet") == found("plus d’internet") == [2]


def test_the_most_specific_cue_wins_where_two_overlap() -> None:
    vocabulary = (
        problem("a.short", fr=("pas reçu",)),
        problem("b.long", fr=("pas reçu de réponse",)),
    )
    assert ids(ProblemFinder(vocabulary).find("je n'ai pas reçu de réponse", "fr")) == ["b.long"]


def test_a_foreign_sector_gives_way_where_home_names_the_place() -> None:
    vocabulary = (
        problem("telecom.cut", en=("it keeps dropping out",)),
        problem("retail.cut", en=("dropping out",)),
        problem("service.cut", en=("rude",)),
    )
    at_home = ProblemFinder(vocabulary, sectors=["retail"])
    assert ids(at_home.find("it keeps dropping out", "en")) == ["retail.cut"]
    elsewhere = ProblemFinder(vocabulary, sectors=["banking"])
    assert ids(elsewhere.find("it keeps dropping out and they were rude", "en")) == [
        "telecom.cut",
        "service.cut",
    ]
    assert ids(ProblemFinder(vocabulary).find("it keeps dropping out", "en")) == ["telecom.cut"]


def test_one_word_is_too_little_to_leave_the_own_sectors() -> None:
    vocabulary = (problem("telecom.cut", fr=("coupure", "coupure internet")),)
    at_home = ProblemFinder(vocabulary, sectors=["retail"])
    assert ids(at_home.find("une coupure de presse", "fr")) == []
    assert ids(at_home.find("une coupure internet", "fr")) == ["telecom.cut"]


def test_heaviest_first_then_in_order_and_no_more_than_the_limit() -> None:
    vocabulary = (
        problem("a.one", en=("one",)),
        problem("a.two", en=("two",)),
        problem("a.three", en=("three",), weight=9),
    )
    found = ProblemFinder(vocabulary).find("two one two three one", "en", limit=2)
    assert ids(found) == ["a.three", "a.two"]
    assert found[1].start == 0, "each problem once, where it is first named"


def test_no_vocabulary_finds_nothing() -> None:
    assert ProblemFinder(()).find("jamais livré", "fr") == ()


ANY_TEXT = st.text(max_size=300) | st.lists(
    st.sampled_from(
        ["pas", "jamais", "livré", "d’internet", "no", "reply", "late", "…", ".", "'", "İ", "ﬁ", "é", "\n"]
    ),
    max_size=40,
).map(" ".join)


@settings(max_examples=300, deadline=None)
@given(text=ANY_TEXT, language=st.sampled_from(["fr", "en", "und", ""]), limit=st.integers(0, 6))
def test_any_text_gives_right_spans(text: str, language: str, limit: int) -> None:
    found = finder("telecom").find(text, language, limit)
    assert len(found) <= limit
    assert len({mention.id for mention in found}) == len(found)
    for mention in found:
        assert 0 <= mention.start < mention.end <= len(text)
        assert mention.quote == text[mention.start : mention.end]


@pytest.mark.parametrize(
    "unit", ["pas livré, ", "pas toujours ", "aucune réponse, jamais livré. ", "l'", "a"]
)
def test_a_long_text_takes_no_time(unit: str) -> None:
    text = (unit * (100_000 // len(unit) + 1))[:100_000]
    finder().find("", "fr")
    started = time.process_time()
    finder().find(text, "fr")
    assert time.process_time() - started < 1.0
