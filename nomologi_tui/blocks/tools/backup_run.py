"""Back up folders with a program that is there: checked before, run, its answer read."""

import os
from pathlib import Path
from typing import Any, Protocol

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.backup_form import is_here
from nomologi_tui.blocks.tools.backup_job import Job, Tool, told, without_password
from nomologi_tui.blocks.tools.backup_tools import TOOLS, archive_of, part_of
from nomologi_tui.blocks.tools.paths import fill_path, is_folder
from nomologi_tui.blocks.tools.process import Ended, Program, run_process
from nomologi_tui.blocks.tools.writing import sync_folder
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Level

_AGENT = "SSH_AUTH_SOCK"  # rsync and borg may go over ssh


class Wanted(Protocol):
    """The form's fields."""

    tool: Any
    sources: list[str]
    to: str
    password: str
    exclude: list[str]
    partly: bool

    @property
    def timeout(self) -> float | None:
        """In seconds; None: as long as the step may take."""
        ...


async def back_up(wanted: Wanted, ctx: ActionContext) -> dict[str, Any]:
    """Do it. Raises BlockError, CredentialError where the repository refuses the password."""
    tool, job = TOOLS[wanted.tool], _job(wanted, ctx)
    if wanted.tool == "tar" and archive_of(job).exists():  # by a try before this one
        return {"tool": "tar", "to": job.to, **_again(str(archive_of(job)), whole=not wanted.partly)}
    try:
        ended = await _run(wanted, tool, job, ctx)
        if wanted.tool == "borg" and f"Archive {job.name} already exists" in ended.stderr:
            ctx.log(f"{job.name} was made by a try before this one; nobody knows whether it is whole.", Level.WARNING)
            return {"tool": "borg", "to": job.to, **_again(job.name, whole=False)}
        result = told(ended, wanted.tool, tool, job, accepts_part=wanted.partly)
        if wanted.tool == "tar":
            _give_name(job)
    finally:
        if wanted.tool == "tar":
            part_of(job).unlink(missing_ok=True)
    if result["partly"]:
        ctx.log(f"{wanted.tool} backed up only a part: {'; '.join(result['problems'][:3])}", Level.WARNING)
    return {"tool": wanted.tool, "to": without_password(job.to), "was_there": False, **result}


def _again(snapshot: str, *, whole: bool) -> dict[str, Any]:
    """The result where a try before this one made it: `partly` is None where that one may have left files out."""
    numbers = dict.fromkeys(("files", "files_new", "files_changed", "bytes", "bytes_added"))
    partly = False if whole else None
    return {"was_there": True, "snapshot": snapshot, **numbers, "seconds": 0.0, "partly": partly, "problems": []}


def _job(wanted: Wanted, ctx: ActionContext) -> Job:
    sources = tuple(fill_path(one, ctx.render, follow=False) for one in wanted.sources)
    for one in sources:
        if not os.path.lexists(one):
            raise BlockError(f"{one} does not exist, so nothing was backed up.", "Is its disk there?")
    to = str(fill_path(wanted.to, ctx.render)) if is_here(wanted.to) else wanted.to
    if wanted.tool in ("rsync", "tar") and is_here(wanted.to) and not is_folder(Path(to)):
        raise BlockError(f"The folder {to} does not exist, so nothing was backed up.", "Create it. Is its disk there?")
    at = ctx.began.astimezone(ctx.timezone)
    name = f"{sources[0].name or 'all'}-{at:%Y-%m-%dT%H%M%S}"
    return Job(sources, to, tuple(wanted.exclude), name, wanted.password)


async def _run(wanted: Wanted, tool: Tool, job: Job, ctx: ActionContext) -> Ended:
    agent = {_AGENT: os.environ[_AGENT]} if _AGENT in os.environ else {}
    environment = {**agent, **tool.environment(job)}
    arguments = tuple(tool.arguments(job))
    program = Program(arguments, Path("/"), environment, timeout=wanted.timeout, name=ctx.idempotency_key)
    try:
        return await run_process(program, clock=ctx.clock, tell=_nobody)
    except FileNotFoundError:
        raise BlockError(
            f"{wanted.tool} is not installed.", f"Install it, for example: apt install {_package(wanted)}"
        ) from None
    except OSError as error:
        raise BlockError(f"{wanted.tool} can't be run: {error.strerror}.") from error


def _package(wanted: Wanted) -> str:
    return "borgbackup" if wanted.tool == "borg" else str(wanted.tool)


def _nobody(_line: str) -> None:
    """What they write is read at the end."""


def _give_name(job: Job) -> None:
    part = part_of(job)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(archive_of(job))
    sync_folder(part.parent)
