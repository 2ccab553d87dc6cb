"""Reads what `in_words` says of a schedule, exactly; the words of its days are read by `said_days`."""

import re
from dataclasses import replace
from datetime import date, datetime, time

from nomologi_tui.goals.times.said_cron import said_cron
from nomologi_tui.goals.times.said_days import DATE, days_at, said_date, weekdays_at
from nomologi_tui.goals.times.scanner import CLOCK, Scanner, clocks_of, listed
from nomologi_tui.schedules import (
    ALWAYS,
    EPOCH,
    EVERY_DAY,
    WORKDAYS,
    AnyOf,
    AtTimes,
    BadScheduleError,
    BusinessDays,
    Cron,
    Dates,
    DateSpan,
    Days,
    Every,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    SunEvent,
    Weekdays,
    Within,
    check_schedule,
    check_zone,
    in_words,
    moment_of,
)

LONGEST = 20_000  # characters
_SIZES = {"second": 1, "minute": 60, "hour": 3600}
_COUNT = r"\d+(?:\.\d+)?(?:e[+-]?\d+)?"
_UNIT = r"(?:second|minute|hour)s?\b"
_LENGTH = rf"((?:{_COUNT} )?{_UNIT}(?: {_COUNT} {_UNIT}){{0,2}})"


def schedule_said(text: str, timezone: str) -> Schedule | None:
    """The schedule whose words these are, in `timezone` where they name none; None when they are nobody's words."""
    if len(text) > LONGEST:
        return None
    scanner = Scanner(text)
    try:
        found = _whole(scanner, timezone)
        if found is None or not scanner.at_end():
            return None
        check_schedule(found)
    except (BadScheduleError, ValueError, OverflowError, RecursionError):
        return None
    return _as_one_moment(found) if text in (in_words(found), in_words(found, with_zone=True)) else None


def _as_one_moment(schedule: Schedule) -> Schedule:
    """A single time on a single date as that moment: nobody who writes it means a pattern of days."""
    match schedule.rule:
        case OnDays(Dates((day,)), (at,)):
            return replace(schedule, rule=Once(datetime.combine(day, at)))
    return schedule


def _whole(scanner: Scanner, timezone: str) -> Schedule | None:
    """A schedule, with what narrows it, or several of them."""
    members = [_member(scanner, timezone)]
    while scanner.take("; or "):
        members.append(_member(scanner, timezone))
    known = tuple(one for one in members if one is not None)
    if len(known) != len(members):
        return None
    return known[0] if len(known) == 1 else Schedule(AnyOf(known), timezone)


def _member(scanner: Scanner, timezone: str) -> Schedule | None:
    """A rule, or several schedules in brackets; with what narrows them."""
    if not scanner.take(r"\("):
        rule = _rule(scanner)
        return _narrowed(scanner, Schedule(rule, timezone), timezone) if rule else None
    found = _whole(scanner, timezone)
    if found is None or not scanner.take(r"\)"):
        return None
    several = found if isinstance(found.rule, AnyOf) else Schedule(AnyOf((found,)), timezone)
    return _narrowed(scanner, several, timezone)


def _narrowed(scanner: Scanner, schedule: Schedule, timezone: str) -> Schedule | None:
    """`schedule` with what is said behind it; None where that is unclear."""
    skips: list[Days | Schedule] = []
    counted = scanner.take(f", counted from {DATE} at {CLOCK}")
    while scanner.take(", (?:but not|nor) "):
        skip = _skip(scanner, timezone)
        if skip is None:
            return None
        skips.append(skip)
    starts = scanner.take(rf", from {DATE} on")
    ends = scanner.take(rf", until {DATE}")
    jitter = scanner.take(rf", each time up to {_LENGTH} later")
    zone = scanner.take(r" \(([\w/+-]+)\)")
    found = replace(
        schedule,
        skips=tuple(skips),
        starts=said_date(starts.groups()) if starts else None,
        ends=said_date(ends.groups()) if ends else None,
        jitter=_seconds(jitter[1]) if jitter else 0.0,
    )
    found = replace(found, timezone=zone[1]) if zone else found
    return _counted(found, counted) if counted else found


def _counted(schedule: Schedule, anchor: re.Match[str]) -> Schedule | None:
    """`schedule` with its first moment, by the clock of its zone; None where it is no interval."""
    wall = datetime.combine(said_date(anchor.groups()[:3]), time.fromisoformat(anchor[4]))
    if not isinstance(schedule.rule, Every):
        return None
    moment = moment_of(wall, check_zone(schedule.timezone))
    return replace(schedule, rule=replace(schedule.rule, anchor=moment))


def _seconds(length: str) -> float:
    """The seconds of `90 minutes`, `hour`, `4 hours 56 minutes`."""
    parts = re.findall(rf"(?:({_COUNT}) )?(second|minute|hour)", length)
    return sum(float(count or 1) * _SIZES[unit] for count, unit in parts)


def _skip(scanner: Scanner, timezone: str) -> Days | Schedule | None:
    if scanner.take(r"at the times of \("):
        found = _whole(scanner, timezone)
        return found if found and scanner.take(r"\)") else None
    if scanner.take("on weekdays"):
        return Weekdays(WORKDAYS)
    span = scanner.take(rf"from {DATE} to {DATE}")
    if span:
        return DateSpan(said_date(span.groups()[:3]), said_date(span.groups()[3:]))
    if scanner.ahead("on [A-Z]"):
        scanner.take("on ")
        weekdays = weekdays_at(scanner)
        return Weekdays(weekdays) if weekdays else None
    days = days_at(scanner)
    return BusinessDays("") if days == Weekdays(WORKDAYS) else days


def _rule(scanner: Scanner) -> Rule | None:
    for read in (_within, _sun, _once, _cron_line, _on_days, _every, said_cron):
        begin = scanner.place
        rule: Rule | None = read(scanner)
        if rule is not None:
            return rule
        scanner.place = begin
    return None


def _every(scanner: Scanner) -> Rule | None:
    found = scanner.take(rf"every {_LENGTH}(?! on the | from | \(|, (?:on|every|[A-Z]))")  # a cron line has these
    if not found:
        return None
    anchor = scanner.take(r", counted from (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d(?::\d\d)?)")
    return Every(_seconds(found[1]), datetime.fromisoformat(anchor[1]) if anchor else EPOCH)


def _within(scanner: Scanner) -> Rule | None:
    found = scanner.take(rf"every {_LENGTH} from {CLOCK} to {CLOCK}(?: the next day)?")
    if not found:
        return None
    first, last = time.fromisoformat(found[2]), time.fromisoformat(found[3])
    return Within(_seconds(found[1]), first, last, _days_behind(scanner))


def _days_behind(scanner: Scanner) -> Days:
    """The days after a comma; every day where none follow."""
    begin = scanner.place
    days = days_at(scanner) if scanner.take(", ") else None
    if days is None:
        scanner.place = begin
    return days or ALWAYS


def _sun(scanner: Scanner) -> Rule | None:
    shifted = scanner.take(rf"{_LENGTH} (before|after) (?=[ds])")
    found = scanner.take(
        rf"{'' if shifted else 'at '}(dawn|sunrise|sunset|dusk) at ({_COUNT}) ([NS]), ({_COUNT}) ([EW])"
    )
    if not found:
        return None
    offset = _seconds(shifted[1]) * (-1 if shifted[2] == "before" else 1) if shifted else 0.0
    event: SunEvent = found[1]  # type: ignore[assignment]  # one of the pattern's four
    north = float(found[2]) * (1 if found[3] == "N" else -1)
    east = float(found[4]) * (1 if found[5] == "E" else -1)
    return Sun(event, north, east, offset, _days_behind(scanner))


def _once(scanner: Scanner) -> Rule | None:
    found = scanner.take(rf"at {CLOCK} on {DATE}")
    if not found:
        return None
    day: date = said_date(found.groups()[1:])
    return Once(datetime.combine(day, time.fromisoformat(found[1])))


def _cron_line(scanner: Scanner) -> Rule | None:
    found = scanner.take(r"by cron line ((?:[\w*,/-]+ ){4}[\w*/-]+(?:,[\w*/-]+)*)")
    return Cron(found[1]) if found else None


def _on_days(scanner: Scanner) -> Rule | None:
    days = days_at(scanner)
    times = scanner.take(f" at ({listed(CLOCK)})") if days else None
    if days is None or not times:
        return None
    found = clocks_of(times[1])
    if isinstance(days, Weekdays):
        return AtTimes(found, days.weekdays or EVERY_DAY)
    return OnDays(days, found)
