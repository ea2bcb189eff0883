from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.charter import Calendar, Clock
from assistant.domain.clock import closed_days, due_at
from assistant.errors import CharterError

WEEK = {day: ("09:00", "18:00") for day in ("mon", "tue", "wed", "thu", "fri")}
PARIS = Calendar(timezone="Europe/Paris", hours=WEEK, holidays=(date(2026, 12, 25),))


def business(minutes: int) -> Clock:
    return Clock(ack=1, first_reply=minutes)


@pytest.mark.parametrize(
    ("received", "minutes", "due"),
    [
        ("2026-11-20T16:30:00+00:00", 60, "2026-11-23T08:30:00+00:00"),  # Friday 17:30 to Monday 9:30
        ("2026-12-24T16:00:00+00:00", 120, "2026-12-28T09:00:00+00:00"),  # over Christmas and a week-end
        ("2026-03-27T16:00:00+00:00", 120, "2026-03-30T08:00:00+00:00"),  # summer time starts on the 29th
        ("2026-11-22T12:00:00+00:00", 60, "2026-11-23T09:00:00+00:00"),  # Sunday
    ],
)
def test_business_minutes(received: str, minutes: int, due: str) -> None:
    assert due_at(datetime.fromisoformat(received), business(minutes), PARIS) == datetime.fromisoformat(due)


def test_calendar_clock_never_stops() -> None:
    start = datetime(2026, 11, 21, 3, tzinfo=UTC)
    assert due_at(start, Clock(ack=1, first_reply=60, clock="calendar"), PARIS) == start + timedelta(hours=1)


def test_an_opening_counts_what_it_lasts_when_the_hour_changes() -> None:
    night = Calendar(timezone="Europe/Paris", hours={"sun": ("00:00", "24:00")})
    start = datetime(2026, 10, 24, 12, tzinfo=UTC)
    assert due_at(start, business(25 * 60), night) == datetime(2026, 10, 25, 23, tzinfo=UTC)


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
    st.integers(1, 4000),
    st.integers(1, 4000),
)
def test_waiting_adds_up(received: datetime, first: int, second: int) -> None:
    due = due_at(received, business(first + second), PARIS)
    assert due == due_at(due_at(received, business(first), PARIS), business(second), PARIS)
    assert due >= received + timedelta(minutes=first + second)


@pytest.mark.parametrize(
    ("place", "received", "due"),
    [
        ("FR", "2026-07-13T15:30:00+00:00", "2026-07-15T07:30:00+00:00"),  # over the 14th of July
        ("FR-57", "2026-04-02T15:30:00+00:00", "2026-04-07T07:30:00+00:00"),  # over Good Friday and Easter
        ("GB", "2026-07-13T15:30:00+00:00", "2026-07-14T07:30:00+00:00"),
    ],
)
def test_the_public_holidays_of_a_country_are_known(place: str, received: str, due: str) -> None:
    calendar = Calendar(timezone="Europe/Paris", hours=WEEK, holidays_of=place)
    assert due_at(datetime.fromisoformat(received), business(60), calendar) == datetime.fromisoformat(due)


def test_listed_days_come_on_top() -> None:
    calendar = Calendar(timezone="Europe/Paris", hours=WEEK, holidays=(date(2026, 7, 15),), holidays_of="FR")
    assert {date(2026, 7, 14), date(2026, 7, 15)} <= closed_days(calendar, 2026)
    assert date(2026, 7, 15) not in closed_days(calendar, 2027)


@pytest.mark.parametrize(
    "calendar",
    [
        Calendar(timezone="Europe/Paris", hours=WEEK, holidays_of="XX"),
        Calendar(timezone="Europe/Nowhere", hours=WEEK),
        Calendar(timezone="Europe/Paris", hours={}),
        Calendar(timezone="Europe/Paris", hours={"mon": ("18:00", "09:00")}),
        Calendar(timezone="Europe/Paris", hours={"monday": ("09:00", "18:00")}),
    ],
)
def test_a_calendar_that_cannot_count_is_refused(calendar: Calendar) -> None:
    with pytest.raises(CharterError) as caught:
        due_at(datetime(2026, 1, 1, tzinfo=UTC), business(60), calendar)
    assert caught.value.code == "charter.calendar"


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        due_at(datetime(2026, 1, 1), business(60), PARIS)
