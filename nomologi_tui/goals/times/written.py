"""A schedule that is written out: the trigger's fields as JSON, a line of systemd, a recurrence rule of a calendar."""

import json
import re
from datetime import date
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import BadScheduleError, Schedule, schedule_of

LONGEST = 50_000  # characters
_SYSTEMD = re.compile(r"\s*OnCalendar\s*=\s*", re.IGNORECASE)
_LINE = re.compile(
    r"(?=\S*\*)[\d*,./-]+[-~:][\d*,./~:-]+|[a-z]{3,9}\.\.[a-z]{3,9}", re.IGNORECASE
)  # a word that no one says
_RECURRENCE = re.compile(r"\s*(?:DTSTART[;:]|RRULE\s*:|FREQ\s*=)", re.IGNORECASE)


def is_written(text: str) -> bool:
    """Whether it is no phrase of a language."""
    if text.lstrip().startswith("{") or _RECURRENCE.match(text) or _SYSTEMD.match(text):
        return True
    words = text.split(maxsplit=4)
    return len(words) < 5 and any(map(is_line, words))


def is_line(word: str) -> bool:
    """Whether it is a part of a line of systemd, such as `*-*-*`, `*:0/15` and `Mon..Fri`."""
    return _LINE.fullmatch(word) is not None


def schedule_written(text: str, timezone: str, today: date) -> tuple[Schedule, dict[str, Any]]:
    """The schedule and the trigger's fields (none for a whole schedule). Raises BadInputError."""
    document = _fields(text, today)
    if "kind" in document:
        return schedule_of(document), {}
    from nomologi_tui.blocks.fields import check  # pydantic: three times what `nomologi when` takes for words
    from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes

    config, problems = check(ScheduleTimes, document)
    if not isinstance(config, ScheduleTimes):
        raise BadScheduleError(" ".join(f"{name}: {said}" if name else said for name, said in problems.items()))
    return config.schedule(timezone), document


def _fields(text: str, today: date) -> dict[str, Any]:
    if text.lstrip().startswith("{"):
        return _object(text)
    if len(text) > LONGEST:
        raise BadInputError(f"This is longer than {LONGEST:,} characters.")
    if _RECURRENCE.match(text):
        from nomologi_tui.goals.times.recurrence_rule import fields_of_recurrence  # few write one

        return fields_of_recurrence(text, today)
    from nomologi_tui.goals.times.on_calendar import as_fields, read_calendar

    return as_fields(read_calendar(_SYSTEMD.sub("", text)))


def _object(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise BadScheduleError('This begins like JSON and is none. Write for example {"times": ["08:00"]}.')
    return document
