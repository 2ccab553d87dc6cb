"""Answers for the conditions inside a step: `if.conditions.1.left=…`, and `if.conditions.2=compare` for a new one."""

from collections.abc import Sequence
from typing import Any

from nomologi_tui.blocks.fields import FieldSpec, check, describe, parse_text
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BadInputError
from nomologi_tui.model import StepType


def with_member(registry: Registry, members: Sequence[Any], key: str, path: str, text: str) -> list[Any]:
    """`members` of the field `key` with what `path` names in them put in: a condition's number, or a field of one.

    Raises BadInputError naming what there is, NotFoundError for a condition that is not known.
    """
    number, _, rest = path.partition(".")
    place, changed = int(number) - 1, list(members)
    if not 0 <= place <= len(changed) or (rest and place == len(changed)):
        raise BadInputError(
            f"{key} has no condition {number} yet.", f"Begin it: --set {key}.{len(changed) + 1}=compare"
        )
    if rest:
        changed[place] = _with_field(registry, changed[place], f"{key}.{number}", rest, text)
    else:
        changed[place : place + 1] = [{"block": registry.get(StepType.CONDITION, text).name, "config": {}}]
    return changed


def _with_field(registry: Registry, member: Any, key: str, path: str, text: str) -> dict[str, Any]:
    block = registry.get(StepType.CONDITION, str(member["block"]))
    name, _, deeper = path.partition(".")
    specs = {spec.name: spec for spec in describe(block.config)}
    if name not in specs or (deeper and specs[name].kind != "groups"):
        raise BadInputError(f"“{key}.{path}” is no field of {block.name}.", f"Its fields are: {', '.join(specs)}.")
    config = dict(member.get("config") or {})
    if deeper:
        config[name] = with_member(registry, config.get(name) or [], f"{key}.{name}", deeper, text)
        return {**member, "config": config}
    config[name] = _parsed(specs[name], f"{key}.{name}", text)
    wrong = check(block.config, config)[1].get(name)
    if wrong and text:
        raise BadInputError(f"{key}.{name}: {wrong}", f"For example {specs[name].example}.")
    return {**member, "config": {each: value for each, value in config.items() if value is not None}}


def _parsed(spec: FieldSpec, key: str, text: str) -> Any:
    if spec.kind == "groups":
        raise BadInputError(f"{key} holds conditions.", f"Write --set {key}.1=compare, then --set {key}.1.left=VALUE.")
    if spec.secret and text and not text.startswith(("env:", "keyring:")):
        raise BadInputError(f"{key} is a secret, which everybody could read here.", f"Write --set {key}=env:NAME.")
    try:
        return parse_text(spec, text)
    except ValueError as error:
        raise BadInputError(f"{key}: {error}.", f"For example {spec.example}.") from None
