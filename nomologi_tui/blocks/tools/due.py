"""From the schedule form's fields to a Schedule, and from a Schedule to the lines of its preview."""

from collections.abc import Sequence
from datetime import datetime, time
from typing import Protocol
from zoneinfo import ZoneInfo

from nomologi_tui.errors import NomologiError
from nomologi_tui.schedules import (
    EVERY_DAY,
    AtTimes,
    Cron,
    Every,
    Once,
    Rule,
    Schedule,
    check_schedule,
    in_words,
    remarks,
    upcoming,
)

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SHOWN = 5


class TimesForm(Protocol):
    """The fields that say when. `times` are HH:MM or HH:MM:SS, `weekdays` mon to sun, `once` YYYY-MM-DD HH:MM."""

    @property
    def every(self) -> float | None: ...
    @property
    def times(self) -> Sequence[str]: ...
    @property
    def weekdays(self) -> Sequence[str]: ...
    @property
    def cron(self) -> str: ...
    @property
    def once(self) -> str: ...


def as_schedule(form: TimesForm, zone: str) -> Schedule:
    """The one schedule that the fields say. Raises ValueError with a sentence when they say none or several."""
    rule = _only_rule(form)
    if form.weekdays and not isinstance(rule, AtTimes):
        raise ValueError("weekdays go with times of day only; give the times, or leave the weekdays out")
    try:
        return check_schedule(Schedule(rule, zone))
    except NomologiError as error:
        raise ValueError(str(error)) from None


def _only_rule(form: TimesForm) -> Rule:
    rules: list[Rule] = []
    if form.every is not None:
        rules.append(Every(form.every))
    if form.times:
        days = frozenset(_DAYS.index(day) for day in form.weekdays) or EVERY_DAY
        rules.append(AtTimes(tuple(sorted({time.fromisoformat(one) for one in form.times})), days))
    if form.cron.strip():
        rules.append(Cron(form.cron.strip()))
    if form.once.strip():
        rules.append(Once(_moment(form.once)))
    if len(rules) != 1:
        found = "more than one of them is" if rules else "none of them is"
        raise ValueError(f"set exactly one of every, at, cron line and once; {found} set")
    return rules[0]


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
