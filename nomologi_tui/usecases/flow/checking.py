"""What keeps steps from running, and how each field of theirs is called: by `--set`, and in what is said of it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks.checked import check_again
from nomologi_tui.blocks.fields import FieldSpec, as_template, describe, has_template
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.blocks.tools.commands.line import without_formats
from nomologi_tui.document.placeholders import PLACE
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Step, StepType
from nomologi_tui.runner.engine.template import check_template
from nomologi_tui.usecases.flow.inside import misplaced

PLACES = {StepType.TRIGGER: "when", StepType.CONDITION: "if", StepType.ACTION: "what"}


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that keeps a flow from being saved. `key` is what `--set KEY=VALUE` takes."""

    index: int  # of the step in the flow's steps
    field: str  # "" when it is about the whole step
    key: str
    message: str


def key_of(steps: Sequence[Step], index: int, field: str) -> str:
    """The `--set` key of a field: `what.command`, or `what.2.command` where there are several steps of the type."""
    step = steps[index]
    same = [i for i, one in enumerate(steps) if one.type is step.type]
    number = f".{same.index(index) + 1}" if len(same) > 1 else ""
    return f"{PLACES[step.type]}{number}.{field}" if field else f"{PLACES[step.type]}{number}"


def problems(registry: Registry, steps: Sequence[Step]) -> list[Problem]:
    """What keeps these steps from running, each with a sentence; empty when nothing does."""
    found: list[Problem] = []
    for index, step in enumerate(steps):
        for name, message in step_problems(registry, step).items():
            found.append(Problem(index, name, key_of(steps, index, name), message))
        if wrong := misplaced(registry, steps, index):
            found.append(Problem(index, "", key_of(steps, index, ""), wrong))
    if not any(step.type is StepType.TRIGGER and step.enabled for step in steps):
        found.append(Problem(-1, "", "when", "Nothing says when it runs."))
    actions = [step for step in steps if step.type is StepType.ACTION and step.enabled]
    if all(step.instead for step in actions):
        words = "Every action runs only after a failure of another one." if actions else "Nothing says what it does."
        found.append(Problem(-1, "", "what", words))
    return found


def step_problems(registry: Registry, step: Step) -> dict[str, str]:
    """What is wrong with one step, a sentence a field; under "" what concerns the whole step."""
    try:
        block = registry.get(step.type, step.block)
    except NomologiError as error:
        return {"": str(error)}
    _, found = check_again(block.config, step.config)
    return template_problems(block.config, step.config) | found


def template_problems(config: type[BaseModel], values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the templates in `values`, a sentence a field."""
    found: dict[str, str] = {}
    for spec in describe(config):
        for text in _texts(values.get(spec.name)):
            if wrong := _wrong_template(spec, text):
                found.setdefault(spec.name, wrong)
    return found


def _wrong_template(spec: FieldSpec, text: str) -> str:
    if open_place := PLACE.search(text):
        return _to_write(open_place)
    if spec.kind == "expression":
        return check_template(as_template(text))
    if spec.kind == "command":
        text = without_formats(text)
    return check_template(text) if has_template(text) and (spec.takes_values or spec.kind == "groups") else ""


def open_places(steps: Sequence[Step]) -> list[str]:
    """What a template's inputs without a value leave to be written over, a sentence each."""
    texts = (text for step in steps for text in _texts(step.config))
    return [_to_write(found) for text in texts if (found := PLACE.search(text))]


def _to_write(open_place: re.Match[str]) -> str:
    return f"Write a value in place of {open_place[0]}."


def _texts(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for item in value.values() for text in _texts(item)]
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [value] if isinstance(value, str) else []
