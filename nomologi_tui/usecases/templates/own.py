"""A user's own templates: saved from an automation, imported, removed. Each change is a version of its own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec, Kind, describe, has_template, show_value
from nomologi_tui.document.gallery import gallery
from nomologi_tui.document.template import KINDS, check_template, read_template
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, Step, Template, TemplateInput
from nomologi_tui.store import automations, names, templates
from nomologi_tui.text import clean_line
from nomologi_tui.usecases.flow.answers import field_of
from nomologi_tui.usecases.flow.checking import key_of
from nomologi_tui.usecases.flow.drafting import made_fields
from nomologi_tui.usecases.workspace import Workspace

CATEGORY = "Own"
ASKABLE = ("path", "folder", "url", "address", "host", "time", "duration", "number", "command")  # in the app's form


@dataclass(frozen=True, slots=True)
class About:
    """How a new template is called and found."""

    name: str
    description: str = ""
    category: str = CATEGORY


@dataclass(slots=True)
class _Opened:
    """Steps in which some values became inputs."""

    steps: list[Step]
    inputs: dict[str, TemplateInput] = field(default_factory=dict)

    def open(self, at: int, spec: FieldSpec, one: TemplateInput) -> None:
        """Put the input in place of the field's value. Raises BadInputError where its name means another one."""
        known = self.inputs.setdefault(one.name, one)
        if known != one:
            raise BadInputError(
                f"The input “{one.name}” would stand for two different values.", "Name it: --input KEY=NAME."
            )
        step = self.steps[at]
        self.steps[at] = replace(step, config={**step.config, spec.name: f"{{{{ inputs.{one.name} }}}}"})


def save_as(ws: Workspace, automation: Automation, about: About, chosen: Sequence[str]) -> Template:
    """The automation as a template of the user's own: the fields that `chosen` names (`KEY` or `KEY=NAME`) are inputs.

    So is each connection. Secrets stay behind: where one was, the template asks. Raises BadInputError.
    """
    opened = _Opened([_bare(ws, step) for step in automation.steps])
    for pair in chosen:
        key, _, name = pair.partition("=")
        _, at, spec = field_of(ws.registry, automation.steps, key.strip())
        opened.open(at, spec, _input(spec, name.strip() or spec.name, automation.steps[at].config.get(spec.name)))
    for at, step in enumerate(automation.steps):
        for spec in describe(ws.registry.get(step.type, step.block).config):
            value = step.config.get(spec.name)
            if _must_be_asked(spec, value) and value == opened.steps[at].config.get(spec.name, value):
                opened.open(at, spec, _input(spec, _free_name(opened, spec, value), value))
    template = Template(
        clean_line(about.name), clean_line(about.description) or f"Made from: {automation.goal}", about.category,
        tuple(opened.steps), tuple(opened.inputs.values()), goal=_goal(automation.goal, opened),
        words=tuple(clean_line(about.name).lower().split()), configuration=automation.configuration,
    )  # fmt: skip
    return keep(ws, template)


def _goal(goal: str, opened: _Opened) -> str:
    """The goal with the inputs in place of their values, where it names them."""
    for one in opened.inputs.values():
        if one.default and re.search(rf"(?<!\S){re.escape(one.default)}(?!\S)", goal):
            goal = goal.replace(one.default, f"{{{{ inputs.{one.name} }}}}", 1)
    return goal


def _bare(ws: Workspace, step: Step) -> Step:
    """The step without what belongs to this one automation: its id, and what its block makes anew for each."""
    fresh = made_fields(ws.registry, step)
    return replace(step, id=0, config={name: value for name, value in step.config.items() if name not in fresh})


def _must_be_asked(spec: FieldSpec, value: Any) -> bool:
    is_secret = spec.secret and not str(value).startswith("env:")
    return bool(value) and (is_secret or spec.kind == "connection")


def _free_name(opened: _Opened, spec: FieldSpec, value: Any) -> str:
    """The field's name, with a number where that stands for another value already."""
    number, name = 1, spec.name
    while name in opened.inputs and opened.inputs[name] != _input(spec, name, value):
        number += 1
        name = f"{spec.name}_{number}"
    return name


def _input(spec: FieldSpec, name: str, value: Any) -> TemplateInput:
    kind = _kind_of(spec, value)
    if kind not in KINDS or (spec.kind == "list" and any(map(has_template, value or ()))):
        raise BadInputError(f"{spec.name} can't be an input: it holds more than one value.", "Leave it as it is.")
    default = None if spec.secret or value in (None, "") else show_value(spec, value)
    return TemplateInput(
        name, kind, spec.label, spec.help, default, spec.example or (default or ""), spec.choices, spec.uses
    )


def _kind_of(spec: FieldSpec, value: Any) -> Kind:
    """The kind that asks for it: a field that holds `{{ … }}`, or most likely will, is asked for as it is."""
    if spec.kind in ("multiline", "template") and spec.template:
        return "template"
    return "template" if spec.kind != "command" and spec.takes_values and has_template(value) else spec.kind


def candidates(ws: Workspace) -> list[tuple[Automation, list[str]]]:
    """The user's automations, each with the keys of the fields that another person most likely fills in otherwise."""
    return [(one, _askable(ws, one)) for one in ws.store.read(automations.all_for, ws.user.id)]


def _askable(ws: Workspace, automation: Automation) -> list[str]:
    return [
        key_of(automation.steps, at, spec.name)
        for at, step in enumerate(automation.steps)
        for spec in describe(ws.registry.get(step.type, step.block).config)
        if spec.kind in ASKABLE and step.config.get(spec.name) and not has_template(step.config[spec.name])
    ]


def import_template(ws: Workspace, text: str, name: str = "") -> Template:
    """The template of a YAML text as one of the user's own. Raises BadInputError; then nothing is kept."""
    template = read_template(text, ws.registry)
    return keep(ws, replace(template, name=clean_line(name)) if name else template)


def keep(ws: Workspace, template: Template) -> Template:
    """Keep it as the user's own: a new one, the next version of the one so called, or nothing where it is the same."""
    check_template(template, ws.registry)
    slug = names.slug_of(template.name)
    if any(one.slug == slug for one in gallery()):
        raise BadInputError(f"“{template.name}” is a template of the gallery.", "Give yours another name: --name NAME.")
    before = next((one for one in ws.store.read(templates.own, ws.user.id) if one.slug == slug), None)
    if before is not None and _content(before) == _content(template):
        return before
    version = max(template.version, before.version + 1) if before else template.version
    new = replace(template, slug=slug, user_id=ws.user.id, version=version, id=0)
    return ws.store.write(templates.keep, new, ws.clock.now())


def _content(one: Template) -> tuple[Any, ...]:
    steps = [replace(step, id=0, order=0) for step in one.steps]
    return one.name, one.description, one.category, one.goal, one.words, one.inputs, one.configuration, steps


def remove(ws: Workspace, template: Template) -> int:
    """Remove one of the user's own with all its versions; automations made from it stay. How many versions there were.

    Raises BadInputError for one of the gallery.
    """
    if template.user_id is None:
        raise BadInputError(f"“{template.name}” came with Nomologi, and stays.", "Only your own can be removed.")
    return ws.store.write(templates.remove, ws.user.id, template.slug)
