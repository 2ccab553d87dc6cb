"""The form of a copy from or to another machine, and what it touches."""

import hashlib
from typing import Protocol

from nomologi_tui.blocks.base import Touch
from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.files.unpacking import GIGABYTE
from nomologi_tui.blocks.tools.foretelling import with_size
from nomologi_tui.blocks.tools.paths import fill_path, is_sample
from nomologi_tui.blocks.tools.ssh import form as ssh_form
from nomologi_tui.blocks.tools.ssh.remote_path import fill_remote
from nomologi_tui.blocks.tools.ssh.sftp_job import Direction, Job


class Wanted(Protocol):
    """The form's fields."""

    connection: str
    direction: Direction
    path: str
    to: str
    replace: bool
    most: float


def job_of(wanted: Wanted, ctx: ActionContext) -> Job:
    """What is copied, each path below the folder that was typed. Raises BlockError."""
    if wanted.direction == "get":
        here, there = fill_path(wanted.to, ctx.render), fill_remote(wanted.path, ctx.render)
    else:
        here, there = fill_path(wanted.path, ctx.render, follow=False), fill_remote(wanted.to, ctx.render)
    mark = hashlib.sha256(ctx.idempotency_key.encode()).hexdigest()[:8]
    return Job(wanted.direction, here, there, wanted.replace, round(wanted.most * GIGABYTE), mark)


def foretold(wanted: Wanted, ctx: ActionContext) -> str:
    """What would be copied where, and what of it may be in the way."""
    machine = f"on “{wanted.connection}”"
    if is_sample(wanted.path, ctx.render) or is_sample(wanted.to, ctx.render):
        return f"would copy {wanted.path} to {wanted.to} ({'from' if wanted.direction == 'get' else 'to'} {machine})"
    job = job_of(wanted, ctx)
    others = "replaced" if wanted.replace else "kept, and fail it"
    rest = f"; up to {wanted.most:g} GB, other files of the same names are {others}"
    if wanted.direction == "get":
        return f"would copy {job.there} {machine} into {with_size(job.here)}{rest}"
    return f"would copy {with_size(job.here)} into {job.there} {machine}{rest}"


def touches_of(wanted: Wanted) -> list[Touch]:
    """What is read or written here, and what there."""
    getting = wanted.direction == "get"
    here = Touch("write", pointed(wanted.to)) if getting else Touch("read", pointed(wanted.path))
    there = Touch("read" if getting else "write", f"{wanted.path if getting else wanted.to} on “{wanted.connection}”")
    return ssh_form.touches_of(wanted.connection, here, there)
