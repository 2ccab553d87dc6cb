"""The JSON Schema of the document format, made of the blocks."""

import json
from typing import Any

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.document import PLACES, VERSION
from nomologi_tui.document.configuration import HowItRuns
from nomologi_tui.model import StepType


def json_schema(registry: Registry) -> dict[str, Any]:
    """The JSON Schema of the format; the fields of each block come from its config model."""
    kinds: dict[str, Any] = {}
    parts: dict[str, Any] = {}
    for kind in StepType:
        kinds[kind.value] = {"oneOf": [_step_schema(block, parts) for block in registry.of_type(kind)]}
    lists = {place: _list_of(kind.value) for place, kind in PLACES.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Nomologi automation",
        "type": "object",
        "required": ["version", "goal"],
        "additionalProperties": False,
        "properties": {
            "version": {"const": VERSION},
            "goal": {"type": "string", "minLength": 1},
            "configuration": HowItRuns.model_json_schema(),
            **lists,
        },
        "$defs": {**kinds, **parts},
    }


def _list_of(kind: str) -> dict[str, Any]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{kind}"}}


def _step_schema(block: Block, parts: dict[str, Any]) -> dict[str, Any]:
    """One block's step; what its config refers to goes to `parts`, where the whole schema finds it."""
    config = block.config.model_json_schema()
    parts |= config.pop("$defs", {})
    return {
        "type": "object",
        "required": ["block"],
        "additionalProperties": False,
        "properties": {
            "block": {"const": block.name},
            "name": {"type": "string"},
            "enabled": {"type": "boolean"},
            "config": config,
            **{name: _list_of(block.type.value) for name in block.holds},
        },
    }


def schema_text(registry: Registry) -> str:
    """The schema as it stands in docs/automation.schema.json."""
    return json.dumps(json_schema(registry), indent=2, ensure_ascii=False) + "\n"
