"""What a step would do or see now, while it is still being made."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.base import Block
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.fields import as_template, check, describe, has_template
from nomologi_tui.clock import Clock
from nomologi_tui.errors import CredentialError, NomologiError
from nomologi_tui.model import Automation, Level, Step, StepStatus, StepType
from nomologi_tui.runner.connections.resolving import Connections
from nomologi_tui.runner.engine.config import connections_in
from nomologi_tui.runner.engine.execute import StepEnded
from nomologi_tui.runner.engine.template import values_used
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.text import span
from nomologi_tui.usecases.connections.connections import tools_of
from nomologi_tui.usecases.runs.running import rehearse
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace

DEADLINE = 10.0  # seconds for a look elsewhere


@dataclass(frozen=True, slots=True)
class _Context:
    """What a trigger's preview may ask (`blocks.contexts.PreviewContext`)."""

    clock: Clock
    timezone: ZoneInfo
    base_url: str

    def log(self, text: str, level: Level = Level.INFO) -> None:
        """A preview leaves nothing behind."""

    def webhook_url(self, token: str) -> str:
        return f"{self.base_url}/hook/{token}"


@dataclass(frozen=True, slots=True)
class _Looking:
    """What such a look may ask (`blocks.contexts.LookContext`)."""

    clock: Clock
    timezone: ZoneInfo
    connections: Mapping[str, Connected]

    def log(self, text: str, level: Level = Level.INFO) -> None:
        """A look leaves nothing behind."""

    def connection(self, ref: str) -> Connected:
        return self.connections[ref]


@dataclass(frozen=True, slots=True)
class Seen:
    """What a look found, in words. `refused`: asking again with the same credential may lock somebody out."""

    words: str
    refused: bool = False


async def preview(ws: Workspace, step: Step) -> str:
    """What a trigger's config means, in words and maybe several lines."""
    try:
        block = ws.registry.get(step.type, step.block)
        config, _ = check(block.config, step.config)
        if config is None:
            return "Something is missing or not right yet."
        return await block.previewed(config, _Context(ws.clock, ws.machine.schedule_zone, ws.settings.webhook_base))
    except NomologiError as error:
        return str(error)
    except Exception as error:  # noqa: BLE001 - a stranger's block may raise anything; the form must go on
        return f"The preview broke: {error}"


def can_look(ws: Workspace, step: Step) -> bool:
    """Whether a trigger can ask elsewhere what is there now: it says how, and its connection is chosen."""
    try:
        block = ws.registry.get(step.type, step.block)
    except NomologiError:
        return False
    return block.look is not None and check(block.config, step.config)[0] is not None


async def look(ws: Workspace, step: Step) -> Seen:
    """What a trigger finds out there now with its connection, or why nothing; waits for others. See `can_look`."""
    redactor = Redactor()
    try:
        async with asyncio.timeout(DEADLINE):
            return Seen(redactor(await _looked(ws, step, redactor)))
    except TimeoutError:
        return Seen(f"Nobody answered within {span(DEADLINE)}.")
    except NomologiError as error:
        return Seen(redactor(str(error)), refused=isinstance(error, CredentialError))
    except Exception as error:  # noqa: BLE001 - as above
        return Seen(redactor(f"The look broke: {error}"))


async def _looked(ws: Workspace, step: Step, redactor: Redactor) -> str:
    block = ws.registry.get(step.type, step.block)
    config, _ = check(block.config, step.config)
    if block.look is None or config is None:
        return ""
    known = Connections(tools_of(ws), ws.user.id, redactor.add)
    context = _Looking(ws.clock, ws.machine.schedule_zone, await connections_in(block, config, known.get))
    return await block.look(config, context)


async def verdict(ws: Workspace, step: Step, automation_id: int = 0) -> tuple[str, str]:
    """(`met`, `not met` or `can't tell yet`, the reason with the value now) of a condition.

    `automation_id` is the automation that is edited; 0 for a new one.
    """
    try:
        config, _ = check(ws.registry.get(step.type, step.block).config, step.config)
    except NomologiError as error:
        return "can't tell yet", str(error)
    if config is None:
        return "can't tell yet", "Something is missing."
    asked = list(_with_members(ws, step.block, step.config))
    if any(_needs_event(block, config) for block, config in asked):
        return "can't tell yet", "It depends on what the trigger will see."
    if any(block.show is not None for block, _ in asked):  # it does more than look
        return "can't tell yet", f"Only a run finds out: {in_words(ws.registry, step)}."
    async for progress in rehearse(ws, Automation("", (replace(step, enabled=True),), id=automation_id)):
        if isinstance(progress, StepEnded):
            words = {StepStatus.SUCCESS: "met", StepStatus.SKIPPED: "not met"}.get(progress.record.status)
            return words or "can't tell yet", progress.record.reason or progress.record.error
    return "can't tell yet", ""


def _with_members(ws: Workspace, name: str, config: Mapping[str, Any]) -> Iterator[tuple[Block, Mapping[str, Any]]]:
    """A condition and those inside it. The config is right."""
    yield ws.registry.get(StepType.CONDITION, name), config
    members = config.get("conditions")
    for one in members if isinstance(members, list) else []:
        yield from _with_members(ws, one["block"], one.get("config") or {})


def _needs_event(block: Block, config: Mapping[str, Any]) -> bool:
    expressions = [str(config.get(spec.name, "")) for spec in describe(block.config) if spec.kind == "expression"]
    return _holds_template(config) or any(values_used(as_template(one)) for one in expressions)


def _holds_template(value: object) -> bool:
    if isinstance(value, dict | list):
        return any(map(_holds_template, value.values() if isinstance(value, dict) else value))
    return has_template(value)
