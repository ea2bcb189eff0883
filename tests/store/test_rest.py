"""The smaller rooms: replies, lessons, hand-overs, people, calls, settings, autosaves."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from assistant.domain.draft import ModelCall
from assistant.domain.people import User
from assistant.domain.reply import ApprovedReply
from assistant.errors import NotFound, Refused
from assistant.store import Store

from .conftest import NOW
from .values import comment, plain_json

FRENCH = ApprovedReply("r1", "Colis perdu", "Bonjour, …", "fr", "google_reviews", "complaint", "Anne", NOW)
ENGLISH = ApprovedReply("r2", "Lost parcel", "Hello, …", "en")


@pytest.fixture
def case(store: Store) -> str:
    with store.begin() as work:
        return work.cases.receive(comment(), NOW, "import")[0].id


def test_replies(store: Store, case: str) -> None:
    with store.begin() as work:
        assert work.replies.add(FRENCH, "Anne", NOW, case_id=case)
        assert work.replies.add(ENGLISH, "Anne", NOW)
        assert not work.replies.add(ApprovedReply("r1", "autre", "autre", "fr"), "Anne", NOW)
        assert work.replies.get("r1") == FRENCH
        assert list(work.replies.all()) == [FRENCH, ENGLISH]
        assert list(work.replies.all("en")) == [ENGLISH]
        assert work.replies.recent("fr", 5) == [FRENCH.reply]
        assert work.replies.recent("fr", 5, but_case=case) == work.replies.recent("en", 5) == []
        work.replies.remove("r1", "Anne")
        assert work.replies.count() == 1
        for call in (work.replies.get, work.replies.remove):
            with pytest.raises(NotFound) as unknown:
                call("r1")
            assert unknown.value.code == "reply.unknown"
        assert work.replies.add(FRENCH, "Anne", NOW)
    assert store.audit_check().ok


def test_lessons(store: Store, case: str) -> None:
    with store.begin() as work:
        work.feedback.add(case, "triage", {"from": "debate", "to": "attack"}, "Anne", NOW)
        work.feedback.add(None, "edit", {"distance": 0.25}, "Luc", NOW)
        [lesson] = work.feedback.all("triage")
    assert (lesson.case_id, lesson.payload, lesson.who, lesson.at) == (
        case,
        {"from": "debate", "to": "attack"},
        "Anne",
        NOW,
    )


def test_tasks(store: Store, case: str) -> None:
    with store.begin() as work:
        work.tasks.add(case, "un jour", "Luc")
        late = work.tasks.add(case, "rappeler", "Luc", NOW + timedelta(days=2), who="Anne")
        soon = work.tasks.add(case, "rembourser", "Anne", NOW)
        assert [task.text for task in work.tasks.list()] == ["rembourser", "rappeler", "un jour"]
        assert work.tasks.list(owner="Anne") == [soon] == work.tasks.list(case_id=case, owner="Anne")
        done = work.tasks.done(late.id, "c'est fait", "Luc")
        assert (done.result, done.done_at, done.text) == ("c'est fait", NOW, "rappeler")
        assert [task.text for task in work.tasks.list()] == ["rembourser", "un jour"]
        with pytest.raises(Refused) as twice:
            work.tasks.done(late.id, "encore", "Luc")
        assert twice.value.code == "task.done"
        with pytest.raises(NotFound) as unknown:
            work.tasks.done("77", "", "Luc")
        assert unknown.value.code == "task.unknown"


def test_users(store: Store) -> None:
    with store.begin() as work:
        anne = work.users.add("Anne", "admin", "direction")
        work.users.add("Luc", "drafter", who="Anne")
        assert work.users.by_name("Anne") == anne == User("1", "Anne", "admin", "direction")
        assert work.users.disable("Luc", who="Anne").disabled
        work.users.disable("Luc", who="Anne")
        assert [(user.name, user.disabled) for user in work.users.list()] == [("Anne", False), ("Luc", True)]
        with pytest.raises(Refused) as taken:
            work.users.add("Luc", "drafter")
        assert taken.value.code == "user.exists"
        for call in (work.users.by_name, work.users.disable):
            with pytest.raises(NotFound) as unknown:
                call("Zoé")
            assert unknown.value.code == "user.unknown"
        assert [row.what for row in work.audit.rows()] == ["user.added", "user.added", "user.disabled"]


def test_calls(store: Store, case: str) -> None:
    call = ModelCall("reply", 2, "small", 2**63, 900, 80, 2.5, False)
    with store.begin() as work:
        work.calls.add(case, call)
        work.calls.add(None, call)
        assert list(work.calls.all()) == [call, call]
        assert list(work.calls.all(case)) == [call]


def test_settings(store: Store) -> None:
    with store.begin() as work:
        assert work.settings.get("model") is None
        assert work.settings.get("model", "none") == "none"
        work.settings.set("model", {"name": "small"}, "Anne")
        work.settings.set("model", {"name": "small"}, "Anne")
        work.settings.set("off", False)
        assert work.settings.get("off", True) is False
        assert len(list(work.audit.rows())) == 2
    with store.read() as work:
        assert work.settings.get("model") == {"name": "small"}


def test_any_json_can_be_a_setting(tmp_path_factory: pytest.TempPathFactory) -> None:
    store = Store(f"sqlite:///{tmp_path_factory.mktemp('s')}/desk.sqlite")
    store.migrate()

    @settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(plain_json)
    def keep(value: object) -> None:
        with store.begin() as work:
            work.settings.set("any", value)
            assert work.settings.get("any") == value

    keep()
    assert store.audit_check().ok


def test_autosaves(store: Store, case: str) -> None:
    with store.begin() as work:
        work.autosave(case, "Anne", "Bonj")
        work.autosave(case, "Anne", "Bonjour")
        work.autosave(case, "Luc", "Cher")
        assert work.autosaves.get(case, "Anne") == "Bonjour"
        work.autosaves.drop(case, "Anne")
        assert work.autosaves.get(case, "Anne") is None
        assert work.autosaves.purge(NOW) == 0
        assert work.autosaves.purge(NOW + timedelta(seconds=1)) == 1
        assert work.autosaves.get(case, "Luc") is None
