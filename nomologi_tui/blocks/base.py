"""What a block is: a config model, one async function and its words, declared by a decorator.

    class Greet(BaseModel):
        name: Template = Field(title="Name", description="Who is greeted.")

    @action("greet", title="Greet somebody", effect=Effect.REPEATABLE, says=("greet", "say hello to"))
    async def greet(config: Greet, ctx: ActionContext) -> dict[str, str]:
        '''Say hello.'''
        return {"said": f"Hello, {config.name}!"}

    @greet.words
    def _(config: Greet) -> str:
        return f"greet {config.name}"

The function's shape depends on the kind:
trigger    async (config, TriggerContext) -> AsyncIterator[Event]
condition  async (config, ConditionContext) -> Verdict   one with a preview is not asked in a rehearsal
action     async (config, ActionContext) -> Any   a JSON value: `{{ steps.NAME.… }}` of later steps;
                                                  a holder of steps returns `holding.Inside` or `holding.Later`
"""

import inspect
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, get_type_hints

from pydantic import BaseModel

from nomologi_tui.model import Effect, StepType


@dataclass(frozen=True, slots=True)
class Touch:
    """One line of the activation plan. `verb`: run, write, send, reach, read, listen."""

    verb: str
    target: str


ConfigModel = type[BaseModel]
Words = Callable[[Any], str]
Preview = Callable[[Any, Any], Awaitable[str]]
Touches = Callable[[Any], list[Touch]]
Follows = Callable[[Any], list[str]]
EffectOf = Callable[[Mapping[str, Any]], Effect]
Says = str | tuple[str, dict[str, Any]]  # words that a goal uses, alone or with the config that they imply


@dataclass(slots=True)
class Block:
    """A declared block.

    `says` are the words that a goal uses for it; `example` is a config for the docs and the conformance suite;
    `gives` names the values for later steps: `{{ event.NAME }}` of a trigger, `{{ steps.STEP.NAME }}` of an action;
    `effect_of` says the effect where it depends on the config, which is as typed: values may stand open in it;
    `ends_run`: no step after it is carried out, however it went; `holds` are the lists of steps that stand inside it,
    as a document calls them: `steps`, and `otherwise` where it has a second one; `lends` are the values that only those
    see.
    """

    type: StepType
    name: str
    title: str
    doc: str
    config: "ConfigModel"
    run: Callable[[Any, Any], Any]
    effect: Effect = Effect.ONCE
    says: tuple[Says, ...] = ()
    example: dict[str, Any] = field(default_factory=dict)
    gives: tuple[str, ...] = ()
    say: Words | None = None
    show: Preview | None = None
    look: Preview | None = None
    touch: Touches | None = None
    effect_of: EffectOf | None = None
    ends_run: bool = False
    follow: Follows | None = None
    holds: tuple[str, ...] = ()
    lends: tuple[str, ...] = ()

    def words(self, function: Words) -> Words:
        """Declare how a config reads in words: pure, one line, lower case first, no full stop."""
        self.say = function
        return function

    def preview(self, function: Preview) -> Preview:
        """Declare what it would do or see now, in words, without causing it. May take several lines."""
        self.show = function
        return function

    def looks(self, function: Preview) -> Preview:
        """Declare what a trigger with a connection finds out there now: asked for seldom, with a deadline.

        Its context is a `LookContext`. Raises BlockError; what comes back is shown, so it holds no secret.
        """
        self.look = function
        return function

    def touches(self, function: Touches) -> Touches:
        """Declare what a config may run, write, send, reach, read or listen to."""
        self.touch = function
        return function

    def follows(self, function: Follows) -> Follows:
        """Declare which automations' runs start it, as the user calls them: a circle of them is refused."""
        self.follow = function
        return function

    def effect_in(self, config: Mapping[str, Any]) -> Effect:
        """What may happen when a step with `config`, as typed, is carried out twice."""
        return self.effect_of(config) if self.effect_of else self.effect

    def in_words(self, config: BaseModel) -> str:
        """`config` in words, by the block's own function."""
        return self.say(config) if self.say else self.title.lower()

    async def previewed(self, config: BaseModel, ctx: Any) -> str:
        """The preview, or the words where the block has no other one."""
        if self.show:
            return await self.show(config, ctx)
        return f"{'would ' * (self.type is StepType.ACTION)}{self.in_words(config)}"

    def followed(self, config: BaseModel) -> list[str]:
        """The automations whose runs start it, as the user calls them."""
        return self.follow(config) if self.follow else []

    def plan(self, config: BaseModel) -> list[Touch]:
        """The lines that this step adds to the activation plan."""
        return self.touch(config) if self.touch else []


def trigger(
    name: str,
    *,
    title: str,
    says: tuple[Says, ...] = (),
    example: dict[str, Any] | None = None,
    gives: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Block]:
    """Declare an async generator of events as a trigger."""
    return _declare(StepType.TRIGGER, name, title, Effect.READ, says, example, gives)


def condition(
    name: str, *, title: str, says: tuple[Says, ...] = (), example: dict[str, Any] | None = None
) -> Callable[[Callable[..., Any]], Block]:
    """Declare an async function that returns a Verdict as a condition."""
    return _declare(StepType.CONDITION, name, title, Effect.READ, says, example, ())


def action(
    name: str,
    *,
    title: str,
    effect: Effect = Effect.ONCE,
    effect_of: EffectOf | None = None,
    ends_run: bool = False,
    says: tuple[Says, ...] = (),
    example: dict[str, Any] | None = None,
    gives: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Block]:
    """Declare an async function as an action. Undeclared, its effect is `once`."""
    declare = _declare(StepType.ACTION, name, title, effect, says, example, gives, effect_of)
    return lambda function: replace(declare(function), ends_run=ends_run)


def holder(
    name: str,
    *,
    title: str,
    holds: tuple[str, ...] = ("steps",),
    lends: tuple[str, ...] = (),
    says: tuple[Says, ...] = (),
    example: dict[str, Any] | None = None,
    gives: tuple[str, ...] = (),
) -> Callable[[Callable[..., Any]], Block]:
    """Declare an async function as an action that holds steps. It does nothing outside: it says what is done inside."""
    declare = action(name, title=title, effect=Effect.READ, says=says, example=example, gives=gives)
    return lambda function: replace(declare(function), holds=holds, lends=lends)


def _declare(
    kind: StepType, name: str, title: str, effect: Effect, says: tuple[Says, ...], example: dict[str, Any] | None,
    gives: tuple[str, ...], effect_of: EffectOf | None = None,
) -> Callable[[Callable[..., Any]], Block]:  # fmt: skip
    def declare(function: Callable[..., Any]) -> Block:
        first = next(iter(inspect.signature(function).parameters))
        config = get_type_hints(function)[first]
        return Block(
            type=kind, name=name, title=title, doc=inspect.getdoc(function) or "", config=config, run=function,
            effect=effect, says=says, example=example or {}, gives=gives,
            effect_of=effect_of,
        )  # fmt: skip

    return declare
