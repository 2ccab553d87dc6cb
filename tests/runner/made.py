"""Blocks whose work each test gives, and automations of them."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

from pydantic import BaseModel

from nomologi_tui.blocks import (
    ActionContext,
    ConditionContext,
    ConnectionRef,
    Effect,
    Event,
    Secret,
    Template,
    TriggerContext,
    Verdict,
    action,
    condition,
    trigger,
)
from nomologi_tui.blocks.actions.branch import branch
from nomologi_tui.blocks.actions.digest import digest
from nomologi_tui.blocks.actions.for_each import for_each
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.model import Automation, Configuration, RunMode, Step, StepType

Act = Callable[["Do", ActionContext], Awaitable[Any]]
Ask = Callable[["Do", ConditionContext], Awaitable[Verdict]]
Hear = Callable[["Do", TriggerContext], AsyncIterator[Event]]


class Do(BaseModel, extra="forbid"):
    what: str = ""  # the test's function
    text: Template = ""
    number: int = 0
    parts: list[Template] = []
    key: Secret = ""
    account: ConnectionRef = ""


@dataclass
class Doings:
    """What the blocks do, by name; and what they said."""

    acts: dict[str, Act] = field(default_factory=dict)
    asks: dict[str, Ask] = field(default_factory=dict)
    hears: dict[str, Hear] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)

    def registry(self) -> Registry:
        return Registry([*_blocks(self), for_each, branch, digest])


def _blocks(doings: Doings) -> list[Any]:
    @trigger("hear", title="Hear it")
    async def hear(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        async for event in doings.hears[config.what](config, ctx):
            yield event

    @condition("ask", title="Ask it")
    async def ask(config: Do, ctx: ConditionContext) -> Verdict:
        return await doings.asks[config.what](config, ctx)

    @condition("is", title="Is it")
    async def is_(config: Do, ctx: ConditionContext) -> Verdict:
        return Verdict(config.text == "yes", f"the answer is {config.text}", config.text)

    @action("say", title="Say it", effect=Effect.REPEATABLE)
    async def say(config: Do, ctx: ActionContext) -> dict[str, str]:
        doings.said.append(config.text)
        return {"said": config.text}

    @say.words
    def _(config: Do) -> str:
        return f"say {config.text}"

    @action("do", title="Do it", effect=Effect.ONCE)
    async def do(config: Do, ctx: ActionContext) -> Any:
        return await doings.acts[config.what](config, ctx)

    @action("look", title="Look at it", effect=Effect.READ)
    async def look(config: Do, ctx: ActionContext) -> Any:
        return await doings.acts[config.what](config, ctx)

    return [hear, ask, is_, say, do, look]


def hear(what: str, **config: Any) -> Step:
    return Step(StepType.TRIGGER, "hear", {"what": what, **config})


def is_yes(text: str, name: str = "") -> Step:
    return Step(StepType.CONDITION, "is", {"text": text}, name=name)


def ask(what: str) -> Step:
    return Step(StepType.CONDITION, "ask", {"what": what})


def say(text: str, name: str = "", **config: Any) -> Step:
    return Step(StepType.ACTION, "say", {"text": text, **config}, name=name)


def do(what: str, name: str = "", **config: Any) -> Step:
    return Step(StepType.ACTION, "do", {"what": what, **config}, name=name)


def look(what: str, name: str = "") -> Step:
    return Step(StepType.ACTION, "look", {"what": what}, name=name)


def holding(
    block: str, config: dict[str, Any], *steps: Step, name: str = "", other: tuple[Step, ...] = ()
) -> list[Step]:
    """A step that holds `steps`, and `other` under otherwise, in the order of an automation's steps."""
    within = [replace(step, depth=step.depth + 1) for step in steps]
    within += [replace(step, depth=step.depth + 1, otherwise=not step.depth or step.otherwise) for step in other]
    return [Step(StepType.ACTION, block, config, name=name or block), *within]


def each(items: str, *steps: Step, name: str = "loop", **config: Any) -> list[Step]:
    return holding("for_each", {"items": items, **config}, *steps, name=name)


def automation(*steps: Step, mode: RunMode = RunMode.SINGLE, **configuration: Any) -> Automation:
    return Automation("Test it", steps, slug="test-it", configuration=Configuration(mode=mode, **configuration))
