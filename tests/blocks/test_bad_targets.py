"""What a block is led to is not there: the run ends with the step and the reason in a sentence, in the block's time.

Blocks, kinds of connection and their fields come from the registry, so a new one is tried as soon as it is there.
"""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable, Coroutine, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from pydantic import BaseModel

from nomologi_tui.blocks import ActionContext, Block, BlockError, Connected, action
from nomologi_tui.blocks.fields import FieldSpec, describe
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.blocks.tools.calendars.form import Calendar
from nomologi_tui.blocks.triggers.calendar import calendar
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Automation, Configuration, Event, Run, RunStatus, Step, StepRecord, StepStatus, StepType
from nomologi_tui.providers import Provider
from nomologi_tui.providers.registry import load_providers
from nomologi_tui.runner.engine.ending import RunEnded
from nomologi_tui.runner.engine.execute import StepEnded, execute
from nomologi_tui.runner.engine.past import Past
from nomologi_tui.runner.engine.surroundings import Pretence, Reach, Surroundings
from nomologi_tui.testing import FakeTriggerContext
from nomologi_tui.testing.bad_input import fault_of, fault_of_failure
from tests.blocks.targets import (
    NOWHERE,
    bad_paths,
    by_connection,
    connections_for,
    fitting,
    pointed,
    silent_server,
)
from tests.hurry import TIMES, hurried
from tests.ports import free_port
from tests.support import DEADLINE, require, require_programs

pytestmark = pytest.mark.usefixtures("a_home")

BLOCKS = [block for block in load_registry() if block.type is not StepType.TRIGGER]
NOBODY = 65534
KINDS = [kind for kind in load_providers() if kind.logs_in is None]
PLACES = [(block, spec) for block in BLOCKS for spec in describe(block.config)
          if spec.kind in ("path", "folder") or spec.item == "path"]  # fmt: skip
REACHING = [(block, spec) for block in BLOCKS for spec in describe(block.config)
            if spec.kind in ("url", "address", "host")]  # fmt: skip
CONNECTED = [(block, spec) for block in BLOCKS for spec in describe(block.config) if spec.kind == "connection"]


def named(part: Any) -> str:
    return part.name if isinstance(part, Block | FieldSpec | Provider) else str(part)


async def run_of(
    block: Block, config: dict[str, Any], connection: Connected | None = None, *, dry: bool = False
) -> StepRecord:
    """How the step goes, by the engine, in a run of its own that may try once more, or in a rehearsal."""

    async def connect(_ref: str, _uses: Any) -> Connected:
        assert connection is not None
        return connection

    around = Surroundings(
        Registry([*load_registry(), block]), SystemClock(), ZoneInfo("UTC"), lambda reference: reference,
        reach=Reach(connect=connect), pretence=Pretence(dry=dry, real_event=True),
    )  # fmt: skip
    step = Step(block.type, block.name, config, name="the step")
    wanted = Automation("Test it", (step,), slug="test-it", configuration=Configuration(step_timeout=900, retries=1))
    run = Run(7, wanted.id, RunStatus.RUNNING, "manual", 1)
    event = Event(
        "event:1", {"name": "a", "path": "/nowhere/a", "uid": "1", "folder": "INBOX", "title": "a", "due": "now"}
    )
    progress = [one async for one in execute(wanted, run, event, around, Past({}))]
    (record,) = [one.record for one in progress if isinstance(one, StepEnded)]
    end = progress[-1]
    assert not isinstance(end, RunEnded) or record.status is not StepStatus.FAILURE or "the step" in end.summary
    return record


def fault_in(record: StepRecord, *, must_fail: bool) -> str:
    """Why the step did not end as it should; empty where it did."""
    if record.status in (StepStatus.FAILURE, StepStatus.RETRYING):
        return fault_of(record.error, ends=False)
    if record.status is StepStatus.SKIPPED:
        return fault_of(record.reason, ends=False)
    if " object at 0x" in json.dumps(record.output):
        return "its output is no JSON"
    return f"it is {record.status}" if must_fail else ""


@pytest.mark.parametrize(("block", "spec"), PLACES, ids=named)
async def test_a_path_that_leads_to_nothing_good(
    block: Block, spec: FieldSpec, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "share"))  # with the trash
    paths = bad_paths(tmp_path)
    usual = {one.name: f"{tmp_path}/folder" for one in describe(block.config) if one.kind in ("path", "folder")}
    found = {}
    for what, path in paths.items():
        config = {**block.example, **{k: v for k, v in usual.items() if k in block.example}}
        config[spec.name] = [path] if spec.kind == "list" else path
        config = fitting(block, config, "connection")
        connection = next((next(connections_for(one, "127.0.0.1", free_port())) for one in describe(block.config)
                           if one.kind == "connection"), None)  # fmt: skip
        for dry in (True, False):  # before it is done: a run may put it into the trash
            if wrong := fault_in(await run_of(block, config, connection, dry=dry), must_fail=False):
                found[f"{what}{' in a rehearsal' * dry}"] = wrong
    assert found == {}


@pytest.mark.parametrize("place", ["a pipe that nobody writes to", "a device without end", "a socket"])
async def test_what_is_no_file_holds_up_no_trigger_that_reads_one(place: str, tmp_path: Path) -> None:
    path, closed = bad_paths(tmp_path)[place], f"https://127.0.0.1:{free_port()}/x"
    for block in [one for one in load_registry() if one.type is StepType.TRIGGER]:
        for field in [spec.name for spec in describe(block.config) if spec.name == "authority"]:
            config = block.config.model_validate({**block.example, "url": closed, field: path})
            shown = await asyncio.wait_for(block.previewed(config, FakeTriggerContext(clock=SystemClock())), 30)
            assert "certificates that can be read" in shown, block.name
    with pytest.raises(BlockError, match=r"The calendar .* can't be read: (it is no file|No such device or address)\."):
        await anext(calendar.run(Calendar(url=path), FakeTriggerContext(clock=SystemClock())))


def no_longer(block: Block) -> dict[str, Any]:
    """A minute as the time limit of a step that takes more by itself."""
    long = [spec for spec in describe(block.config) if spec.name == "timeout" and (spec.default or 0) > 60]
    return {spec.name: 60.0 for spec in long}


def to_reach(host: str, port: int) -> Iterator[tuple[str, Coroutine[Any, Any, StepRecord]]]:
    """Each step that would go there, by its own address or by a connection of each kind that fits, and its name."""
    for block, _ in REACHING:
        config = pointed(block, host, port) | no_longer(block)
        config |= {"connection": ""} if "connection" in config else {}
        yield block.name, run_of(block, config)
    for block, spec in CONNECTED:
        config = by_connection(block, spec, host, port) | no_longer(block)
        for connection in connections_for(spec, host, port):
            yield f"{block.name} by {connection.kind}", run_of(block, config, connection)


async def _told_by(work: Mapping[str, Awaitable[Any]]) -> dict[str, Any]:
    told = await asyncio.gather(*work.values(), return_exceptions=True)
    return dict(zip(work, told, strict=True))


TELLS_NO_REASON = "by apprise"  # whether anything left nobody knows, so it is not tried again


@pytest.mark.parametrize("where", ["a closed port", "no such name"])
async def test_a_host_that_is_not_there_is_a_sentence_and_is_tried_again(where: str) -> None:
    host = "127.0.0.1" if where == "a closed port" else NOWHERE
    told = await _told_by(dict(to_reach(host, free_port())))
    assert {name: wrong for name, one in told.items() if (wrong := fault_in(one, must_fail=True))} == {}
    again = {name for name, one in told.items() if one.status is StepStatus.RETRYING or one.reason}
    assert {name: one.error for name, one in told.items() if name not in again and TELLS_NO_REASON not in name} == {}


@pytest.mark.parametrize("host", ["a..b", "xn--zz.local", "a" * 70])
async def test_a_host_that_there_can_not_be_is_a_sentence_for_each_step_and_kind(host: str) -> None:
    told = await _told_by(dict(to_reach(host, 80)))
    looked = {"host_reachable"}  # that it is not there is an answer
    assert {name: wrong for name, one in told.items() if (wrong := fault_in(one, must_fail=name not in looked))} == {}
    tests = {kind.name: kind.test(kind.config.model_validate(pointed(kind, host, 80)), SystemClock()) for kind in KINDS}
    assert {name: wrong for name, one in (await _told_by(tests)).items() if (wrong := fault_of_failure(one))} == {}


def test_a_host_that_never_answers_is_a_sentence_within_the_steps_own_time() -> None:
    with silent_server() as port:
        told = hurried(_told_by(dict(to_reach("127.0.0.1", port))))
    looked = {"host_reachable"}  # it only looks whether somebody takes the call
    assert {name: wrong for name, one in told.items() if (wrong := fault_in(one, must_fail=name not in looked))} == {}


@pytest.mark.parametrize("where", ["a closed port", "no such name", "silence"])
def test_the_test_of_a_connection_says_that_nobody_is_there(where: str) -> None:
    with silent_server() as silent:
        host = NOWHERE if where == "no such name" else "127.0.0.1"
        port = silent if where == "silence" else free_port()
        asked = {kind.name: kind.test(kind.config.model_validate(pointed(kind, host, port)), SystemClock())
                 for kind in KINDS}  # fmt: skip
        told = hurried(_told_by(asked))
    assert {name: wrong for name, one in told.items() if (wrong := fault_of_failure(one))} == {}


def test_a_folder_that_may_not_be_entered_is_a_sentence(tmp_path: Path) -> None:
    require(os.geteuid() == 0, "only root can do without its power over files")
    require_programs("setpriv")
    closed, mine = tmp_path / "closed", tmp_path / "mine"
    for folder in (closed, mine):
        folder.mkdir(mode=0o700)
    os.chown(closed, NOBODY, NOBODY)
    powerless = ("setpriv", "--bounding-set=-dac_override,-dac_read_search")
    done = subprocess.run(
        [*powerless, sys.executable, "-m", "tests.blocks.denied", closed, mine], env={**os.environ, "HOME": str(mine)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    require(done.returncode != 127, "may not give powers away here")
    assert json.loads(done.stdout or f'"{done.stderr[-400:]}"') == {}


async def _still_there(work: Mapping[str, Awaitable[Any]], patience: float = TIMES * DEADLINE) -> list[str]:
    """Those that have not ended long after they were stopped."""
    tasks = {name: asyncio.ensure_future(one) for name, one in work.items()}
    await asyncio.wait(tasks.values(), timeout=5)
    for task in tasks.values():
        task.cancel()
    await asyncio.wait(tasks.values(), timeout=patience)
    return [name for name, task in tasks.items() if not task.done()]


def test_a_step_that_is_stopped_while_nobody_answers_ends() -> None:
    with silent_server() as port:
        assert hurried(_still_there(dict(to_reach("127.0.0.1", port)))) == []


def misbehaving(act: Callable[[], Awaitable[Any]]) -> Block:
    class Nothing(BaseModel, extra="forbid"):
        pass

    @action("misbehaves", title="Misbehave")
    async def block(config: Nothing, ctx: ActionContext) -> Any:
        return await act()

    return block


@pytest.mark.parametrize(
    "error",
    [OSError(2, "gone"), KeyError("x"), UnicodeEncodeError("utf-8", "\ud800", 0, 1, "no"), BlockError("a\n" * 900)],
)
async def test_a_block_that_raises_something_raw_does_not_pass(error: Exception) -> None:
    async def act() -> None:
        raise error

    record = await run_of(misbehaving(act), {})
    assert fault_in(record, must_fail=True)


async def test_a_block_that_gives_what_is_no_json_does_not_pass() -> None:
    async def act() -> object:
        return {"given": object()}

    assert fault_in(await run_of(misbehaving(act), {}), must_fail=False) == "its output is no JSON"


def test_a_block_that_does_not_end_when_it_is_stopped_does_not_pass() -> None:
    seen: list[str] = []

    async def act() -> None:
        while not seen:
            with suppress(asyncio.CancelledError):
                await asyncio.wait([asyncio.get_running_loop().create_future()], timeout=0.1)

    async def look() -> None:
        seen.extend(await _still_there({"it": run_of(misbehaving(act), {})}, 10))

    hurried(look())
    assert seen == ["it"]
