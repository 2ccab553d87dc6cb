"""Whether a schedule is the one that a label means: by the next times that both are due, not by how it is written.

A form of a schedule is `ask` or None (asked for), a cron line (also with L and #, as cronsim reads them), a list of
forms (any of them), or one of {"cron", "tz"}, {"every_seconds"}, {"at"}, {"sun", "offset_minutes"}, {"fire_times"} and
{"schedule": as `schedules.schedule_json` writes it}. A label has a `kind`, its `schedule`, and others as good in `alt`:

    exact      the next 60 times within 800 days are the same
    spacing    the next 7 times lie `every_seconds` apart, whatever the phase
    dates      the next 12 days after today are the same, with `per_day` times on each, all of them in the `window`
    period     one time in each month, quarter or year, or every so many days
    once       one time, that one; once_date: on that day, in the window
    sun        the same event of the sun with the same offset
    ask        no time is said that could be taken: it must be asked for
"""

import heapq
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, pairwise, takewhile
from typing import Any
from zoneinfo import ZoneInfo

from cronsim import CronSim

from nomologi_tui.schedules import Every, Schedule, next_after, schedule_of

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 10, tzinfo=ZONE)  # a Sunday; all labels were written for this moment
_COMPARED, _HORIZON, _DATES, _SPACINGS, _PERIODS = 60, timedelta(days=800), 12, 7, 5
_MONTHS = {"month": 1, "months": 1, "quarter": 3, "year": 12}


def is_asked(form: Any) -> bool:
    """Whether the form says that the time has to be asked for."""
    return form is None or form == "ask" or form in ([], {})


def matches(label: dict[str, Any], form: Any) -> bool:
    """Whether a schedule's form is right by the label."""
    if is_asked(form):
        return label["kind"] == "ask" or bool(label["ask_ok"])
    kind, wanted = label["kind"], [label["schedule"], *label["alt"]]
    match kind:
        case "ask":
            return False
        case "sun":
            return form in wanted
        case "exact":
            return any(_same_times(one, form) for one in wanted)
        case "spacing":
            gap = timedelta(seconds=label["schedule"]["every_seconds"])
            due = _first(form, _SPACINGS)
            return len(due) == _SPACINGS and all(b - a == gap for a, b in pairwise(due))
        case "dates":
            return any(_same_dates(one, form, label) for one in wanted)
        case "period":
            return _same_period(form, label)
        case "once" | "once_date":
            return any(_same_moment(one["at"], form, label) for one in wanted)
    raise ValueError(f"“{kind}” is no kind of label")


def _same_times(wanted: Any, form: Any) -> bool:
    due = _within(form)
    listed = isinstance(form, dict) and "fire_times" in form and len(due) >= _DATES
    compared = len(due) if listed else _COMPARED
    return bool(due) and due == _within(wanted)[:compared]


def _within(form: Any) -> list[datetime]:
    return list(islice(takewhile(lambda due: due - NOW <= _HORIZON, times(form)), _COMPARED))


def _same_dates(wanted: Any, form: Any, label: dict[str, Any]) -> bool:
    found = _by_day(form, label["per_day"])
    days = list(found)[:_DATES]
    if days != list(_by_day(wanted, label["per_day"]))[:_DATES] or len(days) < _DATES:
        return False
    return all(len(found[day]) == label["per_day"] and _in_window(found[day], label) for day in days)


def _by_day(form: Any, per_day: int) -> dict[date, list[datetime]]:
    """The times of the next days, without what is left of today; the last day may be cut off."""
    found: dict[date, list[datetime]] = {}
    for due in _first(form, (_DATES + 3) * per_day + 2):
        if due.date() > NOW.date():
            found.setdefault(due.date(), []).append(due)
    return found


def _same_period(form: Any, label: dict[str, Any]) -> bool:
    period, count = label["schedule"]["period"], label["schedule"]["n"]
    due = _first(form, _PERIODS)
    if len(due) < _PERIODS or not _in_window(due, label):
        return False
    if period == "days":
        return all((b.date() - a.date()).days == count and a.time() == b.time() for a, b in pairwise(due))
    places = [(one.year * 12 + one.month - 1) // _MONTHS[period] for one in due]
    return all(b - a == count for a, b in pairwise(places))


def _same_moment(at: str, form: Any, label: dict[str, Any]) -> bool:
    due = _first(form, 2)
    if len(due) != 1:
        return False
    if label["kind"] == "once":
        return due[0] == _local(at)
    return due[0].date() == date.fromisoformat(at) and _in_window(due, label)


def _in_window(due: list[datetime], label: dict[str, Any]) -> bool:
    if not label.get("window"):
        return True
    first, last = (time.fromisoformat(one) for one in label["window"])
    walls = [one.time().replace(second=0, microsecond=0) for one in due]
    return all(first <= wall <= last if first <= last else wall >= first or wall <= last for wall in walls)


def _first(form: Any, count: int) -> list[datetime]:
    return list(islice(times(form), count))


def times(form: Any) -> Iterator[datetime]:
    """The local times after NOW, in order, each once. Raises ValueError for what is no form."""
    match form:
        case str():
            yield from CronSim(form, NOW)
        case list():
            yield from _once_each(heapq.merge(*(times(one) for one in form)))
        case {"cron": line}:
            zone = ZoneInfo(form.get("tz") or ZONE.key)
            yield from (due.astimezone(ZONE) for due in CronSim(line, NOW.astimezone(zone)))
        case {"every_seconds": seconds}:
            yield from _due(Schedule(Every(seconds, anchor=NOW.astimezone(UTC))))
        case {"at": at}:
            yield from (one for one in [_local(at)] if one > NOW)
        case {"fire_times": listed}:
            yield from (due for one in listed if (due := _local(one)) > NOW)
        case {"schedule": document}:
            yield from _due(schedule_of(document))
        case _:
            raise ValueError(f"{form!r} is no form of a schedule")


def _due(schedule: Schedule) -> Iterator[datetime]:
    due = next_after(schedule, NOW)
    while due is not None:
        yield due.astimezone(ZONE)
        due = next_after(schedule, due)


def _once_each(due: Iterator[datetime]) -> Iterator[datetime]:
    last = None
    for one in due:
        if one != last:
            yield one
        last = one


def _local(text: str) -> datetime:
    found = datetime.fromisoformat(text)
    return found.astimezone(ZONE) if found.tzinfo else found.replace(tzinfo=ZONE)
