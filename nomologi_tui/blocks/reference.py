"""The block reference, made of what blocks declare; `docs/generate.py` writes it to docs/blocks.md."""

import json
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.fields import FieldSpec, describe, show_value
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import StepType

_INTRO = """# Blocks

What an automation is made of. This page is made from the blocks themselves; `nomologi blocks NAME` prints one of them.
Fields that take values of earlier steps, such as `{{ event.name }}`, are marked ✎."""


def block_json(block: Block) -> dict[str, Any]:
    """What `nomologi blocks NAME --json` prints."""
    return {
        "type": block.type.value,
        "name": block.name,
        "title": block.title,
        "description": block.doc,
        "effect": block.effect.value,
        "says": list(block.says),
        "values": values_of(block),
        "values_inside": list(block.lends),
        "fields": [_field_json(spec) for spec in describe(block.config)],
        "example": block.example,
    }


def _field_json(spec: FieldSpec) -> dict[str, Any]:
    return {
        "name": spec.name,
        "label": spec.label,
        "help": spec.help,
        "kind": spec.kind,
        "item": spec.item if spec.kind in ("list", "mapping") else None,
        "required": spec.required,
        "default": spec.default,
        "choices": list(spec.choices),
        "example": spec.example,
        "values": spec.takes_values,
        "secret": spec.secret,
    }


def block_markdown(block: Block) -> str:
    """The section of one block."""
    effect = f" Effect: {block.effect.value}." if block.type is StepType.ACTION else ""
    example = json.dumps(block.example, indent=2, ensure_ascii=False)
    return f"""### {block.name}: {block.title}

{block.doc}{effect}

{fields_markdown(block.config)}

{_given(block)}```json
{example}
```
"""


def values_of(block: Block) -> list[str]:
    """What later steps may name of it: `event.path`, `steps.NAME.stdout`; NAME is what the step is called."""
    match block.type:
        case StepType.TRIGGER:
            return [f"event.{name}" for name in block.gives]
        case StepType.ACTION:
            return [f"steps.NAME.{name}" for name in block.gives]
        case StepType.CONDITION:
            return ["steps.NAME.met", "steps.NAME.value"]


def _given(block: Block) -> str:
    """Its values in a paragraph, as they are written where a step has its block's name; empty where it has none."""
    told = {"Later steps can use": values_of(block), "Steps inside it also": list(block.lends)}
    lines = [f"{who} {', '.join(_as_value(block, name) for name in names)}." for who, names in told.items() if names]
    return f"{' '.join(lines)}\n\n" if lines else ""


def _as_value(block: Block, name: str) -> str:
    return f"`{{{{ {name.replace('NAME', block.name)} }}}}`"


def fields_markdown(model: type[BaseModel]) -> str:
    """A table with a row for each field of a config model."""
    rows = (_row(spec) for spec in describe(model))
    return "\n".join(["| field | | what | default |", "|---|---|---|---|", *rows])


def _row(spec: FieldSpec) -> str:
    choices = f": {', '.join(spec.choices)}" if spec.choices else ""
    kind = f"list of {spec.item}" if spec.kind == "list" else spec.kind
    default = "needed" if spec.required else f"`{show_value(spec, spec.default)}`".replace("``", "")
    example = f" For example `{spec.example}`." if spec.example else ""
    label = "" if spec.label.lower() == spec.name else f"**{spec.label}**: "
    what = f"{label}{spec.help}{example}"
    cells = (f"`{spec.name}`" + " ✎" * spec.takes_values, f"{kind}{choices}", what, default)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def reference_markdown() -> str:
    """The whole page."""
    sections = [_INTRO]
    for kind in StepType:
        sections += [f"## {kind.value.capitalize()}s", *map(block_markdown, load_registry().of_type(kind))]
    return "\n\n".join(section.strip() for section in sections) + "\n"
