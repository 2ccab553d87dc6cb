"""The JSON forms of what was read: `nomologi read`, `nomologi when`, and the forms that the scorer compares."""

import re
from datetime import UTC, datetime
from typing import Any

from nomologi_tui.goals.reading import Part, Reading
from nomologi_tui.goals.times.phrases import ScheduleReading
from nomologi_tui.schedules import (
    ALWAYS,
    AnyOf,
    AtTimes,
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

# A block's name -> the scorer's word; names that are not here are the same in both.
_SCORED_ACTIONS = {
    "run_command": "command", "restart_service": "command", "restart_container": "command", "unpack": "command",
    "archive": "command",
    "trash_file": "command", "send_email": "email", "rename_file": "move_file", "move_mail": "other",
    "flag_mail": "other", "save_attachments": "write_file", "append_row": "write_file", "query_database": "write_file",
    "ask_model": "summarise", "sftp_copy": "copy_file", "ssh_command": "ssh", "read_page": "http_request",
    "read_feed": "http_request", "home_assistant": "other", "wake_on_lan": "other", "run_automation": "other",
    "make_text": "other", "parse_text": "other", "pick_value": "other", "change_list": "other",
    "ask_for_approval": "other", "digest": "other",
}  # fmt: skip
_SCORED_TRIGGERS = {
    "mail": "email", "metric": "system", "service": "process", "container": "process", "process": "process",
    "host": "http_check", "device": "system", "new_device": "system", "after": "run_finished",
    "silence": "run_finished",
}  # fmt: skip
_ON_A_PAGE = {"value", "text"}  # what a web check may tell that is about a page, not about its server
_COMPARED = 60  # times: so many are compared
_SCORED_SLOTS = ("paths", "urls", "times", "hosts", "recipients")


def reading_json(reading: Reading) -> dict[str, Any]:
    """The document of `nomologi read --json`."""
    return {
        "goal": reading.goal,
        "when": [_part("trigger", part) for part in reading.when],
        "conditions": [_part("condition", part) for part in reading.conditions],
        "what": [_part("action", part) for part in reading.what],
        "slots": reading.slots,
        "missing": [{"key": one.key, "question": one.question} for one in reading.missing],
        "not_understood": list(reading.not_understood),
        "template": reading.template,
        "confidence": reading.confidence,
    }


def _part(kind: str, part: Part) -> dict[str, Any]:
    return {kind: part.block, "config": part.config, "words": part.words}


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


def goal_form(reading: Reading, now: datetime | None = None) -> dict[str, Any]:
    """A goal's reading in the scorer's words; no trigger where the reader would ask for one. Times are after `now`."""
    what = [_SCORED_ACTIONS.get(part.block, part.block) for part in reading.what if not part.looks]
    unknown = any(one.key.startswith("what") and one.field is None for one in reading.missing)
    what += ["other"] if unknown and not what else []
    return {
        "trigger": _trigger_word(reading),
        "schedule": schedule_form(reading.schedule, now) if reading.schedule else None,
        "what": list(dict.fromkeys(what)),
        "slots": {kind: [one for one in reading.slots.get(kind, []) if _scored(kind, one)] for kind in _SCORED_SLOTS},
    }


def _scored(kind: str, value: str) -> bool:
    """Whether the scorer compares it: of times only those of the clock, no dates."""
    return kind != "times" or re.fullmatch(r"\d{2}:\d{2}", value) is not None


def _trigger_word(reading: Reading) -> str | None:
    """The class of the trigger; `other` where an event is told that no block knows."""
    part = reading.when[0] if reading.when else None
    if reading.schedule and (part is None or part.block == "schedule"):
        return {Every: "interval", Once: "once", AtTimes: "schedule"}.get(type(reading.schedule.rule), "schedule")
    if part is None:
        unread = [one for one in reading.missing if one.key.startswith("when")]
        return (unread[0].of_time or "other") if unread else None
    return _watching_word(part)


def _watching_word(part: Part) -> str:
    config = part.config
    match part.block:
        case "web_check":
            return "web_page" if _ON_A_PAGE & set(config.get("events", [])) else "http_check"
        case "after" if config.get("when") == "the runner starts":
            return "startup"
        case "silence" if config.get("no") == "new file":
            return "file"
    return _SCORED_TRIGGERS.get(part.block, part.block)
