"""Days that are said by how far ahead they are: in so many days or months, the next Monday, a date without a year."""

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any

from nomologi_tui.goals.times.pieces import Pieces, Refusal
from nomologi_tui.schedules import Days
from nomologi_tui.schedules.calendar_days import first_day

Ahead = int | tuple[Any, ...]  # as the value of a piece of sort `day`
_SUNDAY = 6


def day_ahead(day: Ahead, today: date, pieces: Pieces) -> date:
    """The day so many days or months ahead, or the next one of a weekday."""
    match day:
        case ("months", count):
            return months_ahead(today, count)
        case ("numbered", weekday, number):
            return _numbered_day(weekday, number, today)
        case ("in week", weekday):
            return _in_week(weekday, today)
        case ("in month", days, count):
            return _in_month(days, count, today)
        case ("in year", month, number):
            return _in_year(month, number, today)
    ahead = day if isinstance(day, int) else (int(day[-1]) - today.weekday() - 1) % 7 + 1
    if ahead == 7 and not isinstance(day, int) and day[0] == "this":
        raise Refusal("today is that weekday; say “today”, “next” or the date")
    try:
        found = today + timedelta(days=ahead)
    except OverflowError:
        raise Refusal("that is too far ahead") from None
    if not isinstance(day, int):
        pieces.remark(f"The next one is taken: {found:%a} {found.isoformat()}.")
    return found


def _numbered_day(weekday: int, number: int, today: date) -> date:
    """The next day of that number. Raises Refusal where it is another weekday."""
    found = next(day for ahead in range(62) if (day := today + timedelta(days=ahead)).day == number)
    if found.weekday() != weekday:
        raise Refusal(f"{found:%-d %b %Y} is a {found:%A}; say which day is meant")
    return found


def months_ahead(day: date, count: int) -> date:
    """The same day so many months on; the last of that month where it has no such day. Raises Refusal."""
    year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
    if year > MAXYEAR:
        raise Refusal("that is too far ahead")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def date_ahead(wanted: date | tuple[int, int], at: time, local: datetime) -> date:
    """The date; without a year the next one to come."""
    if isinstance(wanted, date):
        return wanted
    for year in range(local.year, local.year + 9):
        try:
            found = date(year, *wanted)
        except ValueError:  # 29 February, or no day at all
            continue
        if datetime.combine(found, at) > local:
            return found
    raise Refusal("that is no day of the calendar")


def edge_day(value: Any, local: datetime) -> date:
    """The day of a date or a day to come, as a first or last day."""
    if isinstance(value, date):
        return value
    if isinstance(value, int):
        return day_ahead(value, local.date(), Pieces([]))
    is_date = len(value) == 2 and isinstance(value[0], int)
    return date_ahead(value, time.max, local) if is_date else day_ahead(value, local.date(), Pieces([]))


def _in_week(weekday: int, today: date) -> date:
    """The weekday of the next week, which begins on Monday. Raises Refusal on a Sunday, when two weeks may be meant."""
    if today.weekday() == _SUNDAY:
        raise Refusal("today is Sunday, so that next week may be two weeks; say the date")
    return today + timedelta(days=7 - today.weekday() + weekday)


def _in_month(days: Days, ahead: int, today: date) -> date:
    """The first of these days in the month so many ahead. Raises Refusal where it has none, or it has passed."""
    first = months_ahead(today.replace(day=1), ahead)
    found = first_day(days, first)
    if found is None or (found.year, found.month) != (first.year, first.month):
        raise Refusal("that month has no such day")
    return found


def _in_year(month: int, day: int, today: date) -> date:
    """The day of the next year. Raises Refusal where that has none."""
    try:
        return date(today.year + 1, month, day)
    except ValueError:
        raise Refusal("that is no day of the calendar") from None
