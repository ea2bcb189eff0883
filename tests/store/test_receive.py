import threading
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event

from assistant.domain.comment import MAX_COMMENT_CHARS, Comment
from assistant.domain.text import fold
from assistant.errors import BadInput
from assistant.store import Store
from assistant.store.receive import Received, comment_row

from .conftest import NOW
from .values import comment


def receive(store: Store, *comments: Comment) -> list[Received]:
    with store.begin() as work:
        return list(work.cases.receive_many(comments, NOW, "import"))


def test_a_new_comment_opens_a_case(store: Store) -> None:
    sent = comment(rating=1, posted_at=NOW, author_info={"followers": 3})
    with store.begin() as work:
        case, new = work.cases.receive(sent, NOW, "Anne")
    assert new
    assert case.comment == sent
    assert (case.state, case.version, case.received_at) == ("received", 1, NOW)
    assert [(e.who, e.what) for e in case.events] == [("Anne", "received")]


@pytest.mark.parametrize(
    ("again", "same"),
    [
        (comment(text="autre texte", author="Paul"), True),
        (comment(channel="facebook_page", author="Paul"), False),
        (comment("g-2"), True),
        (comment("g-2", text="  Service déplorable, colis perdu.\n"), True),
        (comment("g-2", author="Paul"), False),
        (comment("g-2", text="autre texte"), False),
        (comment("g-2", posted_at=NOW + timedelta(days=1)), False),
    ],
)
def test_what_counts_as_the_same_comment(store: Store, again: Comment, same: bool) -> None:
    receive(store, comment())
    with store.begin() as work:
        case, new = work.cases.receive(again, NOW, "Anne")
    assert new is not same
    assert (case.id == "1") is same
    assert case.version == 1


def test_comments_without_an_author_are_never_the_same_by_their_text(store: Store) -> None:
    first, second = receive(store, comment("a", "Nul", author=None), comment("b", "Nul", author=None))
    assert first.new and second.new


def test_a_comment_in_a_known_thread_joins_its_case(store: Store) -> None:
    receive(store, comment("root"))
    by_parent = comment("r1", "Bonjour Jean", parent_id="root", direction="out", author="Nous")
    by_thread = comment("r2", "Merci quand même", thread_id="root", posted_at=NOW + timedelta(hours=1))
    by_grandparent = comment("r3", "Et mon colis ?", parent_id="r2", posted_at=NOW + timedelta(hours=2))
    elsewhere = comment("r4", "Autre chose", parent_id="root", channel="facebook_page")
    found = receive(store, by_parent, by_thread, by_grandparent, elsewhere)
    assert [r.case_id for r in found] == ["1", "1", "1", "2"]
    assert [(r.new, r.added) for r in found] == [(False, True)] * 3 + [(True, True)]
    with store.read() as work:
        case = work.cases.get("1")
    assert case.comment.id == "root"
    assert [c.id for c in case.thread] == ["r1", "r2", "r3"]
    assert case.version == 4


def test_answers_that_come_before_what_they_answer(store: Store) -> None:
    found = receive(store, comment("r1", "Toujours rien", parent_id="root"), comment("root"))
    assert {r.case_id for r in found} == {"1"}
    again = receive(store, comment("r2", "Alors ?", thread_id="root"))
    assert again[0].case_id == "1"


@pytest.mark.parametrize("in_one_batch", [True, False])
def test_our_own_post_waits_until_someone_answers_it(store: Store, in_one_batch: bool) -> None:
    post = comment("post", "Nos horaires changent.", direction="out", author="Nous")
    reply = comment("c1", "Encore une mauvaise nouvelle", thread_id="post")
    if in_one_batch:
        receive(store, post, reply)
    else:
        receive(store, post)
        with store.read() as work:
            assert work.cases.get("1").state == "closed"
        receive(store, reply)
    with store.read() as work:
        case = work.cases.get("1")
    assert case.state == "received"
    assert case.comment.id == "c1"
    assert [c.id for c in case.thread] == ["post"]


def test_our_same_words_under_two_comments_are_two_messages(store: Store) -> None:
    receive(store, comment("a", "Un"), comment("b", "Deux"))
    ours = [comment(f"o{p}", "Merci !", parent_id=p, direction="out", author="Nous") for p in "ab"]
    assert [r.case_id for r in receive(store, *ours)] == ["1", "2"]
    with store.read() as work:
        assert len(work.cases.get("2").thread) == 1


def publish(store: Store, text: str = "Bonjour Jean.") -> None:
    receive(store, comment())
    with store.begin() as work:
        work.cases.save("1", expect=1, who="Anne", what="edited", edited=text, state="in_review")
        work.cases.save("1", expect=2, who="Luc", what="approved", state="approved")
        work.cases.save("1", expect=3, who="Luc", what="published", state="published")


def test_an_answer_reopens_a_published_case(store: Store) -> None:
    publish(store)
    receive(store, comment("g-2", "Ce n'est pas vrai", parent_id="g-1", posted_at=NOW + timedelta(days=1)))
    with store.read() as work:
        case = work.cases.get("1")
    assert (case.state, case.edited, case.text) == ("received", None, "")
    assert [(c.direction, c.text) for c in case.thread] == [
        ("out", "Bonjour Jean."),
        ("in", "Ce n'est pas vrai"),
    ]
    assert [e.what for e in case.events][-2:] == ["received", "reopened"]


def test_our_reply_coming_back_with_the_feed_is_known(store: Store) -> None:
    publish(store)
    echo = comment("fb-77", "Bonjour Jean. ", parent_id="g-1", direction="out", author="Nous")
    assert receive(store, echo) == [Received("1", new=False, added=False)]
    with store.read() as work:
        case = work.cases.get("1")
    assert (case.state, len(case.thread)) == ("published", 1)


def test_a_further_comment_leaves_an_ignored_case_alone(store: Store) -> None:
    receive(store, comment())
    with store.begin() as work:
        work.cases.save("1", expect=1, who="Anne", what="ignored", state="ignored", reason="provocation")
    receive(store, comment("g-2", "Alors, on se cache ?", parent_id="g-1"))
    with store.read() as work:
        assert work.cases.get("1").state == "ignored"


@pytest.mark.parametrize(
    ("bad", "code"),
    [
        (comment("b", "x" * (MAX_COMMENT_CHARS + 1)), "comment.too_long"),
        (comment("  "), "comment.no_id"),
        (comment("b", posted_at=datetime(2026, 1, 1)), "comment.no_zone"),
    ],
)
def test_a_bad_row_does_not_spoil_the_others(store: Store, bad: Comment, code: str) -> None:
    first, fault, last = receive(store, comment("a", "Un"), bad, comment("c", "Trois"))
    assert first.new and last.new
    assert isinstance(fault, BadInput) and fault.code == code
    with store.begin() as work, pytest.raises(BadInput, match=r"comment"):
        work.cases.receive(bad, NOW, "Anne")


def test_hostile_text_stays_text(store: Store) -> None:
    hostile = [
        comment("\x00'; DROP TABLE cases; --", "a\x00b \ud800 <script>", author="\x00Jean\udfff"),
        comment("long" * 5000, "id trop long", author="x" * 9000, thread_id="t" * 9000),
        comment("3", "=HYPERLINK(1)", channel="c\x00" * 3000),
    ]
    assert all(r.new for r in receive(store, *hostile))
    assert not any(r.added for r in receive(store, *hostile))
    with store.read() as work:
        assert work.cases.get("1").comment == hostile[0]
        assert len(work.cases.list()) == 3
    assert store.audit_check().ok


small = st.builds(
    Comment,
    id=st.sampled_from(["1", "2", "3", "4"]),
    text=st.sampled_from(["Nul", "Bravo", "Merci"]),
    author=st.sampled_from([None, "Jean", "Paul"]),
    channel=st.sampled_from(["google", "forum"]),
    thread_id=st.sampled_from([None, "1", "2"]),
    parent_id=st.sampled_from([None, None, "3"]),
    direction=st.sampled_from(["in", "in", "out"]),
)


def test_receiving_again_changes_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("again")
    numbers = iter(range(10_000))

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(small, max_size=12))
    def twice(comments: list[Comment]) -> None:
        store = Store(f"sqlite:///{folder}/{next(numbers)}.sqlite")
        store.migrate()
        receive(store, *comments)
        with store.read() as work:
            before = [work.cases.get(line.id) for line in work.cases.list()]
        one_by_one = []
        for each in comments:
            one_by_one += receive(store, each)
        assert not any(r.added for r in one_by_one)
        with store.read() as work:
            assert [work.cases.get(line.id) for line in work.cases.list()] == before
        assert store.audit_check().ok
        store.close()

    twice()


@pytest.mark.slow
def test_one_by_one_or_together_is_the_same(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("batches")
    numbers = iter(range(10_000))

    def fresh() -> Store:
        store = Store(f"sqlite:///{folder}/{next(numbers)}.sqlite", clock=lambda: NOW)
        store.migrate()
        return store

    @settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(small, max_size=12))
    def compare(comments: list[Comment]) -> None:
        together, apart = fresh(), fresh()
        at_once = receive(together, *comments)
        assert at_once == [receive(apart, each)[0] for each in comments]
        with together.read() as a, apart.read() as b:
            for line in a.cases.list():
                assert a.cases.get(line.id) == b.cases.get(line.id)
        together.close()
        apart.close()

    compare()


def test_many_receivers_of_one_comment_make_one_case(store: Store) -> None:
    ready, results = threading.Barrier(6), []

    def one() -> None:
        ready.wait()
        with store.begin() as work:
            results.append(work.cases.receive(comment(), NOW, "feed"))

    threads = [threading.Thread(target=one) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(new for _, new in results) == [False] * 5 + [True]
    assert {case.id for case, _ in results} == {"1"}
    assert store.audit_check().rows == 1


def test_a_batch_takes_few_statements(store: Store) -> None:
    said: list[str] = []
    event.listen(store._engine, "before_cursor_execute", lambda *args: said.append(args[2]))
    with store.begin() as work:
        rows = (comment(f"g-{n}", f"Commentaire {n}", posted_at=datetime.now(UTC)) for n in range(500))
        list(work.cases.receive_many(rows, NOW, "import"))
    assert len(said) < 25


@given(st.text())
def test_the_search_column_is_the_folded_text(text: str) -> None:
    assert comment_row(Comment(id="1", text=text), 1, NOW)["folded"] == fold(text)
