"""What a change of the charter means, and which past replies it stops."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any, get_args

import pytest
from pydantic import TypeAdapter

from assistant.domain.charter import Charter
from assistant.domain.reply import ApprovedReply
from assistant.domain.rule import Rule
from assistant.tone.changes import Change, changes, newly_failing
from assistant.tone.checker import Checker
from assistant.tone.meanings import MEANINGS, Area, effect_of

from .conftest import TODAY

RULE: TypeAdapter[Rule] = TypeAdapter(Rule)
BASE: dict[str, Any] = {
    "id": "f.r",
    "kind": "existence",
    "level": "warning",
    "scopes": ["public_reply", "post"],
    "terms": ["hélas", "malheureusement"],
    "message": {"fr": "« {match} » non.", "en": "“{match}” no."},
    "examples": {"bad": ["Hélas, non."], "good": ["Non."]},
}
COUNT = {**BASE, "kind": "occurrence", "pattern": "!", "max": 2} | {"terms": ...}
SWAP = {**BASE, "kind": "substitution", "swap": {"mail": "courriel"}} | {"terms": ...}


def rule(data: dict[str, Any], **more: Any) -> Rule:
    return RULE.validate_python({k: v for k, v in {**data, **more}.items() if v is not ...})


def between(charter: Charter, old: list[Rule], new: list[Rule], texts: tuple[str, ...] = ()) -> list[Change]:
    before, now = (replace(charter, rules=tuple(rules)) for rules in (old, new))
    return list(changes(before, now, texts).entries)


@pytest.mark.parametrize(
    ("base", "new", "effect", "field"),
    [
        (BASE, {"level": "error"}, "tightened", "level"),
        (BASE, {"level": "suggestion"}, "loosened", "level"),
        (BASE, {"scopes": ["public_reply"]}, "loosened", "scopes"),
        (BASE, {"scopes": ["public_reply", "post", "script"]}, "tightened", "scopes"),
        (BASE, {"scopes": ["public_reply", "script"]}, "changed", "scopes"),
        (BASE, {"languages": ["fr"]}, "loosened", "languages"),
        (BASE, {"natures": ["complaint"]}, "loosened", "natures"),
        (BASE, {"terms": ["hélas"]}, "loosened", "terms"),
        (BASE, {"terms": ["hélas", "malheureusement", "las"]}, "tightened", "terms"),
        (BASE, {"exceptions": ["hélas oui"]}, "loosened", "exceptions"),
        (BASE, {"message": {"fr": "« {match} » : non."}}, "reworded", "message.fr"),
        (BASE, {"why": {"fr": "Parce que."}}, "reworded", "why.fr"),
        (BASE, {"fix": "mais"}, "reworded", "fix"),
        (COUNT, {"max": 3}, "loosened", "max"),
        (COUNT, {"max": 1}, "tightened", "max"),
        (COUNT, {"max": ..., "min": 1}, "changed", "max"),
        (COUNT, {"min": 1}, "tightened", "min"),
        (SWAP, {"swap": {"mail": "courriel", "SAV": "service clients"}}, "tightened", "swap.SAV"),
        (SWAP, {"swap": {"mail": "message"}}, "reworded", "swap.mail"),
        (SWAP, {"swap": {"e-mail": "courriel"}}, "changed", "swap.e-mail"),
    ],
)
def test_what_a_field_means(
    charter: Charter, base: dict[str, Any], new: dict[str, Any], effect: str, field: str
) -> None:
    [change] = between(charter, [rule(base)], [rule(base, **new)])
    assert (change.area, change.id, change.effect) == ("rule", "f.r", effect)
    assert field in [f.field for f in change.fields]
    [back] = between(charter, [rule(base, **new)], [rule(base)])
    assert back.effect == {"loosened": "tightened", "tightened": "loosened"}.get(effect, effect)


def test_added_removed_and_nothing(charter: Charter) -> None:
    assert [c.effect for c in between(charter, [], [rule(BASE)])] == ["added"]
    assert [c.effect for c in between(charter, [rule(BASE)], [])] == ["removed"]
    assert between(charter, [rule(BASE)], [rule(BASE)]) == []
    assert changes(charter, charter).entries == ()


PATTERN = {**BASE, "terms": ..., "pattern": r"\bhélas\b"}


def test_a_pattern_is_tried(charter: Charter) -> None:
    wider = rule(PATTERN, pattern=r"\bhélas\b|\bdommage\b")
    texts = ("Quel dommage.", "Merci.")
    [change] = between(charter, [rule(PATTERN)], [wider], texts)
    assert (change.effect, change.now_flagged, change.no_longer_flagged) == (
        "tightened",
        ("Quel dommage.",),
        (),
    )
    [change] = between(charter, [wider], [rule(PATTERN)], texts)
    assert (change.effect, change.no_longer_flagged) == ("loosened", ("Quel dommage.",))
    [change] = between(charter, [rule(PATTERN)], [wider])
    assert change.effect == "changed", "no text tried shows the difference"
    other = rule(PATTERN, pattern=r"\bdommage\b")
    [change] = between(charter, [rule(PATTERN)], [other], texts)
    assert (change.effect, change.now_flagged, change.no_longer_flagged) == (
        "changed",
        ("Quel dommage.",),
        ("Hélas, non.",),
    )


def test_a_lower_level_and_a_wider_pattern_is_no_loosening(charter: Charter) -> None:
    new = rule(PATTERN, pattern=r"\bhélas\b|\bdommage\b", level="suggestion")
    [change] = between(charter, [rule(PATTERN)], [new], ("Quel dommage.",))
    assert change.effect == "changed"


def settings(charter: Charter, **more: Any) -> Charter:
    return replace(charter, settings=charter.settings.model_copy(update=more))


def first(items: tuple[Any, ...], **more: Any) -> tuple[Any, ...]:
    return (items[0].model_copy(update=more), *items[1:])


ELSEWHERE: list[tuple[Area, str, Callable[[Charter], Charter]]] = [
    ("fact", "tightened", lambda c: replace(c, facts=first(c.facts, public=not c.facts[0].public))),
    ("fact", "tightened", lambda c: replace(c, facts=first(c.facts, valid_until=date(2026, 1, 1)))),
    ("fact", "changed", lambda c: replace(c, facts=first(c.facts, text={"fr": "Non.", "en": "No."}))),
    ("fact", "removed", lambda c: replace(c, facts=c.facts[1:])),
    (
        "commitment",
        "tightened",
        lambda c: settings(c, commitments=first(c.settings.commitments, authority="direction")),
    ),
    (
        "standing_commitment",
        "tightened",
        lambda c: settings(c, standing_commitments=first(c.settings.standing_commitments, public=False)),
    ),
    (
        "gesture",
        "loosened",
        lambda c: settings(c, gestures=first(c.settings.gestures, severities=("S1", "S2", "S3", "S4"))),
    ),
    (
        "channel",
        "loosened",
        lambda c: settings(
            c,
            channels=c.settings.channels
            | {"google_reviews": c.settings.channels["google_reviews"].model_copy(update={"links_max": 2})},
        ),
    ),
    (
        "reply_limits",
        "tightened",
        lambda c: settings(
            c, reply_limits=c.settings.reply_limits.model_copy(update={"four_eyes_from": "S3"})
        ),
    ),
    ("playbook", "changed", lambda c: replace(c, playbooks=first(c.playbooks, action="person"))),
    (
        "playbook",
        "reworded",
        lambda c: replace(c, playbooks=first(c.playbooks, objective={"fr": "a", "en": "b"})),
    ),
    ("template", "reworded", lambda c: replace(c, templates=first(c.templates, text="Bonjour,"))),
    ("template", "removed", lambda c: replace(c, templates=c.templates[1:])),
    ("passage", "reworded", lambda c: replace(c, passages=first(c.passages, text={"fr": "a", "en": "b"}))),
    ("problem", "changed", lambda c: replace(c, problems=first(c.problems, weight=99))),
    ("setting", "loosened", lambda c: settings(c, competitors=())),
    ("setting", "changed", lambda c: settings(c, private_path={"fr": ("a",), "en": ("b",)})),
]


@pytest.mark.parametrize(("area", "effect", "edit"), ELSEWHERE)
def test_the_rest_of_the_charter(
    charter: Charter, area: Area, effect: str, edit: Callable[[Charter], Charter]
) -> None:
    [change] = changes(charter, edit(charter)).entries
    assert (change.area, change.effect) == (area, effect)


def test_every_row_names_a_field(charter: Charter) -> None:
    """A row with a misspelt name would never be used, and the field be called unclear."""
    of = charter.settings
    fields = {
        "rule": {f for model in get_args(get_args(Rule)[0]) for f in model.model_fields},
        "setting": {f for m in (of, of.confidentiality, of.identity) for f in type(m).model_fields},
        **{
            area: set(type(entry).model_fields)
            for area, entry in (
                ("fact", charter.facts[0]),
                ("commitment", of.commitments[0]),
                ("standing_commitment", of.standing_commitments[0]),
                ("gesture", of.gestures[0]),
                ("channel", of.channels["email"]),
                ("reply_limits", of.reply_limits),
                ("playbook", charter.playbooks[0]),
                ("template", charter.templates[0]),
                ("passage", charter.passages[0]),
                ("problem", charter.problems[0]),
            )
        },
    }
    for row in MEANINGS:
        area, *_, name = row.split(".")
        assert name in fields[area], row
    assert effect_of("rule", "somekind", "somefield", 1, 2) == "changed"


GOOD = "Bonjour, nous sommes désolés pour le retard de votre livraison. Écrivez-nous à bonjour@maison-lumen.example. Camille"
VOWED = "Bonjour, hélas le retard est réel, nous en sommes désolés. Camille"


def test_which_past_replies_fail_now(charter: Charter) -> None:
    strict = replace(charter, rules=(*charter.rules, rule(BASE, level="error")))
    replies = [
        ApprovedReply(id, "Trois semaines de retard !", text, "fr", "google_reviews", "complaint", "Camille")
        for id, text in (("a", GOOD), ("b", VOWED))
    ]
    now = newly_failing(Checker(charter), Checker(strict), replies, TODAY)
    assert [(v.reply.id, [(f.rule, f.match) for f in v.findings]) for v in now.failing] == [
        ("b", [("f.r", "hélas")])
    ]
    assert (now.passing, now.read) == ((), 2)
    back = newly_failing(Checker(strict), Checker(charter), replies, TODAY)
    assert [v.reply.id for v in back.passing] == ["b"] and back.failing == ()


def test_a_fact_that_goes_stops_the_reply_that_told_it(charter: Charter) -> None:
    text = "Bonjour, vous disposez de trente jours après la livraison pour nous retourner un article. Camille"
    reply = ApprovedReply("a", "Puis-je renvoyer ma lampe ?", text, "fr", "google_reviews", "question")
    without = replace(charter, facts=tuple(f for f in charter.facts if "trente jours" not in f.text["fr"]))
    assert len(without.facts) < len(charter.facts)
    found = newly_failing(Checker(charter), Checker(without), [reply], TODAY)
    assert [v.reply.id for v in found.failing] == ["a"]
    assert all(f.level == "error" and f.rule.startswith("claims.") for v in found.failing for f in v.findings)


def test_a_channel_made_private_changes_what_is_checked(charter: Charter) -> None:
    channel = charter.settings.channels["google_reviews"]
    private = settings(
        charter,
        channels=charter.settings.channels | {"google_reviews": channel.model_copy(update={"public": False})},
    )
    [change] = changes(charter, private).entries
    assert (change.area, change.id, change.effect) == ("channel", "google_reviews", "loosened")


def test_an_error_that_only_moved_is_not_new(charter: Charter) -> None:
    old = replace(charter, rules=(rule(BASE, level="error"),))
    new = replace(charter, rules=(rule(BASE, level="error", terms=["hélas le retard"]),))
    reply = ApprovedReply("b", "?", VOWED, "fr", "google_reviews", "complaint", "Camille")
    found = newly_failing(Checker(old), Checker(new), [reply], TODAY)
    assert (found.failing, found.passing) == ((), ())
