"""The JSON forms of a schedule that was read: `nomologi when`, and the form that the scorer compares."""

from datetime import UTC, datetime
from typing import Any

from nomologi_tui.goals.times.phrases import ScheduleReading
from nomologi_tui.schedules import (
    ALWAYS,
    AnyOf,
    Every,
    Once,
    Schedule,
    Sun,
    check_zone,
    cron_lines,
    every_seconds,
    in_words,
    is_narrowed,
    remarks,
    upcoming,
)

_COMPARED = 60  # times: so many are compared


def when_json(phrase: str, reading: ScheduleReading, *, now: datetime, count: int) -> dict[str, Any]:
    """The document of `nomologi when --json`: the next `count` times after `now`. `reading` must have a schedule."""
    schedule = reading.schedule
    if schedule is None:
        raise ValueError(f"“{phrase}” is no schedule; only one that was read has this form")
    return {
        "phrase": phrase,
        "words": in_words(schedule, with_zone=True),
        "cron": cron_lines(schedule),
        "every_seconds": every_seconds(schedule),
        "timezone": schedule.timezone,
        "next": [rfc3339(moment) for moment in upcoming(schedule, now, count)],
        "remarks": [*reading.remarks, *remarks(schedule, now)],
    }


def rfc3339(moment: datetime) -> str:
    """`2026-11-22T09:00:00Z`."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def schedule_form(schedule: Schedule | None, now: datetime | None = None) -> Any:
    """The schedule in a form of the scorer: `ask`, seconds, one moment, the sun, cron lines, else times after `now`."""
    if schedule is None:
        return "ask"
    rule = schedule.rule
    if is_narrowed(schedule):
        return _times_form(schedule, now)
    if isinstance(rule, AnyOf):
        forms = [schedule_form(one, now) for one in rule.schedules]
        return "ask" if "ask" in forms else forms
    match rule:
        case Every(seconds):
            return {"every_seconds": seconds}
        case Once(at):
            return {"at": at.isoformat(timespec="minutes")}
        case Sun(event, offset=offset, days=days) if days == ALWAYS and offset % 60 == 0:
            return {"sun": event, "offset_minutes": round(offset / 60)}
    lines = [{"cron": line, "tz": schedule.timezone} for line in cron_lines(schedule) or []]
    return lines or _times_form(schedule, now)


def _times_form(schedule: Schedule, now: datetime | None) -> Any:
    if now is None:
        return "ask"
    zone = check_zone(schedule.timezone)
    return {"fire_times": [due.astimezone(zone).isoformat() for due in upcoming(schedule, now, _COMPARED)]}
