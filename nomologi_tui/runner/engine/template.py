"""Fills in `{{ event.path }}`. Most texts hold no `{`, and a process that meets none of them loads no Liquid: 5 MB."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

MAX_SOURCE = 64 * 1024  # characters of a template
MAX_SIZE = 1024 * 1024  # characters of any value on the way and of the result


class Object(dict[str, Any]):
    """A JSON object that reads as JSON where it is printed whole."""

    def __str__(self) -> str:
        return json.dumps(self, ensure_ascii=False, default=str)


class PassedOver:
    """What a step would have given that stood where the run did not go: null, and so is each value of it.

    `asked` becomes true when a template asks for it.
    """

    def __init__(self) -> None:
        self.asked = False

    def __getitem__(self, _key: object) -> "PassedOver":
        self.asked = True
        return self

    def __liquid__(self) -> None:
        """What Liquid compares and tests."""
        self.asked = True

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __str__(self) -> str:
        self.asked = True
        return ""


def is_plain(source: str) -> bool:
    """Whether there is nothing to fill in."""
    return "{" not in source


def check_template(source: str) -> str:
    """What is wrong with the template before any value is known, as a sentence; empty when nothing is."""
    if is_plain(source) and len(source) <= MAX_SOURCE:
        return ""
    from nomologi_tui.runner.engine import filling

    return filling.check(source)


def values_used(source: str) -> list[list[Any]]:
    """The paths of the values that a template asks for, such as ["steps", "fetch", "body"].

    A part that depends on another value is a list. Nothing for a template that can't be read.
    """
    if is_plain(source):
        return []
    from nomologi_tui.runner.engine import filling

    return filling.values_used(source)


def render(source: str, values: Mapping[str, Any], *, rehearsal: bool = False, real_event: bool = False) -> str:
    """`source` with its `{{ … }}` filled in from `values`. Raises TemplateError with a sentence.

    In a rehearsal a value that no step has made yet shows as ‹its.path› instead of being an error; one that the event
    lacks too, unless it is a `real_event`.
    """
    if is_plain(source):
        return source
    from nomologi_tui.runner.engine import filling

    return filling.render(source, values, rehearsal=rehearsal, real_event=real_event)


def as_value(value: Any) -> Any:
    """`value` ready for templates: JSON objects in it print as JSON."""
    if isinstance(value, dict):
        return Object({str(key): as_value(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return [as_value(item) for item in value]
    return value
