"""Unpack an archive into a folder of its own."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, PathText, Touch, action
from nomologi_tui.blocks.tools.aside import aside
from nomologi_tui.blocks.tools.files.transfer_form import pointed
from nomologi_tui.blocks.tools.foretelling import size_in_words
from nomologi_tui.blocks.tools.paths import fill_path, is_sample


class Unpack(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="Archive", description="The zip or tar to unpack.", examples=["{{ event.path }}"], min_length=1
    )
    to: PathText = Field(
        title="To", description="The new folder is made inside this one.", examples=["~/unpacked"], min_length=1
    )
    most: float = Field(
        2, title="At most (GB)", description="More than this, unpacked, is refused.", examples=["10"], gt=0, le=10_000
    )


@action(
    "unpack",
    title="Unpack an archive",
    effect=Effect.ONCE,  # twice it would be there twice
    says=(
        ("unpack|unzip|decompress|uncompress|untar|entpack~|decompresse~|descomprim~|extrae|decomprim~|uitpak~|unrar"),
        "extract … zip|zips|archive|archives|tar|tarball|rar|file|files|it|them|contents|<path>|7z",
    ),
    example={"path": "~/scans/{{ event.name }}", "to": "~/unpacked"},
    gives=("path", "from", "files", "bytes", "skipped"),
)
async def unpack(config: Unpack, ctx: ActionContext) -> dict[str, object]:
    """Unpack a zip or tar into a new folder named after it; names that lead out are refused, links are left out."""
    from nomologi_tui.blocks.tools.files.unpacking import GIGABYTE
    from nomologi_tui.blocks.tools.files.unpacking import unpack as take_out

    source, folder = fill_path(config.path, ctx.render, follow=False), fill_path(config.to, ctx.render)
    return await aside(lambda go_on: take_out(source, folder, int(config.most * GIGABYTE), go_on))


@unpack.words
def _words(config: Unpack) -> str:
    return f"unpack {config.path} into {config.to}"


@unpack.preview
async def _preview(config: Unpack, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render) or is_sample(config.to, ctx.render):
        return f"would {_words(config)}"
    source = fill_path(config.path, ctx.render, follow=False)
    return f"would unpack {source} ({size_in_words(source)}) into {fill_path(config.to, ctx.render)}"


@unpack.touches
def _touches(config: Unpack) -> list[Touch]:
    return [Touch("read", pointed(config.path)), Touch("write", pointed(config.to))]
