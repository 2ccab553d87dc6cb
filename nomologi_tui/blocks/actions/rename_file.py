"""Give a file another name in its folder."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, Template, Touch, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.files.placing import Taken
from nomologi_tui.blocks.tools.files.transfer import Job, move_file
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.foretelling import size_in_words
from nomologi_tui.blocks.tools.paths import fill_name, fill_path, is_sample


class RenameFile(BaseModel, extra="forbid"):
    path: PathText = Field(title="File", description="The file to rename.", examples=["{{ event.path }}"], min_length=1)
    name: Template = Field(
        title="New name", description="The new name, without a folder.", examples=["{{ run.id }}.pdf"], min_length=1
    )
    taken: Taken = Field(
        "number", title="If the name is taken", description="What to do when a file of that name exists.",
        examples=["fail"],
    )  # fmt: skip


@action(
    "rename_file",
    title="Rename a file",
    effect=Effect.ONCE,
    says=(
        "rename|umbenenn~|renomme~|renombra~|rinomina~|hernoem~",
        "benenne … um",
    ),
    example={"path": "~/scans/{{ event.name }}", "name": "scan-{{ event.name }}"},
    gives=("path", "name", "from", "bytes"),
)
async def rename_file(config: RenameFile, ctx: ActionContext) -> dict[str, object]:
    """Give a file another name in the folder where it is."""
    job = _job(config, ctx)
    return await aside(lambda go_on: move_file(job, go_on))


def _job(config: RenameFile, ctx: ActionContext) -> Job:
    path = fill_path(config.path, ctx.render, follow=False)
    return Job(path, path.parent, fill_name(config.name), config.taken)


@rename_file.words
def _words(config: RenameFile) -> str:
    return f"rename {config.path} to {' '.join(config.name.split())}"


@rename_file.preview
async def _preview(config: RenameFile, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render):
        return f"would {_words(config)}"
    job = _job(config, ctx)
    return f"would rename {job.source} ({size_in_words(job.source)}) to {job.name}"


@rename_file.touches
def _touches(config: RenameFile) -> list[Touch]:
    return [Touch("write", pointed(config.path))]
