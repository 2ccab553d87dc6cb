"""Crontab lines: five fields as Debian's cron reads them. cronsim parses; what it reads otherwise is mended here."""

import re
from datetime import UTC, datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from nomologi_tui.expressions import expression
from nomologi_tui.schedules.rule import BadScheduleError

if TYPE_CHECKING:
    from cronsim import CronSim

MACROS = {
    "@hourly": "0 * * * *", "@daily": "0 0 * * *", "@midnight": "0 0 * * *", "@weekly": "0 0 * * 0",
    "@monthly": "0 0 1 * *", "@yearly": "0 0 1 1 *", "@annually": "0 0 1 1 *",
}  # fmt: skip
_HIGHEST = {"minute": 59, "hour": 23, "day of the month": 31, "month": 12, "weekday": 7}
_FIELDS = tuple(_HIGHEST)
_FIELD = expression(r"[0-9a-z*,/-]+", re.IGNORECASE)
_BEYOND = expression(r"\d*[LW]+\d*|.*#.*|\?", re.IGNORECASE)  # of Quartz and others, not of Debian's cron
_STEP_ALONE = expression(r"(?P<from>[0-9a-z]+)/(?P<step>\d+)", re.IGNORECASE)
_SAME_ENDS = expression(r"\b(\w+)-\1/\d+")  # `5-5/1` is 5; cronsim reads it as `5/1`, from 5 on
_ANY_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=2048)
def cron_fields(expression: str) -> tuple[str, str, str, str, str]:
    """The five fields of a line or macro. Raises BadScheduleError when they are not five or not of Debian's cron."""
    text = expression.strip().lower()
    if text.startswith("@"):
        text = _expand(text)
    fields = text.split()
    if len(fields) != 5:
        raise BadScheduleError(
            f"“{expression}” is not a cron line: it needs five fields and has {len(fields)}.",
            "The fields are minute, hour, day of the month, month and weekday: 30 7 * * 1-5",
        )
    for name, field in zip(_FIELDS, fields, strict=True):
        _check_field(name, field, expression)
    minute, hour, day, month, weekday = (_SAME_ENDS.sub(r"\1", field) for field in fields)
    return minute, hour, day, month, weekday


def _expand(macro: str) -> str:
    if macro == "@reboot":
        raise BadScheduleError("“@reboot” is not a time.", "Choose a time, or start the automation by hand.")
    if macro not in MACROS:
        raise BadScheduleError(f"“{macro}” is not a cron macro.", f"There are {', '.join(MACROS)}.")
    return MACROS[macro]


def _check_field(name: str, field: str, expression: str) -> None:
    if any(_BEYOND.fullmatch(part) for part in field.split(",")):
        raise BadScheduleError(
            f"“{field}” as {name} in “{expression}” is no part of a crontab line.",
            "cron knows no L, W, # and ?: say it in words, “on the last day of every month at 9”.",
        )
    if alone := next((found for part in field.split(",") if (found := _STEP_ALONE.fullmatch(part))), None):
        raise BadScheduleError(  # Quartz reads it as "from there on", older crons as that number alone
            f"“{field}” as {name} in “{expression}”: a step needs a range before it.",
            f"From {alone['from']} on is {alone['from']}-{_HIGHEST[name]}/{alone['step']}; all are */{alone['step']}.",
        )
    if not _FIELD.fullmatch(field):
        raise BadScheduleError(f"“{field}” is no {name} in the cron line “{expression}”.", "Example: 30 7 * * 1-5")


def cron_search(expression: str, start: datetime) -> "CronSim":
    """An iterator over the line's moments after `start`. Raises BadScheduleError, also for a day that no month has."""
    from cronsim import CronSim, CronSimError

    fields = cron_fields(expression)
    try:
        return CronSim(" ".join(fields), start)
    except CronSimError as error:
        raise BadScheduleError(
            f"The cron line “{expression}” can't be used: {_reason(fields, error)}.", _HINT
        ) from None


_HINT = "Ranges go upwards (5-7 for Friday to Sunday), 0 and 7 are Sunday: 30 7 * * 1-5"


def _reason(fields: tuple[str, ...], error: Exception) -> str:
    name = str(error).removeprefix("Bad ").replace("day-of-month", "day of the month").replace("day-of-week", "weekday")
    field = fields[_FIELDS.index(name)]
    if name == "day of the month" and field.isdigit() and 1 <= int(field) <= 31:
        return f"day {field} never comes in the months it names"
    return f"“{field}” is no {name}"


def cron_sets(expression: str) -> tuple[set[int], set[int], set[int], set[int], set[int]]:
    """The values of the five fields: minutes, hours, days, months, weekdays (0 is Sunday)."""
    search = cron_search(expression, _ANY_MOMENT)
    days = {day for day in search.days if isinstance(day, int)}
    months = {month for month in search.months if isinstance(month, int)}
    weekdays = {weekday % 7 for weekday in search.weekdays if isinstance(weekday, int)}
    return search.minutes, search.hours, days, months, weekdays


def follows_clock(expression: str) -> bool:
    """Whether the line runs by what the clock shows, in a repeated hour twice: minute or hour start with a star."""
    minute, hour, *_ = cron_fields(expression)
    return minute.startswith("*") or hour.startswith("*")
