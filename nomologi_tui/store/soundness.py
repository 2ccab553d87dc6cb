"""Is each value of a database one that this program could have written? Asked of databases that come from elsewhere."""

import types
from collections.abc import Iterator
from enum import Enum
from typing import Any, Union, get_args, get_origin

from sqlalchemy import JSON, Boolean, Column, DateTime, Float, Integer, TypeDecorator

from nomologi_tui.model import (
    AlertKind,
    AlertState,
    AutomationStatus,
    DraftState,
    EventType,
    Level,
    ListenerState,
    RunStatus,
    StepStatus,
    StepType,
    WaitingFor,
)
from nomologi_tui.store import tables

_FRACTION = f".{'[0-9]' * 6}"  # of a second
_ONE_OF: dict[tuple[str, str], type[Enum]] = {
    ("automation", "status"): AutomationStatus, ("automation_step", "type"): StepType,
    ("guided_flow_session", "state"): DraftState, ("listener", "state"): ListenerState,
    ("execution_run", "status"): RunStatus, ("execution_run", "waiting_for"): WaitingFor,
    ("execution_step", "type"): StepType, ("execution_step", "status"): StepStatus,
    ("execution_log", "event_type"): EventType, ("execution_log", "level"): Level,
    ("alert", "kind"): AlertKind, ("alert", "state"): AlertState,
}  # fmt: skip


def unsound(connection: Any) -> str:
    """The first column with a value that can't be one of ours, as table.column; empty where all can."""
    return next(_unsound(connection), "")


def _unsound(connection: Any) -> Iterator[str]:
    for row in tables.Row.__subclasses__():
        columns = list(row.__table__.columns)
        looks = ", ".join(f"max(NOT coalesce({_test(row, column)}, 0))" for column in columns)  # one pass a table
        found = connection.execute(f'SELECT {looks} FROM "{row.__table__.name}"').fetchone()  # noqa: S608 - our names
        yield from (
            f"{row.__table__.name}.{column.name}" for column, wrong in zip(columns, found, strict=True) if wrong
        )


def _test(row: type[tables.Row], column: "Column[Any]") -> str:
    """SQL that is true of a value that can be."""
    name = f'"{column.name}"'
    test = _of_kind(row, column, name)
    if kind := _ONE_OF.get((row.__table__.name, column.name)):
        test = f"{name} IN ({', '.join(repr(one.value) for one in kind)})"
    return f"({name} IS NULL OR {test})" if column.nullable else test


def _of_kind(row: type[tables.Row], column: "Column[Any]", name: str) -> str:
    kind = column.type.impl_instance if isinstance(column.type, TypeDecorator) else column.type
    match kind:
        case JSON():
            return f"CASE WHEN json_valid({name}) THEN json_type({name}) IN ({_json_types(row, column.name)}) END"
        case DateTime():  # as `sqlite.stamp` writes them, and far enough from both ends for every zone
            second, year = f"substr({name}, 1, 19)", f"substr({name}, 1, 4) BETWEEN '0002' AND '9998'"
            return f"{year} AND datetime({second}, '+0 days') = {second} AND substr({name}, 20) GLOB '{_FRACTION}'"
        case Boolean():
            return f"{name} IN (0, 1)"
        case Integer():
            return f"typeof({name}) = 'integer'"
        case Float():
            return f"typeof({name}) IN ('real', 'integer')"
    return f"typeof({name}) = 'text'"


def _json_types(row: type[tables.Row], name: str) -> str:
    annotation = row.model_fields[name].annotation
    kinds = get_args(annotation) if get_origin(annotation) in (Union, types.UnionType) else (annotation,)
    known = {dict: "'object'", list: "'array'"}
    found = [known[kind] for one in kinds if (kind := get_origin(one)) in known]
    return ", ".join(found) or "'object', 'array', 'text', 'integer', 'real', 'true', 'false', 'null'"
