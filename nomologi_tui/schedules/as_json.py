"""A schedule as JSON and back: each type by its name under `kind`, each field by its own, defaults left out.

Reading is strict: unknown kinds and fields, wrong types and days of no calendar are refused with a sentence.
"""

import re
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime, time
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from nomologi_tui.schedules.check import check_schedule
from nomologi_tui.schedules.days import Days, Months
from nomologi_tui.schedules.rule import BadScheduleError, Rule, Schedule

_DEEPEST = 12  # levels of JSON; a schedule may hold schedules
_WRITTEN = {datetime: "2027-01-31T09:00:00", date: "2027-01-31", time: "09:00"}


def _kind(one: type) -> str:
    """`NthWeekdays` is `nth_weekdays`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "_", one.__name__).lower()


_KINDS: dict[str, type] = {_kind(one): one for one in (*get_args(Rule), *get_args(Days), Months, Schedule)}


def schedule_json(schedule: Schedule) -> dict[str, Any]:
    """What `schedule_of` reads back as an equal schedule."""
    document: dict[str, Any] = _written(schedule)
    return document


def schedule_of(document: Any) -> Schedule:
    """The checked schedule of a JSON document. Raises BadScheduleError."""
    schedule: Schedule = _read(Schedule, document, "the schedule", _DEEPEST)
    return check_schedule(schedule)


def _written(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        said = {one.name: getattr(value, one.name) for one in fields(value)}
        kept = {one.name for one in fields(value) if said[one.name] != _default(one)}
        return {"kind": _kind(type(value))} | {name: _written(said[name]) for name in said if name in kept}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        return [_written(one) for one in value]
    return value.isoformat() if isinstance(value, date | time) else value


def _default(field: "Field[Any]") -> Any:
    return field.default


def _read(wanted: Any, value: Any, place: str, deeper: int) -> Any:
    if deeper < 0:
        raise BadScheduleError("The schedule is nested too deep.", "Schedules within schedules are at most 4 deep.")
    if wanted in _KINDS.values():
        return _read_object((wanted,), value, place, deeper)
    if get_origin(wanted) in (UnionType, Union):
        options = get_args(wanted)
        if type(None) in options:
            return None if value is None else _read(options[0], value, place, deeper)
        return _read_object(options, value, place, deeper)
    if get_origin(wanted) in (tuple, frozenset):
        return _read_several(wanted, value, place, deeper)
    if wanted in _WRITTEN:
        return _read_moment(wanted, value, place)
    if get_origin(wanted) is Literal:
        return _fitting(value in get_args(wanted), value, place, f"one of {', '.join(get_args(wanted))}")
    return _read_plain(wanted, value, place)


def _read_object(options: tuple[Any, ...], value: Any, place: str, deeper: int) -> Any:
    kinds = [_kind(one) for one in options]
    if not isinstance(value, dict) or value.get("kind") not in kinds:
        raise BadScheduleError(f"It is not clear what kind {place} is.", f"“kind” is one of {', '.join(kinds)}.")
    made = _KINDS[value["kind"]]
    hints, known = get_type_hints(made), {one.name: one for one in fields(made)}
    unknown = sorted(str(name) for name in value.keys() - known.keys() - {"kind"})
    if unknown:
        raise BadScheduleError(f"“{unknown[0]}” is no part of {value['kind']}.", f"It has {', '.join(known)}.")
    missing = [name for name, one in known.items() if _default(one) is MISSING and name not in value]
    if missing:
        raise BadScheduleError(f"“{missing[0]}” is missing in {value['kind']}.", f"It has {', '.join(known)}.")
    return made(**{name: _read(hints[name], value[name], f"“{name}”", deeper - 1) for name in known if name in value})


def _read_several(wanted: Any, value: Any, place: str, deeper: int) -> Any:
    _fitting(isinstance(value, list), value, place, "a list")
    inner = [one for one in get_args(wanted) if one is not Ellipsis]
    if len(inner) > 1:
        _fitting(len(value) == len(inner), value, place, f"a list of {len(inner)}")
    return get_origin(wanted)(_read(inner[0], one, place, deeper - 1) for one in value)


def _read_moment(wanted: Any, value: Any, place: str) -> Any:
    try:
        found = wanted.fromisoformat(value)
    except (ValueError, TypeError):
        found = None
    return _fitting(found, found or value, place, f"like {_WRITTEN[wanted]}") if found is None else found


def _read_plain(wanted: Any, value: Any, place: str) -> Any:
    if wanted is str:
        return _fitting(isinstance(value, str), value, place, "text")
    number = isinstance(value, int) and not isinstance(value, bool)
    if wanted is int:
        return _fitting(number, value, place, "a whole number")
    number = (number and abs(value) < 1e15) or isinstance(value, float)
    return float(_fitting(number, value, place, "a number"))


def _fitting(fits: object, value: Any, place: str, wanted: str) -> Any:
    if not fits:
        raise BadScheduleError(f"{value!r:.60} can't be {place}.", f"It is {wanted}.")
    return value
