"""Days that are said by how far ahead they are: in so many days or months, the next Monday, a date without a year."""

from calendar import monthrange
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any

from nomologi_tui.goals.times.pieces import Pieces, Refusal

Ahead = int | tuple[int] | tuple[str, int] | tuple[str, int, int]  # as the value of a piece of sort `day`


def day_ahead(day: Ahead, today: date, pieces: Pieces) -> date:
    """The day so many days or months ahead, or the next one of a weekday."""
    if not isinstance(day, int) and day[0] == "months":
        return months_ahead(today, int(day[-1]))
    if not isinstance(day, int) and len(day) == 3:
        return _numbered_day(day[1], day[2], today)
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
