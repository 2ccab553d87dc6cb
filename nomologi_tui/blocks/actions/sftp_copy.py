"""Copy a file or folder from or to another machine."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, Touch, action
from nomologi_tui.blocks.tools.ssh import form as ssh_form
from nomologi_tui.blocks.tools.ssh import sftp_form as form
from nomologi_tui.blocks.tools.ssh.sftp_job import Direction


class SftpCopy(BaseModel, extra="forbid"):
    connection: ssh_form.Machine = Field(
        title="Connection", description="The other machine.", examples=["NAS"], min_length=1
    )
    direction: Direction = Field(
        "get", title="Direction", description="get: from the other machine; put: to it.", examples=["put"]
    )
    path: PathText = Field(
        title="What", description="The file or folder to copy.", examples=["/srv/export"], min_length=1
    )
    to: PathText = Field(title="To", description="The folder it is copied into.", examples=["~/copies"], min_length=1)
    replace: bool = Field(False, title="Replace", description="Replace other files of the same name.", examples=["yes"])
    most: float = Field(
        10, title="At most (GB)", description="More than this is refused.", examples=["10"], gt=0, le=100_000
    )


@action(
    "sftp_copy",
    title="Copy from or to another machine",
    effect=Effect.REPEATABLE,
    says=(
        "sftp|scp|upload_by_sftp|download_by_sftp",
        "copy|download|get … sftp|ftp|remote_server|ssh_server|over_ssh|via_ssh",
        ("upload|send|put|transfer|push … sftp|ftp|remote_server|ssh_server|over_ssh|via_ssh", {"direction": "put"}),
        "copy_from_server",
        ("copy_to_server", {"direction": "put"}),
    ),
    example={"connection": "NAS", "direction": "get", "path": "/srv/export", "to": "~/copies"},
    gives=("files", "unchanged", "skipped", "bytes", "direction", "here", "there"),
)
async def sftp_copy(config: SftpCopy, ctx: ActionContext) -> dict[str, object]:
    """Copy a file or folder by SFTP. What is there already stays, links are left out, no name leads out of a folder."""
    from nomologi_tui.blocks.tools.ssh.sftp import copy  # asyncssh costs 280 ms

    job = form.job_of(config, ctx)
    copied = await copy(ctx.connection(config.connection).config.login(), job)
    counts = {"files": copied.files, "unchanged": copied.unchanged, "skipped": copied.skipped, "bytes": copied.bytes}
    return {"direction": job.direction, "here": str(job.here), "there": job.there, **counts}


@sftp_copy.words
def _words(config: SftpCopy) -> str:
    there = f"{'from' if config.direction == 'get' else 'to'} “{config.connection}”"
    return f"copy {config.path} to {config.to} ({there})"


@sftp_copy.preview
async def _preview(config: SftpCopy, ctx: ActionContext) -> str:
    return form.foretold(config, ctx)


@sftp_copy.touches
def _touches(config: SftpCopy) -> list[Touch]:
    return form.touches_of(config)
