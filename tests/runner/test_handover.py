"""The runner of the app and the service, one after the other: in this process, over a real store."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import httpx
import pytest

from nomologi_tui.blocks import ActionContext
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import EventType, ListenerState, RunStatus, Step, StepType
from nomologi_tui.runner.lock import RunnerLock, holder, is_held
from nomologi_tui.runner.runner import Runner
from nomologi_tui.settings import Places, Settings
from nomologi_tui.store import runners
from tests.ports import free_port
from tests.runner.bench import Bench
from tests.runner.made import Do, Doings, automation, do, say
from tests.support import DEADLINE, eventually

_RUNNER = (EventType.RUNNER_STARTED, EventType.RUNNER_STOPPED)
TOKEN = "token-of-thirty-two-characters--"
WEBHOOK = Step(StepType.TRIGGER, "webhook", {"token": TOKEN})


class Serving:
    """A runner of some kind that serves, or waits for its turn, in this loop."""

    def __init__(self, bench: Bench, registry: Registry, kind: str, patience: float) -> None:
        self.bench, self.stop, self.waited = bench, asyncio.Event(), asyncio.Event()
        self.kind = kind
        self.runner = Runner(bench.settings, bench.store, registry, SystemClock(), kind)
        self.runner.patience = patience
        self.task = asyncio.create_task(self.runner.serve(self.stop, self.waited.set))

    async def serves(self) -> str:
        """Wait until this one has written itself down; its token."""
        await eventually(lambda: self._kind() == self.kind)
        return holder(self.bench.settings.places.runner_lock) or ""

    def _kind(self) -> str:
        found = self.bench.store.read(runners.current)
        return found.kind if found and found.token == holder(self.bench.settings.places.runner_lock) else ""

    async def end(self) -> None:
        self.stop.set()
        await self.task


Serve = Callable[..., Serving]


@pytest.fixture
def port() -> int:
    """A port at which nobody listens yet."""
    return free_port()


@pytest.fixture
def settings(tmp_path: Path, port: int) -> Settings:
    home = tmp_path / "home"
    return Settings(Places(home, home, home), user="ada", timezone="UTC", webhook_port=port)


@pytest.fixture
async def serve(bench: Bench, doings: Doings) -> AsyncIterator[Serve]:
    made: list[Serving] = []
    registry = Registry([*load_registry(), *doings.registry()])

    def start(kind: str, patience: float = DEADLINE) -> Serving:
        made.append(Serving(bench, registry, kind, patience))
        return made[-1]

    yield start
    for one in made:
        one.runner.hurry()
        one.stop.set()
        await asyncio.wait([one.task])


def held(doings: Doings) -> tuple[asyncio.Event, asyncio.Event]:
    """The action `hold`: what says that it has begun, and what lets it end."""
    begun, go = asyncio.Event(), asyncio.Event()

    async def act(config: Do, ctx: ActionContext) -> None:
        doings.said.append("held")
        begun.set()
        await go.wait()

    doings.acts["hold"] = act
    return begun, go


async def test_the_app_gives_way_to_a_service_and_serves_again_after_it(bench: Bench, serve: Serve) -> None:
    app = serve("app")
    first = await app.serves()
    service = serve("service")
    second = await service.serves()
    await app.waited.wait()
    await service.end()
    third = await app.serves()
    assert len({first, second, third}) == 3
    run_id = bench.queue(bench.add(automation(say("hello"))))
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS


async def test_a_service_gives_way_to_nobody(bench: Bench, serve: Serve) -> None:
    first = serve("service")
    token = await first.serves()
    others = [serve("service"), serve("app")]
    for one in others:
        await one.waited.wait()
    run_id = bench.queue(bench.add(automation(say("hello"))))
    await bench.ended(run_id)
    assert holder(bench.settings.places.runner_lock) == token


async def test_what_runs_ends_where_it_began(bench: Bench, serve: Serve, doings: Doings) -> None:
    (begun, go), app = held(doings), serve("app")
    run_id = bench.queue(bench.add(automation(do("hold"))))
    await begun.wait()
    service = serve("service")
    await service.waited.wait()
    later = bench.queue(bench.add(automation(say("later"))))
    go.set()
    assert (await bench.ended(run_id)).status is RunStatus.SUCCESS
    assert (await bench.ended(later)).status is RunStatus.SUCCESS
    assert doings.said == ["held", "later"]
    assert not app.task.done()


async def test_what_outlives_the_patience_is_looked_after_by_the_next_one(
    bench: Bench, serve: Serve, doings: Doings
) -> None:
    (begun, _), _ = held(doings), serve("app", patience=0)
    run_id = bench.queue(bench.add(automation(do("hold"))))
    await begun.wait()
    await serve("service").serves()
    assert (await bench.ended(run_id)).status is RunStatus.WAITING
    assert doings.said == ["held"]


async def test_the_same_runner_looks_after_what_it_left_when_its_successor_died(
    bench: Bench, serve: Serve, doings: Doings
) -> None:
    (begun, _), app = held(doings), serve("app", patience=0)
    run_id = bench.queue(bench.add(automation(do("hold"))))
    await begun.wait()
    places, service = bench.settings.places, RunnerLock(bench.settings.places.next_lock)
    service.acquire()
    await eventually(lambda: not is_held(places.runner_lock))
    service.release()
    await app.serves()
    assert (await bench.ended(run_id)).status is RunStatus.WAITING


async def test_a_runner_in_a_hurry_waits_for_no_run(bench: Bench, serve: Serve, doings: Doings) -> None:
    (begun, _), service = held(doings), serve("service", patience=600)
    run_id = bench.queue(bench.add(automation(do("hold"))))
    await begun.wait()
    service.stop.set()
    service.runner.hurry()
    await asyncio.wait_for(service.task, 30)
    assert bench.run(run_id).status is RunStatus.RUNNING


async def post(url: str, delivery: str) -> int:
    """The status; 0 where nobody answers."""
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        try:
            return (await client.post(url, content=b"{}", headers={"webhook-id": delivery})).status_code
        except httpx.TransportError:
            return 0


async def test_while_the_app_lets_a_run_end_webhooks_are_heard_on(
    bench: Bench, serve: Serve, doings: Doings, port: int
) -> None:
    (begun, go), url = held(doings), f"http://127.0.0.1:{port}/hook/{TOKEN}"
    hook = bench.add(automation(WEBHOOK, do("hold")))
    app = serve("app")
    await eventually(lambda: bench.listener(hook).state is ListenerState.OK)
    assert await post(url, "first") == 202
    await begun.wait()
    service = serve("service")
    await service.waited.wait()
    assert await post(url, "second") == 202
    assert [run.status for run in bench.runs()] == [RunStatus.PENDING, RunStatus.RUNNING]
    go.set()
    await service.serves()
    await eventually(lambda: {run.status for run in bench.runs()} == {RunStatus.SUCCESS})
    assert doings.said == ["held", "held"]
    assert not app.task.done()


async def test_a_request_whose_run_was_made_hears_so_though_its_trigger_is_told_to_end(
    bench: Bench, serve: Serve, port: int
) -> None:
    url, hook = f"http://127.0.0.1:{port}/hook/{TOKEN}", bench.add(automation(WEBHOOK, say("x")))
    service = serve("service")
    await eventually(lambda: bench.listener(hook).state is ListenerState.OK)
    answers = [asyncio.create_task(post(url, f"d{number}")) for number in range(40)]
    await asyncio.wait(answers, return_when=asyncio.FIRST_COMPLETED)
    await service.end()
    accepted = [f"hook:d{number}" for number, answer in enumerate(answers) if await answer == 202]
    assert sorted(accepted) == sorted(str(run.event_id) for run in bench.runs())


async def test_the_log_tells_who_served(bench: Bench, serve: Serve) -> None:
    app = serve("app")
    await app.serves()
    await serve("service").serves()
    said = [entry.description.partition(",")[0] for entry in bench.log() if entry.event_type in _RUNNER]
    assert said == ["The runner started (app", "The runner stopped", "The runner started (service"]
