"""Pack a file or folder into one archive."""

from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, Touch, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.files.archive_names import check_ending
from nomologi_tui.blocks.tools.files.placing import Taken
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.foretelling import size_in_words
from nomologi_tui.blocks.tools.paths import fill_path, is_sample


class Archive(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File or folder", description="The file or folder that is packed.", examples=["~/notes"], min_length=1
    )
    to: Annotated[PathText, AfterValidator(check_ending)] = Field(
        title="To", description="The archive to make: .zip, .tar.gz or .tgz.", examples=["~/backup/notes.zip"],
        min_length=1,
    )  # fmt: skip
    taken: Taken = Field(
        "number", title="If the name is taken", description="What to do when the archive exists already.",
        examples=["overwrite"],
    )  # fmt: skip


@action(
    "archive",
    title="Pack into an archive",
    effect=Effect.REPEATABLE,
    says=(
        "zip|pack|tar|compress|gzip|bundle|zip_up",
        "make|create|build … tarball|tar|zip|archive",
        "archive … into|to|as|zip|tar",
        "archive|archiva|archivar|archivier~",
        "packe|zippe|comprime … zip|archiv|archive|tar",
    ),
    example={"path": "~/notes", "to": "~/backup/notes.zip"},
    gives=("path", "from", "files", "skipped", "bytes", "unpacked", "was_there"),
)
async def archive(config: Archive, ctx: ActionContext) -> dict[str, object]:
    """Pack a file or a whole folder into a zip or tar.gz; links and special files are left out and counted."""
    from nomologi_tui.blocks.tools.files.archiving import pack

    source, target = fill_path(config.path, ctx.render, follow=False), fill_path(config.to, ctx.render)
    return await aside(lambda go_on: pack(source, target, config.taken, go_on))


@archive.words
def _words(config: Archive) -> str:
    return f"pack {config.path} into {config.to}"


@archive.preview
async def _preview(config: Archive, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render) or is_sample(config.to, ctx.render):
        return f"would {_words(config)}"
    source, target = fill_path(config.path, ctx.render, follow=False), fill_path(config.to, ctx.render)
    return f"would pack {source} ({size_in_words(source)}) into {target}"


@archive.touches
def _touches(config: Archive) -> list[Touch]:
    return [Touch("read", pointed(config.path)), Touch("write", pointed(config.to))]
