"""The way of a case through the desk, on the real parts: store, charter, checker, fast triage, index."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from assistant.desk.desk import Desk
from assistant.desk.room import MAX_REPLY_CHARS
from assistant.desk.teaching import corrections
from assistant.domain.case import Case
from assistant.domain.comment import CaseFact, Comment
from assistant.domain.finding import errors_of
from assistant.drafting.events import DraftEvent, Finished, Passed, Stage
from assistant.errors import AssistantError, BadInput, ModelError, NotFound, Refused
from assistant.wiring import House

BROKEN = "Mon lampadaire est arrivé cassé, le carton était écrasé. Je suis très déçue."
LATE = "Commande passée il y a trois semaines, toujours rien, et personne ne répond à mes messages."
FURIOUS = "Bande d'abrutis, espèces de crétins, mon colis n'est jamais arrivé !!!"
PLAIN = (
    "Bonjour, nous sommes désolés de l'état dans lequel votre lampadaire vous est parvenu. Pour en parler "
    "ensemble, écrivez-nous à bonjour@maison-lumen.example. L'équipe Maison Lumen"
)
PROMISE = PLAIN.replace("Pour en parler", "Nous vous remboursons demain. Pour en parler")


class Clock:
    """A clock that stands until it is moved: a Monday morning, within opening hours."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(house: House, clock: Clock) -> Desk:
    house.index.ensure()
    desk = Desk(
        store=house.store,
        charter=house.charter,
        checker=house.checker,
        triager=lambda: house.triager,
        drafter=lambda: house.drafter,
        index=lambda: house.index,
        clock=clock,
    )
    with desk.store.begin() as work:
        work.users.add("Thomas", "admin", "direction", who="test")
        work.users.add("Camille", "approver", "agent", who="test")
        work.users.add("Aïcha", "approver", "manager", who="test")
        work.users.add("Marc", "approver", "manager", who="test")
        work.users.add("Lou", "drafter", "agent", who="test")
    return desk


def received(desk: Desk, text: str = BROKEN, id: str = "c1", **rest: object) -> Case:
    comment = Comment(id=id, text=text, channel="google_reviews", author="Jeanne Durand", language="fr")
    return desk.receive(replace(comment, **rest))[0]  # type: ignore[arg-type]


def code(error: pytest.ExceptionInfo[AssistantError]) -> str:
    return error.value.code


# ── who is behind a comment ──────────────────────────────────────────────────────────────────


SMEAR = "Fuyez cette enseigne, ils vendent des lampadaires dangereux et se moquent bien de leurs clients."


def campaign(desk: Desk, clock: Clock) -> Case:
    """A smear that many new authors repeat within hours, after weeks of one author a day; the last case,
    whose author wrote before."""
    for day in range(30):
        received(
            desk, BROKEN, f"u{day}", author=f"Usuel {day}", posted_at=clock.now - timedelta(days=40 - day)
        )
    for n in range(12):
        text, author = f"{SMEAR} {n}" if n % 2 else SMEAR, f"Neuf {n}"
        received(desk, text, f"n{n}", author=author, posted_at=clock.now - timedelta(days=8, minutes=60 - n))
    received(desk, LATE, "p", author="Jeanne Durand", posted_at=clock.now - timedelta(days=30))
    return received(desk, SMEAR, "last", posted_at=clock.now - timedelta(days=8))


def test_surroundings_give_hypotheses_and_never_the_nature(desk: Desk, house: House, clock: Clock) -> None:
    case = campaign(desk, clock)
    alone = house.triager.triage(case.comment)
    triage = desk.triage(case.id).triage
    assert triage is not None
    found = {h.kind: h.evidence for h in triage.hypotheses}
    assert {"earlier_comments", "same_text", "similar_wording"} <= found.keys()
    assert "6 autres auteurs" in found["same_text"] and "6 autres auteurs" in found["similar_wording"]
    assert replace(triage, hypotheses=(), seconds=0) == replace(alone, hypotheses=(), seconds=0)
    newcomer = desk.triage(
        received(desk, SMEAR, "z", author="Tout neuf", posted_at=clock.now - timedelta(days=8)).id
    )
    assert newcomer.triage and any(h.kind == "burst" for h in newcomer.triage.hypotheses)


def test_what_writes_never_sees_a_hypothesis(
    desk: Desk, house: House, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The request has none, so neither plan nor prompt nor draft can: whatever is said in them, a marker
    put into every hypothesis is nowhere in what the drafter, the model or the reader of the draft gets."""
    from assistant.drafting.drafter import Drafter
    from assistant.llm.fake import FakeModel

    case = campaign(desk, clock)
    triage = desk.triage(case.id).triage
    assert triage is not None and triage.hypotheses
    marker = "QUETZALCOATL"
    marked = tuple(replace(h, kind=marker, evidence=f"{marker} {h.evidence}") for h in triage.hypotheses)
    asked: list[object] = []
    make = Drafter.draft

    def watch(self: Drafter, request: object, **rest: object) -> object:
        asked.append(request)
        return make(self, request, **rest)  # type: ignore[arg-type]

    monkeypatch.setattr(Drafter, "draft", watch)
    model = FakeModel.repeat("Nous comprenons votre attente.")
    monkeypatch.setattr(house.drafter, "_model", model)
    for n, (nature, severity) in enumerate((("complaint", "S3"), ("praise", "S4"), ("attack", "S1"))):
        known = house.charter.playbook_for(nature, None, triage.ownership)  # type: ignore[arg-type]
        kept = replace(
            triage,
            nature=nature,  # type: ignore[arg-type]
            severity=severity,  # type: ignore[arg-type]
            unsure=False,
            playbook=known.id if known else triage.playbook,
            hypotheses=marked,
        )
        with desk.store.begin() as work:
            saved = work.cases.save(
                case.id, expect=None, who="desk", what="triaged", state="triaged", triage=kept
            )
        assert saved.triage and marker in repr(saved.triage)
        drafted = desk.draft(case.id, "Camille", seed=n)
        assert drafted.draft and marker not in repr(drafted.draft)
    assert len(asked) == 3 and marker not in repr(asked)
    assert model.prompts and marker not in repr(model.prompts)


def test_an_erased_author_is_not_told_by_the_hypotheses_of_others(desk: Desk, clock: Clock) -> None:
    case = campaign(desk, clock)
    desk.triage(case.id)
    with desk.store.read() as work:
        texts = repr([h.evidence for h in work.cases.get(case.id).triage.hypotheses])  # type: ignore[union-attr]
    assert "Neuf" not in texts and "Fuyez" not in texts


# ── the whole way ────────────────────────────────────────────────────────────────────────────


def test_the_way_of_a_complaint_from_receipt_to_publication(desk: Desk, house: House, clock: Clock) -> None:
    case, new = desk.receive(
        Comment(id="c1", text=BROKEN, channel="google_reviews", author="Jeanne Durand", language="fr")
    )
    assert new and case.state == "received"
    case = desk.triage(case.id, "Camille")
    assert case.state == "triaged" and case.triage is not None and case.triage.nature == "complaint"
    assert case.due_at is not None and case.due_at > clock.now

    seen: list[DraftEvent] = []
    case = desk.draft(case.id, "Camille", on_event=seen.append)
    assert case.draft is not None and case.state == "drafted" and case.text == case.draft.text
    assert [e.name for e in seen if isinstance(e, Stage)] == ["planning", "searching", "writing", "checking"]
    assert tuple(e.sentence for e in seen if isinstance(e, Passed)) == case.draft.sentences
    assert isinstance(seen[-1], Finished) and seen[-1].draft.text == case.draft.text

    clock.now += timedelta(minutes=5)
    case = desk.edit(case.id, PLAIN, "Camille", expect=case.version)
    assert case.state == "in_review" and case.text == PLAIN
    case = desk.approve(case.id, "Camille", expect=case.version)
    assert case.approval is not None
    assert (case.state, case.approval.by, case.approval.text) == ("approved", "Camille", PLAIN)
    assert case.approval.charter == house.charter.ref and case.approval.at == clock.now

    case = desk.publish(case.id, "Camille", url="https://avis.example/r/1", expect=case.version)
    assert (case.state, case.published_at, case.published_url) == (
        "published",
        clock.now,
        "https://avis.example/r/1",
    )
    assert [e.what for e in case.events] == [
        "received",
        "triaged",
        "drafted",
        "edited",
        "approved",
        "published",
    ]
    assert [e.who for e in case.events[2:]] == ["Camille"] * 4
    report = desk.store.audit_check()
    assert report.ok and report.rows >= 6

    with desk.store.read() as work:
        [example] = [r for r in work.replies.all() if r.reply == PLAIN]
        [lesson] = list(work.feedback.all("edit"))
    assert (example.comment, example.language, example.nature) == (BROKEN, "fr", "complaint")
    assert lesson.payload["drafted"] is True and 0 < float(str(lesson.payload["share"])) <= 1
    hits = house.index.search(BROKEN, kind="reply", language="fr", k=3, nature="complaint").hits
    assert hits[0].document.shown == PLAIN


def test_an_approval_stands_when_the_index_cannot_be_used(desk: Desk, house: House) -> None:
    def no_index() -> object:
        raise ModelError("llm.not_installed", "no embedder")

    blind = Desk(
        store=desk.store,
        charter=desk.charter,
        checker=house.checker,
        triager=lambda: house.triager,
        drafter=lambda: house.drafter,
        index=no_index,  # type: ignore[arg-type]
    )
    case = blind.triage(received(blind).id)
    assert blind.approve(case.id, "Thomas", text=PLAIN).state == "approved"
    with desk.store.read() as work:
        assert any(r.reply == PLAIN for r in work.replies.all())


def test_a_sentence_of_a_reply_approved_here_is_pointed_out_the_next_time(desk: Desk) -> None:
    def repeats(case: Case) -> bool:
        return any(f.rule == "sameness.repeats" for f in desk.check(case.id, PLAIN).findings)

    first = desk.triage(received(desk).id)
    second = desk.triage(received(desk, id="c2", author="Paul Petit", text=BROKEN + " Encore.").id)
    assert not repeats(first) and not repeats(second)
    desk.approve(first.id, "Thomas", text=PLAIN)
    assert repeats(second) and not repeats(desk.case(first.id))


# ── receiving ────────────────────────────────────────────────────────────────────────────────


def test_the_same_comment_twice_is_one_case(desk: Desk) -> None:
    first = received(desk)
    again, new = desk.receive(first.comment)
    assert not new and again.id == first.id and again.version == first.version
    reposted, new = desk.receive(replace(first.comment, id="another id"))
    assert not new and reposted.id == first.id


def test_many_are_received_and_a_bad_one_gives_its_error_in_its_place(desk: Desk) -> None:
    good = Comment(id="a", text="Bien reçu", channel="email")
    naive = replace(good, id="b", posted_at=datetime(2026, 1, 1))
    results = list(desk.receive_many([good, naive, replace(good, id="c", text="Encore")]))
    assert isinstance(results[1], AssistantError) and results[1].code == "comment.no_zone"
    assert [getattr(r, "new", None) for r in results] == [True, None, True]


def test_an_answer_reopens_a_published_case_and_is_read_anew(desk: Desk) -> None:
    case = received(desk, thread_id="t")
    case = desk.draft(case.id)
    desk.approve(case.id, "Thomas", text=PLAIN)
    desk.publish(case.id, "Thomas")
    answer = Comment(
        id="c2",
        text="Merci beaucoup, tout est réglé, votre équipe est formidable !",
        channel="google_reviews",
        author="Jeanne Durand",
        thread_id="t",
        parent_id="c1",
        language="fr",
    )
    reopened, new = desk.receive(answer)
    assert not new and reopened.id == case.id and reopened.state == "received"
    assert reopened.events[-1].what == "reopened" and reopened.text == ""
    assert any(c.direction == "out" and c.text == PLAIN for c in reopened.thread)
    drafted = desk.draft(case.id)
    assert drafted.triage is not None and drafted.triage.nature == "praise"
    assert desk.answered(drafted).id == "c2" and drafted.draft is not None
    assert drafted.draft.nature == "praise" and PLAIN not in drafted.text


# ── versions and typed text ──────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "act",
    [
        lambda d, i, v: d.edit(i, "Mon texte", "Marc", expect=v),
        lambda d, i, v: d.approve(i, "Thomas", text=PLAIN, expect=v),
        lambda d, i, v: d.ignore(i, "Marc", "déjà réglé", expect=v),
        lambda d, i, v: d.escalate(i, "Marc", "à voir", expect=v),
        lambda d, i, v: d.correct_triage(i, "Marc", severity="S4", expect=v),
        lambda d, i, v: d.decide(i, "changes_requested", "Marc", note="plus court", expect=v),
    ],
    ids=["edit", "approve", "ignore", "escalate", "correct_triage", "decide"],
)
def test_a_change_someone_else_made_meanwhile_is_never_overwritten(desk: Desk, act: object) -> None:
    case = desk.draft(received(desk).id)
    theirs = desk.edit(case.id, PLAIN, "Camille", expect=case.version)
    with pytest.raises(Refused) as error:
        act(desk, case.id, case.version)  # type: ignore[operator]
    assert code(error) == "case.version"
    now = desk.case(case.id)
    assert (now.version, now.text, now.state) == (theirs.version, PLAIN, "in_review")


def test_a_new_draft_never_touches_a_typed_text(desk: Desk) -> None:
    case = desk.draft(received(desk).id, seed=1)
    desk.edit(case.id, PLAIN, "Camille")
    again = desk.draft(case.id, "Marc", seed=2)
    assert again.edited == PLAIN and again.text == PLAIN
    assert again.draft is not None and case.draft is not None and again.draft.text != case.draft.text


def test_a_draft_is_not_kept_when_the_case_changed_while_it_was_made(desk: Desk) -> None:
    case = desk.triage(received(desk).id)

    def interfere(event: DraftEvent) -> None:
        if isinstance(event, Stage) and event.name == "writing":
            desk.edit(case.id, PLAIN, "Camille")

    with pytest.raises(Refused) as error:
        desk.draft(case.id, on_event=interfere)
    assert code(error) == "case.version"
    assert desk.case(case.id).draft is None and desk.case(case.id).text == PLAIN


def test_typing_is_kept_apart_until_it_is_saved(desk: Desk) -> None:
    case = desk.draft(received(desk).id)
    desk.keep_typing(case.id, "à moitié", "Camille")
    assert desk.typed(case.id, "Camille") == "à moitié" and desk.typed(case.id, "Marc") is None
    assert desk.case(case.id).text == case.text
    desk.edit(case.id, PLAIN, "Camille")
    assert desk.typed(case.id, "Camille") is None


def test_facts_of_the_case_reach_the_draft(desk: Desk) -> None:
    case = received(desk)
    told = desk.draft(case.id, facts=[CaseFact("Le transporteur a signalé une palette renversée.")])
    assert "Le transporteur a signalé une palette renversée." in told.text


# ── approval ─────────────────────────────────────────────────────────────────────────────────


def serious(desk: Desk) -> Case:
    case = desk.draft(received(desk).id)
    desk.correct_triage(case.id, "Marc", severity="S2")
    return desk.draft(case.id)


@pytest.mark.parametrize("name", ["Marc", " Marc  "])
def test_from_s2_on_nobody_approves_their_own_text(desk: Desk, name: str) -> None:
    case = serious(desk)
    desk.edit(case.id, PLAIN, name)
    with pytest.raises(Refused) as error:
        desk.approve(case.id, "Marc")
    assert code(error) == "approval.four_eyes"
    assert desk.approve(case.id, "Aïcha").state == "approved"


def test_a_text_given_at_the_approval_is_the_approvers_own(desk: Desk) -> None:
    case = serious(desk)
    desk.edit(case.id, PLAIN, "Camille")
    with pytest.raises(Refused) as error:
        desk.approve(case.id, "Marc", text=PLAIN.replace("ensemble", "de vive voix"))
    assert code(error) == "approval.four_eyes"
    assert desk.case(case.id).text == PLAIN


def test_an_untouched_draft_needs_one_person_only(desk: Desk) -> None:
    case = serious(desk)
    assert case.draft is not None and case.draft.text
    assert desk.approve(case.id, "Marc").approval.text == case.draft.text  # type: ignore[union-attr]


def test_below_s2_ones_own_text_may_be_approved(desk: Desk) -> None:
    case = desk.correct_triage(desk.triage(received(desk).id).id, "Marc", severity="S3")
    assert desk.approve(case.id, "Camille", text=PLAIN).state == "approved"


def test_the_playbook_says_who_may_approve(desk: Desk) -> None:
    case = serious(desk)
    with pytest.raises(Refused) as error:
        desk.approve(case.id, "Camille")
    assert code(error) == "approval.authority"
    assert desk.case(case.id).state == "drafted"
    assert desk.approve(case.id, "Aïcha").state == "approved"


def test_a_drafter_does_not_approve(desk: Desk) -> None:
    case = desk.draft(received(desk).id)
    for act in (
        lambda: desk.approve(case.id, "Lou"),
        lambda: desk.decide(case.id, "rejected", "Lou", note="non"),
    ):
        with pytest.raises(Refused) as error:
            act()
        assert code(error) == "approval.role"


def test_nothing_is_approved_before_its_severity_is_known(desk: Desk) -> None:
    case = received(desk)
    desk.edit(case.id, PLAIN, "Camille")
    with pytest.raises(Refused) as error:
        desk.approve(case.id, "Camille")
    assert code(error) == "case.untriaged"


def test_findings_block_and_only_a_reason_of_a_manager_overrides_them(desk: Desk) -> None:
    case = desk.triage(received(desk).id)
    case = desk.edit(case.id, PROMISE, "Lou")
    assert errors_of(desk.check(case.id, PROMISE).findings)
    for who, reason in (("Thomas", ""), ("Thomas", "  "), ("Camille", "accord de la direction")):
        with pytest.raises(Refused) as error:
            desk.approve(case.id, who, override_reason=reason)
        assert code(error) == "approval.findings"
    assert desk.case(case.id).state == "in_review"
    done = desk.approve(case.id, "Aïcha", override_reason="accord de la direction du 12")
    assert done.approval is not None and done.approval.override_reason == "accord de la direction du 12"
    assert errors_of(done.approval.findings) and done.events[-1].detail == "accord de la direction du 12"


@pytest.mark.parametrize("text", ["", "   \n"])
def test_an_empty_reply_is_not_approved(desk: Desk, text: str) -> None:
    case = desk.draft(received(desk).id)
    with pytest.raises(BadInput) as error:
        desk.approve(case.id, "Thomas", text=text)
    assert code(error) == "reply.empty"


def test_a_reply_that_is_too_long_is_refused_everywhere(desk: Desk) -> None:
    case = desk.draft(received(desk).id)
    for act in (desk.edit, desk.keep_typing):
        with pytest.raises(BadInput) as error:
            act(case.id, "a" * (MAX_REPLY_CHARS + 1), "Marc")  # type: ignore[operator]
        assert code(error) == "reply.too_long"
    with pytest.raises(BadInput) as error:
        desk.approve(case.id, "Marc", text="a" * (MAX_REPLY_CHARS + 1))
    assert code(error) == "reply.too_long"
    assert desk.case(case.id).version == case.version


def test_changes_are_asked_for_with_a_note(desk: Desk) -> None:
    case = desk.draft(received(desk).id)
    with pytest.raises(BadInput) as error:
        desk.decide(case.id, "changes_requested", "Marc", note=" ")
    assert code(error) == "approval.note"
    asked = desk.decide(case.id, "changes_requested", "Marc", note="Plus court.")
    assert asked.state == "in_review" and asked.text == case.text
    assert asked.events[-1].detail == "Plus court."
    with pytest.raises(Refused) as refused:
        desk.publish(case.id, "Marc")
    assert code(refused) == "publish.unapproved"


# ── publishing ───────────────────────────────────────────────────────────────────────────────


def test_after_a_heated_comment_there_is_time_to_cool_off(desk: Desk, clock: Clock) -> None:
    case = desk.triage(received(desk, FURIOUS).id)
    assert case.triage is not None and max(case.triage.signals.get(s, 0) for s in ("abuse", "insult")) >= 0.5
    desk.edit(case.id, PLAIN, "Marc")
    desk.approve(case.id, "Thomas")
    minutes = desk.charter.settings.reply_limits.cooling_off_min
    with pytest.raises(Refused) as error:
        desk.publish(case.id, "Thomas")
    assert code(error) == "publish.cooling_off" and f" {minutes} more min" in error.value.message
    clock.now += timedelta(minutes=minutes, seconds=-1)
    with pytest.raises(Refused):
        desk.publish(case.id, "Thomas")
    clock.now += timedelta(seconds=1)
    assert desk.publish(case.id, "Thomas").state == "published"


def test_an_even_comment_needs_no_cooling_off(desk: Desk) -> None:
    case = desk.draft(received(desk).id)
    desk.approve(case.id, "Thomas", text=PLAIN)
    assert desk.publish(case.id, "Thomas").state == "published"


@pytest.mark.parametrize("url", ["javascript:alert(1)", "avis.example/1", "ftp://avis.example/1"])
def test_only_a_web_address_is_kept_as_link(desk: Desk, url: str) -> None:
    case = desk.draft(received(desk).id)
    desk.approve(case.id, "Thomas", text=PLAIN)
    with pytest.raises(BadInput) as error:
        desk.publish(case.id, "Thomas", url=url)
    assert code(error) == "publish.link"


@pytest.mark.parametrize("state", ["received", "drafted", "published"])
def test_only_an_approved_reply_is_published(desk: Desk, state: str) -> None:
    case = received(desk)
    if state != "received":
        desk.draft(case.id)
    if state == "published":
        desk.approve(case.id, "Thomas", text=PLAIN)
        desk.publish(case.id, "Thomas")
    with pytest.raises(Refused) as error:
        desk.publish(case.id, "Thomas")
    assert code(error) == "publish.unapproved"


def test_an_approved_text_that_is_edited_must_be_approved_again(desk: Desk) -> None:
    case = desk.draft(received(desk).id)
    desk.approve(case.id, "Thomas", text=PLAIN)
    changed = desk.edit(case.id, PROMISE, "Marc")
    assert changed.text == PROMISE and changed.state == "in_review"
    with pytest.raises(Refused):
        desk.publish(case.id, "Marc")
    with pytest.raises(Refused):
        desk.approve(case.id, "Marc")


# ── leaving and coming back ──────────────────────────────────────────────────────────────────


def test_a_case_is_left_with_a_reason_and_taken_up_again(desk: Desk) -> None:
    case = desk.triage(received(desk).id)
    for act in (desk.ignore, desk.escalate):
        with pytest.raises(BadInput) as error:
            act(case.id, "Marc", "  ")
        assert code(error) == "case.reason"
    left = desk.ignore(case.id, "Marc", "doublon d'un courriel")
    assert (left.state, left.reason) == ("ignored", "doublon d'un courriel")
    with pytest.raises(Refused) as refused:
        desk.approve(case.id, "Thomas", text=PLAIN)
    assert code(refused) == "case.state"
    back = desk.reopen(case.id, "Marc")
    assert (back.state, back.reason) == ("triaged", "")
    up = desk.escalate(case.id, "Marc", "à la direction")
    assert up.state == "escalated" and desk.reopen(case.id, "Marc").state == "triaged"
    untriaged = received(desk, LATE, "c9")
    desk.ignore(untriaged.id, "Marc", "test")
    assert desk.reopen(untriaged.id, "Marc").state == "received"


def test_an_escalated_case_may_still_be_answered(desk: Desk) -> None:
    case = desk.escalate(desk.triage(received(desk).id).id, "Marc", "à la direction")
    assert desk.approve(case.id, "Thomas", text=PLAIN).state == "approved"


# ── people ───────────────────────────────────────────────────────────────────────────────────


def test_the_first_name_becomes_the_administrator(house: House) -> None:
    first = house.desk.person("  Ada   Lovelace ")
    assert (first.name, first.role, first.authority) == ("Ada Lovelace", "admin", "direction")
    with pytest.raises(NotFound) as error:
        house.desk.person("Someone else")
    assert code(error) == "user.unknown"


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_name_must_be_a_name(desk: Desk, name: str) -> None:
    with pytest.raises(BadInput) as error:
        desk.person(name)
    assert code(error) == "user.name"


@pytest.mark.parametrize("who, expected", [("Personne", "user.unknown"), ("Parti", "user.disabled")])
def test_unknown_and_disabled_people_change_nothing(desk: Desk, who: str, expected: str) -> None:
    with desk.store.begin() as work:
        work.users.add("Parti", "admin", "direction", who="test")
        work.users.disable("Parti")
    case = desk.draft(received(desk).id)
    acts = (
        lambda: desk.edit(case.id, PLAIN, who),
        lambda: desk.keep_typing(case.id, PLAIN, who),
        lambda: desk.approve(case.id, who),
        lambda: desk.decide(case.id, "rejected", who, note="non"),
        lambda: desk.publish(case.id, who),
        lambda: desk.ignore(case.id, who, "raison"),
        lambda: desk.escalate(case.id, who, "raison"),
        lambda: desk.reopen(case.id, who),
        lambda: desk.correct_triage(case.id, who, nature="praise"),
    )
    for act in acts:
        with pytest.raises(AssistantError) as error:
            act()
        assert code(error) == expected
    assert desk.case(case.id) == case


def test_an_unknown_case_is_said_to_be_unknown(desk: Desk) -> None:
    for id in ("999", "x", "", "-1", "1; drop table cases"):
        with pytest.raises(NotFound) as error:
            desk.case(id)
        assert code(error) == "case.unknown"


# ── corrections ──────────────────────────────────────────────────────────────────────────────


def test_a_corrected_triage_stands_and_teaches(desk: Desk) -> None:
    case = desk.triage(received(desk).id)
    old = case.triage
    assert old is not None and old.playbook == "complaint_public"
    case = desk.correct_triage(case.id, "Marc", nature="provocation", severity="S4", expect=case.version)
    new = case.triage
    assert new is not None
    assert (new.nature, new.severity, new.playbook, new.unsure, new.needs_reply) == (
        "provocation",
        "S4",
        "provocation_elsewhere",
        False,
        False,
    )
    assert case.due_at is None
    with desk.store.read() as work:
        [lesson] = list(work.feedback.all("triage"))
    assert (lesson.case_id, lesson.who) == (case.id, "Marc")
    assert lesson.payload == {
        "given": ["nature", "severity"],
        "was": ["complaint", old.severity, "unknown"],
        "is": ["provocation", "S4", "unknown"],
        "text": case.comment.whole,
    }
    [example] = corrections(desk.store)
    assert (example.text, example.nature) == (case.comment.whole, "provocation") and example.weight > 1
    drafted = desk.draft(case.id)
    assert drafted.draft is not None and drafted.draft.status == "no_reply" and drafted.text == ""


def test_a_correction_must_name_what_exists(desk: Desk) -> None:
    case = received(desk)
    with pytest.raises(Refused) as refused:
        desk.correct_triage(case.id, "Marc", nature="praise")
    assert code(refused) == "case.untriaged"
    desk.triage(case.id)
    for wrong in ({"nature": "furious"}, {"severity": "S5"}):
        with pytest.raises(BadInput) as error:
            desk.correct_triage(case.id, "Marc", **wrong)  # type: ignore[arg-type]
        assert code(error) == "triage.value"


def test_the_same_promise_is_judged_by_the_place_and_by_who_sends_it(desk: Desk) -> None:
    """In public nobody may commit the company; in private someone with the authority may."""
    public = desk.triage(received(desk).id)
    private = desk.triage(received(desk, id="c2", channel="email", author="Paul Petit").id)
    text = "Bonjour, nous vous remboursons demain. L'équipe Maison Lumen"

    def blocked(case: Case, sender: str) -> bool:
        return bool(errors_of(desk.check(case.id, text, sender=sender).findings))

    assert [blocked(public, who) for who in ("Camille", "Thomas")] == [True, True]
    assert [blocked(private, who) for who in ("Camille", "Thomas")] == [True, False]


def test_recent_replies_are_of_one_language_and_end_with_the_latest_state(desk: Desk) -> None:
    first = desk.draft(received(desk).id)
    desk.approve(first.id, "Thomas", text=PLAIN)
    second = desk.draft(received(desk, LATE, "c2").id)
    english = received(desk, "My parcel never arrived and nobody answers.", "c3", language="en")
    third = desk.draft(english.id)
    assert third.text
    assert desk.recent_replies("fr") == [second.text, PLAIN]
    assert desk.recent_replies("en") == [third.text]
