"""What of a step's values goes into a document: no secret, and each as what its field is.

A document is read as text alone, so a step holds `"2"` or `2` for the same number. Both go out as `2`: that is what the
schema asks for, and what comes in again goes out the same.
"""

from collections.abc import Mapping
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document.placeholders import PLACE
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import StepType

_SWITCHES = {"true": True, "yes": True, "on": True, "1": True, "false": False, "no": False, "off": False, "0": False}
_NUMBERS = ("integer", "number", "duration")


def outgoing(kind: StepType, block: str, config: Mapping[str, Any], registry: Registry) -> dict[str, Any]:
    """The values of a step that may leave, as plain data. Raises NotFoundError where there is no such block."""
    specs = {spec.name: spec for spec in describe(registry.get(kind, block).config)}
    return {
        name: _value(specs[name], value, registry) if name in specs else value
        for name, value in config.items()
        if value is not None and (name not in specs or not specs[name].secret or _may_leave(str(value)))
    }


def _may_leave(secret: str) -> bool:
    """Whether it only says where the secret is."""
    return secret.startswith("env:") or PLACE.fullmatch(secret) is not None


def _value(spec: FieldSpec, value: Any, registry: Registry) -> Any:
    if spec.kind == "groups" and isinstance(value, list):
        return [_member(one, registry) for one in value]
    if spec.kind == "list" and isinstance(value, list | tuple):
        return [_scalar(spec.item, one) for one in value]
    return _scalar(spec.kind, value)


def _member(member: Any, registry: Registry) -> Any:
    """A condition inside a group; one that can't be is left as it is."""
    try:
        return {**member, "config": outgoing(StepType.CONDITION, member["block"], member["config"], registry)}
    except (NomologiError, KeyError, TypeError, AttributeError):
        return member


def _scalar(kind: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if kind == "boolean":
        return _SWITCHES.get(value.strip().lower(), value)
    return _number(value) if kind in _NUMBERS else value


def _number(text: str) -> int | float | str:
    """The number that a text spells; the text where it is none, or `10 min`."""
    for spelled in (int, float):
        try:
            found = spelled(text)
        except (ValueError, OverflowError):
            continue
        return found if abs(found) < 2**53 else text  # beyond that, and for nan, digits would be lost
    return text
