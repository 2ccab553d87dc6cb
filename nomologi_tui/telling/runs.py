"""A run, step by step, with its values."""

import json
from collections.abc import Iterator
from datetime import tzinfo

from nomologi_tui.model import Run, StepRecord, StepStatus
from nomologi_tui.telling.times import with_local_times
from nomologi_tui.text import shorten
from nomologi_tui.usecases.runs.interrupted import is_left
from nomologi_tui.usecases.workspace import Workspace

_NOTHING: tuple[object, ...] = (None, "", [], {})


def trace_lines(ws: Workspace, one: Run) -> Iterator[str]:
    """How it went: what started it, each step with what went in and came out, and how it failed."""
    zone = ws.settings.zone
    names = ws.reader.names(ws.user_id)
    again = f", repeats run {one.replay_of}" if one.replay_of else ""
    state = "" if is_left(one) else f"{one.status}, "  # its summary says so
    yield f"Run {one.id} of {names.get(one.automation_id)}: {state}by {one.trigger}{again}. {one.summary}"
    for name, value in with_local_times(one.input, zone).items():
        if value not in _NOTHING:
            yield f"  event.{name}: {_shown(value, 100, '  ')}"
    for step in ws.reader.steps(ws.user_id, one.id):
        yield from _step_lines(step, zone, taken_over=one.took_over(step))
    if one.error:
        yield f"error: {one.error}"


def _step_lines(step: StepRecord, zone: tzinfo, *, taken_over: bool) -> Iterator[str]:
    mark = "  (taken over)" if taken_over else ""
    indent = "  " * step.depth
    words = "is under way" if step.status is StepStatus.STARTED else step.status
    yield f"{indent}{step.number}. {step.name or step.block}: {words}{mark}  {step.reason or step.error}".rstrip()
    for kind, values in (("input", step.input), ("output", step.output)):
        for name, value in with_local_times(values if isinstance(values, dict) else {}, zone).items():
            if value not in _NOTHING:
                yield f"{indent}     {kind}.{name}: {_shown(value, 200, f'{indent}     ')}"


def one_line(value: object) -> str:
    """A text as it is, another JSON value on one line."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _shown(value: object, width: int, indent: str) -> str:
    """A value as a template prints it; further lines stand further in, so that none of them looks like one of ours."""
    return shorten(one_line(value).rstrip("\n"), width).replace("\n", f"\n{indent}  | ")
