"""A person's word on the triage: what follows from it, how it is taken back, and what it teaches."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.desk.desk import Desk
from assistant.desk.duty import TOLD_FROM
from assistant.desk.teaching import corrections, may_teach, waiting
from assistant.domain.comment import Comment
from assistant.domain.context import Context
from assistant.domain.decision import Row
from assistant.domain.people import User
from assistant.domain.triage import Decided, NatureGuess, Seen, Triage, Truth
from assistant.errors import BadInput, Refused
from assistant.wiring import House

TEXT = "Votre vendeuse garde la monnaie des clients, je l’ai vue mardi."
UNSURE = Triage(
    "c1",
    "fr",
    "complaint",
    "S2",
    "complaint_public",
    confidence=0.41,
    unsure=True,
    signals={"allegation": 0.8, "legal": TOLD_FROM},
    alternatives=(NatureGuess("attack", 0.39),),
    subject=Seen("person"),
    claim=Seen("fact"),
    decided=Decided("person_accused", "…"),
)


class Reads:
    """Triage that always reads the same."""

    def triage(self, comment: Comment, *, thread: Sequence[Comment] = (), truth: Truth = "unknown") -> Triage:
        return replace(UNSURE, truth=truth)

    def supposing(self, triage: Triage, comment: Comment, context: Context) -> Triage:
        return triage


@pytest.fixture
def desk(house: House) -> Desk:
    desk = Desk(
        store=house.store,
        charter=house.charter,
        checker=house.checker,
        triager=Reads,  # type: ignore[arg-type]
        drafter=lambda: house.drafter,
        index=lambda: house.index,
        clock=lambda: datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    )
    with desk.store.begin() as work:
        work.users.add("Marc", "admin", "direction", who="test")
        work.users.add("Lou", "approver", "agent", who="test")
    return desk


@pytest.fixture
def case_id(desk: Desk) -> str:
    case, _ = desk.receive(Comment("c1", TEXT, channel="google_reviews", author="Jo", language="fr"))
    return desk.triage(case.id).id


def read(desk: Desk, case_id: str) -> Triage:
    triage = desk.case(case_id).triage
    assert triage is not None
    return triage


def test_the_truth_decides_the_severity_anew(desk: Desk, case_id: str) -> None:
    before = desk.case(case_id)
    now = desk.correct_triage(case_id, "Marc", truth="false", expect=before.version)
    triage = read(desk, case_id)
    assert (triage.truth, triage.severity) == ("false", "S3")
    assert triage.decided is not None and triage.decided.row == "disproved_allegation"
    assert "source" in triage.decided.reason
    # The nature was not spoken of: it is as doubtful as before.
    assert triage.unsure and triage.confidence == UNSURE.confidence
    assert now.due_at is not None and before.due_at is not None and now.due_at > before.due_at
    [said] = triage.corrections
    assert (said.by, said.at, dict(said.given)) == ("Marc", desk.now(), {"truth": "false"})
    assert now.events[-1].who == "Marc" and now.events[-1].what == "corrected the triage"


def test_a_severity_a_person_set_is_not_decided_again(desk: Desk, case_id: str) -> None:
    desk.correct_triage(case_id, "Marc", severity="S1")
    desk.correct_triage(case_id, "Lou", truth="false")
    triage = read(desk, case_id)
    assert (triage.severity, triage.decided) == ("S1", None)
    desk.correct_triage(case_id, "Lou", nature="praise", severity="S4")
    assert read(desk, case_id).severity == "S4"


def test_a_nature_brings_its_playbook_and_its_severity(desk: Desk, case_id: str) -> None:
    desk.correct_triage(case_id, "Marc", truth="false")
    desk.correct_triage(case_id, "Marc", nature="spam")
    triage = read(desk, case_id)
    assert (triage.nature, triage.unsure, triage.confidence, triage.needs_reply) == (
        "spam",
        False,
        1.0,
        False,
    )
    assert triage.playbook.startswith("spam")


def test_what_was_found_true_outlives_another_reading_of_the_same_message(desk: Desk, case_id: str) -> None:
    desk.correct_triage(case_id, "Marc", truth="partly")
    desk.triage(case_id)
    assert read(desk, case_id).truth == "partly"
    desk.edit(case_id, "Bonjour, nous vérifions.", "Lou")
    desk.approve(case_id, "Marc", override_reason="relu")
    desk.publish(case_id, "Marc")
    answer = Comment(
        "c2", "Et la semaine dernière aussi !", channel="google_reviews", thread_id="c1", parent_id="c1"
    )
    reopened, new = desk.receive(answer)
    assert (reopened.id, reopened.state, new) == (case_id, "received", False)
    desk.triage(case_id)
    assert read(desk, case_id).truth == "unknown"


def test_taken_back_it_is_as_if_nothing_had_been_said(desk: Desk, case_id: str) -> None:
    before = desk.case(case_id)
    desk.correct_triage(case_id, "Marc", truth="true")
    kept = read(desk, case_id)
    desk.correct_triage(case_id, "Marc", nature="praise", severity="S4")
    desk.take_back_correction(case_id, "Lou")
    assert read(desk, case_id) == kept
    now = desk.take_back_correction(case_id, "Lou", expect=desk.case(case_id).version)
    triage = read(desk, case_id)
    assert replace(triage, decided=None) == replace(UNSURE, decided=None)
    assert triage.decided is not None and triage.decided.row == "person_accused"
    assert now.due_at == before.due_at
    with pytest.raises(Refused) as refused:
        desk.take_back_correction(case_id, "Lou")
    assert refused.value.code == "triage.uncorrected"


def test_a_refused_correction_teaches_nothing(desk: Desk, case_id: str) -> None:
    version = desk.case(case_id).version
    desk.correct_triage(case_id, "Marc", truth="true")
    for late in (
        lambda: desk.correct_triage(case_id, "Lou", nature="attack", expect=version),
        lambda: desk.take_back_correction(case_id, "Lou", expect=version),
    ):
        with pytest.raises(Refused) as refused:
            late()
        assert refused.value.code == "case.version"
    with desk.store.read() as work:
        assert [lesson.who for lesson in work.feedback.all("triage")] == ["Marc"]


@pytest.mark.parametrize("wrong", [{}, {"truth": "maybe"}, {"nature": "furious"}, {"severity": "S5"}])
def test_a_correction_must_say_something_known(desk: Desk, case_id: str, wrong: dict[str, str]) -> None:
    with pytest.raises(BadInput) as error:
        desk.correct_triage(case_id, "Marc", **wrong)  # type: ignore[arg-type]
    assert error.value.code == "triage.value"


def test_only_a_word_on_the_nature_is_learned_and_one_taken_back_is_not(desk: Desk, case_id: str) -> None:
    desk.correct_triage(case_id, "Marc", truth="true")
    desk.correct_triage(case_id, "Marc", severity="S1")
    assert corrections(desk.store) == [] and waiting(desk.store) == 0
    desk.correct_triage(case_id, "Marc", nature="misinformed")
    desk.correct_triage(case_id, "Lou", nature="attack")
    assert [e.nature for e in corrections(desk.store)] == ["attack"] and waiting(desk.store) == 1
    desk.take_back_correction(case_id, "Lou")
    assert [e.nature for e in corrections(desk.store)] == ["misinformed"]
    desk.take_back_correction(case_id, "Marc")
    assert corrections(desk.store) == []


def test_what_was_learned_waits_no_more(desk: Desk, case_id: str) -> None:
    desk.correct_triage(case_id, "Marc", nature="misinformed")
    learned = desk.now() + timedelta(minutes=1)
    with desk.store.begin() as work:
        work.settings.set("classifier_lesson", {"at": learned.isoformat()}, "Marc")
    assert waiting(desk.store) == 0 and len(corrections(desk.store)) == 1


def test_who_may_have_it_learn() -> None:
    may_teach(User("1", "Marc", "admin", "agent"))
    may_teach(User("2", "Aïcha", "approver", "manager"))
    with pytest.raises(Refused) as refused:
        may_teach(User("3", "Lou", "approver", "agent"))
    assert refused.value.code == "classifier.role"


# ── by when, and whom to tell ────────────────────────────────────────────────────────────────


def test_the_duty_names_the_clock_the_people_and_why(desk: Desk, case_id: str) -> None:
    case = desk.case(case_id)
    duty = desk.duty(case)
    assert duty is not None and duty.due_at == case.due_at
    assert (duty.minutes, duty.clock, duty.second_person) == (240, "calendar", True)
    assert {call.function: call.because for call in duty.tell} == {
        "on_call": ("S2",),
        "manager": ("S2",),
        "legal": ("legal",),
    }
    assert duty.tell[0].contact.startswith("Astreinte")
    assert duty.approver == desk.needed_authority(case.triage)  # type: ignore[arg-type]


def test_a_person_named_twice_is_told_once_with_both_reasons(desk: Desk, case_id: str) -> None:
    duty = desk.duty(desk.correct_triage(case_id, "Marc", severity="S1"))
    assert duty is not None
    assert {c.function: c.because for c in duty.tell}["legal"] == ("S1", "legal")


def test_before_the_triage_there_is_no_duty(desk: Desk) -> None:
    case, _ = desk.receive(Comment("c9", "Bonjour", channel="email"))
    assert desk.duty(case) is None


def test_a_workspaces_own_table_decides(desk: Desk, case_id: str) -> None:
    reason = {"fr": "Toujours grave.", "en": "Always grave."}
    row = Row.model_validate({"id": "grave", "when": {}, "severity": "S1", "reason": reason})
    desk.charter = replace(desk.charter, decision=(row,))
    desk.correct_triage(case_id, "Marc", truth="false")
    triage = read(desk, case_id)
    assert (triage.severity, triage.decided) == ("S1", Decided("grave", "Toujours grave."))
