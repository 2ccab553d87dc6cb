"""The values without which a step can't be filled in, as its templates name them."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from nomologi_tui.blocks.fields import as_template, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.blocks.tools.commands.line import without_formats
from nomologi_tui.errors import NomologiError, TemplateError
from nomologi_tui.model import Step, StepType
from nomologi_tui.runner.engine.template import render, values_used

_OF_ANY = ("size", "first", "last")  # what Liquid finds in any list or object, also where nobody put it there
_ANY = "0"  # stands for a value, where a text and a number will do

Path = tuple[str, ...]


def needed(registry: Registry, step: Step) -> Iterator[Path]:
    """Their paths, such as `event`, `path` or `steps`, `fetch`, `body`: not those with a default."""
    for _, path in needed_by_field(registry, step):
        yield path


def needed_by_field(registry: Registry, step: Step) -> Iterator[tuple[str, Path]]:
    """The same, each with the field that asks for it."""
    yield from _needed(registry, step.type, step.block, step.config)


def _needed(registry: Registry, kind: StepType, block: str, config: Mapping[str, Any]) -> Iterator[tuple[str, Path]]:
    try:
        fields = describe(registry.get(kind, block).config)
    except NomologiError:  # its block is gone, which the run says
        return
    for spec in fields:
        value = config.get(spec.name) or spec.instead
        if spec.kind == "groups":
            for member in value if isinstance(value, list) else ():
                inner = _needed(registry, kind, member["block"], member.get("config") or {})
                yield from ((spec.name, path) for _, path in inner)
        else:
            for text in _texts(as_template(str(value)) if value and spec.kind == "expression" else value):
                yield from ((spec.name, path) for path in _missed_in(without_formats(text)))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _texts(item)


def _missed_in(text: str) -> Iterator[Path]:
    """The paths whose lack is an error in this template."""
    paths = [named for path in values_used(text) if (named := _named(path))]
    whole: dict[str, Any] = {}
    for path in longest(paths):
        put(whole, path, _ANY)
    fine = _can_be_filled(text, whole)
    for path in paths:
        if not fine or path[-1] in _OF_ANY or not _can_be_filled(text, _without(whole, path)):
            yield path


def _can_be_filled(text: str, values: Mapping[str, Any]) -> bool:
    try:
        render(text, values)
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


def longest(paths: Sequence[Path]) -> list[Path]:
    """Each once, and none that others go on from."""
    inner = {path[:length] for path in paths for length in range(len(path))}
    return [path for path in dict.fromkeys(paths) if path not in inner]


def put(data: dict[str, Any], path: Path, value: Any) -> None:
    """Put `value` at `path`, with the objects above it."""
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
