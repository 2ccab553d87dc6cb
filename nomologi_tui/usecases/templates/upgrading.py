"""An automation made from a template goes on to a newer version of it; what a person changed by hand stays.

Each field is compared three ways: as the old version made it, as it is now, and as the new one would make it. The
inputs' values are read back from the automation itself, so only inputs that are new have to be asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Any
from urllib.parse import unquote

from nomologi_tui.blocks.fields import describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document.placeholders import PLACE, filled, filled_goal, printed, with_defaults
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Configuration, Step, Template, TemplateInput
from nomologi_tui.store import automations
from nomologi_tui.usecases.automations import editing
from nomologi_tui.usecases.flow.answers import need_no_more
from nomologi_tui.usecases.flow.drafting import made, named
from nomologi_tui.usecases.runs.differences import Difference
from nomologi_tui.usecases.templates.templates import listed, made_from, missing, stored
from nomologi_tui.usecases.workspace import Workspace

STEP, GOAL = "step", "goal"


@dataclass(frozen=True, slots=True)
class Upgrade:
    """What a newer version would change. `kept`: what stays as a person made it, against what the version has."""

    old: Template
    new: Template
    after: Automation
    changes: tuple[Difference, ...]
    kept: tuple[Difference, ...]
    asks: tuple[TemplateInput, ...]


def newer(ws: Workspace, automation: Automation) -> tuple[Template, Template] | None:
    """The version that it was made from and the newest one, where that is newer."""
    old = made_from(ws, automation)
    if old is None:
        return None
    same = (one for one in listed(ws) if (one.slug, one.user_id) == (old.slug, old.user_id))
    new = next((one for one in same if one.version > old.version), None)
    return (old, new) if new else None


def outdated(ws: Workspace, slug: str) -> list[Automation]:
    """The user's automations that were made from an older version of that template."""
    known = ws.store.read(automations.all_for, ws.user.id)
    return [one for one in known if (found := newer(ws, one)) and found[1].slug == slug]


def upgrade_of(ws: Workspace, automation: Automation, given: Mapping[str, Any]) -> Upgrade:
    """What the newest version would make of it; nothing is changed. Raises BadInputError where there is none."""
    found = newer(ws, automation)
    if found is None:
        known = made_from(ws, automation)
        why = f"“{known.name}” has no newer version than {known.version}." if known else "It was made from no template."
        raise BadInputError(f"There is nothing to upgrade {automation.slug} to. {why}")
    old, new = found
    values = _values_of(old, automation, ws.registry)
    known_ones = {name: value for name, value in values.items() if new.input(name)}
    answers = {**known_ones, **given}
    merge = _Merge(ws.registry, automation, _Sides(old, new, values, with_defaults(new, answers)))
    after = merge.merged()
    return Upgrade(old, new, after, tuple(merge.changes), tuple(merge.kept), tuple(missing(ws, new, answers)))


def upgrade(ws: Workspace, automation: Automation, planned: Upgrade) -> Automation:
    """Carry it out, as the automation's next revision. Raises NeedsPersonError while an input is missing."""
    steps = tuple(made(ws.registry, step) for step in planned.after.steps)
    need_no_more(ws.registry, steps)
    wanted = replace(planned.after, steps=steps, template_id=stored(ws, planned.new).id)
    return editing.save(ws, automation, wanted)


def _values_of(old: Template, automation: Automation, registry: Registry) -> dict[str, Any]:
    """The inputs' values, read from where the template put them; what can't be read for certain is left out."""
    ours = {step.name: step for step in automation.steps}
    found: dict[str, Any] = {}
    for step in named(old.steps):
        own = ours.get(step.name)
        if own is None or own.block != step.block:
            continue
        for field, raw in step.config.items():
            for name, value in _read_back(raw, own.config.get(field)):
                alone = replace(old, steps=(replace(step, config={field: raw}),))
                again = filled(alone, {**found, name: value}, registry)[0].config.get(field)
                if name not in found and again == own.config.get(field):
                    found[name] = value
    return found


def _read_back(raw: Any, now: Any) -> Iterator[tuple[str, Any]]:
    """The names and values that may have made `now` of `raw`."""
    if isinstance(raw, list) and len(raw) == 1 and isinstance(now, list):
        raw = raw[0] if isinstance(raw[0], str) and PLACE.fullmatch(raw[0].strip()) else raw
    if isinstance(raw, dict) and isinstance(now, dict):
        for key, item in raw.items():
            yield from _read_back(item, now.get(key))
    elif isinstance(raw, str) and (whole := PLACE.fullmatch(raw.strip())):
        yield from ((whole[1], value) for value in _spellings(now))
    elif isinstance(raw, str) and isinstance(now, str):
        names = PLACE.findall(raw)
        pattern = "(.*?)".join(re.escape(part) for part in PLACE.split(raw)[::2])
        match = re.fullmatch(pattern, now, re.DOTALL)
        for name, text in zip(names, match.groups() if match else (), strict=False):
            yield from ((name, value) for value in _spellings(text))


def _spellings(now: Any) -> Iterator[Any]:
    """What a person may have typed for a value as it stands now."""
    if now is None:
        yield ""
    else:
        yield now
    if isinstance(now, str):
        yield now.replace(printed("{"), "{")
        yield unquote(now)


@dataclass(frozen=True, slots=True)
class _Sides:
    """The two versions and the values that each is filled in with."""

    old: Template
    new: Template
    values: Mapping[str, Any]
    answers: Mapping[str, Any]


class _Merge:
    """Puts the two versions and the automation together, and notes what that changes."""

    def __init__(self, registry: Registry, automation: Automation, sides: _Sides) -> None:
        self.registry, self.automation, self.sides = registry, automation, sides
        self.raw_old = {step.name: step for step in named(sides.old.steps)}
        self.raw_new = {step.name: step for step in named(sides.new.steps)}
        self.base = {step.name: step for step in named(filled(sides.old, sides.values, registry))}
        self.theirs = named(filled(sides.new, sides.answers, registry))
        self.changes: list[Difference] = []
        self.kept: list[Difference] = []

    def merged(self) -> Automation:
        """The automation as it would be."""
        goals = [filled_goal(one, self.sides.answers) for one in (self.sides.old, self.sides.new)]
        goal = self._one("", GOAL, goals[0], self.automation.goal, goals[1])
        return replace(self.automation, goal=goal, steps=named(self._steps()), configuration=self._configuration())

    def _configuration(self) -> Configuration:
        old, now, new = self.sides.old.configuration, self.automation.configuration, self.sides.new.configuration
        names = [one.name for one in fields(Configuration)]
        values = {name: self._one("", name, *(getattr(one, name) for one in (old, now, new))) for name in names}
        return Configuration(**values)

    def _steps(self) -> list[Step]:
        ours = {step.name: step for step in self.automation.steps}
        result: list[Step] = []
        for step in self.theirs:
            own = ours.get(step.name)
            if own is not None:
                result.append(self._step(own, step) if own.block == step.block else own)
            elif step.name in self.base:
                self.kept.append(Difference(step.name, STEP, None, step.block))
            else:
                self.changes.append(Difference(step.name, STEP, None, step.block))
                result.append(step)
        return self._with_own(result)

    def _with_own(self, result: list[Step]) -> list[Step]:
        """The steps with those that only the automation has, each behind the one that it stood behind."""
        before = ""
        for own in self.automation.steps:
            if all(own.name != step.name for step in result):
                if own.name in self.base and self._is_as_made(own):
                    self.changes.append(Difference(own.name, STEP, own.block, None))
                    continue
                place = next((at + 1 for at, step in enumerate(result) if step.name == before), 0)
                result.insert(place, own)
            before = own.name
        return result

    def _is_as_made(self, own: Step) -> bool:
        base = self.base[own.name].config
        return all(own.config.get(name) == value for name, value in base.items())

    def _step(self, own: Step, theirs: Step) -> Step:
        """The person's step with what only the template changed."""
        config = dict(own.config)
        raw_old = self.raw_old[own.name].config if own.name in self.raw_old else {}
        raw_new = self.raw_new[own.name].config
        hidden = {spec.name for spec in describe(self.registry.get(own.type, own.block).config) if spec.secret}
        base = self.base[own.name].config if own.name in self.base else {}
        for name in dict.fromkeys([*raw_old, *raw_new]):
            if raw_old.get(name) == raw_new.get(name):
                continue  # a value that was typed is no change of the template
            sides = base.get(name), own.config.get(name), theirs.config.get(name)
            value = self._one(own.name, name, *sides, hidden=name in hidden)
            config = {**config, name: value}
        return replace(own, config={name: value for name, value in config.items() if value is not None})

    def _one(self, step: str, name: str, old: Any, now: Any, new: Any, *, hidden: bool = False) -> Any:
        """What one value will be: the new one, unless a person changed it."""
        if new in (now, old):
            return now
        shown = [None if value is None else "(set)" if hidden else value for value in (now, new)]
        difference = Difference(step or self.automation.slug, name, *shown)
        (self.changes if now == old else self.kept).append(difference)
        return new if now == old else now
