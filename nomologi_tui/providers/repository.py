"""A repository for backups, of restic or borg: in a cloud, on another machine, or in a folder."""

from nomologi_tui.clock import Clock
from nomologi_tui.providers.base import provider
from nomologi_tui.providers.repository_form import Repository


@provider(
    "repository",
    title="Repository for backups",
    serves=("backup",),
    example={
        "to": "s3:https://s3.example.com/backups", "password": "env:RESTIC_PASSWORD",
        "key_id": "AKIAEXAMPLE", "key": "env:S3_KEY",
    },
)  # fmt: skip
async def repository(config: Repository, clock: Clock) -> str:
    """A repository of restic or borg with its password and keys. Its test opens it and changes nothing."""
    from nomologi_tui.blocks.tools.backup.repository import try_repository

    return await try_repository(config.place(), clock)


@repository.account
def _account(config: Repository) -> str:
    return config.key_id
