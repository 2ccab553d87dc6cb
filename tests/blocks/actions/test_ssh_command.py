"""Commands on another machine: by the real OpenSSH server, and by servers that misbehave."""

import asyncio
from typing import Any

import pytest

from nomologi_tui.blocks.actions.ssh_command import SshCommand, ssh_command
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.ssh.remote_line import filled_line
from nomologi_tui.blocks.tools.ssh.run import run_there
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, StepTimeoutError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from tests.blocks.sshd import Sshd, scripted, ssh_of
from tests.support import eventually, running


async def do(context: FakeContext, command: str, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = await ssh_command.run(SshCommand(connection="NAS", command=command, **more), context)
    return told


async def do_at(values: dict[str, Any], command: str, **more: Any) -> dict[str, Any]:
    context = FakeContext(clock=SystemClock())
    context.connections["NAS"] = Connected("NAS", "ssh", ssh_of(values))
    return await do(context, command, **more)


async def test_a_command_gets_its_values_as_arguments_and_its_input(sshd: Sshd) -> None:
    context = sshd.context({"v": "a b;$(id)'"})
    told = await do(context, "printf '%s|' {{ v }} x", stdin="ignored")
    assert (told["stdout"], told["exit_code"], told["cut"]) == ("a b;$(id)'|x|", 0, False)
    assert (await do(context, "cat", stdin="ü\n" * 100_000))["stdout"].startswith("ü\nü")
    told = await do(context, "echo $LANG {{ v }} >&2; echo 1; echo 2", environment={"LANG": "C"}, output="lines")
    assert (told["stderr"], told["lines"]) == ("C a b;$(id)'", ["1", "2"])
    assert context.lines[-3:] == ["C a b;$(id)'", "1", "2"] or "1" in context.lines


async def test_an_exit_code_is_expected_or_a_failure(sshd: Sshd) -> None:
    assert (await do(sshd.context(), "sh -c 'exit 3'", expect=[3]))["exit_code"] == 3
    with pytest.raises(BlockError, match=r"`nonsense-x` ended with exit code 127: .*not found"):
        await do(sshd.context(), "nonsense-x")
    with pytest.raises(BlockError, match="was ended by the signal SIGKILL"):
        await do(sshd.context(), "kill -9 $$")
    with pytest.raises(BlockError, match="did not write JSON"):
        await do(sshd.context(), "echo x", output="json")


async def test_a_great_output_is_kept_within_a_cap(sshd: Sshd) -> None:
    told = await do(sshd.context(), "head -c 5000000 /dev/zero")
    assert told["cut"]
    assert len(told["stdout"]) < 300_000


@pytest.mark.parametrize("ignores", [False, True])
async def test_a_step_that_is_stopped_leaves_no_process_there(sshd: Sshd, ignores: bool) -> None:
    mark = f"3600.{sshd.port}{int(ignores)}"
    line = f"sh -c '{'trap : TERM;' * ignores} sleep {mark} & wait; wait'"
    login = ssh_of(sshd.values()).login()
    task = asyncio.create_task(
        run_there(login, filled_line(line, {}, str), b"", None, clock=SystemClock(), tell=print, grace=1.5)
    )
    await eventually(lambda: running(mark))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await eventually(lambda: not running(mark))


async def test_a_command_that_takes_too_long_is_stopped(sshd: Sshd) -> None:
    with pytest.raises(StepTimeoutError, match="longer than 0.2 s"):
        await do(sshd.context(), f"sleep 3601.{sshd.port}", timeout=0.2)
    await eventually(lambda: not running(f"3601.{sshd.port}"))


async def test_output_that_a_child_holds_open_is_not_waited_for(sshd: Sshd) -> None:
    told = await do(sshd.context(), f"sleep 3602.{sshd.port} & echo $!")
    assert told["stdout"].isdecimal()
    await do(sshd.context(), f"kill {told['stdout']}")


async def test_a_connection_that_breaks_says_that_nobody_knows() -> None:
    async def drop(process: Any) -> None:
        process.stdout.write(b"half")
        process.channel.get_connection().abort()

    async with scripted(drop) as values:
        with pytest.raises(BlockError, match="whether it was carried out is not known") as failed:
            await do_at(values, "backup")
    assert not failed.value.passing


async def test_a_server_that_floods_or_never_answers_is_stopped_in_time() -> None:
    async def flood(process: Any) -> None:
        while not process.stdout.is_closing():
            process.stdout.write(b"x" * 100_000)
            await process.stdout.drain()

    async with scripted(flood) as values:
        login = ssh_of(values).login()
        with pytest.raises(StepTimeoutError):
            await run_there(login, filled_line("x", {}, str), b"", 0.3, clock=SystemClock(), tell=print, grace=0.1)


async def test_a_machine_that_allows_no_command_is_a_sentence() -> None:
    async with scripted() as values:
        with pytest.raises(BlockError, match="could not be started there"):
            await do_at(values, "id")


def test_a_wrong_field_is_named_and_it_is_never_repeated() -> None:
    for config, field in (
        ({"command": "ls"}, "connection"), ({"connection": "N", "command": "a 'b"}, "command"),
        ({"connection": "N", "command": "ls", "environment": {"1 a": "x"}}, "environment"),
    ):  # fmt: skip
        assert field in check(ssh_command.config, config)[1]
    assert ssh_command.effect_in({}) is Effect.ONCE


async def test_the_preview_connects_to_nobody() -> None:
    config = SshCommand(connection="NAS", command="ls {{ v }}")
    assert await ssh_command.previewed(config, FakeContext({"v": "a b"})) == "would run `ls 'a b'` on “NAS”"
