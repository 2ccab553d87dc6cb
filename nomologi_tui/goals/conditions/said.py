"""A condition that a sentence says after `if` by its block's own phrases: `if ~/backup is older than 2 days`."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

from nomologi_tui.blocks.base import Block, Says
from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.conditions.conditions import COMPARED, duration_at, phrase_at
from nomologi_tui.goals.sentence.slots import folder_and_pattern, is_path
from nomologi_tui.goals.words.lexicon import FILE_ENDINGS
from nomologi_tui.goals.words.tokens import Token
from nomologi_tui.model import StepType

_SIZE = re.compile(r"(?<!\w)(\d+(?:\.\d+)?) ?([kmgt]i?b)(?!\w)", re.IGNORECASE)


def said_condition(clause: list[Token], registry: Registry) -> tuple[Block, dict[str, Any]] | None:
    """The condition whose phrase stands in `clause`, filled; only where all that it needs is said, never guessed."""
    for kind, name, says in registry.said():
        stands = [one for one in map(_phrase, says) if _stands(clause, one[0])] if kind is StepType.CONDITION else []
        if not stands:
            continue
        block = registry.get(kind, name)
        specs = describe(block.config)
        if not {spec.name for spec in specs} >= COMPARED:  # `conditions.comparison` reads those
            config = _filled(specs, clause) | max(stands, key=lambda one: len(one[0]))[1]
            if config and all(spec.name in config for spec in specs if spec.required):
                return block, config
    return None


def _phrase(said: Says) -> tuple[tuple[str, ...], dict[str, Any]]:
    text, config = said if isinstance(said, tuple) else (said, {})
    return tuple(text.split()), config


def _stands(clause: list[Token], phrase: tuple[str, ...]) -> bool:
    return any(phrase_at(clause, place, phrase) for place in range(len(clause)))


def _filled(specs: Sequence[FieldSpec], clause: list[Token]) -> dict[str, Any]:
    values = {spec.name: _value(spec, clause) for spec in specs}
    path = values.get("path")
    if path and "pattern" in values:
        folder, pattern = folder_and_pattern(path, FILE_ENDINGS)
        if set("*?[") & set(pattern):
            values |= {"path": folder or "~", "pattern": pattern}
    return {name: value for name, value in values.items() if value}


def _value(spec: FieldSpec, clause: list[Token]) -> Any:
    match spec.kind:
        case "path":
            return next((one.value for one in clause if is_path(one)), "")
        case "host" | "template" if spec.required:
            return next((one.value for one in clause if one.kind == spec.kind), "")
        case "command" | "expression":
            return next((one.value for one in clause if one.kind == "quoted"), "")
        case "choice":
            said = (choice for choice in spec.choices if _stands(clause, tuple(choice.split())))
            return max(said, key=len, default="")
        case "text" if spec.name == "size":
            size = _SIZE.search(" ".join(one.value for one in clause))
            return f"{size[1]} {size[2].upper()}" if size else ""
        case "integer":
            return _number_after(clause, spec.label.lower())
        case "duration" if spec.default is None:
            return _duration(clause)
    return ""


def _number_after(clause: list[Token], name: str) -> str:
    return next((after.value for one, after in pairwise(clause) if one.value == name and after.kind == "number"), "")


def _duration(clause: list[Token]) -> str:
    return next((found for place in range(len(clause)) if (found := duration_at(clause, place))), "")
