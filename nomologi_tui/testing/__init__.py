"""Fakes by hand, named, one each, for us and for block authors. Everything else in tests is the real thing."""

import asyncio
import heapq
import itertools
import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.contexts import FileChange, PastRun, WebRequest
from nomologi_tui.clock import Clock
from nomologi_tui.model import Ending, Level, Run, RunStatus, Verdict
from nomologi_tui.schedules import Schedule

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)  # a Sunday

_Sleeper = tuple[float, int, "asyncio.Future[None]"]  # when it wakes, which of those, and what wakes it


class FakeClock:
    """A clock that moves only when told to: `tick(seconds)` wakes the sleepers that are due, in order."""

    def __init__(self, now: datetime = START) -> None:
        self._now = now
        self._monotonic = 0.0
        self._alarms: list[_Sleeper] = []  # a heap
        self._order = itertools.count()

    def now(self) -> datetime:
        return self._now

    def monotonic(self) -> float:
        return self._monotonic

    async def sleep(self, seconds: float) -> None:
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._alarms, (self._monotonic + seconds, next(self._order), done))
        await done

    @property
    def _sleepers(self) -> "list[_Sleeper]":
        """Who sleeps now, the next one to wake first: nobody who was stopped, from that very moment on."""
        self._alarms = sorted(one for one in self._alarms if not one[2].done())
        return self._alarms

    def tick(self, seconds: float) -> None:
        """Let `seconds` pass, on the wall and on the monotonic clock."""
        self._monotonic += seconds
        self._now += timedelta(seconds=seconds)
        while self._alarms and self._alarms[0][0] <= self._monotonic:
            _, _, done = heapq.heappop(self._alarms)
            if not done.done():
                done.set_result(None)

    def set_wall(self, now: datetime) -> None:
        """Somebody sets the clock: the wall jumps, the monotonic clock does not."""
        self._now = now


class FakeContext:
    """For a block's condition or action: collects log lines; `{{ name }}` becomes `values["name"]`, nothing more."""

    def __init__(self, values: Mapping[str, str] | None = None, clock: Clock | None = None, zone: str = "UTC") -> None:
        self.clock: Clock = clock or FakeClock()
        self.timezone = ZoneInfo(zone)
        self.idempotency_key = "try-1"
        self.began = self.clock.now()
        self.approved = False
        self.values = dict(values or {})
        self.lines: list[str] = []
        self.connections: dict[str, Connected] = {}
        self.past_runs: dict[str, PastRun] = {}  # what `last_run` answers, by name
        self.memory: dict[str, Any] = {}  # what `recall` answers, by name
        self.staged: dict[str, tuple[Any, bool]] = {}
        self.started: list[tuple[str, dict[str, str]]] = []  # what `start_run` was asked for
        self.run = Run(7, 2, RunStatus.PENDING, "run_automation", 1)  # what it answers
        self.verdicts: dict[str, Verdict] = {}  # what `evaluate` answers, by block name

    def log(self, text: str, level: Level = Level.INFO) -> None:
        self.lines.append(text)

    def connection(self, ref: str) -> Connected:
        return self.connections[ref]

    def render(self, template: str) -> str:
        return re.sub(r"\{\{\s*(.*?)\s*\}\}", lambda match: self.values[match[1]], template)

    async def start_run(self, automation: str, inputs: Mapping[str, str]) -> Run:
        self.started.append((automation, dict(inputs)))
        return self.run

    async def evaluate(self, block: str, config: dict[str, Any]) -> Verdict:
        return self.verdicts[block]

    async def last_run(self, automation: str) -> PastRun:
        return self.past_runs[automation]

    async def recall(self, name: str = "") -> Any:
        return self.memory.get(name)

    def keep(self, value: Any, name: str = "", *, always: bool = False) -> None:
        self.staged[name] = (value, always)

    def step_ends(self, *, met: bool) -> None:
        """The step has ended: keep what it wanted to remember, as a run does."""
        self.memory |= {name: value for name, (value, always) in self.staged.items() if met or always}
        self.staged.clear()


class FakeTriggerContext(FakeContext):
    """For a trigger: what is put into `incoming` comes out of `due_times`, `requests`, `changes` and so on."""

    def __init__(self, cursor: dict[str, Any] | None = None, clock: Clock | None = None, zone: str = "UTC") -> None:
        super().__init__(clock=clock, zone=zone)
        self.cursor = cursor
        self.process_name = "trigger-1"
        self.incoming: asyncio.Queue[Any] = asyncio.Queue()
        self.refused: list[tuple[str, str]] = []
        self.remembered = asyncio.Event()
        self.beats = 0
        self.successes: dict[str, datetime] = {}  # what `last_success` answers, by automation

    def end(self) -> None:
        """Nothing more will come."""
        self.incoming.put_nowait(None)

    def alive(self) -> None:
        self.beats += 1

    async def remember(self, cursor: dict[str, Any]) -> None:
        self.cursor = cursor
        self.remembered.set()

    def webhook_url(self, token: str) -> str:
        return f"http://127.0.0.1:8722/hooks/{token}"

    def refuse(self, request: WebRequest, reason: str) -> None:
        self.refused.append((request.id, reason))

    async def _all_that_comes(self) -> AsyncIterator[Any]:
        while (item := await self.incoming.get()) is not None:
            yield item

    def due_times(self, schedule: Schedule) -> AsyncIterator[datetime]:
        return self._all_that_comes()

    def requests(self, token: str) -> AsyncIterator[WebRequest]:
        return self._all_that_comes()

    def endings(self, automation: str) -> AsyncIterator[tuple[str, Ending]]:
        return self._all_that_comes()

    def place_of(self, ending: Ending) -> dict[str, Any]:
        return {"position": ending.position}

    async def last_success(self, automation: str) -> datetime | None:
        return self.successes.get(automation)

    def runner_starts(self) -> AsyncIterator[tuple[str, datetime]]:
        return self._all_that_comes()

    def changes(self, folder: Path, *, recursive: bool = False) -> AsyncIterator[list[FileChange]]:
        return self._all_that_comes()
