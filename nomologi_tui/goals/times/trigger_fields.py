"""The schedule trigger's fields for a schedule: what `as_schedule` makes the same schedule of."""

from collections.abc import Iterable
from datetime import UTC, datetime, time
from typing import Any

from nomologi_tui.schedules import (
    ALWAYS,
    EPOCH,
    EVERY_DAY,
    EVERY_MONTH,
    AnyOf,
    AtTimes,
    BusinessDays,
    Cron,
    Dates,
    DateSpan,
    Days,
    Every,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    Weekdays,
    Within,
    YearDays,
    check_zone,
)
from nomologi_tui.text import show_duration

_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
Fields = dict[str, Any]


def triggers_of(schedule: Schedule, *, with_zone: bool) -> tuple[Fields, ...] | None:
    """The fields of one trigger, or of several for a union; None for what no fields hold.

    The zone only `with_zone`, or where the parts have different ones, else the user's is meant.
    """
    try:
        parts = _parts(schedule)
        with_zone = with_zone or any(part.timezone != schedule.timezone for part in parts)
        return tuple(_fields(part) | ({"timezone": part.timezone} if with_zone else {}) for part in parts)
    except _NotHeldError:
        return None


class _NotHeldError(Exception):
    """No fields say this."""


def _parts(schedule: Schedule) -> tuple[Schedule, ...]:
    if not isinstance(schedule.rule, AnyOf):
        return (schedule,)
    if schedule.skips or schedule.starts or schedule.ends or schedule.jitter:
        raise _NotHeldError
    return tuple(part for one in schedule.rule.schedules for part in _parts(one))


def _fields(schedule: Schedule) -> Fields:
    fields = _rule_fields(schedule.rule, schedule)
    for skip in schedule.skips:
        fields |= _skipped(skip, schedule, fields)
    if schedule.starts:
        if "starts" in fields:
            raise _NotHeldError
        fields["starts"] = schedule.starts.isoformat()
    if schedule.ends:
        fields["ends"] = schedule.ends.isoformat()
    return fields | ({"jitter": show_duration(schedule.jitter)} if schedule.jitter else {})


def _rule_fields(rule: Rule, schedule: Schedule) -> Fields:
    match rule:
        case Every(seconds, anchor):
            return {"every": show_duration(seconds)} | ({} if anchor == EPOCH else _anchor(anchor, schedule))
        case AtTimes(times, weekdays):
            return {"times": _clocks(times), **_weekdays(weekdays)}
        case OnDays(days, times):
            return {"times": _clocks(times), **fields_of_days(days)}
        case Within(seconds, first, last, days):
            hours = {"from_time": _clocks((first,))[0], "to_time": _clocks((last,))[0]}
            return {"every": show_duration(seconds), **hours, **fields_of_days(days)}
        case Sun(event, latitude, longitude, offset, days):
            shift = f"{'-' if offset < 0 else ''}{show_duration(abs(offset))}"
            place = {"latitude": latitude, "longitude": longitude}
            return {"sun": event, **({"offset": shift} if offset else {}), **place, **fields_of_days(days)}
        case Cron(expression):
            return {"cron": expression}
        case Once(at):
            return {"once": at.strftime("%Y-%m-%d %H:%M:%S" if at.second else "%Y-%m-%d %H:%M")}
    raise _NotHeldError


def _anchor(anchor: datetime, schedule: Schedule) -> Fields:
    local = anchor.astimezone(check_zone(schedule.timezone))
    if local.time() != time() or schedule.starts:
        raise _NotHeldError
    return {"starts": local.astimezone(UTC).astimezone(check_zone(schedule.timezone)).date().isoformat()}


def _clocks(times: Iterable[time]) -> list[str]:
    return [at.strftime("%H:%M:%S" if at.second else "%H:%M") for at in times]


def _weekdays(weekdays: frozenset[int]) -> Fields:
    return {} if weekdays == EVERY_DAY else {"weekdays": weekday_names(weekdays)}


def fields_of_days(days: Days) -> Fields:
    """The fields for a pattern of days. Raises for patterns that none hold."""
    match days:
        case Weekdays(weekdays):
            return _weekdays(weekdays) if days != ALWAYS else {}
        case EveryDays(count, start):
            return {"cycle": f"{count} days", "starts": start.isoformat()}
        case EveryWeeks(count, start, weekdays):
            return {"cycle": f"{count} weeks", "starts": start.isoformat(), "weekdays": weekday_names(weekdays)}
        case NthWeekdays(places, weekdays, months):
            return {"nth": _places(places), "weekdays": weekday_names(weekdays), **_months(months)}
        case MonthDays(numbers, months):
            return {"month_days": _places(numbers), **_months(months)}
        case BusinessDays(country, places, months):
            named = {"country": country} if country else {}
            return {"business_days": _places(places) or ["every"], **named, **_months(months)}
        case Dates(dates):
            return {"dates": [day.isoformat() for day in dates]}
        case YearDays(wanted):
            return {"dates": [f"{month:02}-{day:02}" for month, day in wanted]}
    raise _NotHeldError


def weekday_names(weekdays: Iterable[int]) -> list[str]:
    return [_WEEKDAYS[day] for day in sorted(weekdays)]


def _places(places: Iterable[int]) -> list[str]:
    return ["last" if place == -1 else str(place) for place in sorted(places, key=lambda place: (place < 0, place))]


def _months(months: Months) -> Fields:
    named = {} if months.months == EVERY_MONTH else {"months": [_MONTHS[month - 1] for month in sorted(months.months)]}
    if months.start is None:
        return named
    return named | {"cycle": f"{months.every} months", "starts": months.start.isoformat()}


def _skipped(skip: Days | Schedule, schedule: Schedule, fields: Fields) -> Fields:
    """The field that leaves this out, with what stands in it already."""
    match skip:
        case Weekdays(weekdays) if "except_weekdays" not in fields:
            return {"except_weekdays": weekday_names(weekdays)}
        case Dates() | YearDays():
            return {"except_dates": [*fields.get("except_dates", []), *fields_of_days(skip)["dates"]]}
        case DateSpan(first, last):
            span = f"{first.isoformat()} to {last.isoformat()}"
            return {"except_dates": [*fields.get("except_dates", []), span]}
        case Holidays(country) if fields.get("country", country) == country and "except_holidays" not in fields:
            return {"except_holidays": True, "country": country}
        case Schedule(Cron(expression), zone) if zone == schedule.timezone and "except_cron" not in fields:
            return {"except_cron": expression}
    raise _NotHeldError
