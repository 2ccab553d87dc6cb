"""Recurrence rules of calendars (RFC 5545), as the schedule trigger's fields: `FREQ=WEEKLY;BYDAY=MO;BYHOUR=9`."""

import re
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.times.pieces import USUAL
from nomologi_tui.schedules import check_zone, moment_of, upcoming

_DAYS = {"MO": "mon", "TU": "tue", "WE": "wed", "TH": "thu", "FR": "fri", "SA": "sat", "SU": "sun"}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_REAL = {"SECONDLY": "s", "MINUTELY": "min", "HOURLY": "h"}
_CYCLE = {"DAILY": "days", "WEEKLY": "weeks", "MONTHLY": "months", "YEARLY": "years"}
_KNOWN = frozenset(["FREQ", "INTERVAL", "BYDAY", "BYMONTHDAY", "BYMONTH", "BYHOUR", "BYMINUTE", "BYSETPOS", "UNTIL",
                    "COUNT", "WKST"])  # fmt: skip
_PART = re.compile(r"([A-Z]+)=([A-Z0-9,+:-]+)", re.IGNORECASE)
_START = re.compile(
    r"DTSTART(?:;VALUE=[A-Z-]+)?(?:;TZID=([^:;\s]+))?[^:]*:(\d{8})(?:T(\d{4})\d{0,2}(Z)?)?\s*", re.IGNORECASE
)
_UNTIL = re.compile(r"(\d{8})(?:T(\d{2})(\d{2})(\d{2})(Z)?)?")
Fields = dict[str, Any]


def fields_of_recurrence(text: str, timezone: str, now: datetime) -> Fields:
    """What a rule says; what it counts is counted from its DTSTART or from today. Raises BadInputError."""
    start = _START.search(text)
    named = (start[1] or ("UTC" if start[4] else "")) if start else ""
    zone = check_zone(named or timezone)
    first = _day(start[2]) if start else None
    at = _clock(start[3]) if start and start[3] else USUAL
    parts = _parts(_START.sub("", text))
    until, count = parts.pop("UNTIL", ""), _number(parts.pop("COUNT", "0"), least=0)
    fields = _repeated(parts, first, first or now.astimezone(zone).date(), at)
    fields |= {"timezone": named} if named else {}
    fields |= _until(until, fields, zone) if until else {}
    begin = moment_of(datetime.combine(first, time()), zone) - timedelta(seconds=1) if first else now
    return fields | (_counted(fields, count, begin, zone) if count else {})


def _repeated(parts: dict[str, str], first: date | None, counted_from: date, at: time) -> Fields:
    """How often and when, without the end."""
    frequency, every = parts.pop("FREQ", ""), _number(parts.pop("INTERVAL", "1"))
    if frequency in _REAL:
        _nothing_left(parts)
        return {"every": f"{every}{_REAL[frequency]}"} | _begins(first)
    if frequency not in _CYCLE:
        raise BadInputError(f"“{frequency}” is no FREQ; write DAILY, WEEKLY, MONTHLY or YEARLY.")
    fields: Fields = {"times": _times(parts, at)} | _days(frequency, parts, first)
    _nothing_left(parts)
    if every == 1:
        return fields | _begins(first)
    if frequency == "YEARLY":
        raise BadInputError("Every so many years can't be held; say it with its dates.")
    return fields | {"cycle": f"{every} {_CYCLE[frequency]}"} | _begins(counted_from)


def _until(until: str, fields: Fields, zone: ZoneInfo) -> Fields:
    """The last day. Raises BadInputError where it ends between two times of a day."""
    found = _UNTIL.fullmatch(until)
    if not found:
        raise BadInputError(f"“{until}” is no UNTIL; write for example UNTIL=20261231.")
    day = _day(found[1])
    if not found[2]:
        return {"ends": day.isoformat()}
    last = datetime.combine(day, _clock(found[2] + found[3]))
    last = last.replace(tzinfo=UTC).astimezone(zone).replace(tzinfo=None) if found[5] else last
    late = [last.time() < time.fromisoformat(at) for at in fields.get("times", ["23:59"])]
    if any(late) and not all(late):
        raise BadInputError("This UNTIL is between two times of its day; write the day alone.")
    if any(late) and "every" in fields:
        raise BadInputError("An interval can end with a day, not within one; write the day alone as UNTIL.")
    return {"ends": (last.date() - timedelta(days=all(late))).isoformat()}


def _counted(fields: Fields, count: int, begin: datetime, zone: ZoneInfo) -> Fields:
    """The last day, after so many times. Raises BadInputError where that is in the middle of a day."""
    from nomologi_tui.blocks.fields import check
    from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes  # pydantic: only the few that count need it

    if "every" in fields or "ends" in fields:
        raise BadInputError("A COUNT goes with days, not with an interval, nor with UNTIL.")
    config, problems = check(ScheduleTimes, fields)
    if not isinstance(config, ScheduleTimes):
        raise BadInputError(" ".join(problems.values()))
    moments = upcoming(config.schedule(zone.key), begin, count + 1)
    due = [one.astimezone(zone).date() for one in moments]
    if len(due) < count or (len(due) > count and due[count] == due[count - 1]):
        raise BadInputError("This COUNT ends between two times of a day; write the day as UNTIL.")
    return {"ends": due[count - 1].isoformat()}


def _parts(text: str) -> dict[str, str]:
    said = re.sub(r"\s*RRULE\s*:", "", text, flags=re.IGNORECASE).strip().rstrip(";")
    found = [_PART.fullmatch(part.strip()) for part in said.split(";")]
    parts = {one[1].upper(): one[2].upper() for one in found if one}
    if len(parts) != len(found) or not parts.keys() <= _KNOWN:
        raise BadInputError("This rule has a part that is not known here, such as BYWEEKNO.")
    parts.pop("WKST", "")
    return parts


def _nothing_left(parts: dict[str, str]) -> None:
    if parts:
        raise BadInputError(f"{', '.join(sorted(parts))} can't be held together with this FREQ.")


def _begins(first: date | None) -> Fields:
    return {"starts": first.isoformat()} if first else {}


def _times(parts: dict[str, str], at: time) -> list[str]:
    hours = _numbers(parts.pop("BYHOUR", str(at.hour)), 0, 23)
    minutes = _numbers(parts.pop("BYMINUTE", str(at.minute)), 0, 59)
    return [f"{hour:02}:{minute:02}" for hour, minute in product(hours, minutes)]


def _clock(text: str) -> time:
    """The time of `0930`."""
    if int(text[:2]) > 23 or int(text[2:]) > 59:
        raise BadInputError(f"“{text}” is no time of day.")
    return time(int(text[:2]), int(text[2:]))


def _days(frequency: str, parts: dict[str, str], first: date | None) -> Fields:
    months = [_MONTHS[one - 1] for one in _numbers(parts.pop("BYMONTH", ""), 1, 12)]
    days = [one for one in parts.pop("BYDAY", "").split(",") if one]
    numbers = _numbers(parts.pop("BYMONTHDAY", ""), -31, 31)
    places = _numbers(parts.pop("BYSETPOS", ""), -31, 31)
    if frequency in ("DAILY", "WEEKLY"):
        if months or numbers or places or any(len(one) > 2 for one in days):
            raise BadInputError(f"Months or places in a month can't be held together with {frequency}.")
        weekly = frequency == "WEEKLY" and not days
        named = [list(_DAYS)[(first.weekday() if first else 0)]] if weekly else days
        return {"weekdays": [_weekday(one) for one in named]} if named else {}
    of = {"months": months} if months else {}
    if frequency == "YEARLY" and not months:
        raise BadInputError("The month is not said; write BYMONTH=12.")
    return (_by_place(days, numbers, places) or {"month_days": [str(first.day if first else 1)]}) | of


def _by_place(days: list[str], numbers: list[int], places: list[int]) -> Fields:
    """Days of the month, or weekdays by their places in it."""
    if numbers and not (days or places):
        return {"month_days": [_place(one) for one in numbers]}
    names = [_weekday(one[-2:]) for one in days]
    said = {one[:-2] for one in days}
    if numbers or len(said) > 1 or (said - {""} and places) or (names and not (said - {""} or places)):
        raise BadInputError("These days of a month can't be held in one schedule.")
    if not names:
        return {}
    nth = [_place(one) for one in places or _numbers(said.pop().lstrip("+"), -5, 5)]
    if set(names) == {"mon", "tue", "wed", "thu", "fri"}:
        return {"business_days": nth}
    if len(names) > 1 and places:
        raise BadInputError("A place among several weekdays can't be held; name one weekday.")
    return {"nth": nth, "weekdays": names}


def _place(number: int) -> str:
    return "last" if number == -1 else str(number)


def _weekday(text: str) -> str:
    if text not in _DAYS:
        raise BadInputError(f"“{text}” is no weekday; write MO, TU, WE, TH, FR, SA or SU.")
    return _DAYS[text]


def _number(text: str, *, least: int = 1) -> int:
    if not text.isdigit() or not least <= int(text[:6]) < 1000:
        raise BadInputError(f"“{text}” is no number from 1 to 999.")
    return int(text)


def _numbers(text: str, low: int, high: int) -> list[int]:
    found = [int(one) if re.fullmatch(r"[+-]?\d{1,3}", one) else 999 for one in text.split(",") if text]
    if any(not low <= one <= high or (one == 0 and low) for one in found):
        raise BadInputError(f"“{text}” is out of its range, {low} to {high}.")
    return sorted(set(found))


def _day(text: str) -> date:
    """The day of `20261231` or `20261231T225959Z`."""
    try:
        return date.fromisoformat(text.partition("T")[0])
    except ValueError:
        raise BadInputError(f"“{text}” is no day of the calendar.") from None
