"""From the schedule form's fields to a Schedule, and from a Schedule to the lines of its preview."""

from datetime import date, datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.fields import parse_duration
from nomologi_tui.blocks.tools.schedules.due_days import DaysForm, days_of, skips_of, weekdays_of
from nomologi_tui.errors import NomologiError
from nomologi_tui.schedules import (
    EPOCH,
    AtTimes,
    Cron,
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
    remarks,
    upcoming,
)

_SHOWN = 5


class TimesForm(DaysForm, Protocol):
    """The fields that say when. `once` is YYYY-MM-DD HH:MM, `starts` and `ends` YYYY-MM-DD, all may be empty."""

    @property
    def every(self) -> float | None: ...
    @property
    def cron(self) -> str: ...
    @property
    def once(self) -> str: ...
    @property
    def from_time(self) -> str | None: ...
    @property
    def to_time(self) -> str | None: ...
    @property
    def sun(self) -> str: ...
    @property
    def offset(self) -> str: ...
    @property
    def latitude(self) -> float | None: ...
    @property
    def longitude(self) -> float | None: ...
    @property
    def ends(self) -> str: ...
    @property
    def jitter(self) -> float | None: ...


def as_schedule(form: TimesForm, zone: str) -> Schedule:
    """The one schedule that the fields say. Raises ValueError with a sentence when they say none or several."""
    try:
        rule = _only_rule(form, zone)
        counts = isinstance(rule, Every) or form.cycle.strip()  # then the start is a part of the rule
        schedule = Schedule(
            rule,
            zone,
            skips=skips_of(form, zone),
            starts=None if counts else _day(form.starts),
            ends=_day(form.ends),
            jitter=form.jitter or 0.0,
        )
        return check_schedule(schedule)
    except NomologiError as error:
        raise ValueError(str(error)) from None


def _only_rule(form: TimesForm, zone: str) -> Rule:
    ways = {
        "every": form.every is not None,
        "at": bool(form.times),
        "sun": form.sun != "no",
        "cron line": bool(form.cron.strip()),
        "once": bool(form.once.strip()),
    }
    said = [name for name, given in ways.items() if given]
    if len(said) != 1:
        found = "more than one of them is" if said else "none of them is"
        raise ValueError(f"set exactly one of every, at, sun, cron line and once; {found} set")
    _check_company(form, said[0])
    match said[0]:
        case "every":
            return _every(form, zone)
        case "at":
            return _at_times(form)
        case "sun":
            return _sun(form)
        case "cron line":
            return Cron(form.cron.strip())
    return Once(_moment(form.once))


def _check_company(form: TimesForm, way: str) -> None:
    """Raise ValueError for fields that do not go with the one that says when."""
    by_hours = form.from_time is not None or form.to_time is not None
    if by_hours and (way != "every" or form.from_time is None or form.to_time is None):
        raise ValueError("from time and to time go together, and with every only")
    takes_days = way in ("at", "sun") or by_hours
    given = [name for name in _OF_DAYS if getattr(form, name)]
    if given and not takes_days:
        names = " and ".join(name.replace("_", " ") for name in given)
        go = "go" if names.endswith("s") else "goes"
        raise ValueError(f"{names} {go} with times of day only; give the times, or leave the {names} out")
    of_sun = form.offset.strip() or form.latitude is not None or form.longitude is not None
    if of_sun and way != "sun":
        raise ValueError("offset, latitude and longitude go with sun only")


_OF_DAYS = ("weekdays", "nth", "month_days", "business_days", "months", "dates", "cycle")


def _every(form: TimesForm, zone: str) -> Rule:
    seconds = form.every or 0.0
    if form.from_time is not None and form.to_time is not None:
        return Within(seconds, time.fromisoformat(form.from_time), time.fromisoformat(form.to_time), days_of(form))
    start = _day(form.starts)
    return Every(seconds, moment_of(datetime.combine(start, time()), check_zone(zone)) if start else EPOCH)


def _at_times(form: TimesForm) -> Rule:
    times = tuple(sorted({time.fromisoformat(one) for one in form.times}))
    days = days_of(form)
    return AtTimes(times, weekdays_of(form.weekdays)) if isinstance(days, Weekdays) else OnDays(days, times)


def _sun(form: TimesForm) -> Rule:
    if form.latitude is None or form.longitude is None:
        raise ValueError("the sun needs a place; set latitude and longitude")
    event: SunEvent = form.sun  # type: ignore[assignment]  # one of the form's choices
    return Sun(event, form.latitude, form.longitude, _offset(form.offset), days_of(form))


def _offset(text: str) -> float:
    """Seconds of `30 min`, `-1h`."""
    text = text.strip()
    before = text.startswith("-")
    seconds = parse_duration(text.lstrip("+-")) if text else 0.0
    return -seconds if before else seconds


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is not None or len(text.strip()) <= len("2027-01-31"):
        raise ValueError(f"“{text}” is not a day and time; write for example 2027-01-31 09:00")
    return moment


def shown_times(schedule: Schedule, now: datetime, zone: ZoneInfo) -> str:
    """The words, the next five times in the user's `zone` and what is to be known about them."""
    lines = [_shown(due.astimezone(zone)) for due in upcoming(schedule, now, _SHOWN)]
    return "\n".join([in_words(schedule, with_zone=schedule.timezone != zone.key), *lines, *remarks(schedule, now)])


def _shown(moment: datetime) -> str:
    clock = f"{moment:%H:%M:%S}" if moment.second else f"{moment:%H:%M}"
    return f"  {moment:%a} {moment.day} {moment:%b %Y}  {clock} {moment.tzname()}"
