"""The example company's ready texts: templates, approved replies, demo comments."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from datetime import UTC, datetime
from functools import cache
from itertools import combinations
from pathlib import Path

import pytest
import yaml

from assistant.domain.charter import CharterSettings, Move, Template
from assistant.domain.comment import MAX_COMMENT_CHARS
from assistant.domain.text import fold, ngrams, words
from assistant.domain.triage import NATURES, SUBTYPES

CHARTER = Path(__file__).parents[2] / "charter"
SLOT = re.compile(r"\{([^{}]*)\}")
SLOTS = {"problem", "de_problem", "a_problem", "product", "brand", "team", "name", "private_path", "fact"}
LANGUAGES = ("fr", "en")
ORDINARY: dict[Move, int] = {
    "greet": 8,
    "thank": 15,
    "acknowledge": 15,
    "apologise": 15,
    "next_step": 15,
    "private_path": 15,
    "invite": 15,
    "answer": 15,
    "correct": 15,
    "close": 15,
}
RARE: dict[Move, int] = {"explain": 6, "humour": 6, "rule": 6, "warn": 6, "redress": 6}
KINDS = {*NATURES, *(f"{nature}/{sub}" for nature, subs in SUBTYPES.items() for sub in subs)}

CLICHES = re.compile(
    r"n'hesitez pas|gene occasionnee|votre satisfaction|tres au serieux|soucieux de|dans les plus brefs|"
    r"do not hesitate|don't hesitate|inconvenience|take this very seriously|your satisfaction|"
    r"valued customer|feedback is important|reach out"
)
PROMISES = re.compile(
    r"\b(rembours\w+|dedommag\w+|compensation\w*|geste|offert\w*|gratuit\w*|garanti\w*|remplacer\w*|"
    r"sous \w+ jours|nous allons|demain|rappeller\w*|refund\w*|compensat\w+|gesture|free of charge|"
    r"voucher\w*|guarantee\w*|replacement\w*|tomorrow|we will|we'll|within \w+ (hours|days))\b"
)
CLAIMED_ACTIONS = re.compile(
    r"\bnous (avons|verifions|transmettons|faisons|enquetons|vous rappel\w+|vous recontact\w+)\b|"
    r"\bwe (have (checked|passed|looked|forwarded|opened|contacted)|"
    r"are (checking|investigating|looking into))\b"
)
CONDITIONAL_APOLOGY = re.compile(
    r"(desol|navr|excus|regrett|pardon)\w*[^.]*\bsi (vous|cela)|(sorry|apolog\w+|regret)[^.]*\bif\b"
)


@cache
def settings() -> CharterSettings:
    data = yaml.safe_load((CHARTER / "charter.yaml").read_text(encoding="utf-8"))
    return CharterSettings.model_validate(data)


@cache
def templates() -> tuple[Template, ...]:
    found = []
    for path in sorted((CHARTER / "templates").rglob("*.yaml")):
        for language, entries in yaml.safe_load(path.read_text(encoding="utf-8")).items():
            for key, value in entries.items():
                fields = {"text": value} if isinstance(value, str) else value
                id = f"templates.{path.stem}.{language}.{key}"
                found.append(Template(id=id, move=path.stem, language=language, **fields))
    return tuple(found)


@cache
def rows(name: str) -> tuple[dict[str, object], ...]:
    return tuple(json.loads(line) for line in (CHARTER / name).read_text(encoding="utf-8").splitlines())


def replies() -> tuple[dict[str, object], ...]:
    return rows("replies.jsonl")


def incoming() -> list[dict[str, object]]:
    return [row for row in rows("demo/comments.jsonl") if row.get("direction") != "out"]


def slot_grams(text: str) -> set[tuple[str, ...]]:
    """4-grams in which a slot counts as one word."""
    return ngrams(SLOT.sub(lambda m: "slot" + m[1].replace("_", ""), text))


# ── Templates ───────────────────────────────────────────────────────────────────────────────


def test_a_template_uses_known_slots_and_natures() -> None:
    for template in templates():
        assert set(SLOT.findall(template.text)) <= SLOTS, template.id
        assert set(template.natures) <= KINDS, template.id
        assert template.public or template.private, f"{template.id} can stand nowhere"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_move_has_enough_variants_where_it_may_stand(language: str) -> None:
    usable = Counter(t.move for t in templates() if t.language == language)
    in_public = Counter(t.move for t in templates() if t.language == language and t.public)
    for move, least in (ORDINARY | RARE).items():
        assert usable[move] >= least, (move, usable[move])
    for move, least in ORDINARY.items():
        assert in_public[move] >= least, (move, in_public[move])


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_complaint_has_sentences_with_and_without_its_problem(language: str) -> None:
    for move in ("apologise", "acknowledge"):
        ours = (t for t in templates() if t.move == move and t.language == language)
        mine = [t for t in ours if "complaint" in t.natures]
        with_problem = [t for t in mine if "problem}" in t.text]
        assert len(with_problem) >= 15
        assert len(mine) - len(with_problem) >= 8


def test_a_question_without_a_known_fact_is_answered_honestly() -> None:
    for language in LANGUAGES:
        honest = [t for t in templates() if t.id.startswith(f"templates.answer.{language}.unknown_")]
        assert len(honest) >= 6
        assert all("{fact}" not in t.text and t.natures == ("question",) for t in honest)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_templates_of_a_move_share_four_words_in_a_row(language: str) -> None:
    """Greetings are left out, as they are from the measure of sameness."""
    by_move: dict[str, list[Template]] = defaultdict(list)
    for template in templates():
        if template.language == language and template.move != "greet":
            by_move[template.move].append(template)
    shared = [
        (a.id, b.id, grams)
        for group in by_move.values()
        for a, b in combinations(group, 2)
        if (grams := slot_grams(a.text) & slot_grams(b.text))
    ]
    assert shared == []


def test_a_fact_stands_as_its_own_sentence() -> None:
    for template in templates():
        if "{fact}" in template.text:
            assert re.fullmatch(r"(?:.*[.?!] )?\{fact\}(?: [A-ZÀÉÊ].*[.?!])?", template.text), template.id


def test_the_private_path_is_never_at_the_start_of_a_sentence() -> None:
    for template in templates():
        assert not re.search(r"(?:^|[.?!] )\{private_path\}", template.text), template.id
        assert (template.move == "private_path") <= ("{private_path}" in template.text), template.id


def test_a_problem_is_never_the_subject_of_a_verb() -> None:
    """It may be plural, or feminine, or two phrases: no verb may have to agree with it."""
    subject = re.compile(
        r"(?:^|[.,;:?!] |\b(?:que|combien|et|mais|that|how|and|but|because) )\{problem\} "
        r"(?:ne |n'|vous |nous )?(?:a|ont|est|sont|soit|is|are|was|were|has|have|takes|makes|comes)\b"
    )
    for template in templates():
        assert not re.match(r"\{(?:de_|a_)?problem\}", template.text), template.id
        assert not subject.search(template.text), template.id


def test_the_public_page_never_hears_a_promise_or_an_action_we_claim() -> None:
    for template in templates():
        if template.public:
            folded = fold(template.text)
            assert not PROMISES.search(folded), template.id
            assert not CLAIMED_ACTIONS.search(folded), template.id


def test_no_ready_sentence_is_a_cliche_or_an_apology_with_if() -> None:
    texts = {t.id: t.text for t in templates()} | {str(r["id"]): str(r["reply"]) for r in replies()}
    for name, text in texts.items():
        folded = fold(text)
        assert not CLICHES.search(folded), name
        assert not CONDITIONAL_APOLOGY.search(folded), name


# ── Approved replies ────────────────────────────────────────────────────────────────────────


def test_there_are_sixty_replies_with_their_own_ids() -> None:
    assert len(replies()) == 60
    assert len({r["id"] for r in replies()}) == 60
    assert Counter(r["language"] for r in replies()) == {"fr": 40, "en": 20}


def test_replies_name_known_channels_and_natures() -> None:
    for reply in replies():
        assert set(reply) == {"id", "comment", "reply", "language", "channel", "nature"}
        assert reply["channel"] in settings().channels, reply["id"]
        assert reply["nature"] in NATURES, reply["id"]


def test_a_reply_keeps_to_the_length_of_its_channel_and_is_signed() -> None:
    limits = settings().reply_limits
    for reply in replies():
        text, channel = str(reply["reply"]), settings().channels[str(reply["channel"])]
        assert limits.words_min <= len(words(text)) <= limits.words_max, reply["id"]
        assert len(text) <= channel.hard_chars, reply["id"]
        signature = settings().signature.public if channel.public else settings().signature.private
        team, brand = settings().identity.team, settings().identity.brand
        language = "fr" if reply["language"] == "fr" else "en"
        expected = re.escape(signature[language].replace("{team}", team[language]).replace("{brand}", brand))
        assert re.search(expected.replace(re.escape("{name}"), r"[A-Z][a-zéëè]+") + "$", text), reply["id"]


def test_replies_share_no_run_of_four_words() -> None:
    """The signature, our address and our telephone number are the same everywhere and do not count."""
    fixed = re.compile(
        r"\s\w+, (?:service clients Maison Lumen|Maison Lumen Customer Care)$|\n\n\w+\nMaison Lumen, .*$"
        r"|\b(?:bonjour|hello)@maison-lumen\.example|\b04 65 71 20 30|\b020 7946 0230"
    )
    seen: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for reply in replies():
        for piece in fixed.split(str(reply["reply"])):
            for gram in ngrams(piece):
                seen[gram].add(reply["id"])
    assert {gram: ids for gram, ids in seen.items() if len(ids) > 1} == {}


# ── Demo comments ───────────────────────────────────────────────────────────────────────────


def test_forty_comments_wait_in_both_languages() -> None:
    assert len(incoming()) == 40
    assert Counter(c["language"] for c in incoming()) == {"fr": 26, "en": 14}
    every = rows("demo/comments.jsonl")
    assert len({c["id"] for c in every}) == len(every)
    assert len({fold(str(c["text"])) for c in every}) == len(every)


def test_comments_come_from_known_channels_before_today() -> None:
    opening = datetime(2026, 11, 23, tzinfo=UTC)
    for comment in rows("demo/comments.jsonl"):
        assert comment["channel"] in settings().channels, comment["id"]
        posted = datetime.fromisoformat(str(comment["posted_at"]))
        assert 0 < (opening - posted).total_seconds() < 10 * 86_400, comment["id"]
        assert 0 < len(str(comment["text"])) < MAX_COMMENT_CHARS
        assert comment.get("rating") in (None, 1, 2, 3, 4, 5), comment["id"]


def test_three_threads_go_back_and_forth() -> None:
    by_id = {c["id"]: c for c in rows("demo/comments.jsonl")}
    threads: dict[object, list[dict[str, object]]] = defaultdict(list)
    for comment in by_id.values():
        if "thread_id" in comment:
            threads[comment["thread_id"]].append(comment)
    assert len(threads) == 3
    for turns in threads.values():
        turns.sort(key=lambda c: str(c["posted_at"]))
        assert [c.get("direction", "in") for c in turns] == ["in", "out", "in"]
        assert [c.get("parent_id") for c in turns] == [None, turns[0]["id"], turns[1]["id"]]
        assert len({c["channel"] for c in turns}) == 1


def test_the_first_screen_holds_hostile_text_too() -> None:
    texts = [str(c["text"]) for c in incoming()]
    assert any("instructions précédentes" in t and "500 €" in t for t in texts), "a prompt injection"
    assert any("<b>" in t and "<a href" in t for t in texts), "HTML"
    assert any(len(re.findall(r"[\U0001F300-\U0001FAFF]", t)) >= 10 for t in texts), "many emoji"
