"""Starting a program for backups: what it may know, and how it reaches another machine."""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path

from nomologi_tui.blocks.tools.backup.job import Job, Tool
from nomologi_tui.blocks.tools.backup.place import Place
from nomologi_tui.blocks.tools.processes.process import Ended, Program, run_process
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError

_AGENT = "SSH_AUTH_SOCK"  # rsync, borg and restic may go over ssh
_PACKAGES = {"borg": "borgbackup"}


@asynccontextmanager
async def opened(place: Place) -> AsyncIterator[tuple[str, ...]]:
    """The arguments of an ssh that logs in at the place's machine, while they hold; none without one. BlockError."""
    if place.machine is None:
        yield ()
        return
    from nomologi_tui.blocks.tools.ssh.program import ssh_arguments  # asyncssh costs 280 ms

    async with ssh_arguments(place.machine) as arguments:
        yield arguments


async def run_tool(
    job: Job, arguments: Sequence[str], tool: Tool, clock: Clock, *, within: float | None, name: str = ""
) -> Ended:
    """Run it to its end. Raises BlockError where it can't be run, StepTimeoutError."""
    agent = {_AGENT: os.environ[_AGENT]} if _AGENT in os.environ else {}
    environment = {**agent, **tool.environment(job)}
    program = Program(tuple(arguments), Path("/"), environment, timeout=within, name=name)
    called = job.place.tool
    try:
        return await run_process(program, clock=clock, tell=_nobody)
    except FileNotFoundError:
        package = _PACKAGES.get(called, called)
        raise BlockError(f"{called} is not installed.", f"Install it, for example: apt install {package}") from None
    except OSError as error:
        raise BlockError(f"{called} can't be run: {error.strerror}.") from error


def _nobody(_line: str) -> None:
    """What they write is read at the end."""
