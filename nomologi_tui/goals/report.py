"""The JSON forms of a goal that was read: `nomologi read`, and the form that the scorer compares."""

import re
from datetime import datetime
from typing import Any

from nomologi_tui.goals.reading import Part, Reading
from nomologi_tui.goals.times.report import schedule_form
from nomologi_tui.schedules import AtTimes, Every, Once

# A block's name -> the scorer's word; names that are not here are the same in both.
_SCORED_ACTIONS = {
    "run_command": "command", "restart_service": "command", "restart_container": "command", "unpack": "command",
    "archive": "command",
    "trash_file": "command", "send_email": "email", "rename_file": "move_file", "move_mail": "other",
    "flag_mail": "other", "save_attachments": "write_file", "append_row": "write_file", "query_database": "write_file",
    "ask_model": "summarise", "sftp_copy": "copy_file", "ssh_command": "ssh", "read_page": "http_request",
    "read_feed": "http_request", "download": "http_request", "home_assistant": "other", "wake_on_lan": "other",
    "run_automation": "other",
    "make_text": "other", "parse_text": "other", "pick_value": "other", "change_list": "other",
    "ask_for_approval": "other", "digest": "other", "stop": "other",
}  # fmt: skip
_HOLDERS = ("branch", "for_each")  # they do nothing by themselves
_SCORED_TRIGGERS = {
    "mail": "email", "metric": "system", "service": "process", "container": "process", "process": "process",
    "host": "http_check", "line": "file", "device": "system", "new_device": "system", "after": "run_finished",
    "silence": "run_finished",
}  # fmt: skip
_ON_A_PAGE = {"value", "text"}  # what a web check may tell that is about a page, not about its server
_SCORED_SLOTS = ("paths", "urls", "times", "hosts", "recipients")


def reading_json(reading: Reading) -> dict[str, Any]:
    """The document of `nomologi read --json`; an action inside another one says how deep."""
    return {
        "goal": reading.goal,
        "when": [_part("trigger", part) for part in reading.when],
        "conditions": [_part("condition", part) for part in reading.conditions],
        "what": [_part("action", part) | {"instead": part.instead} for part in reading.what],
        "slots": reading.slots,
        "missing": [{"key": one.key, "question": one.question} for one in reading.missing],
        "not_understood": list(reading.not_understood),
        "template": reading.template,
        "confidence": reading.confidence,
        **({"how": reading.how} if reading.how else {}),
        **({"remarks": list(reading.remarks)} if reading.remarks else {}),
    }


def _part(kind: str, part: Part) -> dict[str, Any]:
    where = {"depth": part.depth, "otherwise": part.otherwise} if part.depth else {}
    return {kind: part.block, "config": part.config, "words": part.words} | where


def goal_form(reading: Reading, now: datetime | None = None) -> dict[str, Any]:
    """A goal's reading in the scorer's words; no trigger where the reader would ask for one. Times are after `now`."""
    acting = [part for part in reading.what if not part.looks and part.block not in _HOLDERS]
    what = [_SCORED_ACTIONS.get(part.block, part.block) for part in acting]
    unknown = any(one.key.startswith("what") and one.field is None for one in reading.missing)
    what += ["other"] if unknown and not what else []
    return {
        "trigger": _trigger_word(reading),
        "schedule": (_at_hours(reading) or schedule_form(reading.schedule, now)) if reading.schedule else None,
        "what": list(dict.fromkeys(what)),
        "slots": {kind: [one for one in reading.slots.get(kind, []) if _scored(kind, one)] for kind in _SCORED_SLOTS},
    }


def _at_hours(reading: Reading) -> str:
    """How often something is looked at, with the hours that a condition keeps it to, as one cron line."""
    hours = next((part.config for part in reading.conditions if part.block == "time_window"), {})
    rule = reading.schedule.rule if reading.schedule else None
    first, last = hours.get("from_time", ""), hours.get("to_time", "")
    if not isinstance(rule, Every) or not (first.endswith(":00") and last.endswith(":00")) or first >= last:
        return ""
    minutes = round(rule.seconds / 60)
    within, days = f"{int(first[:2])}-{int(last[:2]) - 1}", ",".join(hours.get("weekdays", [])) or "*"
    if minutes and 60 % minutes == 0:
        return f"*/{minutes} {within} * * {days}" if minutes < 60 else f"0 {within} * * {days}"
    hours_apart, rest = divmod(minutes, 60)
    return f"0 {within}/{hours_apart} * * {days}" if hours_apart and not rest and 24 % hours_apart == 0 else ""


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
