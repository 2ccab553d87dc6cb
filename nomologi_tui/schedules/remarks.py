"""What a person should know about a schedule before relying on it: clock changes, never, rarely, already past."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.schedules.cron import cron_fields, follows_clock
from nomologi_tui.schedules.day_words import date_words, listed
from nomologi_tui.schedules.days import BusinessDays, Days, Holidays, MonthDays
from nomologi_tui.schedules.holiday import known_until
from nomologi_tui.schedules.next import next_after
from nomologi_tui.schedules.rule import AnyOf, Cron, Every, Once, OnDays, Schedule, Sun, Within
from nomologi_tui.schedules.sun import sun_moment
from nomologi_tui.schedules.words import length_words
from nomologi_tui.schedules.zones import change_between

_YEAR = timedelta(days=366)
_DAY = timedelta(days=1)
_INSTANT = timedelta(microseconds=1)


def remarks(schedule: Schedule, now: datetime) -> list[str]:
    """Sentences, the most important first; none when there is nothing to know."""
    now = now.astimezone(UTC)
    first = next_after(schedule, now)
    if first is None:
        past = isinstance(schedule.rule, Once)
        return ["This time has passed." if past else "This never comes."]
    said = [*_rarely(schedule, now, first), *_clock_changes(schedule, now), *_of_parts(schedule, now)]
    if schedule.jitter:
        later = length_words(schedule.jitter)
        said.append(f"Each comes up to {later} later, but before the next one; how much is always the same for it.")
    return list(dict.fromkeys(said))


def _rarely(schedule: Schedule, now: datetime, first: datetime) -> list[str]:
    if isinstance(schedule.rule, Once):
        return []  # nobody expects another one
    zone = ZoneInfo(schedule.timezone)
    second = next_after(schedule, first)
    if second is None:
        return [f"Comes only once more: on {date_words(first.astimezone(zone))}."]
    if second - first > _YEAR:
        return [
            f"Comes rarely: on {date_words(first.astimezone(zone))} and then on {date_words(second.astimezone(zone))}."
        ]
    return [f"Comes not before {date_words(first.astimezone(zone))}."] if first - now > _YEAR else []


def _clock_changes(schedule: Schedule, now: datetime) -> Iterator[str]:
    if isinstance(schedule.rule, AnyOf):
        for one in schedule.rule.schedules:
            yield from _clock_changes(one, now)
        return
    for change in _changes(ZoneInfo(schedule.timezone), now):
        sentence = _at_change(schedule, *change)
        if sentence:
            yield sentence


def _changes(zone: ZoneInfo, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The clock changes within a year, as wall times: what the clock reached, and what it showed instead."""
    day = now.replace(microsecond=0)
    try:
        for _ in range(_YEAR.days):
            offset, later = day.astimezone(zone).utcoffset(), (day + _DAY).astimezone(zone).utcoffset()
            if offset is not None and later is not None and offset != later:
                moment = change_between(day, day + _DAY, zone)
                utc = moment.replace(tzinfo=None)
                yield utc + offset, utc + later
            day += _DAY
    except OverflowError:  # the calendar ends with 9999
        return


def _at_change(schedule: Schedule, before: datetime, after: datetime) -> str:
    forward = after > before
    low, high = (before, after) if forward else (after, before)
    change = (
        f"On {date_words(before)} the clocks go {'forward' if forward else 'back'} from {before:%H:%M} to {after:%H:%M}"
    )
    match schedule.rule:
        case Every(seconds):
            drift = f"{change}: counted in real time, it comes at another time of day from then on."
            return drift if seconds % _DAY.total_seconds() == 0 else ""
        case Cron(expression) if cron_fields(expression)[1] == "*":
            return ""  # whatever the hour: nothing a person would miss
        case Sun():
            return ""  # the sun has no clock
    if not _due_within(schedule, low, high):
        return ""
    if isinstance(schedule.rule, Within):
        moved = length_words(abs(after - before).total_seconds())
        return f"{change}: counted in real time, these hours are {moved} {'shorter' if forward else 'longer'} then."
    if isinstance(schedule.rule, Cron) and follows_clock(schedule.rule.expression):
        return f"{change}: what is due between comes {'not at all' if forward else 'twice'}."
    return f"{change}: what is due between comes {f'at {after:%H:%M}' if forward else 'only the first time'}."


def _due_within(schedule: Schedule, low: datetime, high: datetime) -> bool:
    """Whether a wall time in [low, high) is due: asked in UTC, where each wall time comes exactly once."""
    as_if = replace(schedule, timezone="UTC", jitter=0.0)
    due = next_after(as_if, low.replace(tzinfo=UTC) - _INSTANT)
    return due is not None and due < high.replace(tzinfo=UTC)


def _of_parts(schedule: Schedule, now: datetime) -> Iterator[str]:
    """What its days, its place under the sun and the schedules in it have to tell."""
    rule = schedule.rule
    if isinstance(rule, Sun):
        yield from _sunless(rule, now)
    for days in [*([rule.days] if isinstance(rule, OnDays | Within | Sun) else []), *schedule.skips]:
        yield from _of_parts(days, now) if isinstance(days, Schedule) else _of_days(days)
    for one in rule.schedules if isinstance(rule, AnyOf) else ():
        yield from _of_parts(one, now)


def _of_days(days: Days) -> Iterator[str]:
    if isinstance(days, BusinessDays) and not days.country:
        yield "No country is named: Monday to Friday count, also where they are public holidays."
    elif isinstance(days, BusinessDays | Holidays):
        yield f"The public holidays are those of {days.country}, known until {known_until(days.country)}."
    if isinstance(days, MonthDays) and (late := sorted(number for number in days.days if number > 28)):
        yield f"Months without a day {listed([str(number) for number in late])} are left out; -1 is the last day."


def _sunless(rule: Sun, now: datetime) -> Iterator[str]:
    """Asked on the shortest and the longest day to come: if it happens on both, it happens on all."""
    for month in (6, 12):
        day = date(now.year, month, 21)
        if sun_moment(rule.event, rule.latitude, rule.longitude, day) is None:
            yield f"Around {day.day} {day:%b} there is no {rule.event} at this place: it does not come on such days."
