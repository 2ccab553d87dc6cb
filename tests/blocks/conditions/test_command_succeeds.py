import os
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.conditions.command_succeeds import CommandSucceeds, command_succeeds
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.model import Verdict
from nomologi_tui.testing import FakeContext
from tests.support import running

MARK = f"600.{os.getpid()}"  # an argument that nobody else has


async def asked(command: str, values: dict[str, str] | None = None, **fields: Any) -> Verdict:
    config = CommandSucceeds.model_validate({"command": command, **fields})
    verdict: Verdict = await command_succeeds.run(config, FakeContext(values, clock=SystemClock()))
    return verdict


@pytest.mark.parametrize(
    ("command", "fields", "verdict"),
    [
        ("true", {}, Verdict(True, "`true` ended with exit code 0", 0)),
        ("exit 24", {"expect": [0, 24]}, Verdict(True, "`exit 24` ended with exit code 24", 24)),
        ("exit 3", {}, Verdict(False, "`exit 3` ended with exit code 3", 3)),
        ("echo no >&2; exit 1", {}, Verdict(False, "`echo no >&2; exit 1` ended with exit code 1: no", 1)),
        ("kill -TERM $$", {}, Verdict(False, "`kill -TERM $$` was ended by the signal SIGTERM", -15)),
    ],
)
async def test_the_exit_code_decides(command: str, fields: dict[str, Any], verdict: Verdict) -> None:
    assert await asked(command, **fields) == verdict


async def test_a_value_is_an_argument_never_shell_text(tmp_path: Path) -> None:
    name = f"$(touch {tmp_path}/hacked); x"
    assert (await asked("test {{ event.name }} = 'a b'", {"event.name": "a b"})).met
    assert not (await asked("test -e {{ event.name }}", {"event.name": name})).met
    assert not (await asked("ls | grep -q {{ event.name }}", {"event.name": name}, folder=str(tmp_path))).met
    assert list(tmp_path.iterdir()) == []


async def test_what_can_not_be_started_is_no_verdict() -> None:
    with pytest.raises(BlockError, match="“no-such-program” was not found"):
        await asked("no-such-program")
    with pytest.raises(BlockError, match="folder /no/such does not exist"):
        await asked("true", folder="/no/such")


async def test_its_time_limit_ends_all_of_it() -> None:
    with pytest.raises(StepTimeoutError, match="longer than 0.2 s"):
        await asked(f"sleep {MARK} & wait", timeout="200ms")
    assert not running(MARK)


def test_it_says_in_the_plan_what_may_run() -> None:
    config = CommandSucceeds(command="mountpoint -q  /mnt")
    assert command_succeeds.in_words(config) == "`mountpoint -q /mnt` succeeds"
    assert [(touch.verb, touch.target) for touch in command_succeeds.plan(config)] == [("run", "mountpoint -q  /mnt")]
