"""Reads what `in_words` says of a schedule, exactly; the words of its days are read by `said_days`."""

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
    in_words,
)

LONGEST = 20_000  # characters
_SIZES = {"second": 1, "minute": 60, "hour": 3600}
_LENGTH = r"(?:(\d+(?:\.\d+)?(?:e[+-]?\d+)?) )?(second|minute|hour)s?"
_NUMBER = r"(-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)"


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
    while scanner.take(", (?:but not|nor) "):
        skip = _skip(scanner, timezone)
        if skip is None:
            return None
        skips.append(skip)
    starts = scanner.take(rf", from {DATE} on")
    ends = scanner.take(rf", until {DATE}")
    jitter = scanner.take(rf", up to {_LENGTH} later")
    zone = scanner.take(r" \(([\w/+-]+)\)")
    found = replace(
        schedule,
        skips=tuple(skips),
        starts=said_date(starts.groups()) if starts else None,
        ends=said_date(ends.groups()) if ends else None,
        jitter=_seconds(jitter.groups()) if jitter else 0.0,
    )
    return replace(found, timezone=zone[1]) if zone else found


def _seconds(groups: tuple[str | None, ...]) -> float:
    count, unit = groups
    return float(count or 1) * _SIZES[unit or ""]


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
    found = scanner.take(rf"every {_LENGTH}\b(?! on the | from | \(|, (?:on|every|[A-Z]))")  # a cron line has these
    if not found:
        return None
    anchor = scanner.take(r", counted from (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?[+-]\d\d:\d\d(?::\d\d)?)")
    return Every(_seconds(found.groups()), datetime.fromisoformat(anchor[1]) if anchor else EPOCH)


def _within(scanner: Scanner) -> Rule | None:
    found = scanner.take(rf"every {_LENGTH} from {CLOCK} to {CLOCK}(?: the next day)?")
    if not found:
        return None
    first, last = time.fromisoformat(found[3]), time.fromisoformat(found[4])
    return Within(_seconds(found.groups()[:2]), first, last, _days_behind(scanner))


def _days_behind(scanner: Scanner) -> Days:
    """The days after a comma; every day where none follow."""
    begin = scanner.place
    days = days_at(scanner) if scanner.take(", ") else None
    if days is None:
        scanner.place = begin
    return days or ALWAYS


def _sun(scanner: Scanner) -> Rule | None:
    place = rf"(dawn|sunrise|sunset|dusk) at {_NUMBER}, {_NUMBER}"
    offset = 0.0
    found = scanner.take(rf"at {place}")
    if not found:
        shifted = scanner.take(rf"{_LENGTH} (before|after) {place}")
        if not shifted:
            return None
        offset = _seconds(shifted.groups()[:2]) * (-1 if shifted[3] == "before" else 1)
        event, north, east = shifted[4], shifted[5], shifted[6]
    else:
        event, north, east = found.groups()
    said: SunEvent = event  # type: ignore[assignment]  # one of the pattern's four
    return Sun(said, float(north), float(east), offset, _days_behind(scanner))


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
