"""From a step's stored config to the block's model: templates filled in, secrets fetched; and back for the trace."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, NamedTuple

from pydantic import BaseModel

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.fields import check, describe, has_template
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.errors import BlockError, NomologiError
from nomologi_tui.model import Step
from nomologi_tui.runner.engine.output import plain
from nomologi_tui.runner.engine.template import is_plain
from nomologi_tui.schedules import Schedule
from nomologi_tui.text import clean_line, shorten

_LONGEST_PATH = 200  # characters, in words
_LONGEST_KEPT = 4_096  # characters of a config that is remembered as it was built
Connect = Callable[[str, Sequence[str]], Awaitable[Connected]]  # a label or id, and what it must serve


async def build_config(
    block: Block, config: Mapping[str, Any], fill: Callable[[str], str], secret: Callable[[str], str]
) -> BaseModel:
    """The block's config model with templates filled in and secrets fetched. Raises BlockError naming the field.

    With secrets in a thread: a keyring may wait some seconds for a person, and nothing else shall wait with it.
    """
    if any(spec.secret and config.get(spec.name) for spec in describe(block.config)):
        return await asyncio.to_thread(_build, block, config, fill, secret)
    return _build(block, config, fill, secret)


class Ready(NamedTuple):
    """A step's config as its block gets it, and as plain values of the trace, which nobody changes."""

    config: BaseModel
    shown: dict[str, Any]


async def make_ready(
    block: Block, typed: Mapping[str, Any], fill: Callable[[str], str], secret: Callable[[str], str]
) -> Ready:
    """As `build_config`; one in which nothing is filled in nor fetched is built once for all runs."""
    ready = _as_typed(block.config, json.dumps(typed))
    if ready is None:
        config = await build_config(block, typed, fill, secret)
        ready = Ready(config, shown_input(typed, config))
    return ready


@lru_cache(256)
def _as_typed(kind: type[BaseModel], text: str) -> Ready | None:
    """None where it differs from run to run, is too long to be remembered, or can't be built."""
    values = json.loads(text)
    if len(text) > _LONGEST_KEPT or any(spec.secret and values.get(spec.name) for spec in describe(kind)):
        return None
    if not all(map(_is_closed, values.values())):
        return None
    config, _ = check(kind, values)
    return Ready(config, shown_input(values, config)) if config else None


def _is_closed(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_closed, value.values()))
    return all(map(_is_closed, value)) if isinstance(value, list) else not isinstance(value, str) or is_plain(value)


async def connections_in(block: Block, config: BaseModel, connect: Connect) -> dict[str, Connected]:
    """The connections that the config's fields name, by that name. Raises what `connect` does."""
    named = [(getattr(config, spec.name), spec.uses) for spec in describe(block.config) if spec.kind == "connection"]
    return {ref: await connect(ref, uses) for ref, uses in named if ref}


def _build(
    block: Block, config: Mapping[str, Any], fill: Callable[[str], str], secret: Callable[[str], str]
) -> BaseModel:
    values = dict(config)
    for spec in describe(block.config):
        value = values.get(spec.name)
        if spec.secret and value:
            values[spec.name] = secret(str(value))
        elif spec.template and value:
            values[spec.name] = _filled(value, fill)
    model, problems = check(block.config, values, filled=True)
    if model is None:
        name, problem = next(iter(problems.items()))
        raise _unusable(f"{block.title}{f', {name}' if name else ''}", problem, config.get(name), values.get(name))
    return model


def _unusable(where: str, problem: str, typed: Any, value: Any) -> BlockError:
    """Why the config can't be used, by what was typed or by what a value in it was."""
    if typed == value or not isinstance(typed, str):
        return BlockError(f"{where}: {problem}", "Edit the automation.")
    if value == "":
        words = f"{where}: “{shorten(clean_line(typed), 60)}” came out empty."
        return BlockError(words, 'Write what stands there then: {{ … | default: "none" }}.')
    return BlockError(f"{where}: {problem}", "The value came from an earlier step: look at the trace.")


def _filled(value: Any, fill: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return fill(value)
    if isinstance(value, list):
        return [_filled(item, fill) for item in value]
    if isinstance(value, dict):
        return {key: _filled(item, fill) for key, item in value.items()}
    return value


def worded(block: Block, config: BaseModel, fill: Callable[[str], str]) -> BaseModel:
    """`config` as a run's words tell it: with the paths that the block itself fills in. For words alone.

    Raises TemplateError, as the block would.
    """
    typed = {spec.name: getattr(config, spec.name) for spec in describe(block.config) if spec.kind == "path"}
    filled = {name: shorten(fill(text), _LONGEST_PATH) for name, text in typed.items() if has_template(text)}
    return config.model_copy(update=filled) if filled else config


def shown_input(typed: Mapping[str, Any], config: BaseModel) -> dict[str, Any]:
    """The filled-in config as the trace shows it: secrets as the reference that was stored."""
    hidden = {spec.name for spec in describe(type(config)) if spec.secret}
    values = config.model_dump(mode="json", exclude_defaults=True)
    return dict(plain({name: typed.get(name) if name in hidden else value for name, value in values.items()}))


def schedule_in(registry: Registry, step: Step, timezone: str) -> Schedule | None:
    """The schedule of a trigger that has one; None also where its block is gone or its config is not right.

    Its jitter is the step's own: what is due at the same moment shall not begin at the same moment.
    """
    try:
        config, _ = check(registry.get(step.type, step.block).config, step.config)
    except NomologiError:
        return None
    make = getattr(config, "schedule", None)
    found: Schedule | None = make(timezone) if make is not None else None
    return seeded(found, step) if found is not None else None


def seeded(schedule: Schedule, step: Step) -> Schedule:
    """`schedule` with the jitter of this step; without it equal schedules stay equal and share answers."""
    return replace(schedule, seed=str(step.id)) if schedule.jitter else schedule
