import dataclasses
import threading
from datetime import timedelta

import pytest

from assistant.domain.case import TRANSITIONS, Case
from assistant.errors import NotFound, Refused
from assistant.store import Store

from .conftest import NOW
from .values import APPROVAL, DRAFT, TRIAGE, comment


def received(store: Store, *ids: str) -> None:
    with store.begin() as work:
        for id in ids or ("g-1",):
            work.cases.receive(comment(id, f"Colis {id} perdu"), NOW, "import")


def drafted(store: Store) -> Case:
    received(store)
    with store.begin() as work:
        work.cases.save("1", expect=1, who="desk", what="triaged", state="triaged", triage=TRIAGE, due_at=NOW)
        return work.cases.save("1", expect=2, who="desk", what="drafted", state="drafted", draft=DRAFT)


def test_what_is_saved_is_read_back(store: Store) -> None:
    drafted(store)
    with store.begin() as work:
        saved = work.cases.save(
            "1",
            expect=3,
            who="Anne",
            what="approved",
            detail="relu",
            state="approved",
            edited="Bonjour Jean,",
            approval=APPROVAL,
            assigned_to="Luc",
            reason="urgent",
        )
    with store.read() as work:
        case = work.cases.get("1")
    assert case == saved
    assert (case.triage, case.draft, case.edited, case.approval) == (
        TRIAGE,
        DRAFT,
        "Bonjour Jean,",
        APPROVAL,
    )
    assert (case.state, case.version, case.due_at, case.assigned_to) == ("approved", 4, NOW, "Luc")
    assert case.text == APPROVAL.text
    assert [(e.who, e.what, e.detail) for e in case.events] == [
        ("import", "received", ""),
        ("desk", "triaged", ""),
        ("desk", "drafted", ""),
        ("Anne", "approved", "relu"),
    ]


def test_a_part_can_be_emptied_and_the_rest_stays(store: Store) -> None:
    drafted(store)
    with store.begin() as work:
        case = work.cases.save("1", expect=None, who="Anne", what="emptied", draft=None, due_at=None)
    assert (case.draft, case.due_at, case.triage) == (None, None, TRIAGE)


def test_an_empty_edit_is_an_edit(store: Store) -> None:
    drafted(store)
    with store.begin() as work:
        case = work.cases.save("1", expect=3, who="Anne", what="edited", edited="")
    assert (case.edited, case.text) == ("", "")


def test_published_text_joins_the_thread(store: Store) -> None:
    drafted(store)
    url = "https://example.org/1"
    with store.begin() as work:
        work.cases.save("1", expect=3, who="Anne", what="approved", state="approved", approval=APPROVAL)
        case = work.cases.save(
            "1",
            expect=4,
            who="Anne",
            what="published",
            state="published",
            published_at=NOW + timedelta(hours=1),
            published_url=url,
        )
    [ours] = case.thread
    assert (ours.text, ours.direction, ours.url) == (APPROVAL.text, "out", url)
    assert ours.posted_at == NOW + timedelta(hours=1)
    assert case.text == APPROVAL.text


def test_only_known_ways_lead_from_state_to_state(store: Store) -> None:
    received(store)
    with store.begin() as work, pytest.raises(Refused) as refused:
        work.cases.save("1", expect=1, who="Anne", what="published", state="published")
    assert refused.value.code == "case.state"
    assert "received" in refused.value.message and "published" in refused.value.message
    assert "published" not in TRANSITIONS["received"]
    with store.read() as work:
        assert work.cases.get("1").version == 1


def test_a_stale_version_is_refused_and_both_are_named(store: Store) -> None:
    drafted(store)
    with store.begin() as work, pytest.raises(Refused) as refused:
        work.cases.save("1", expect=2, who="Anne", what="edited", edited="x")
    assert refused.value.code == "case.version"
    assert "version 2" in refused.value.message and "version 3" in refused.value.message


def test_a_block_that_raises_leaves_nothing(store: Store) -> None:
    received(store)
    with pytest.raises(ZeroDivisionError), store.begin() as work:
        work.cases.save("1", expect=1, who="Anne", what="edited", edited="x")
        raise ZeroDivisionError
    with store.read() as work:
        case = work.cases.get("1")
        assert (case.version, case.edited, len(case.events)) == (1, None, 1)
    assert store.audit_check().rows == 1


@pytest.mark.parametrize("id", ["2", "", "x", "-1", "1; DROP", "９", "9" * 30, "0", "²"])
def test_an_unknown_id(store: Store, id: str) -> None:
    received(store)
    with store.begin() as work:
        for call in (
            lambda: work.cases.get(id),
            lambda: work.cases.save(id, expect=1, who="a", what="b"),
            lambda: work.cases.list(after=id),
            lambda: work.tasks.add(id, "appeler", "Anne"),
            lambda: work.feedback.add(id, "edit", {}, "Anne", NOW),
            lambda: work.autosave(id, "Anne", "x"),
        ):
            with pytest.raises(NotFound) as unknown:
                call()
            assert unknown.value.code == "case.unknown"


def test_a_change_that_a_case_does_not_have(store: Store) -> None:
    received(store)
    with store.begin() as work, pytest.raises(TypeError, match="version"):
        work.cases.save("1", expect=1, who="a", what="b", version=9)  # type: ignore[call-arg]


def test_two_people_save_one_case_and_one_wins(store: Store) -> None:
    received(store)
    ready, outcomes = threading.Barrier(2), []

    def save(name: str) -> None:
        ready.wait()
        try:
            with store.begin() as work:
                work.cases.save("1", expect=1, who=name, what="edited", edited=name)
            outcomes.append(name)
        except Refused as refused:
            outcomes.append(refused.code)

    threads = [threading.Thread(target=save, args=(name,)) for name in ("Anne", "Luc")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert "case.version" in outcomes
    [winner] = set(outcomes) - {"case.version"}
    with store.read() as work:
        case = work.cases.get("1")
    assert (case.edited, case.version) == (winner, 2)


def lines(store: Store, **how: object) -> list[str]:
    with store.read() as work:
        return [line.id for line in work.cases.list(**how)]  # type: ignore[arg-type]


def queue(store: Store) -> None:
    """Case 1 due last, 2 without a clock, 3 due first, 4 done."""
    with store.begin() as work:
        for n, (text, author) in enumerate(
            [
                ("Livraison trop LENTE à Évry", "Zoé"),
                ("100% raté", "Paul"),
                ("Colis perdu", "Zoé"),
                ("Bravo", None),
            ]
        ):
            at = NOW + timedelta(minutes=n)
            work.cases.receive(comment(f"g-{n}", text, author=author, language="fr"), at, "import")
        work.cases.save("1", expect=1, who="d", what="t", due_at=NOW + timedelta(hours=9))
        work.cases.save("3", expect=1, who="d", what="t", state="triaged", triage=TRIAGE, due_at=NOW)
        work.cases.save("4", expect=1, who="d", what="i", state="ignored", due_at=NOW)
        work.cases.receive(comment("g-9", "Zéro réponse, honteux", thread_id="g-1"), NOW, "import")


def test_the_queue(store: Store) -> None:
    queue(store)
    assert lines(store) == ["3", "1", "2", "4"]
    assert lines(store, order="newest") == ["4", "3", "2", "1"]
    assert lines(store, order="oldest", limit=2) == ["1", "2"]
    assert lines(store, state="ignored") == ["4"]
    assert lines(store, state=("ignored", "triaged")) == ["3", "4"]
    assert lines(store, nature="complaint") == lines(store, severity="S2") == ["3"]
    assert lines(store, language="en") == lines(store, channel="own_forum") == []
    with store.read() as work:
        line = work.cases.list(limit=1)[0]
        counts = work.cases.counts()
    assert (line.excerpt, line.author, line.nature, line.unsure) == ("Colis perdu", "Zoé", "complaint", False)
    assert counts["received"] == 2 and counts["ignored"] == 1 and counts["published"] == 0


def test_by_severity_the_worst_first_of_equals_the_most_urgent(store: Store) -> None:
    queue(store)
    with store.begin() as work:
        for n, (severity, hours) in enumerate([("S1", 5), ("S4", 1), ("S2", 2), ("S2", 1)], start=5):
            triage = dataclasses.replace(TRIAGE, severity=severity, unsure=severity == "S4")
            work.cases.receive(comment(f"h-{n}", f"Colis {n}"), NOW, "import")
            due = NOW - timedelta(hours=hours)
            work.cases.save(str(n), expect=1, who="d", what="t", state="triaged", triage=triage, due_at=due)
    # 3 is an S2 due later than 7 and 8; 1, 2 and 4 have no triage.
    assert lines(store, order="severity") == ["5", "7", "8", "3", "6", "1", "2", "4"]
    assert lines(store, order="severity", limit=2) == ["5", "7"]
    assert lines(store, unsure=True) == ["6"] and "6" not in lines(store, unsure=False)


def test_what_is_late_and_what_is_due_soon(store: Store) -> None:
    queue(store)  # 3 is due at NOW, 1 nine hours later, 4 is done
    assert lines(store, due=(None, NOW)) == []
    assert lines(store, due=(None, NOW + timedelta(seconds=1))) == ["3"]
    assert lines(store, due=(NOW, NOW + timedelta(hours=10))) == ["3", "1"]
    assert lines(store, due=(NOW + timedelta(minutes=1), NOW + timedelta(hours=10))) == ["1"]


@pytest.mark.parametrize(
    ("author", "found"),
    [("zoe", ["3", "1"]), ("ZOÉ", ["3", "1"]), ("pau", ["2"]), ("lente", []), ("zoe paul", []), ("%", [])],
)
def test_an_author_is_found_by_name_alone(store: Store, author: str, found: list[str]) -> None:
    queue(store)
    assert lines(store, author=author) == found


@pytest.mark.parametrize("order", ["clock", "severity", "newest", "oldest"])
def test_pages_show_each_case_once(store: Store, order: str) -> None:
    queue(store)
    whole = lines(store, order=order)
    paged: list[str] = []
    while page := lines(store, order=order, limit=1, after=paged[-1] if paged else None):
        paged += page
    assert paged == whole


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("evry", ["1"]),
        ("ÉVRY lente", ["1"]),
        ("zoe", ["3", "1"]),
        ("honteux", ["2"]),
        ("100%", ["2"]),
        ("%", ["2"]),
        ("_", []),
        ("lente perdu", []),
        ("  ", ["3", "1", "2", "4"]),
    ],
)
def test_search(store: Store, search: str, found: list[str]) -> None:
    queue(store)
    assert lines(store, search=search) == found


def test_an_excerpt_is_short_and_on_one_line(store: Store) -> None:
    with store.begin() as work:
        work.cases.receive(comment("1", "mot\n\n" * 400, title="Titre"), NOW, "import")
        [line] = work.cases.list()
    assert line.excerpt.startswith("Titre mot mot")
    assert len(line.excerpt) <= 160 and line.excerpt.endswith("…") and "\n" not in line.excerpt
