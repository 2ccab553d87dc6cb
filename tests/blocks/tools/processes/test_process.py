import asyncio
import os
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.processes.process import MARKER, Ended, Program, clean_environment, run_process
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import StepTimeoutError
from tests.support import DEADLINE, running

HOSTILE = Path(__file__).parent / "hostile"


async def run(
    *arguments: str, seconds: float | None = DEADLINE, tell: Callable[[str], None] = print, **more: object
) -> Ended:
    program = Program(arguments, Path("/"), timeout=seconds, **more)  # type: ignore[arg-type]
    return await run_process(program, clock=SystemClock(), tell=tell, grace=0.2)


def survivors(tag: str) -> list[str]:
    """Command lines of living processes that carry `tag` in their environment."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            if f"TAG={tag}".encode() in (one / "environ").read_bytes().split(b"\0"):
                found.append((one / "cmdline").read_text())
        except OSError:
            continue
    return found


async def test_output_and_exit_code_come_back() -> None:
    ended = await run("sh", "-c", "echo out; echo err >&2; exit 3")
    assert (ended.exit_code, ended.stdout, ended.stderr, ended.cut) == (3, "out\n", "err\n", False)


async def test_lines_are_told_as_they_come() -> None:
    lines: list[str] = []
    await run("sh", "-c", "echo one; echo two; printf three", tell=lines.append)
    assert lines == ["one", "two", "three"]


@pytest.mark.parametrize(("given", "read"), [(b"abc\n", "got:abc\n"), (b"", "got:\n")])
async def test_standard_input_is_what_was_given_or_nothing(given: bytes, read: str) -> None:
    assert (await run(str(HOSTILE / "read_stdin.sh"), stdin=given)).stdout == read


async def test_a_big_standard_input_does_not_block() -> None:
    assert (await run("wc", "-c", stdin=b"x" * 3_000_000)).stdout.strip() == "3000000"


async def test_a_flood_is_cut_in_the_middle() -> None:
    ended = await run("sh", "-c", "echo first; yes | head -c 20000000; echo last")
    assert ended.cut
    assert ended.stdout.startswith("first\n")
    assert ended.stdout.endswith("last\n")
    assert len(ended.stdout) < 300_000


async def test_an_endless_flood_ends_with_its_time_limit() -> None:
    with pytest.raises(StepTimeoutError, match=r"0\.5 s"):
        await run(str(HOSTILE / "stderr_flood.sh"), seconds=0.5)


@pytest.mark.parametrize("script", ["ignore_term", "fork_setsid", "close_fds"])
async def test_nothing_survives_a_time_limit(script: str) -> None:
    with pytest.raises(StepTimeoutError):
        await run(str(HOSTILE / f"{script}.sh"), seconds=0.5, environment={"TAG": script})
    assert survivors(script) == []


async def test_nothing_survives_a_cancelled_step() -> None:
    started = asyncio.Event()
    task = asyncio.create_task(
        run("sh", "-c", "setsid sleep 600 & echo go; wait", tell=lambda _: started.set(), environment={"TAG": "cancel"})
    )
    await asyncio.wait_for(started.wait(), DEADLINE)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert survivors("cancel") == []


@pytest.mark.parametrize("times", [1, 2])
async def test_nothing_survives_being_cancelled_while_it_is_started(times: int) -> None:
    task = asyncio.create_task(run("sh", "-c", "sleep 600", environment={"TAG": "early"}))
    for _ in range(times):
        await asyncio.sleep(0)  # now it waits for a thread to start it
        task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert survivors("early") == []


async def test_nothing_survives_being_cancelled_twice() -> None:
    started = asyncio.Event()
    task = asyncio.create_task(
        run("sh", "-c", "trap '' TERM; echo go; while :; do sleep 1; done", tell=lambda _: started.set(),
            environment={"TAG": "twice"})
    )  # fmt: skip
    await asyncio.wait_for(started.wait(), DEADLINE)
    for _ in range(2):
        task.cancel()
        await asyncio.sleep(0)
    await asyncio.wait({task}, timeout=DEADLINE)
    assert task.cancelled()
    assert survivors("twice") == []


async def test_a_child_that_cleared_its_environment_does_not_survive_a_time_limit() -> None:
    mark = f"600.{os.getpid()}"
    with pytest.raises(StepTimeoutError):
        await run("sh", "-c", f"setsid env -i sleep {mark} & wait", seconds=0.5)
    assert not running(mark)


async def test_a_child_that_keeps_the_pipe_open_is_not_waited_for() -> None:
    ended = await run("sh", "-c", "sleep 600 & setsid sleep 600 & echo done", environment={"TAG": "pipe"})
    assert ended.stdout == "done\n"
    assert survivors("pipe") == []


async def test_a_signal_is_a_negative_exit_code() -> None:
    assert (await run(str(HOSTILE / "segv.sh"))).exit_code == -11


async def test_bytes_that_are_not_text_are_replaced() -> None:
    assert (await run("printf", "a\\377b")).stdout == "a\ufffdb"


async def test_there_is_no_terminal_to_ask() -> None:
    assert (await run(str(HOSTILE / "ask_tty.sh"))).exit_code != 0


async def test_the_environment_is_clean(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET", "hush")
    names = {line.split("=")[0] for line in (await run("env", environment={"MINE": "1"})).stdout.splitlines()}
    assert {"PATH", "HOME", "TERM", "NO_COLOR", "MINE", MARKER} <= names
    assert "AWS_SECRET" not in names


def test_the_kept_variables_are_few() -> None:
    kept = clean_environment({"HOME": "/h", "LC_ALL": "C", "PYTHONPATH": "x", "LD_PRELOAD": "y"})
    assert kept == {"PATH": os.defpath, "HOME": "/h", "LC_ALL": "C", "TERM": "dumb", "NO_COLOR": "1"}


@pytest.mark.parametrize("name", ["/no/such/program", str(HOSTILE / "no_exec_bit.sh")])
async def test_what_can_not_be_started_leaves_no_open_file(name: str) -> None:
    before = set(os.listdir("/proc/self/fd"))  # noqa: PTH208
    with pytest.raises(OSError, match=r"No such file|Permission denied"):
        await run(name)
    await asyncio.sleep(0)
    assert len(os.listdir("/proc/self/fd")) <= len(before)  # noqa: PTH208


async def test_no_file_stays_open_after_many_runs() -> None:
    await run("true")
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208
    await asyncio.gather(*(run("sh", "-c", "echo x", stdin=b"y") for _ in range(20)))
    assert len(os.listdir("/proc/self/fd")) <= before  # noqa: PTH208


def test_it_works_in_a_loop_of_another_thread() -> None:
    ended: list[Ended] = []
    thread = threading.Thread(target=lambda: ended.append(asyncio.run(run("echo", "hi"))))
    thread.start()
    thread.join(DEADLINE)
    assert ended[0].stdout == "hi\n"
