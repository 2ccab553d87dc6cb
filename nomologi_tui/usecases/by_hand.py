"""What a run by hand needs: a manual trigger's inputs, and what its steps ask of an event that no trigger saw now."""

import json
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any

from nomologi_tui.blocks.fields import as_template, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import NeedsPersonError, NomologiError, TemplateError
from nomologi_tui.model import Automation, StepType
from nomologi_tui.runner.output import is_cut
from nomologi_tui.runner.taken_over import hides
from nomologi_tui.runner.template import render, values_used
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases import event_data
from nomologi_tui.usecases.workspace import Workspace

FEW = 50  # runs in which values are looked for
_ALWAYS = ("id", "trigger")  # what each event has
_LONGEST = 200  # characters of a value that are shown
_OF_ANY = ("size", "first", "last")  # what Liquid finds in any list or object, also where nobody put it there
_ANY = "0"  # stands for a value, where a text and a number will do

Path = tuple[str, ...]


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
        if lost := [name for name in self.told if name not in given]:
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
    kinds = (StepType.ACTION,) if ignores_conditions else (StepType.CONDITION, StepType.ACTION)
    steps = [step for step in automation.steps if step.enabled and step.type in kinds]
    asked = [path for step in steps for path in _needed(ws.registry, step.type, step.block, step.config)]
    told = [path for path in _longest(asked) if path[0] not in {*_ALWAYS, *data} and _value(data, path) is None]
    if not told:
        return Wanted(data, inputs)
    like, seen = _last_seen(ws, automation, told)
    event = {**deepcopy(seen), **data}
    if not like:
        for path in told:
            _put(event, path, "")
    return Wanted(event, inputs, {".".join(path): _shown(_value(event, path)) for path in told}, like)


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


def _needed(registry: Registry, kind: StepType, block: str, config: Mapping[str, Any]) -> Iterator[Path]:
    """The paths below `event` without which a step can't be filled in."""
    try:
        fields = describe(registry.get(kind, block).config)
    except NomologiError:  # its block is gone, which the run says
        return
    for spec in fields:
        value = config.get(spec.name) or spec.instead
        if spec.kind == "groups":
            for member in value if isinstance(value, list) else ():
                yield from _needed(registry, kind, member["block"], member.get("config") or {})
        else:
            for text in _texts(as_template(str(value)) if value and spec.kind == "expression" else value):
                yield from _missed_in(text)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _missed_in(text: str) -> Iterator[Path]:
    """The paths below `event` whose lack is an error in this template: not those with a default."""
    paths = [_named(path) for path in values_used(text)]
    whole: dict[str, Any] = {}
    for path in _longest(paths):
        _put(whole, path, _ANY)
    fine = _can_be_filled(text, whole)
    for path in paths:
        if path[0] == "event" and len(path) > 1:
            is_lost = not fine or path[1] in _OF_ANY or not _can_be_filled(text, _without(whole, path))
            yield from [path[1:]] if is_lost else []


def _can_be_filled(text: str, values: Mapping[str, Any]) -> bool:
    try:
        render(text, values, rehearsal=True, real_event=True)
    except TemplateError:
        return False
    return True


def _named(path: Sequence[Any]) -> Path:
    """A path up to where it goes on by a number, by another value, or by what any list has."""
    names: list[str] = []
    for part in path:
        if not isinstance(part, str) or (part in _OF_ANY and len(names) > 1):
            break
        names.append(part)
    return tuple(names)


def _longest(paths: Sequence[Path]) -> list[Path]:
    """Each once, and none that others go on from."""
    inner = {path[:length] for path in paths for length in range(len(path))}
    return [path for path in dict.fromkeys(paths) if path not in inner]


def _value(data: Any, path: Path) -> Any:
    for name in path:
        data = data.get(name) if isinstance(data, dict) else None
    return data


def _put(data: dict[str, Any], path: Path, value: Any) -> None:
    *above, last = path
    for name in above:
        data = data.setdefault(name, {})
    data[last] = value


def _without(data: dict[str, Any], path: Path) -> dict[str, Any]:
    first, *rest = path
    if not rest:
        return {name: value for name, value in data.items() if name != first}
    inner = data.get(first)
    return {**data, first: _without(inner, tuple(rest))} if isinstance(inner, dict) else data
