"""Put a file or folder into the trash."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, Touch, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.paths import fill_path, is_sample
from nomologi_tui.blocks.tools.transfer_form import pointed, size_in_words
from nomologi_tui.blocks.tools.trash import to_trash


class TrashFile(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File or folder", description="The file or folder to delete.", examples=["{{ event.path }}"], min_length=1
    )


@action(
    "trash_file",
    title="Delete to the trash",
    effect=Effect.ONCE,
    says=(
        (
            "delete|remove|trash|erase|discard|losch~|entfern~|supprim~|efface~|elimin~|borra~|borrar|cancella~|"
            "verwijder~|get_rid_of|throw_away"
        ),
        "move|put … trash|bin|recycle_bin",
    ),
    example={"path": "~/scans/{{ event.name }}"},
    gives=("path", "trashed", "there"),
)
async def trash_file(config: TrashFile, ctx: ActionContext) -> dict[str, object]:
    """Put a file or folder into the desktop's trash, from where it can be restored. Nothing there is a success."""
    path = fill_path(config.path, ctx.render, follow=False)
    trashed = await aside(lambda _: to_trash(path, ctx.clock.now().astimezone(ctx.timezone)))
    if trashed is None:
        ctx.log(f"There is no {path}, so nothing went to the trash.")
    return {"path": str(path), "trashed": str(trashed or ""), "there": trashed is not None}


@trash_file.words
def _words(config: TrashFile) -> str:
    return f"put {config.path} into the trash"


@trash_file.preview
async def _preview(config: TrashFile, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render):
        return f"would {_words(config)}"
    path = fill_path(config.path, ctx.render, follow=False)
    return f"would put {path} ({size_in_words(path)}) into the trash"


@trash_file.touches
def _touches(config: TrashFile) -> list[Touch]:
    return [Touch("write", f"{pointed(config.path)}, which goes to the trash")]
