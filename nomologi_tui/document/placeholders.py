"""A template's open places: `{{ inputs.NAME }}` in the values of its steps, filled in once, when it is used.

A value goes in as data. Where the field is a template it is spelled so that Liquid prints it, in a command so that it
is a part of one argument, in an address with its signs encoded, in an expression as a number. Only an input of kind
`template` or `command` hands over the field itself, as the form does.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import quote

from nomologi_tui.blocks.fields import FieldSpec, describe, parse_text
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.model import Step, Template, TemplateInput

PLACE = re.compile(r"\{\{\s*inputs\.([a-z][a-z0-9_]*)\s*\}\}")
ITSELF = ("template", "command")  # kinds of input that are the field, not data in it
JOINABLE = ("template", "command", "path", "url", "address", "host", "folder", "items")
_FILLED_LATER = ("path", "url", "host", "items")  # fields that the block reads as Liquid by itself
_PLAIN = re.compile(r"[\w+=:,./@~-]+")  # neither a shell nor Liquid reads anything in it
_PIECES = re.compile(r"""[^"{}%]+|["{}%]""")
_SAFE_IN_ADDRESS = ":/,+-._~"
_MISSING = object()


NUMBERS = ("number", "integer")  # kinds that may also stand in an expression


def places(value: Any) -> Iterator[str]:
    """The names of the inputs that a value, also one of lists and mappings, asks for."""
    if isinstance(value, str):
        yield from PLACE.findall(value)
    elif isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            yield from places(item)


def spec_of(one: TemplateInput) -> FieldSpec:
    """The input as a field of a form or a command line reads it."""
    return FieldSpec(
        name=one.name, label=one.label or one.name.replace("_", " ").capitalize(), help=one.help,
        kind=one.kind, required=one.required, default=one.default, choices=one.choices,  # type: ignore[arg-type]
        example=one.example, secret=one.kind == "secret", uses=one.uses,
    )  # fmt: skip


def with_defaults(template: Template, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the inputs: those given, else the defaults; an input that needs an answer is left out."""
    values = {one.name: parse_text(spec_of(one), one.default) for one in template.inputs if one.default is not None}
    return values | {name: value for name, value in given.items() if value is not None}


def samples(template: Template) -> dict[str, Any]:
    """A value for each input, to show or to try the template: its default, else its example."""
    examples = {
        one.name: parse_text(spec_of(one), one.example) for one in template.inputs if one.required and one.example
    }
    return with_defaults(template, examples)


def filled(template: Template, values: Mapping[str, Any], registry: Registry) -> tuple[Step, ...]:
    """The template's steps with these values in them.

    A field that is nothing but an input without a value is left out; in a text such a place stays, to be written over.
    """
    return tuple(_filled(template, step, values, registry) for step in template.steps)


def filled_goal(template: Template, values: Mapping[str, Any]) -> str:
    """The template's goal with the values in it; for one that is not there stands its label."""

    def word(found: re.Match[str]) -> str:
        name, one = found[1], template.input(found[1])
        value = values.get(name)
        if value is None:
            return spec_of(one).label.lower() if one else name
        return ", ".join(map(str, value)) if isinstance(value, list) else str(value)

    return PLACE.sub(word, template.goal)


def _filled(template: Template, step: Step, values: Mapping[str, Any], registry: Registry) -> Step:
    specs = {spec.name: spec for spec in describe(registry.get(step.type, step.block).config)}
    config = {}
    for name, value in step.config.items():
        spec = specs.get(name)
        put_in = value if spec is None else _Filling(template, spec, values).of(value)
        if put_in is not _MISSING:
            config[name] = put_in
    return replace(step, config=config)


class _Filling:
    """Puts values into one field."""

    def __init__(self, template: Template, spec: FieldSpec, values: Mapping[str, Any]) -> None:
        self.template, self.values = template, values
        self.is_list = spec.kind == "list"
        self.kind = spec.item if spec.kind in ("list", "mapping") else spec.kind
        self.liquid = spec.template or self.kind in _FILLED_LATER or spec.kind == "groups"

    def of(self, value: Any) -> Any:
        """The field's value; `_MISSING` where it is an input that has none."""
        if isinstance(value, str):
            put_in = self._text(value)
            return [put_in] if self.is_list and isinstance(put_in, str) else put_in
        if isinstance(value, dict):
            inside = {key: self.of(item) for key, item in value.items()}
            return {key: item for key, item in inside.items() if item is not _MISSING} or _MISSING
        if isinstance(value, list):
            return self._list(value)
        return value

    def _list(self, value: list[Any]) -> Any:
        items: list[Any] = []
        for item in value:
            put_in = self._text(item) if isinstance(item, str) else self.of(item)
            items += put_in if isinstance(put_in, list) and isinstance(item, str) else [put_in]
        kept = [item for item in items if item is not _MISSING]
        return kept or (_MISSING if items else [])

    def _text(self, value: str) -> Any:
        whole = PLACE.fullmatch(value.strip())
        if whole:
            return self._alone(whole[1])
        return PLACE.sub(lambda found: self._joined(found[1]) if found[1] in self.values else found[0], value)

    def _alone(self, name: str) -> Any:
        value, asked = self.values.get(name, _MISSING), self.template.input(name)
        if value in ("", []):
            return _MISSING
        if isinstance(value, list):
            return [self._as_data(item) if isinstance(item, str) else item for item in value]
        if not isinstance(value, str) or (asked is not None and asked.kind in ITSELF):
            return value
        return self._as_data(value)

    def _as_data(self, value: str) -> str:
        if self.kind == "command":
            return word(value)
        return printed(value) if self.liquid else value

    def _joined(self, name: str) -> str:
        value = str(self.values[name])
        if self.kind == "expression":
            return f"{float(value):g}"
        return quote(value, safe=_SAFE_IN_ADDRESS) if self.kind in ("url", "address") else self._as_data(value)


def printed(text: str) -> str:
    """A template that prints `text` as it is."""
    return text.replace("{", '{{ "{" }}')


def word(text: str) -> str:
    """`text` in a command: as it is where nothing reads anything in it, else a template that prints it."""
    if _PLAIN.fullmatch(text):
        return text
    pieces = [f"'{piece}'" if piece == '"' else f'"{piece}"' for piece in _PIECES.findall(text)] or ['""']
    return "{{ " + " | append: ".join(pieces) + " }}"
