"""No connection, one of another kind, one without its secret, a locked keyring: of each block that takes a connection.

Blocks and kinds come from the registry, so a new one is tried as soon as it is there.
"""

from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.fields import FieldSpec, check, describe
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.model import Connection, ListenerState, Run, RunStatus, Step, StepType, WaitingFor
from nomologi_tui.providers.registry import load_providers
from nomologi_tui.runner.claiming import Claimed
from nomologi_tui.runner.recorder import RunRecorder
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, connections, runs, users
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import FakeClock
from nomologi_tui.testing.bad_input import fault_of
from tests.blocks.conftest import serving
from tests.blocks.targets import pointed
from tests.blocks.web import Answer
from tests.keyrings import MemoryKeyring
from tests.ports import free_port
from tests.runner.bench import Bench
from tests.runner.ears import MakeEars
from tests.runner.made import Doings, automation, say
from tests.support import eventually

KINDS = list(load_providers())
TAKING = [(block, spec) for block in load_registry() for spec in describe(block.config) if spec.kind == "connection"]
ACTING = [one for one in TAKING if one[0].type is not StepType.TRIGGER]
HEARING = [one for one in TAKING if one[0].type is StepType.TRIGGER]
LOCAL = [block for block in load_registry() if block.type is StepType.TRIGGER
         and any(spec.kind == "folder" and spec.name in block.example for spec in describe(block.config))]  # fmt: skip
FEED = b'<rss version="2.0"><channel><title>t</title><item><title>a</title><guid>1</guid></item></channel></rss>'


def named(part: Any) -> str:
    return part.name if isinstance(part, Block | FieldSpec) else str(part)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def bench(settings: Settings, store: Store, clock: FakeClock, doings: Doings, keyring: MemoryKeyring) -> Bench:
    secrets = Secrets({}, lambda: keyring, deadline=20)
    tools = Tools(store, load_registry(), clock, settings, secrets, token="this-runner")
    return Bench(store, tools, settings, store.write(users.ensure_os_user, "ada", "Ada", clock.now()))


def connect(bench: Bench, spec: FieldSpec, keyring: MemoryKeyring, *, fitting: bool = True) -> Connection:
    """Ada's connection “There”, of the first kind that fits the field, or of one that does not; its secrets kept."""
    kind = next(one for one in KINDS if one.logs_in is None and one.fits(spec.uses) is fitting)
    config = pointed(kind, "127.0.0.1", free_port())
    secrets = [one.name for one in describe(kind.config) if one.secret]
    for secret in [name for name in secrets if name in config] or secrets[:1]:
        keyring.kept[f"there/{secret}"] = config.get(secret, "hunter2")
        config[secret] = f"keyring:there/{secret}"
    new = Connection(bench.user.id, kind.name, "There", config)
    return bench.store.write(connections.save, new, bench.tools.clock.now())


def step(block: Block, spec: FieldSpec, folder: Path) -> Step:
    places = {one.name: str(folder) for one in describe(block.config) if one.kind == "path"}
    plain = {name: "x" if "{{" in str(value) and isinstance(value, str) else value
             for name, value in block.example.items()}  # fmt: skip
    more = {"path": "", "row": {"a": "b"}} if block.name == "append_row" else {}
    config = _agreeing(block, {**plain, **places, **more, spec.name: "There"}, spec)
    return Step(block.type, block.name, config, name="the step")


def _agreeing(block: Block, config: dict[str, Any], wanted: FieldSpec) -> dict[str, Any]:
    """Without what the example has instead of the connection: a place of its own, and a secret that opens it."""
    free = [one for one in describe(block.config) if not one.required and one.name in config and one is not wanted]
    for spec in sorted(free, key=lambda one: not one.secret):
        if spec.name != wanted.name and (spec.secret or check(block.config, config)[1]):
            del config[spec.name]
    return config


async def go(bench: Bench, wanted: Step) -> Run:
    run_id = bench.queue(bench.add(automation(wanted, retries=0)))
    (claimed,) = bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1, only=run_id)
    await RunRecorder(bench.tools, Claimed(claimed)).carry_out()
    return bench.run(run_id)


@pytest.mark.parametrize("trouble", ["none", "removed", "another kind", "no secret"])
@pytest.mark.parametrize(("block", "spec"), ACTING, ids=named)
async def test_a_step_whose_connection_is_not_right_fails_and_says_what_to_do(
    bench: Bench, keyring: MemoryKeyring, tmp_path: Path, block: Block, spec: FieldSpec, trouble: str
) -> None:
    if trouble != "none":
        made = connect(bench, spec, keyring, fitting=trouble != "another kind")
        if trouble == "removed":
            bench.store.write(connections.remove, bench.user.id, made.id)
        elif trouble == "no secret":
            keyring.kept.clear()
    run = await go(bench, step(block, spec, tmp_path))
    assert run.status is RunStatus.FAILURE
    assert "“There”" in run.error
    assert fault_of(run.error, ends=False) == ""
    assert "the step" in run.summary
    assert len(run.error.split(". ")) > 1, "it says what to do"


@pytest.mark.parametrize(("block", "spec"), ACTING, ids=named)
async def test_a_step_whose_secret_is_locked_away_waits_and_goes_on_by_itself(
    bench: Bench, keyring: MemoryKeyring, tmp_path: Path, block: Block, spec: FieldSpec
) -> None:
    connect(bench, spec, keyring)
    keyring.locked = True
    run = await go(bench, step(block, spec, tmp_path))
    assert (run.status, run.waiting_for) == (RunStatus.WAITING, WaitingFor.CREDENTIALS)
    assert fault_of(bench.steps(run.id)[0].reason, ends=False) == ""
    assert run.resume_at is not None


@pytest.mark.parametrize(("block", "spec"), HEARING, ids=named)
async def test_a_listener_whose_connection_is_not_right_says_so_and_goes_on_by_itself(
    bench: Bench, keyring: MemoryKeyring, make_ears: MakeEars, clock: FakeClock, tmp_path: Path, block: Block,
    spec: FieldSpec,
) -> None:  # fmt: skip
    one, ears = bench.add(automation(step(block, spec, tmp_path), say("x"))), make_ears(clock)
    told: list[str] = []

    async def again(words: str) -> None:
        if told:
            await eventually(lambda: clock._sleepers)
            clock.tick(60)
        await eventually(lambda: words in bench.listener(one).detail)
        assert bench.listener(one).state is ListenerState.RETRYING
        told.append(bench.listener(one).detail)

    await ears.follow(one)
    await again("There is no connection called “There”")
    made = connect(bench, spec, keyring, fitting=False)
    await again("which this step can't use")
    bench.store.write(connections.remove, bench.user.id, made.id)
    connect(bench, spec, keyring)
    keyring.locked = True
    await again("The connection “There” can't be used now")
    keyring.locked = False
    await eventually(lambda: clock._sleepers)
    clock.tick(60)
    await eventually(lambda: bench.listener(one).detail not in told)
    assert {words: fault for words in told if (fault := fault_of(words, ends=False))} == {}


@pytest.mark.parametrize("block", LOCAL, ids=named)
async def test_a_listener_whose_folder_is_gone_says_so_and_comes_back_by_itself(
    bench: Bench, make_ears: MakeEars, clock: FakeClock, tmp_path: Path, block: Block
) -> None:
    folder = tmp_path / "gone"
    (name,) = (spec.name for spec in describe(block.config) if spec.kind == "folder")
    listens = Step(block.type, block.name, {**block.example, name: str(folder)})
    one, ears = bench.add(automation(listens, say("x"))), make_ears(clock)
    await ears.follow(one)
    detail = await ears.state(one, ListenerState.RETRYING)
    assert (str(folder) in detail, fault_of(detail, ends=False)) == (True, "")
    (folder.touch if name == "path" else folder.mkdir)()
    await eventually(lambda: clock._sleepers)
    clock.tick(60)
    assert await ears.state(one, ListenerState.OK) == ""


async def test_a_listener_whose_server_is_gone_says_so_and_comes_back_by_itself(
    bench: Bench, make_ears: MakeEars, clock: FakeClock
) -> None:
    port = free_port()
    block = load_registry().get(StepType.TRIGGER, "feed")
    listens = Step(block.type, block.name, pointed(block, "127.0.0.1", port) | {"connection": ""})
    one, ears = bench.add(automation(listens, say("x"))), make_ears(clock)
    await ears.follow(one)
    detail = await ears.state(one, ListenerState.RETRYING)
    assert ("127.0.0.1" in detail, fault_of(detail, ends=False)) == (True, "")
    with serving(port=port) as web:
        web.answers["/x"] = Answer(body=FEED)
        await eventually(lambda: clock._sleepers)
        clock.tick(60)
        assert await ears.state(one, ListenerState.OK) == ""
