"""Each trigger that listens to something outside bears that it goes away: seen, told once, and over by itself.

Derived from the registry: a new trigger that touches anything needs its counterpart in `counterparts`.
"""

import asyncio
import importlib
import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.fields import check, describe
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import AlertKind, Automation, Connection, ListenerState, Step, StepType
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, connections, users
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import START, FakeClock
from nomologi_tui.testing.bad_input import fault_of
from nomologi_tui.usecases.why.answer import View
from nomologi_tui.usecases.why.now import explain_now
from tests.blocks.targets import rude_server
from tests.runner.bench import Bench
from tests.runner.counterparts import ALWAYS_THERE, ELSEWHERE, KINDS, SECRETS, Counterpart, World
from tests.runner.ears import Ears, MakeEars
from tests.runner.made import Doings, automation, say
from tests.support import eventually

PACE = 0.1  # seconds that pass at each look: limits of the product stay far from the machine's own slowness
RUNNER = RunnerInfo(1, "here", "this-runner", "service", "0", START)


def touches(block: Block) -> bool:
    """Whether it says that it touches anything, by its plan or by a connection."""
    config, _ = check(block.config, block.example)
    assert config is not None
    return bool(block.plan(config)) or any(spec.kind == "connection" for spec in describe(block.config))


def touching() -> list[str]:
    return [block.name for block in load_registry().of_type(StepType.TRIGGER) if touches(block)]


@pytest.mark.parametrize("name", touching())
def test_it_is_known_how_its_counterpart_goes_away(name: str) -> None:
    known = name in KINDS or name in ALWAYS_THERE or name in ELSEWHERE
    assert known, f"The trigger “{name}” touches something: say in tests/runner/counterparts.py how that goes away."
    if name in ELSEWHERE:
        module, _, test = ELSEWHERE[name].rpartition(".")
        assert callable(getattr(importlib.import_module(module), test))


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def bench(settings: Settings, store: Store, clock: FakeClock, doings: Doings) -> Bench:
    tools = Tools(store, doings.registry(), clock, settings, Secrets(SECRETS), token="this-runner")
    return Bench(store, tools, settings, store.write(users.ensure_os_user, "ada", "Ada", clock.now()))


@pytest.fixture
def world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    folder = tmp_path / "world"
    folder.mkdir()
    with ExitStack() as ends:
        yield World(folder, monkeypatch, ends)


class Watched:
    """An automation whose trigger has a counterpart, and what a person sees of it."""

    def __init__(self, bench: Bench, ears: Ears, one: Automation, clock: FakeClock) -> None:
        self.bench, self.ears, self.one, self.clock = bench, ears, one, clock

    async def becomes(self, state: ListenerState) -> None:
        await self._until(lambda: self.bench.listener(self.one).state is state)

    async def tells(self, *words: str) -> None:
        """Wait for one run with each word in its event, and for no other one."""
        await self._until(lambda: all(any(word in run for run in self._told()) for word in words))
        assert len(self._told()) == len(words)

    async def remembers_other_than(self, before: object) -> object:
        """Wait until it has seen something else, which it then remembers."""
        await self._until(lambda: self.bench.listener(self.one).cursor != before)
        return self.bench.listener(self.one).cursor

    def untold_values(self) -> set[str]:
        """Those that an event brought, though the trigger does not say that it gives them."""
        block = load_registry().get(StepType.TRIGGER, self.one.triggers[0].block)
        return {name for run in self.bench.runs() for name in run.input} - {*block.gives}

    def _told(self) -> list[str]:
        return [json.dumps(run.input) for run in self.bench.runs()]

    async def _until(self, look: Callable[[], bool]) -> None:
        def later() -> bool:
            self.clock.tick(PACE)
            return look()

        await eventually(later)

    def is_seen_as_lost(self) -> bool:
        """In `status`, `list` and `why` alike, each with the reason."""
        user = self.bench.user.id
        with Reader.open(self.bench.settings.places) as reader:
            (listener,) = reader.status(user).listeners
            (listed,) = reader.overview(user)
            view = View(self.clock.now(), self.bench.settings.zone, RUNNER)
            why = explain_now(reader.evidence(user, self.one.id), view)
        return bool(listener.detail) and listed.health == "lost" and listener.detail[:20] in why.sentence

    def alerts(self) -> list[AlertKind]:
        with Reader.open(self.bench.settings.places) as reader:
            return [alert.kind for alert in reader.alerts(self.bench.user.id)[::-1]]


async def begun(name: str, way: Counterpart, bench: Bench, make_ears: MakeEars, clock: FakeClock) -> Watched:
    if way.connection:
        kind, fields = way.connection
        bench.store.write(connections.save, Connection(bench.user.id, kind, "It", fields), clock.now())
    one, ears = bench.add(automation(Step(StepType.TRIGGER, name, way.config), say("x"))), make_ears(**way.settings)
    await ears.follow(one)
    return Watched(bench, ears, one, clock)


@pytest.mark.parametrize("name", [name for name, make in KINDS.items() if name not in ("web_check", "host")])
async def test_it_is_lost_in_sight_told_once_and_listens_again_by_itself(
    name: str, world: World, bench: Bench, make_ears: MakeEars, clock: FakeClock
) -> None:
    way = await asyncio.to_thread(KINDS[name], world)
    watched, kept = await begun(name, way, bench, make_ears, clock), ["meanwhile"] if way.keeps else []
    if not way.begins_away:
        await watched.becomes(ListenerState.OK)
        await asyncio.to_thread(way.away)
    await watched.becomes(ListenerState.RETRYING)
    assert watched.is_seen_as_lost()
    for word in kept:
        await asyncio.to_thread(way.happen, word)
    clock.tick(61)  # from then on it is told
    assert watched.alerts() == [AlertKind.LOST]
    await asyncio.to_thread(way.back)
    await watched.becomes(ListenerState.OK)
    await asyncio.to_thread(way.happen, "after")
    await watched.tells(*kept, "after" if name not in ("metric", "silence", "service") else "")
    assert watched.alerts() == [AlertKind.LOST, AlertKind.LISTENING]
    assert watched.untold_values() == set()


@pytest.mark.parametrize(("name", "news"), [("web_check", ["down", "back"]), ("host", ["comes up"])])
async def test_one_that_tells_of_the_absence_itself_goes_on_listening(
    name: str, news: list[str], world: World, bench: Bench, make_ears: MakeEars, clock: FakeClock
) -> None:
    way = await asyncio.to_thread(KINDS[name], world)
    watched = await begun(name, way, bench, make_ears, clock)
    await watched.becomes(ListenerState.OK)
    before = await watched.remembers_other_than(None)
    await asyncio.to_thread(way.away)
    await watched.remembers_other_than(before)
    clock.tick(61)
    await asyncio.to_thread(way.back)
    await watched.tells(*news)
    assert watched.untold_values() == set()
    assert (bench.listener(watched.one).state, watched.alerts()) == (ListenerState.OK, [])


RUDE = {
    "noise": b"\0\xff\x1b[31m\r\nhunter2\r\n\r\n" * 20,
    "half a line": b"* OK [CAPABI",
    "a line without end": b"x" * 10_000_000,
}


@pytest.mark.parametrize(("name", "answer"), [("feed", "a line without end"), ("calendar", "noise"),
                                              ("mail", "half a line"), ("mqtt", "noise")])  # fmt: skip
async def test_one_that_is_answered_rudely_says_so_and_listens_again_by_itself(
    name: str, answer: str, world: World, bench: Bench, make_ears: MakeEars, clock: FakeClock
) -> None:
    way, met = await asyncio.to_thread(KINDS[name], world), list[int]()
    await asyncio.to_thread(way.away)
    with rude_server(RUDE[answer], way.port, met):
        watched = await begun(name, way, bench, make_ears, clock)
        await watched.becomes(ListenerState.RETRYING)
    detail = bench.listener(watched.one).detail
    assert (len(met) > 0, fault_of(detail, ends=False), "hunter2" in detail) == (True, "", False)
    await asyncio.to_thread(way.back)
    await watched.becomes(ListenerState.OK)
