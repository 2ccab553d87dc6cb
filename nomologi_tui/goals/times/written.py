"""A schedule that is written out: the trigger's fields as JSON, a line of systemd, a recurrence rule of a calendar."""

import json
import re
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import BadScheduleError, Schedule, schedule_of

LONGEST = 50_000  # characters
_SYSTEMD = re.compile(r"\s*OnCalendar\s*=\s*", re.IGNORECASE)
_LINE = re.compile(
    r"(?=\S*\*)[\d*,./-]+[-~:][\d*,./~:-]+|[a-z]{3,9}\.\.[a-z]{3,9}", re.IGNORECASE
)  # a word that no one says
_REPEATED = re.compile(
    r"\s*R\d*/(?:(?P<day>\d{4}-\d\d-\d\d)(?:T(?P<clock>\d\d:\d\d)(?::00)?(?P<utc>Z?))?/)?"
    r"P(?:(?P<count>\d{1,3})(?P<unit>[DWM])|T(?=\d)(?:(?P<h>\d{1,3})H)?(?:(?P<m>\d{1,4})M)?(?:(?P<s>\d{1,5})S)?)\s*",
    re.IGNORECASE,
)  # of ISO 8601
_FREQUENCIES = {"D": "DAILY", "W": "WEEKLY", "M": "MONTHLY"}
_RECURRENCE = re.compile(r"\s*(?:DTSTART[;:]|RRULE\s*:|FREQ\s*=)", re.IGNORECASE)


def is_written(text: str) -> bool:
    """Whether it is no phrase of a language."""
    if text.lstrip().startswith("{") or _REPEATED.fullmatch(text) or _RECURRENCE.match(text) or _SYSTEMD.match(text):
        return True
    words = text.split(maxsplit=4)
    return len(words) < 5 and any(map(is_line, words))


def is_line(word: str) -> bool:
    """Whether it is a part of a line of systemd, such as `*-*-*`, `*:0/15` and `Mon..Fri`."""
    return _LINE.fullmatch(word) is not None


def schedule_written(text: str, timezone: str, now: datetime) -> tuple[Schedule, dict[str, Any]]:
    """The schedule and the trigger's fields (none for a whole schedule). Raises BadInputError."""
    document = _fields(text, timezone, now)
    if "kind" in document:
        return schedule_of(document), {}
    from nomologi_tui.blocks.fields import check  # pydantic: three times what `nomologi when` takes for words
    from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes

    config, problems = check(ScheduleTimes, document)
    if not isinstance(config, ScheduleTimes):
        raise BadScheduleError(" ".join(f"{name}: {said}" if name else said for name, said in problems.items()))
    return config.schedule(timezone), document


def _fields(text: str, timezone: str, now: datetime) -> dict[str, Any]:
    if text.lstrip().startswith("{"):
        return _object(text)
    if len(text) > LONGEST:
        raise BadInputError(f"This is longer than {LONGEST:,} characters.")
    if found := _REPEATED.fullmatch(text):
        text = _as_rule(found)
        if not found["unit"]:
            return {"every": text}
    if _RECURRENCE.match(text):
        from nomologi_tui.goals.times.recurrence_rule import fields_of_recurrence  # few write one

        return fields_of_recurrence(text, timezone, now)
    from nomologi_tui.goals.times.on_calendar import as_fields, read_calendar

    return as_fields(read_calendar(_SYSTEMD.sub("", text)))


def _as_rule(found: re.Match[str]) -> str:
    """The rule of a calendar that `R/2026-12-01T08:00/P1D` is; of `R/PT1H` its interval. Raises BadInputError."""
    if found[0].strip()[1] != "/":
        raise BadInputError("How often it repeats is counted differently by many; write R/ and say until when.")
    if not found["unit"]:
        if found["day"]:
            raise BadInputError("An interval begins when it is turned on; write R/PT1H without a moment.")
        return " ".join(f"{found[unit]}{name}" for unit, name in (("h", "h"), ("m", "min"), ("s", "s")) if found[unit])
    clock = f"T{found['clock'].replace(':', '')}00{found['utc']}" if found["clock"] else ""
    start = f"DTSTART:{found['day'].replace('-', '')}{clock} " if found["day"] else ""
    return f"{start}RRULE:FREQ={_FREQUENCIES[found['unit'].upper()]};INTERVAL={found['count']}"


def _object(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise BadScheduleError('This begins like JSON and is none. Write for example {"times": ["08:00"]}.')
    return document
