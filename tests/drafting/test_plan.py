"""From a triaged comment to a plan: which moves, which facts, or why there is no draft."""

from __future__ import annotations

import pytest

from assistant.domain.charter import Charter
from assistant.domain.comment import CaseFact, Comment, Ownership
from assistant.domain.triage import NATURES, Nature, NatureGuess, ProblemMention, Severity, Triage
from assistant.drafting.plan import MAX_PROBLEMS, Plan, make_plan

PUBLIC, PRIVATE = "google_reviews", "email"
FACTS = (CaseFact("Dit à tous."), CaseFact("Dit au client.", "private"), CaseFact("Jamais dit.", "never"))


def planned(
    charter: Charter,
    nature: Nature = "complaint",
    *,
    channel: str = PUBLIC,
    severity: Severity = "S3",
    language: str = "fr",
    subtype: str | None = None,
    unsure: bool = False,
    problems: tuple[str, ...] = (),
    facts: tuple[CaseFact, ...] = (),
    direction: str = "in",
    turns: int = 0,
) -> Plan:
    ownership: Ownership = charter.ownership_of(channel)
    playbook = charter.playbook_for(nature, subtype, ownership)
    comment = Comment(id="1", text="…", channel=channel, facts=facts, direction=direction)  # type: ignore[arg-type]
    triage = Triage(
        id="1",
        language=language,
        nature=nature,
        severity=severity,
        subtype=subtype,
        ownership=ownership,
        playbook=playbook.id if playbook else "",
        unsure=unsure,
        problems=tuple(ProblemMention(p, 0, 1, "…") for p in problems),
        alternatives=(NatureGuess("debate", 0.4),),
    )
    return make_plan(charter, comment, triage, public_turns=turns)


def test_every_nature_and_place_has_an_outcome_with_its_reason(charter: Charter) -> None:
    for nature in NATURES:
        for channel in charter.settings.channels:
            plan = planned(charter, nature, channel=channel)
            assert (plan.outcome == "draft") == (plan.reason == ""), (nature, channel)
            if plan.outcome == "draft":
                assert plan.playbook.action == "reply" and plan.moves and plan.words_max >= 20


@pytest.mark.parametrize("channel, kind", [(PUBLIC, "public_reply"), (PRIVATE, "private_reply")])
def test_the_place_makes_the_reply_public_or_private(charter: Charter, channel: str, kind: str) -> None:
    assert planned(charter, channel=channel).kind == kind


def test_a_place_the_charter_does_not_name_is_public(charter: Charter) -> None:
    assert planned(charter, channel="somewhere_new").public


def test_s1_and_doubt_leave_the_writing_to_a_person(charter: Charter) -> None:
    worst = planned(charter, severity="S1")
    unsure = planned(charter, unsure=True)
    assert (worst.outcome, unsure.outcome) == ("abstain", "abstain")
    assert "S1" in worst.reason and "réclamation" in unsure.reason and "débat" in unsure.reason


def test_s1_is_written_by_a_person_even_where_the_playbook_ignores(charter: Charter) -> None:
    assert planned(charter, "provocation", severity="S1").outcome == "abstain"


def test_provocation_and_spam_get_no_reply(charter: Charter) -> None:
    for nature in ("provocation", "spam"):
        plan = planned(charter, nature)  # type: ignore[arg-type]
        assert plan.outcome == "no_reply" and plan.playbook.id in plan.reason


def test_our_own_message_gets_no_reply(charter: Charter) -> None:
    assert planned(charter, direction="out", severity="S1").outcome == "no_reply"


def test_a_language_outside_the_charter_goes_to_a_person(charter: Charter) -> None:
    plan = planned(charter, language="es")
    assert plan.outcome == "abstain" and "es" in plan.reason
    assert plan.language == charter.settings.languages.default_language


def test_past_the_public_turns_only_the_private_way_is_offered(charter: Charter) -> None:
    limit = charter.settings.reply_limits.max_public_turns
    before, after = planned(charter, turns=limit - 1), planned(charter, turns=limit)
    assert "apologise" in before.moves
    assert after.moves == ("greet", "private_path", "sign")
    assert planned(charter, "praise", turns=limit).moves == ("greet", "private_path", "sign")
    assert planned(charter, channel=PRIVATE, turns=limit).moves == planned(charter, channel=PRIVATE).moves


def test_only_what_may_be_told_here_is_in_the_plan(charter: Charter) -> None:
    assert [f.text for f in planned(charter, facts=FACTS).facts] == ["Dit à tous."]
    assert [f.text for f in planned(charter, channel=PRIVATE, facts=FACTS).facts] == [
        "Dit à tous.",
        "Dit au client.",
    ]


def test_nothing_is_explained_without_a_fact(charter: Charter) -> None:
    assert "explain" in planned(charter, facts=FACTS).moves
    assert "explain" not in planned(charter).moves
    assert "explain" not in planned(charter, facts=FACTS[1:]).moves


def test_at_most_two_known_problems_are_named(charter: Charter) -> None:
    ids = tuple(p.id for p in charter.problems[: MAX_PROBLEMS + 1])
    assert [p.id for p in planned(charter, problems=ids).problems] == list(ids[:MAX_PROBLEMS])
    assert planned(charter, problems=("unheard_of",)).problems == ()


def test_a_narrow_place_asks_for_fewer_words(charter: Charter) -> None:
    assert planned(charter, channel="x_twitter").words_max < planned(charter).words_max


def test_an_unknown_playbook_falls_back_to_the_one_of_the_place(charter: Charter) -> None:
    triage = Triage(id="1", language="fr", nature="praise", severity="S4", playbook="gone")
    plan = make_plan(charter, Comment(id="1", text="Merci"), triage)
    assert plan.playbook.id == "praise_public"
