"""The form that copying and moving share, and what it says."""

import os
from collections.abc import Callable
from pathlib import Path

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.fields import PathText, Template
from nomologi_tui.blocks.tools.aside import GoOn, aside
from nomologi_tui.blocks.tools.files import chosen
from nomologi_tui.blocks.tools.files.placing import Taken
from nomologi_tui.blocks.tools.files.transfer import Job, each
from nomologi_tui.blocks.tools.foretelling import size_in_words
from nomologi_tui.blocks.tools.paths import fill_name, fill_path, is_sample


class Transfer(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File", description="The file; with * in its name all such files of its folder.",
        examples=["{{ event.path }}"], min_length=1,
    )  # fmt: skip
    to: PathText = Field(title="To", description="The folder it goes to.", examples=["~/archive"], min_length=1)
    name: Template = Field(
        "", title="New name", description="The name it gets there; empty: its own.", examples=["{{ run.id }}.pdf"]
    )
    taken: Taken = Field(
        "number", title="If the name is taken", description="What to do when a file of that name exists.",
        examples=["overwrite"],
    )  # fmt: skip
    make_folders: bool = Field(
        False, title="Make folders", description="Create folders that are missing.", examples=["yes"]
    )
    older: chosen.Older = chosen.OLDER

    @model_validator(mode="after")
    def _of_several(self) -> "Transfer":
        chosen.check_older(self.path, self.older)
        if self.name and chosen.is_several(self.path):
            raise ValueError("New name is for one file, but File has a * in it")
        return self


def jobs_of(config: Transfer, ctx: ActionContext) -> list[Job]:
    """One for each file that is meant. Raises BlockError."""
    if not chosen.is_several(config.path):
        return [job_of(config, ctx)]
    folder = fill_path(config.to, ctx.render)
    paths = chosen.files_of(config.path, ctx.render, config.older, ctx.clock.now())
    return [Job(path, folder, path.name, config.taken, config.make_folders) for path in paths]


async def transfer(
    config: Transfer, ctx: ActionContext, act: Callable[[Job, GoOn], dict[str, object]]
) -> dict[str, object]:
    """Do it with each file; what later steps get. What was done before an error stays done."""
    import asyncio  # a goal that is only read needs none of it

    jobs = await asyncio.to_thread(jobs_of, config, ctx)
    if not chosen.is_several(config.path):
        one = await aside(lambda go_on: act(jobs[0], go_on))
        return one | chosen.each_told([Path(str(one["path"]))])
    told = await aside(lambda go_on: each(jobs, act, go_on))
    total = sum(int(str(one["bytes"])) for one in told)
    placed = chosen.each_told(Path(str(one["path"])) for one in told)
    return {"path": config.to, "name": "", "from": config.path, "bytes": total, "was_there": False} | placed


def job_of(config: Transfer, ctx: ActionContext) -> Job:
    """Where from and where to, each below the folder that was typed. Raises BlockError."""
    source = fill_path(config.path, ctx.render, follow=False)
    folder = fill_path(config.to, ctx.render)
    return Job(source, folder, fill_name(config.name or source.name), config.taken, config.make_folders)


def transfer_words(verb: str, config: Transfer) -> str:
    named = f" as {' '.join(config.name.split())}" if config.name else ""
    return f"{verb} {config.path}{chosen.older_words(config.older)} to {config.to}{named}"


def transfer_preview(verb: str, config: Transfer, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render) or is_sample(config.to, ctx.render):
        return f"would {transfer_words(verb, config)}"
    if chosen.is_several(config.path):
        paths = chosen.files_of(config.path, ctx.render, config.older, ctx.clock.now())
        return f"would {verb} {chosen.in_words(paths)} to {fill_path(config.to, ctx.render)}"
    job = job_of(config, ctx)
    return f"would {verb} {job.source} ({size_in_words(job.source)}) to {job.target}{_if_taken(job.target, job.taken)}"


def at_target(to: str, name: str, taken: Taken, ctx: ActionContext) -> str:
    """What is in the way of a file that gets this name in that folder, as far as both are known yet."""
    if not name or "‹" in name or is_sample(to, ctx.render):
        return ""
    return _if_taken(fill_path(to, ctx.render) / fill_name(name), taken)


def _if_taken(target: Path, taken: Taken) -> str:
    """What happens because a file of that name exists; empty where none does."""
    if not os.path.lexists(target):  # False where one may not look
        return ""
    then = {"number": "it gets a number", "overwrite": "it is replaced", "fail": "the step fails"}[taken]
    return f"; that name is taken, {then}"


def pointed(typed: str) -> str:
    """`typed` for the plan, which says where a value decides about the whole path."""
    return typed + (" (any file: a value is the path)" if typed.startswith("{{") else "")


def source_touch(verb: str, config: Transfer) -> Touch:
    return Touch(verb, pointed(config.path))


def target_touch(config: Transfer) -> Touch:
    return Touch("write", pointed(config.to))
