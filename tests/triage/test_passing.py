"""Looking back within a file: what was seen, in bounded memory."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.comment import Comment
from assistant.triage.passing import Passing

START = datetime(2026, 3, 1, 9, tzinfo=UTC)
TEXT = "Mon lampadaire est arrivé cassé et personne ne répond au téléphone depuis deux longues semaines"


def comment(id: str, text: str = TEXT, author: str | None = None, days: float = 0, **more: object) -> Comment:
    at = START + timedelta(days=days)
    return Comment(id, text, author=author, posted_at=at, **({"channel": "forum"} | more))  # type: ignore[arg-type]


def test_an_author_a_copy_and_a_near_copy() -> None:
    passing = Passing()
    assert passing.around(comment("1", author="Paul")).past is None
    second = passing.around(comment("2", author="Anne", channel="reviews"))
    assert [(s.ref, s.by) for s in second.copies] == [("1", "other")] and second.alike == ()
    third = passing.around(comment("3", TEXT.replace("deux", "trois"), author="Paul", days=4))
    assert third.past and (third.past.count, third.past.first, third.past.last) == (1, START, START)
    assert third.copies == ()
    assert {(s.ref, s.by) for s in third.alike} == {("1", "same"), ("2", "other")}
    fourth = passing.around(comment("4", "Merci !", author="Paul", days=6))
    assert fourth.past and (fourth.past.count, fourth.past.last) == (2, START + timedelta(days=4))
    assert fourth.copies == fourth.alike == ()


def test_ours_and_rows_that_come_again_are_let_pass() -> None:
    passing = Passing()
    passing.around(comment("1", author="Paul"))
    assert passing.around(comment("1", author="Paul")).past is None
    passing.around(comment("2", author="Paul", direction="out"))
    third = passing.around(comment("3", "Et alors ?", author="Paul"))
    assert third.past and third.past.count == 1


def test_nobody_has_no_past() -> None:
    passing = Passing()
    passing.around(comment("1", author="Anonyme"))
    second = passing.around(comment("2", author="Anonyme"))
    assert second.past is None and [s.by for s in second.copies] == ["nobody"]


def test_a_rush_of_new_authors() -> None:
    passing = Passing()
    for day in range(40):
        last = passing.around(comment(f"d{day}", "Bonjour", author=f"A{day}", days=day))
    assert last.arrivals and (last.arrivals.new, last.arrivals.usual, last.arrivals.days) == (1, 1.0, 28)
    for n in range(20):
        last = passing.around(comment(f"r{n}", "Honte à vous", author=f"R{n}", days=40 + n / 100))
    assert last.arrivals and last.arrivals.new == 20
    known = passing.around(comment("k", "Bonjour", author="A1", days=40.5))
    assert known.arrivals is None


def test_a_short_history_says_nothing_of_the_usual() -> None:
    passing = Passing()
    for n in range(100):
        context = passing.around(comment(str(n), "Bonjour", author=f"A{n}", days=n / 10))
    assert context.arrivals is None


def test_memory_is_bounded_and_forgets_the_oldest() -> None:
    passing = Passing(remembered=50)
    for n in range(500):
        passing.around(comment(str(n), f"{TEXT} {n % 3} {n}", author=f"A{n % 70}", days=n))
    held = [len(part) for part in (passing._seen, passing._order, passing._authors, passing._places)]
    assert held == [50] * 4
    assert len(passing._texts) == 50 and len(passing._arrived) <= 50
    assert {number for some in passing._bands.values() for number in some} <= passing._seen.keys()


def test_ten_thousand_comments_of_one_author() -> None:
    passing = Passing()
    for n in range(10_001):
        context = passing.around(comment(str(n), TEXT, author="Paul", days=n / 100))
    assert context.past and context.past.count == 10_000
    assert len(context.copies) == 50


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("", "a", "b", "c")),
            st.sampled_from((TEXT, f"{TEXT} x", "Merci", "")),
            st.integers(0, 60),
        ),
        max_size=40,
    )
)
def test_any_order_of_rows_leaves_nothing_behind(rows: list[tuple[str, str, int]]) -> None:
    passing = Passing(remembered=3)
    for n, (author, text, day) in enumerate(rows):
        context = passing.around(comment(str(n), text, author=author or None, days=day))
        assert all(int(s.ref) < n for s in (*context.copies, *context.alike))
    left = {
        number for table in (passing._bands, passing._texts) for some in table.values() for number in some
    }
    assert left <= passing._seen.keys() and len(passing._seen) <= 3
