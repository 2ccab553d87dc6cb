"""A step's connection at run time: resolved before anything happens, hidden in all that is written, waited for."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.blocks import ActionContext, TriggerContext
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.model import Connection, Event, ListenerState, Run, RunStatus, Step, StepType, WaitingFor
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, connections, runs, users
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from tests.blocks.web import Answer, WebServer
from tests.keyrings import MemoryKeyring
from tests.runner.bench import Bench
from tests.runner.ears import MakeEars, Sender
from tests.runner.made import Do, Doings, automation, hear, is_yes
from tests.support import eventually

TOKEN = "ghp-0123456789"


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def keyring() -> MemoryKeyring:
    made = MemoryKeyring()
    made.kept["connection/1/token"] = TOKEN
    return made


@pytest.fixture
def bench(settings: Settings, store: Store, clock: FakeClock, doings: Doings, keyring: MemoryKeyring) -> Bench:
    ours = Registry([*load_registry(), *doings.registry()])
    tools = Tools(store, ours, clock, settings, Secrets({}, lambda: keyring, deadline=20), token="this-runner")
    return Bench(store, tools, settings, store.write(users.ensure_os_user, "ada", "Ada", clock.now()))


def connect(bench: Bench, web: WebServer, provider: str = "bearer", **config: Any) -> Connection:
    given = {"token": "keyring:connection/1/token", "hosts": [web.url], **config}
    new = Connection(bench.user.id, provider, "GitHub", given)
    return bench.store.write(connections.save, new, bench.tools.clock.now())


def fetch(url: str, connection: str = "github") -> Step:
    return Step(StepType.ACTION, "http_request", {"url": url, "connection": connection, "expect": "200"}, name="ask")


async def go(bench: Bench, run_id: int) -> Run:
    (claimed,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1, only=run_id)
    await RunRecorder(bench.tools, Claimed(claimed)).carry_out()
    return bench.run(run_id)


async def test_the_credential_is_sent_and_nowhere_written_down(bench: Bench, web: WebServer) -> None:
    connect(bench, web)
    web.answers["/x"] = Answer(body=json.dumps({"echo": f"Bearer {TOKEN}"}).encode(), headers={"x-echo": TOKEN})
    run = await go(bench, bench.queue(bench.add(automation(fetch(f"{web.url}/x")))))
    assert run.status is RunStatus.SUCCESS
    assert web.received[0].headers["authorization"] == f"Bearer {TOKEN}"
    assert "[hidden]" in str(bench.steps(run.id)[0].output)
    bench.store.close()
    files = [one.read_bytes() for one in bench.settings.places.database.parent.rglob("*") if one.is_file()]
    assert not [one for one in files if TOKEN.encode() in one]


@pytest.mark.parametrize("name", ["gitlab", "2", "GitHub2"])
async def test_a_missing_connection_fails_by_name(bench: Bench, web: WebServer, name: str) -> None:
    connect(bench, web)
    run = await go(bench, bench.queue(bench.add(automation(fetch(f"{web.url}/x", name)))))
    assert (run.status, f"There is no connection called “{name}”" in run.error) == (RunStatus.FAILURE, True)
    assert web.received == []


async def test_another_users_connection_is_missing(bench: Bench, web: WebServer) -> None:
    other = bench.store.write(users.ensure_os_user, "bob", "Bob", bench.tools.clock.now())
    bench.store.write(connections.save, Connection(other.id, "bearer", "GitHub"), bench.tools.clock.now())
    run = await go(bench, bench.queue(bench.add(automation(fetch(f"{web.url}/x", "1")))))
    assert "There is no connection called “1”" in run.error


async def test_a_connection_of_a_kind_that_does_not_fit_fails_by_name(bench: Bench, web: WebServer) -> None:
    connect(bench, web, provider="smoke_signals")
    run = await go(bench, bench.queue(bench.add(automation(fetch(f"{web.url}/x")))))
    assert "There is no kind of connection called “smoke_signals”" in run.error


async def test_a_secret_that_is_gone_and_a_refused_one_fail_by_name(
    bench: Bench, web: WebServer, keyring: MemoryKeyring
) -> None:
    connect(bench, web)
    web.answers["/x"] = Answer(status=401)
    wanted = bench.add(automation(fetch(f"{web.url}/x"), retries=3))
    refused = await go(bench, bench.queue(wanted))
    keyring.kept.clear()
    gone = await go(bench, bench.queue(wanted))
    assert (refused.status, gone.status) == (RunStatus.FAILURE, RunStatus.FAILURE)  # another try would not help
    assert "127.0.0.1 refused the connection “github” (401)" in refused.error
    assert "The connection “GitHub”: The keyring holds no secret" in gone.error


async def test_a_locked_keyring_is_waited_for_before_anything_happens(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    connect(bench, web)
    web.answers["/x"] = Answer()
    keyring.locked = True
    run_id = bench.queue(bench.add(automation(is_yes("yes"), fetch(f"{web.url}/x"))))
    run = await go(bench, run_id)
    assert (run.status, run.waiting_for) == (RunStatus.WAITING, WaitingFor.CREDENTIALS)
    assert run.summary.startswith("The connection “GitHub” can't be used now: The keyring is locked.")
    assert run.resume_at == clock.now() + timedelta(seconds=30)
    keyring.locked = False
    clock.tick(30)
    assert bench.store.write(runs.resume_due, clock.now()) == 1
    run = await go(bench, run_id)
    assert (run.status, run.attempt, len(web.received)) == (RunStatus.SUCCESS, 1, 1)


async def test_the_longer_a_keyring_is_locked_the_less_often_it_is_asked(
    bench: Bench, web: WebServer, keyring: MemoryKeyring, clock: FakeClock
) -> None:
    connect(bench, web)
    keyring.locked = True
    run_id, waits = bench.queue(bench.add(automation(fetch(f"{web.url}/x")))), list[float]()
    for _ in range(9):
        resume = (await go(bench, run_id)).resume_at
        assert resume is not None
        waits.append((resume - clock.now()).total_seconds())
        clock.tick(waits[-1])
        bench.store.write(runs.resume_due, clock.now())
    assert waits == [30, 30, 60, 120, 240, 480, 900, 900, 900]


async def test_two_steps_at_once_use_one_connection_whatever_they_call_it(
    bench: Bench, web: WebServer, doings: Doings
) -> None:
    made, hold = connect(bench, web), asyncio.Event()
    inside: list[str] = []

    async def work(config: Do, ctx: ActionContext) -> None:
        inside.append(ctx.connection(config.account).label)
        await hold.wait()

    doings.acts["work"] = work
    names = ("GitHub", "github", str(made.id))
    queued = [bench.queue(bench.add(automation(use(name)))) for name in names]
    going = [asyncio.create_task(go(bench, run_id)) for run_id in queued]
    await eventually(lambda: len(inside) == 2)
    assert [bench.run(run_id).status for run_id in queued] == [RunStatus.RUNNING] * 3
    hold.set()
    assert {run.status for run in await asyncio.gather(*going)} == {RunStatus.SUCCESS}
    assert inside == ["GitHub"] * 3


def use(name: str) -> Step:
    return Step(StepType.ACTION, "do", {"what": "work", "account": name})


async def test_a_rehearsal_needs_no_connection(bench: Bench, web: WebServer) -> None:
    from nomologi_tui.usecases.runs.running import rehearse
    from nomologi_tui.usecases.workspace import Workspace

    ws = Workspace(bench.settings, bench.tools.clock)
    progress = [one async for one in rehearse(ws, automation(fetch(f"{web.url}/x")), Event("e").data)]
    ws.close()
    assert "would send GET" in str(progress)
    assert web.received == []


async def test_a_trigger_has_its_connection_and_its_log_hides_the_secret(
    bench: Bench, web: WebServer, doings: Doings, make_ears: MakeEars
) -> None:
    connect(bench, web)

    async def greet(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        ctx.alive()
        ctx.log(f"logged in with {ctx.connection(config.account).config.token}")
        yield Event("1")

    doings.hears["greet"] = greet
    ears = make_ears()
    await ears.follow(bench.add(automation(hear("greet", account="GitHub"))))
    await ears.heard(1)
    assert "logged in with [hidden]" in [entry.description for entry in bench.log()]


async def test_a_trigger_without_its_connection_says_so_and_listens_once_it_is_there(
    bench: Bench, web: WebServer, doings: Doings, sender: Sender, make_ears: MakeEars, clock: FakeClock
) -> None:
    ears = make_ears(clock)
    one = bench.add(automation(hear("sender", account="GitHub")))
    await ears.follow(one)
    assert "There is no connection called “GitHub”" in await ears.state(one, ListenerState.RETRYING)
    connect(bench, web)

    def listens() -> bool:
        clock.tick(1)  # it may not sleep yet
        return bench.listener(one).state is ListenerState.OK

    await eventually(listens)
