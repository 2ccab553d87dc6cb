"""A template as a YAML document: what an automation's document has, with inputs, and words by which it is found."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

import yaml
from pydantic import TypeAdapter, ValidationError

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import (
    Address,
    Duration,
    FieldSpec,
    Kind,
    TimeOfDay,
    Url,
    Zone,
    describe,
    parse_text,
)
from nomologi_tui.blocks.problems import sentence_of
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.blocks.tools.commands.line import read_command
from nomologi_tui.document import (
    PLACES,
    check_step,
    how_and_steps,
    load,
    read_configuration,
    read_steps,
)
from nomologi_tui.document.placeholders import ITSELF, JOINABLE, NUMBERS, PLACE, filled, places, samples, spec_of
from nomologi_tui.document.unknown import unknown_key
from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.model import Step, StepType, Template, TemplateInput

FORM = 1  # of the document
KINDS = tuple(kind for kind in get_args(Kind) if kind not in ("groups", "mapping", "expression", "items"))
LONGEST = {"name": 60, "category": 30, "description": 600, "goal": 2_000}  # characters
MOST = 100  # inputs, and words
HOSTILE = '\'; "$(x)" {{ y }} `z`'  # a value that must stay one, wherever a template puts it
_IN_TAG = re.compile(r"\{[%{](?:(?![%}]\}).)*\{\{\s*inputs\.", re.DOTALL)
_KEYS = ("template", *LONGEST, "version", "words", "inputs", "configuration", *PLACES)
_OF_INPUT = ("kind", "label", "help", "default", "example", "choices", "uses")
_TYPES: dict[str, Any] = {
    "number": float, "integer": int, "boolean": bool, "duration": Duration, "time": TimeOfDay, "zone": Zone,
    "address": Address, "url": Url,
}  # fmt: skip


def read_template(text: str, registry: Registry) -> Template:
    """The template that a YAML text describes, checked with its examples. Raises BadInputError saying where."""
    template = parsed(load(text, "template: 1 and name: …"))
    check_template(template, registry)
    return template


def parsed(document: Mapping[str, Any]) -> Template:
    """The template as it is written; whether its steps can be is another question. Raises BadInputError."""
    _check_form(document.get("template"))
    unknown = set(document) - set(_KEYS)
    if unknown:
        raise unknown_key("template", min(unknown), _KEYS)
    steps = read_steps(document, None)
    return Template(
        name=_line(document, "name"),
        description=_line(document, "description"),
        category=_line(document, "category"),
        goal=_line(document, "goal"),
        steps=steps,
        version=_version(document.get("version", "1")),
        words=_texts(document, "words"),
        inputs=_inputs(document.get("inputs", {})),
        configuration=read_configuration(document.get("configuration", {}), steps),
    )


def _check_form(form: Any) -> None:
    if str(form) == str(FORM):
        return
    if isinstance(form, str) and re.fullmatch(r"[1-9][0-9]{0,3}", form):
        raise BadInputError(f"The template is of form {form}; this Nomologi reads form {FORM}.", "Update Nomologi.")
    raise BadInputError(f"The document is no template of the form {FORM}.", f"Write template: {FORM}.")


def _line(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > LONGEST[name]:
        raise BadInputError(f"The template's {name} is missing or too long.", f"Up to {LONGEST[name]} characters.")
    return " ".join(value.split())


def _version(value: Any) -> int:
    if not isinstance(value, str) or not value.isdecimal() or not 0 < len(value) < 10:
        raise BadInputError("The template's version is no number.", "Write version: 1.")
    return max(int(value), 1)


def _texts(saved: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = saved.get(name, [])
    if not isinstance(value, list) or len(value) > MOST or not all(isinstance(one, str) for one in value):
        raise BadInputError(f"“{name}” is no list of at most {MOST} texts.", "Begin each with a dash.")
    return tuple(value)


def _inputs(saved: Any) -> tuple[TemplateInput, ...]:
    if not isinstance(saved, dict) or len(saved) > MOST:
        raise BadInputError(f"“inputs” is no mapping of at most {MOST} inputs.", "Write NAME: and its kind below.")
    return tuple(_input(name, one) for name, one in saved.items())


def _input(name: str, saved: Any) -> TemplateInput:
    where = f"The input “{name[:40]}”"
    if not PLACE.fullmatch(f"{{{{ inputs.{name} }}}}"):
        raise BadInputError(f"{where} has no name that can be used.", "Small letters, digits and _, a letter first.")
    if not isinstance(saved, dict) or set(saved) - set(_OF_INPUT):
        raise BadInputError(f"{where} is not described as one.", f"It has {_listed(_OF_INPUT)}.")
    texts = {key: value for key, value in saved.items() if key not in ("choices", "uses")}
    if wrong := next((key for key, value in texts.items() if not isinstance(value, str)), ""):
        raise BadInputError(f"{where}, {wrong}: it is no text.", "Write a list of values as a, b.")
    one = TemplateInput(name, **texts, choices=_texts(saved, "choices"), uses=_texts(saved, "uses"))
    if one.kind not in KINDS:
        raise BadInputError(f"{where} is of no known kind: {one.kind[:40]}.", f"Kinds: {_listed(KINDS)}.")
    return one


def check_template(template: Template, registry: Registry) -> None:
    """Raises BadInputError for what could not be made of it, or not safely, whatever a person types."""
    _check_inputs(template)
    for kind, place in ((StepType.TRIGGER, "when"), (StepType.ACTION, "what")):
        if not any(step.type is kind for step in template.steps):
            raise BadInputError(f"The template has no step under “{place}”.", "Nothing could be made of it.")
    for number, step in enumerate(template.steps, 1):
        for spec in describe(_block(step, registry).config):
            _check_field(template, spec, step.config.get(spec.name), f"Step {number} ({step.block}), {spec.name}")
    for number, step in enumerate(filled(template, samples(template), registry), 1):
        check_step(step, f"Step {number}, with its inputs' examples", registry)
    _check_commands(template, registry)


def _block(step: Step, registry: Registry) -> Block:
    try:
        return registry.get(step.type, step.block)
    except NomologiError as error:
        raise BadInputError(error.message, error.hint) from None


def _check_inputs(template: Template) -> None:
    used = {name for step in template.steps for name in places(step.config)}
    known = {one.name for one in template.inputs}
    if lost := (used | set(places(template.goal))) - known:
        raise BadInputError(f"The template asks for an input “{min(lost)}” that it has not.", "Describe it in inputs.")
    if idle := known - used:
        raise BadInputError(f"No step uses the input “{min(idle)}”.", "Leave it out.")
    for one in template.inputs:
        if one.required and not one.example and one.kind != "secret":
            raise BadInputError(f"The input “{one.name}” has neither default nor example.", "Give it one of them.")
        if one.kind == "secret" and one.default:
            raise BadInputError(f"The input “{one.name}” is a secret and has a default.", "Leave that out.")
        for value in (one.default, one.example):
            if value:
                read_value(one, value)


def read_value(one: TemplateInput, text: str) -> Any:
    """The value that `text`, as typed, stands for. Raises BadInputError naming the input and an example."""
    spec, hint = spec_of(one), f"For example {one.example or one.default}." if one.example or one.default else ""
    try:
        value = parse_text(spec, text)
        if one.kind in _TYPES and value not in (None, ""):
            TypeAdapter(_TYPES[one.kind]).validate_python(value)
    except ValidationError as error:
        reason = sentence_of(error.errors(include_url=False)[0])
        raise BadInputError(f"{one.name}: {reason[:1].lower()}{reason[1:]}", hint) from None
    except ValueError as error:
        raise BadInputError(f"{one.name}: {error}.", hint) from None
    if one.choices and value not in one.choices:
        raise BadInputError(f"{one.name}: “{str(value)[:60]}” can't be chosen.", f"Choose {_listed(one.choices)}.")
    return value


def _check_field(template: Template, spec: FieldSpec, value: Any, where: str) -> None:
    for text in _strings(value):
        inputs = [one for name in PLACE.findall(text) if (one := template.input(name))]
        for wrong, hint in (*_misplaced(spec, text, inputs), *_unfit(spec, inputs), *_left_in(spec, text)):
            raise BadInputError(f"{where}: {wrong}", hint)


_Problems = Iterator[tuple[str, str]]  # what is wrong, what to do


def _misplaced(spec: FieldSpec, text: str, inputs: Sequence[TemplateInput]) -> _Problems:
    """Where in the field's text inputs stand."""
    alone = PLACE.fullmatch(text.strip()) is not None
    joinable = spec.template or _kind(spec) in JOINABLE or spec.kind in ("groups", "expression")
    if PLACE.search(text) and not (alone or joinable):
        yield "an input must stand alone there, not in a text.", "Use it in another step."
    if any(one.kind in ITSELF for one in inputs) and not alone:
        yield "a command or template as input is the whole field.", f"It is “{text[:60]}”."
    if "{{{" in text or _IN_TAG.search(text):
        yield "an input can't stand inside {% … %}, or right behind {.", "Move it out."


def _unfit(spec: FieldSpec, inputs: Sequence[TemplateInput]) -> _Problems:
    """Inputs of a kind that the field can't take."""
    if spec.kind == "expression" and any(one.kind not in NUMBERS for one in inputs):
        yield "only a number can stand in an expression.", "Take compare for a text."
    if any((one.kind == "secret") != spec.secret for one in inputs):
        yield "a secret goes into a secret field, and nothing else does.", ""
    if any(one.kind == "command" for one in inputs) and _kind(spec) not in ("command", "text"):
        yield "a command goes into a field for one.", ""


def _left_in(spec: FieldSpec, text: str) -> _Problems:
    """A secret that nobody would type anew."""
    if spec.secret and text and not PLACE.search(text) and not text.startswith("env:"):
        yield "a template keeps no secret.", "Make an input of kind secret of it."


def _kind(spec: FieldSpec) -> str:
    """That of the items where the field holds several."""
    return spec.item if spec.kind in ("list", "mapping") else spec.kind


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _strings(item)


def _check_commands(template: Template, registry: Registry) -> None:
    """A value must not stand where a program would read it as a part of a program."""
    hostile = {one.name: HOSTILE for one in template.inputs if one.kind not in (*ITSELF, *NUMBERS)}
    for step in filled(template, samples(template) | hostile, registry):
        for spec in describe(registry.get(step.type, step.block).config):
            if spec.kind == "command" and spec.name in step.config:
                try:
                    read_command(step.config[spec.name], "~")
                except ValueError as error:
                    raise BadInputError(f"{step.block}, {spec.name}: {error}.") from None


def to_yaml(template: Template, registry: Registry) -> str:
    """The template as YAML, which `read_template` reads back."""
    document: dict[str, Any] = {"template": FORM}
    document |= {name: getattr(template, name) for name in LONGEST} | {"version": template.version}
    if template.words:
        document["words"] = list(template.words)
    if template.inputs:
        document["inputs"] = {one.name: _input_document(one) for one in template.inputs}
    document |= how_and_steps(template.configuration, template.steps, registry)
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True, width=120)


def _input_document(one: TemplateInput) -> dict[str, Any]:
    values = {name: getattr(one, name) for name in _OF_INPUT}
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in values.items()
        if value not in (None, (), "") or (name == "default" and value == "")
    }


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names)
