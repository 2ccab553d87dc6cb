"""Back up folders with a program that is there: checked before, run, its answer read."""

import os
from pathlib import Path
from typing import Any, Protocol

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.backup.form import Selected, is_here
from nomologi_tui.blocks.tools.backup.job import Job, told, without_password
from nomologi_tui.blocks.tools.backup.place import Place
from nomologi_tui.blocks.tools.backup.programs import TOOLS, archive_of, part_of
from nomologi_tui.blocks.tools.backup.start import opened, run_tool
from nomologi_tui.blocks.tools.files.writing import sync_folder
from nomologi_tui.blocks.tools.paths import fill_path, is_folder
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Level


class Wanted(Selected, Protocol):
    """The form's fields."""

    partly: bool

    @property
    def timeout(self) -> float | None:
        """In seconds; None: as long as the step may take."""
        ...


async def back_up(wanted: Wanted, ctx: ActionContext) -> dict[str, Any]:
    """Do it. Raises BlockError, CredentialError where the repository refuses the password."""
    sources, place = _sources(wanted, ctx), _place(wanted, ctx)
    async with opened(place) as ssh:
        at = ctx.began.astimezone(ctx.timezone)
        name = f"{sources[0].name or 'all'}-{at:%Y-%m-%dT%H%M%S}"
        return await _carry_out(wanted, Job(sources, place, tuple(wanted.exclude), name, ssh), ctx)


async def _carry_out(wanted: Wanted, job: Job, ctx: ActionContext) -> dict[str, Any]:
    name, to = job.place.tool, without_password(job.place.words)
    tool = TOOLS[name]
    if name == "tar" and archive_of(job).exists():  # by a try before this one
        return {"tool": "tar", "to": to, **_again(str(archive_of(job)), whole=not wanted.partly)}
    try:
        ended = await run_tool(
            job, tool.arguments(job), tool, ctx.clock, within=wanted.timeout, name=ctx.idempotency_key
        )
        if name == "borg" and f"Archive {job.name} already exists" in ended.stderr:
            ctx.log(f"{job.name} was made by a try before this one; nobody knows whether it is whole.", Level.WARNING)
            return {"tool": "borg", "to": to, **_again(job.name, whole=False)}
        result = told(ended, name, tool, job, accepts_part=wanted.partly)
        if name == "tar":
            _give_name(job)
    finally:
        if name == "tar":
            part_of(job).unlink(missing_ok=True)
    if result["partly"]:
        ctx.log(f"{name} backed up only a part: {'; '.join(result['problems'][:3])}", Level.WARNING)
    return {"tool": name, "to": to, "was_there": False, **result}


def _again(snapshot: str, *, whole: bool) -> dict[str, Any]:
    """The result where a try before this one made it: `partly` is None where that one may have left files out."""
    numbers = dict.fromkeys(("files", "files_new", "files_changed", "bytes", "bytes_added"))
    partly = False if whole else None
    return {"was_there": True, "snapshot": snapshot, **numbers, "seconds": 0.0, "partly": partly, "problems": []}


def _place(wanted: Wanted, ctx: ActionContext) -> Place:
    if wanted.repository:
        found: Place = ctx.connection(wanted.repository).config.place()
        return found
    to = str(fill_path(wanted.to, ctx.render)) if is_here(wanted.to) else wanted.to
    if wanted.tool in ("rsync", "tar") and is_here(wanted.to) and not is_folder(Path(to)):
        raise BlockError(f"The folder {to} does not exist, so nothing was backed up.", "Create it. Is its disk there?")
    return Place(wanted.tool, to, wanted.password)


def _sources(wanted: Wanted, ctx: ActionContext) -> tuple[Path, ...]:
    sources = tuple(fill_path(one, ctx.render, follow=False) for one in wanted.sources)
    for one in sources:
        if not os.path.lexists(one):
            raise BlockError(f"{one} does not exist, so nothing was backed up.", "Is its disk there?")
    return sources


def _give_name(job: Job) -> None:
    part = part_of(job)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    part.replace(archive_of(job))
    sync_folder(part.parent)
