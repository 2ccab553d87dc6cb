"""When a workflow of n8n starts by the clock."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nomologi_tui.adopting.flow import Given, Node, NotTakenError, Piece
from nomologi_tui.adopting.n8n_values import number, plain, trigger
from nomologi_tui.model import Step

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")


def schedule(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    rule = node.settings.get("rule")
    intervals = rule.get("interval") if isinstance(rule, dict) else None
    if not isinstance(intervals, list) or not intervals:
        raise NotTakenError("its times can't be read")
    return _taken(node, _interval, intervals)


def _taken(node: Node, read: Callable[[Mapping[str, Any]], dict[str, Any]], rows: Sequence[Any]) -> Piece:
    """All times that can be said here; which can't is told. Raises NotTakenError where none can."""
    steps, left = [], []
    for one in rows:
        try:
            steps.append(_due(node, read(one if isinstance(one, dict) else {})))
        except NotTakenError as error:
            left.append(str(error))
    if not steps:
        raise NotTakenError(left[0])
    return Piece(tuple(steps), remarks=tuple(f"one of its times is not taken over: {why}" for why in left))


def _due(node: Node, config: dict[str, Any]) -> Step:
    zone = node.settings["zone"]
    return trigger("schedule", config | ({"timezone": zone} if zone and "every" not in config else {}))


def _interval(one: Mapping[str, Any]) -> dict[str, Any]:
    kind = one.get("field", "days")
    hour, minute = number(one, "triggerAtHour", 0, 0, 23), number(one, "triggerAtMinute", 0, 0, 59)
    at = {"times": [f"{hour:02}:{minute:02}"]}
    match kind:
        case "seconds":
            return {"every": f"{number(one, 'secondsInterval', 30, 1, 59)}s"}
        case "minutes":
            return {"cron": f"{_step(number(one, 'minutesInterval', 5, 1, 59))} * * * *"}
        case "hours":
            count = number(one, "hoursInterval", 1, 1, 23)
            if 24 % count:
                raise NotTakenError(f"every {count} hours counts from midnight there, unevenly")
            return {"cron": f"{minute} {_step(count)} * * *"}
        case "days" if number(one, "daysInterval", 1, 1, 31) == 1:
            return at
        case "weeks" if number(one, "weeksInterval", 1, 1, 52) == 1:
            days = one.get("triggerAtDay", [0])
            if not isinstance(days, list) or not all(isinstance(day, int) and 0 <= day <= 6 for day in days):
                raise NotTakenError("its weekdays can't be read")
            return at | {"weekdays": [_DAYS[day] for day in days]}
        case "months" if number(one, "monthsInterval", 1, 1, 12) == 1:
            return at | {"month_days": [str(number(one, "triggerAtDayOfMonth", 1, 1, 31))]}
        case "cronExpression":
            return {"cron": _cron(plain(one.get("expression"), "cron expression"))}
    raise NotTakenError(f"every several {kind} counts from a day that the export does not name")


def _step(count: int) -> str:
    """Each so many of a field, from its first on, as n8n itself makes a cron line of it."""
    return "*" if count == 1 else f"*/{count}"


def _cron(text: str) -> str:
    fields = text.split()
    if len(fields) == 6:
        if fields[0] not in ("0", "00"):
            raise NotTakenError("its cron expression has seconds")
        fields = fields[1:]
    return " ".join(fields)


def old_cron(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    times = node.settings.get("triggerTimes")
    items = times.get("item") if isinstance(times, dict) else None
    if not isinstance(items, list) or not items:
        raise NotTakenError("its times can't be read")
    return _taken(node, _old_time, items)


def _old_time(one: Mapping[str, Any]) -> dict[str, Any]:
    hour, minute = number(one, "hour", 14, 0, 23), number(one, "minute", 0, 0, 59)
    at = {"times": [f"{hour:02}:{minute:02}"]}
    match one.get("mode", "everyDay"):
        case "everyMinute":
            return {"cron": "* * * * *"}
        case "everyHour":
            return {"cron": f"{minute} * * * *"}
        case "everyDay":
            return at
        case "everyWeek" if str(one.get("weekday", 1)) in "0123456":
            return at | {"weekdays": [_DAYS[int(one.get("weekday", 1))]]}
        case "everyMonth":
            return at | {"month_days": [str(number(one, "dayOfMonth", 1, 1, 31))]}
        case "custom":
            return {"cron": _cron(plain(one.get("cronExpression"), "cron expression"))}
        case "everyX" if one.get("unit", "hours") == "minutes":
            return {"cron": f"{_step(number(one, 'value', 2, 1, 59))} * * * *"}
        case "everyX" if one.get("unit", "hours") == "hours":
            return {"cron": f"0 {_step(number(one, 'value', 2, 1, 23))} * * *"}
    raise NotTakenError("its times can't be read")


def every(node: Node, given: Given, name: str) -> Piece:  # noqa: ARG001
    unit = node.settings.get("unit", "seconds")
    if unit not in ("seconds", "minutes", "hours"):
        raise NotTakenError("its unit can't be read")
    return Piece((trigger("schedule", {"every": f"{number(node.settings, 'interval', 1, 1, 9999)}{unit[0]}"}),))
