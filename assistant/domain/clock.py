"""When a first reply is due: minutes of the charter's clock, counted in its opening hours."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from assistant.domain.charter import Calendar, Clock
from assistant.errors import CharterError

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HORIZON_DAYS = 3 * 366
"""No first reply is due later than this; a calendar that never opens would count for ever."""


def due_at(received: datetime, clock: Clock, calendar: Calendar) -> datetime:
    """When the first reply is due, in UTC.

    A ``business`` clock runs only while the calendar is open: the hours of its weekdays, in its
    time zone, holidays left out. Minutes are real ones, so an opening that holds a change of the
    hour counts what it lasts. The due time is never a moment at which nobody works, except that
    it may be the very end of a day.

    Args:
        received: aware time at which the comment came in.
        clock: ``first_reply`` in minutes, and which clock.
        calendar: opening hours.

    Raises:
        ValueError: ``received`` is naive.
        CharterError: ``charter.calendar``, when the calendar cannot be read or never opens.
    """
    if received.tzinfo is None:
        raise ValueError("received must be an aware datetime")
    start = received.astimezone(UTC)
    left = timedelta(minutes=clock.first_reply)
    if clock.clock == "calendar":
        return start + left
    for opens, closes in _openings(start, calendar):
        begin = max(opens, start)
        if closes <= begin:
            continue
        if closes - begin >= left:
            return begin + left
        left -= closes - begin
    raise CharterError(
        "charter.calendar",
        "charter.yaml: calendar: the opening hours never reach the time a first reply is due.",
        "Give at least one weekday its hours, or use `clock: calendar`.",
    )


def _openings(start: datetime, calendar: Calendar) -> Iterator[tuple[datetime, datetime]]:
    """Opening intervals in UTC, from the local day of ``start`` on."""
    try:
        zone = ZoneInfo(calendar.timezone)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise CharterError(
            "charter.calendar",
            f"charter.yaml: calendar.timezone: unknown time zone {calendar.timezone!r}.",
            "Write a name of the IANA list, such as Europe/Paris.",
        ) from error
    hours = {day: _hours(day, *pair) for day, pair in calendar.hours.items()}
    day = start.astimezone(zone).date()
    for _ in range(_HORIZON_DAYS):
        name = WEEKDAYS[day.weekday()]
        if name in hours and day not in closed_days(calendar, day.year):
            opens, closes = hours[name]
            yield _moment(day, opens, zone), _moment(day, closes, zone)
        day += timedelta(days=1)


def closed_days(calendar: Calendar, year: int) -> frozenset[date]:
    """The days of a year on which the calendar is closed whatever the weekday: those listed, and the public
    holidays of the country it names.

    Raises:
        CharterError: ``charter.calendar``: that country's holidays are not known.
    """
    listed = frozenset(day for day in calendar.holidays if day.year == year)
    return listed | public_holidays(calendar.holidays_of, year) if calendar.holidays_of else listed


@cache
def public_holidays(place: str, year: int) -> frozenset[date]:
    """The public holidays of a country, or of a part of it (``FR-57``).

    Raises:
        CharterError: ``charter.calendar``: they are not known.
    """
    import holidays  # takes longer to load than a check of a text should

    country, _, part = place.partition("-")
    try:
        return frozenset(holidays.country_holidays(country, subdiv=part or None, years=year))
    except NotImplementedError as error:
        raise CharterError(
            "charter.calendar",
            f"charter.yaml: calendar.holidays_of: the public holidays of {place!r} are not known.",
            "Write the country's ISO code, such as FR, or list the dates under `holidays`.",
        ) from error


def _moment(day: date, minutes: int, zone: ZoneInfo) -> datetime:
    """A local time, in minutes after midnight up to 24:00, as UTC."""
    if minutes == 24 * 60:
        day, minutes = day + timedelta(days=1), 0
    return datetime.combine(day, time(minutes // 60, minutes % 60), zone).astimezone(UTC)


def _hours(day: str, opens: str, closes: str) -> tuple[int, int]:
    try:
        begin, end = (int(h) * 60 + int(m) for h, m in (opens.split(":"), closes.split(":")))
        good = day in WEEKDAYS and 0 <= begin < end <= 24 * 60
    except ValueError:
        good = False
    if not good:
        raise CharterError(
            "charter.calendar",
            f"charter.yaml: calendar.hours.{day}: cannot read [{opens!r}, {closes!r}].",
            'Write a weekday (mon … sun) and its hours within one day: mon: ["09:00", "18:00"].',
        )
    return begin, end
