"""Put a file or folder into the trash."""

from pydantic import BaseModel, Field, model_validator

from nomologi_tui.blocks import ActionContext, Effect, PathText, Touch, action
from nomologi_tui.blocks.tools.files import chosen
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.files.trash import throw, what_goes
from nomologi_tui.blocks.tools.paths import is_sample


class TrashFile(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File or folder", description="What to delete; with * in its name all such files of its folder.",
        examples=["{{ event.path }}"], min_length=1,
    )  # fmt: skip
    older: chosen.Older = chosen.OLDER

    @model_validator(mode="after")
    def _of_several(self) -> "TrashFile":
        chosen.check_older(self.path, self.older)
        return self


@action(
    "trash_file",
    title="Delete to the trash",
    effect=Effect.ONCE,
    says=(
        (
            "delete|remove|trash|erase|discard|losch~|entfern~|supprim~|efface~|elimin~|borra~|borrar|cancella~|"
            "verwijder~|get_rid_of|throw_away"
        ),
        (
            "keep|retain|behalte|garde|conserve|conserva only|just|nur|seulement|solo",
            {"_of": "only|just|nur|seulement|solo"},
        ),
        ("nur|lediglich behalten|aufheben", {"_of": "nur|lediglich"}),
        "move|put … trash|bin|recycle_bin",
    ),
    example={"path": "~/scans/{{ event.name }}"},
    gives=("path", "trashed", "there", "files", "names"),
)
async def trash_file(config: TrashFile, ctx: ActionContext) -> dict[str, object]:
    """Put files or a folder into the desktop's trash, from where they can be restored. Nothing there is a success."""
    return await throw(config.path, config.older, ctx)


@trash_file.words
def _words(config: TrashFile) -> str:
    return f"put {config.path}{chosen.older_words(config.older)} into the trash"


@trash_file.preview
async def _preview(config: TrashFile, ctx: ActionContext) -> str:
    return (
        f"would {_words(config) if is_sample(config.path, ctx.render) else what_goes(config.path, config.older, ctx)}"
    )


@trash_file.touches
def _touches(config: TrashFile) -> list[Touch]:
    return [Touch("write", f"{pointed(config.path)}, which goes to the trash")]
