"""Rules of single moments and days: so long from now, a date, a day to come, a weekday with its number."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.goals.times.dates import date_ahead, day_ahead
from nomologi_tui.goals.times.pieces import Pieces, Refusal, nothing_else, times_of
from nomologi_tui.schedules import Dates, Once, OnDays, Rule


def from_now(seconds: float, pieces: Pieces, now: datetime, zone: ZoneInfo) -> Rule:
    nothing_else(pieces, "relative")
    if seconds <= 0:
        raise Refusal("that is no time ahead")
    if seconds % 60:
        pieces.remark("Taken up to the full minute.")
    return Once(_full_minute((now.astimezone(UTC) + _span(seconds)).astimezone(zone).replace(tzinfo=None)))


def _span(seconds: float) -> timedelta:
    try:
        return timedelta(seconds=seconds)
    except OverflowError:
        raise Refusal("that is too far ahead") from None


def _full_minute(wall: datetime) -> datetime:
    whole = wall.replace(second=0, microsecond=0)
    return whole if whole == wall else whole + timedelta(minutes=1)


def by_date(pieces: Pieces, local: datetime) -> Rule:
    """One moment, or some: days or dates, and times of day."""
    nothing_else(pieces, "day", "date", "times", "part", "weekdays")
    if pieces.all("day") and pieces.all("date"):
        raise Refusal("two different days are said")
    times = times_of(pieces)
    days = {day_ahead(day, local.date(), pieces) for day in pieces.all("day")}
    days |= {date_ahead(wanted, times[-1], local) for wanted in pieces.all("date")}
    _check_weekday(pieces, days)
    if any((day.month, day.day) == (12, 31) for day in days) and time() in times:
        raise Refusal("midnight may be meant as the end of that day; say 1 January at 00:00, or 30 December at 23:59")
    moments = sorted(datetime.combine(day, at) for day in days for at in times)
    if moments[0] <= local:
        raise Refusal("this time has passed" if len(moments) == 1 else f"{moments[0]:%H:%M} has passed")
    return Once(moments[0]) if len(moments) == 1 else OnDays(Dates(tuple(sorted(days))), times)


def _check_weekday(pieces: Pieces, days: set[date]) -> None:
    """Raise Refusal where a weekday beside a date is another one, or stands for more than that date."""
    for weekdays, repeated in pieces.all("weekdays"):
        if repeated or pieces.all("day") or len(days) > 1:
            raise Refusal("several times are said that do not go together")
        if {day.weekday() for day in days} != weekdays:
            day = min(days)
            raise Refusal(f"{day:%-d %b %Y} is a {day:%A}; say which day is meant")
