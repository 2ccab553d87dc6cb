"""What a run by hand needs: a manual trigger's inputs, and what its steps ask of an event that no trigger saw now."""

import json
from collections.abc import Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.errors import NeedsPersonError
from nomologi_tui.model import Automation, StepType
from nomologi_tui.runner.engine.output import is_cut
from nomologi_tui.runner.engine.taken_over import hides
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases.runs import event_data
from nomologi_tui.usecases.runs.needed import Path, longest, needed, put
from nomologi_tui.usecases.workspace import Workspace

FEW = 50  # runs in which values are looked for
_ALWAYS = ("id", "trigger")  # what each event has
_INPUTS = "inputs"  # where those of a run by hand stand, besides at the top
_LONGEST = 200  # characters of a value that are shown


@dataclass(frozen=True, slots=True)
class Wanted:
    """The event of a run by hand: `data` so far, the `inputs` with their defaults, and what only a trigger tells.

    `told` are the paths of those values, such as `path` or `body.title`, each with what the run `like` saw, in one
    line; empty texts and 0 where no run saw all of them.
    """

    data: dict[str, Any]
    inputs: dict[str, str] = field(default_factory=dict)
    told: dict[str, str] = field(default_factory=dict)
    like: int = 0

    def title(self) -> str:
        """What is asked, above the fields."""
        if not self.told:
            return "Run it with"
        return f"Run it as if its trigger saw this{f' (run {self.like} did)' if self.like else ''}"

    def with_values(self, given: Mapping[str, str]) -> dict[str, Any]:
        """The event's data. Raises NeedsPersonError naming what only a trigger tells and nobody gave."""
        if lost := [name for name in self.told if {name, name.removeprefix(f"{_INPUTS}.")}.isdisjoint(given)]:
            raise NeedsPersonError(
                f"Its steps ask for what its trigger saw, and in a run by hand it saw nothing: {', '.join(lost)}.",
                f"Give {' '.join(f'--set {name}=…' for name in lost)}"
                f"{f', or --like {self.like} for what run {self.like} saw' if self.like else ''}.",
            )
        changed = {name: text for name, text in given.items() if text != self.told.get(name) or not self.like}
        return event_data.with_values(self.data, changed)


def wanted(ws: Workspace, automation: Automation, *, ignores_conditions: bool = False) -> Wanted:
    """What a run of `automation` by hand needs to be told."""
    inputs = event_data.manual_inputs(ws, automation)
    data = event_data.of_inputs(inputs)
    if any(step.block == "schedule" for step in automation.triggers):
        data["due"] = ws.clock.now().isoformat()  # by hand it is due now
    known = {*_ALWAYS, *data} - {_INPUTS}
    asked = _asked_of_the_event(ws, automation, ignores_conditions=ignores_conditions)
    told = [path for path in longest(asked) if path[0] not in known and _value(data, path) is None]
    if not told:
        return Wanted(data, inputs)
    like, seen = _last_seen(ws, automation, told)
    event = {**deepcopy(seen), **data}
    if not like:
        for path in told:
            put(event, path, "")
    return Wanted(event, inputs, {".".join(path): _shown(_value(event, path)) for path in told}, like)


def _asked_of_the_event(ws: Workspace, automation: Automation, *, ignores_conditions: bool) -> list[Path]:
    """The parts of the event without which the enabled steps can't be filled in."""
    kinds = (StepType.ACTION,) if ignores_conditions else (StepType.CONDITION, StepType.ACTION)
    steps = [step for step in automation.steps if step.enabled and step.type in kinds]
    return [path[1:] for step in steps for path in needed(ws.registry, step) if path[0] == "event" and len(path) > 1]


def _shown(value: Any) -> str:
    """A value as a field of one line shows it; as long as it stays so, the value stays whole."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shorten(clean_line(text), _LONGEST)


def only_inputs(found: Wanted) -> Wanted:
    """Without what only a trigger tells: a rehearsal shows that as its own path."""
    return Wanted(event_data.of_inputs(found.inputs), found.inputs)


def _last_seen(ws: Workspace, automation: Automation, told: Sequence[Path]) -> tuple[int, dict[str, Any]]:
    """The newest run whose event has all of these values as they were, and its data."""
    for run in ws.reader.runs(ws.user_id, automation.id, limit=FEW):
        values = [_value(run.input, path) for path in told]
        if not any(value is None or hides(value) or is_cut(value) for value in values):
            return run.id, run.input
    return 0, {}


def _value(data: Any, path: Path) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data
