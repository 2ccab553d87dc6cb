"""Download a file."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Duration, Effect, PathText, Template, Touch, Url, action
from nomologi_tui.blocks.tools.files.placing import Taken
from nomologi_tui.blocks.tools.files.transfer_form import at_target, pointed
from nomologi_tui.blocks.tools.paths import fill_name, fill_path
from nomologi_tui.blocks.tools.web.request_form import Account, touches_of, typed_host


class Download(BaseModel, extra="forbid"):
    url: Url = Field(title="Address", description="The file's address.", examples=["https://example.com/list.txt"])
    to: PathText = Field(title="To", description="The folder it goes to.", examples=["~/Downloads"], min_length=1)
    name: Template = Field(
        "", title="New name", description="The name it gets there; empty: as the server calls it.",
        examples=["list-{{ run.id }}.txt"],
    )  # fmt: skip
    taken: Taken = Field(
        "number", title="If the name is taken", description="What to do when another file of that name exists.",
        examples=["overwrite"],
    )  # fmt: skip
    make_folders: bool = Field(
        False, title="Make folders", description="Create folders that are missing.", examples=["yes"]
    )
    most: float = Field(
        1000, title="At most (MB)", description="More than this is refused.", examples=["50"], gt=0, le=100_000
    )
    timeout: Duration = Field(
        600.0, title="Time limit", description="How long all of it may take.", examples=["30 s"], gt=0, le=86400
    )
    connection: Account = Field(
        "", title="Connection", description="The connection whose credential is sent.", examples=["Intranet"]
    )


@action(
    "download",
    title="Download a file",
    effect=Effect.REPEATABLE,  # a file that is there with the same content counts
    says=(
        "download|herunterlad~|runterlad~|telecharge~|descarga~|scarica~",
        "fetch|get|grab|pull|save|hole|holen|abruf~|recuper~ … <url> to|into|in|as|nach|vers|dans|en <path>",
        "lade … herunter|runter",
    ),
    example={"url": "https://example.com/list.txt", "to": "~/Downloads"},
    gives=("path", "name", "bytes", "url"),
)
async def download(config: Download, ctx: ActionContext) -> dict[str, object]:
    """Save a file from the web, whole or not at all. One that is there already with the same content is left alone.

    Later steps get path, name, bytes, was_there, and url: where it came from in the end.
    """
    from nomologi_tui.blocks.tools.web import downloading  # httpx costs 100 ms
    from nomologi_tui.blocks.tools.web.http import Call

    url, folder = ctx.render(config.url).strip(), fill_path(config.to, ctx.render)
    sent = ctx.connection(config.connection).headers_for(url) if config.connection else {}
    call = Call("GET", url, typed_host(config.url), {"Accept-Encoding": "identity", **sent}, timeout=config.timeout)
    name, most = config.name and fill_name(config.name), int(config.most * 1024**2)
    target = downloading.Target(folder, name, config.taken, config.make_folders, most)
    return await downloading.download(call, target, config.connection)


@download.words
def _words(config: Download) -> str:
    named = f" as {' '.join(config.name.split())}" if config.name else ""
    return f"download {config.url} to {config.to}{named}"


@download.preview
async def _preview(config: Download, ctx: ActionContext) -> str:
    return f"would {_words(config)}{at_target(config.to, config.name, config.taken, ctx)}"


@download.touches
def _touches(config: Download) -> list[Touch]:
    return [*touches_of(config.url, config.connection), Touch("write", pointed(config.to))]
