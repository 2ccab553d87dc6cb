"""What a run did otherwise than an earlier one: a pure comparison, and its lines for people."""

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from nomologi_tui.model import Run, StepRecord
from nomologi_tui.text import shorten

EVENT = "event"  # where a step's name stands, for the event's data
MOST_FIELDS = 100  # of one output that are told apart; beyond that it is one difference
MOST_LINES = 400  # of a text that are compared
MOST_SHOWN = 20  # lines of a text's difference that are shown
WIDTH = 100  # characters of a value that are shown
_TIMING = {"output.seconds"}  # never the same, and told elsewhere

Traced = tuple[Run, Sequence[StepRecord]]


@dataclass(frozen=True, slots=True)
class Difference:
    """One field that is not the same: status, reason, error, output or output.KEY. What a side lacks is None there."""

    step: str
    field: str
    before: Any
    after: Any


def event_data(run: Run) -> dict[str, Any]:
    """What the run's steps saw as `event`, whole."""
    return {"id": run.event_id or f"run:{run.id}", "trigger": run.trigger, **run.input}


def differences(before: Traced, after: Traced) -> list[Difference]:
    """What differs from `before` to `after`: the event's data first, then step by step in their order.

    Steps are the same when they have the same name, or without names the same block at the same turn.
    """
    found = [
        Difference(EVENT, name.removeprefix("."), old, new)
        for name, old, new in _compared("", event_data(before[0]), event_data(after[0]))
    ]
    old_steps, new_steps = _last_tries(before[1]), _last_tries(after[1])
    for key in [*old_steps, *(key for key in new_steps if key not in old_steps)]:
        found += _of_step(key[0], old_steps.get(key), new_steps.get(key))
    return found


def _last_tries(records: Sequence[StepRecord]) -> dict[tuple[str, int], StepRecord]:
    """The last try of each step, by its name and which of that name it is."""
    last = {record.place: record for record in records}
    named: dict[tuple[str, int], StepRecord] = {}
    for record in last.values():
        name = (record.name or record.block) + (f"[{record.item}]" if record.item else "")
        named[name, sum(known == name for known, _ in named)] = record
    return named


def _of_step(name: str, old: StepRecord | None, new: StepRecord | None) -> list[Difference]:
    if old is None or new is None:
        status = [one and one.status.value for one in (old, new)]
        return [Difference(name, "status", *status)]
    words = [
        Difference(name, field, getattr(old, field), getattr(new, field))
        for field in ("status", "reason", "error")
        if getattr(old, field) != getattr(new, field)
    ]
    values = [Difference(name, *one) for one in _compared("output", old.output, new.output) if one[0] not in _TIMING]
    return words + values


def _compared(field: str, old: Any, new: Any) -> list[tuple[str, Any, Any]]:
    """The fields in which two JSON values differ; the whole as one where those are too many."""
    if isinstance(old or new, dict):
        old, new = old or {}, new or {}
    found = list(islice(_parts(field, old, new), MOST_FIELDS + 1))
    return found if len(found) <= MOST_FIELDS else [(field, old, new)]


def _parts(field: str, old: Any, new: Any) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in [*old, *(key for key in new if key not in old)]:
            yield from _parts(f"{field}.{key}", old.get(key), new.get(key))
    elif old != new:
        yield field, old, new


def difference_lines(found: Sequence[Difference]) -> list[str]:
    """A line for each difference, and below it the lines of a longer text that are not the same."""
    return [line for one in found for line in _lines(one)]


def _lines(one: Difference) -> Iterator[str]:
    old, new = _text(one.before), _text(one.after)
    if old == new:  # of another type
        if not old:
            return  # an empty text and none: for a person the same
        old, new = (json.dumps(side, ensure_ascii=False) for side in (one.before, one.after))
    if "\n" in old + new:
        yield f"{one.step}  {one.field}:"
        yield from (f"    {line}" for line in _unified(old, new))
    else:
        old, new = _around(old, new)
        yield f"{one.step}  {one.field}: {old or 'nothing'} → {new or 'nothing'}"


def _text(value: Any) -> str:
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _around(old: str, new: str) -> tuple[str, str]:
    """Two texts of one line, cut to where they begin to differ."""
    if max(len(old), len(new)) <= WIDTH:
        return old, new
    start = max(_same(old, new) - WIDTH // 4, 0)
    mark = "…" if start else ""
    return mark + shorten(old[start:], WIDTH), mark + shorten(new[start:], WIDTH)


def _same(old: Sequence[str], new: Sequence[str]) -> int:
    """How many parts are the same at the beginning."""
    pairs = enumerate(zip(old, new, strict=False))
    return next((at for at, (one, other) in pairs if one != other), min(len(old), len(new)))


def _unified(old: str, new: str) -> list[str]:
    """The lines that differ, marked - and +; from the first one on, at most so many."""
    before, after = old.splitlines(), new.splitlines()
    same = max(_same(before, after) - 1, 0)
    few = [[shorten(line, 2 * WIDTH) for line in side[same : same + MOST_LINES]] for side in (before, after)]
    marked = list(difflib.unified_diff(few[0], few[1], n=1, lineterm=""))[2:]
    shown = [line for line in marked if not line.startswith("@@")]
    if len(shown) > MOST_SHOWN:
        return [*shown[:MOST_SHOWN], "… and more"]
    return shown or ["the texts differ in what is not shown here"]
