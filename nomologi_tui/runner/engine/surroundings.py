"""What the engine needs from the outside, in groups: each is an argument, so that tests give their own."""

import random
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, nullcontext
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Level, Run, Step
from nomologi_tui.runner.engine.config import Connect
from nomologi_tui.runner.engine.known import Known, NothingKnown
from nomologi_tui.runner.engine.output import Redact

LogLine = Callable[[str, Level], None]
Start = Callable[[str, Mapping[str, str], str], Awaitable[Run]]  # automation, inputs, idempotency key
Heard = Callable[[Iterable[Connected], BaseException | None], Awaitable[BaseException | None]]
Share = Callable[[Step, Sequence[Connected]], AbstractAsyncContextManager[object]]


def _with_anybody(_step: Step, _connections: Sequence[Connected]) -> AbstractAsyncContextManager[object]:
    """The share of a caller that carries out one step at a time."""
    return nullcontext()


async def _none_known(ref: str, _uses: Sequence[str]) -> Connected:
    """The connections of a caller that has none."""
    raise BlockError(f"There is no connection called “{ref}” here.")


async def _hear_nothing(_used: Iterable[Connected], error: BaseException | None) -> BaseException | None:
    """The report of a caller that keeps no connections."""
    return error


async def _start_nothing(_automation: str, _inputs: Mapping[str, str], _key: str) -> Run:
    raise BlockError("Nothing can be started here.", "A runner can do it.")


def _say_nothing(_text: str, _level: Level) -> None:
    """The log of a caller that wants none."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What a step may ask of other runs, automations and accounts; without a store there are none."""

    share: Share = _with_anybody  # waits until the step may use its account: only some steps at once may
    connect: Connect = _none_known  # a connection's label or id, and what it must serve -> it, with its secrets
    heard: Heard = _hear_nothing  # how a step fared with its connections; the error, which may pass by that
    history: Known = field(default_factory=NothingKnown)
    start: Start = _start_nothing  # queues a run of another automation


@dataclass(frozen=True, slots=True)
class Pretence:
    """How far it is no real run. In a rehearsal conditions are evaluated, actions only say what they would do."""

    dry: bool = False
    real_event: bool = False  # in a rehearsal: what the event lacks is an error, as in a run
    items: int = 3  # of a loop that a rehearsal goes through


@dataclass(frozen=True, slots=True)
class Surroundings:
    """The place in which one run is carried out."""

    registry: Registry
    clock: Clock
    timezone: ZoneInfo
    secret: Callable[[str], str]  # a reference such as `keyring:…` or `env:NAME` -> its value
    log: LogLine = _say_nothing
    redact: Redact = field(default=lambda text: text)
    pretence: Pretence = Pretence()
    reach: Reach = field(default_factory=Reach)
    chance: Callable[[], float] = random.random  # 0 to 1, for the spread of retries
    store_id: str = "0"  # `Store.identity`: run 7 of another store is another run

    @property
    def dry(self) -> bool:
        return self.pretence.dry


def key_prefix(store_id: str) -> str:
    """How the idempotency keys of one store's steps begin."""
    return f"nomologi-{store_id}-"
