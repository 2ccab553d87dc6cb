"""The data of a run's event when a person gives it: as JSON, value by value, or as the inputs that are asked for."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from nomologi_tui.blocks.fields import check
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, StepType
from nomologi_tui.text import clean_line, shorten
from nomologi_tui.usecases.workspace import Workspace

MOST = 1024 * 1024  # characters of JSON


def manual_inputs(ws: Workspace, automation: Automation) -> dict[str, str]:
    """What its manual triggers ask for, each with its default."""
    asked: dict[str, str] = {}
    for step in automation.triggers:
        if step.block == "manual":
            config, _ = check(ws.registry.get(StepType.TRIGGER, "manual").config, step.config)
            asked |= getattr(config, "inputs", {})
    return asked


def of_inputs(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The data of a run by hand."""
    return {"inputs": dict(inputs), **inputs}


def from_json(text: str) -> dict[str, Any]:
    """An event's data from a JSON object. Raises BadInputError with the place where it can't be read."""
    if len(text) > MOST:
        raise BadInputError(f"The event has {len(text):,} characters.", f"At most {MOST:,} are taken.")
    try:
        data = json.loads(text, parse_constant=_no_number)
        json.dumps(data, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:  # ValueError: also half a surrogate pair, or a number of 5,000 digits
        raise BadInputError(f"The event is no JSON: {clean_line(str(error))}.", 'Write {"name": "value"}.') from None
    if not isinstance(data, dict):
        raise BadInputError("The event is JSON, but no object.", 'Write {"name": "value"}.')
    return data


def _no_number(word: str) -> Any:
    raise ValueError(f"{word} is no number")


def pairs_of(texts: Iterable[str]) -> dict[str, str]:
    """From `K=V` texts. Raises BadInputError."""
    pairs = [text.partition("=") for text in texts]
    for name, mark, _ in pairs:
        if not mark or not name.strip():
            raise BadInputError(f"“{shorten(clean_line(name + mark), 60)}” sets nothing.", "Write --set KEY=VALUE.")
    return {name.strip(): value for name, _, value in pairs}


def with_values(data: Mapping[str, Any], pairs: Mapping[str, str]) -> dict[str, Any]:
    """`data` with other values; `a.b` is b inside a. What was no text before is read as JSON.

    An input of a run by hand stands in two places and changes in both. Raises BadInputError.
    """
    changed = json.loads(json.dumps(data))
    for name, text in pairs.items():
        inputs = changed.get("inputs")
        if isinstance(inputs, dict) and name in inputs:
            inputs[name] = _read(name, text, inputs[name])
        _put(changed, name, text)
    return dict(changed)


def _put(data: dict[str, Any], name: str, text: str) -> None:
    head, dot, rest = name.partition(".")
    if dot and name not in data and isinstance(data.get(head), dict):
        _put(data[head], rest, text)
    else:
        data[name] = _read(name, text, data.get(name))


def _read(name: str, text: str, before: Any) -> Any:
    if before is None or isinstance(before, str):
        return text
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise BadInputError(f"“{name}” is no text, so its new value has to be JSON.", f"Write --set {name}=…") from None
