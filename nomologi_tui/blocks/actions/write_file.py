"""Write or extend a text file."""

import asyncio
from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Effect, Multiline, PathText, Touch, action
from nomologi_tui.blocks.tools.paths import fill_path, is_sample
from nomologi_tui.blocks.tools.writing import write_text


class WriteFile(BaseModel, extra="forbid"):
    path: PathText = Field(
        title="File",
        description="Where; a value in it is a part of a name.",
        examples=["~/notes/{{ event.name }}.md"],
        min_length=1,
    )
    content: Multiline = Field("", title="Content", description="What is written.", examples=["{{ steps.fetch.body }}"])
    mode: Literal["append", "overwrite", "create new"] = Field(
        "append", title="How", description="What happens to what is there.", examples=["overwrite"]
    )
    make_folders: bool = Field(False, title="Make folders", description="Create missing folders.", examples=["yes"])


@action(
    "write_file",
    title="Write a file",
    effect=Effect.ONCE,  # appending twice does harm; overwriting alone would be repeatable
    says=("write", "save to", "append to", "add a line to", "note in", "log to the file"),
    example={"path": "~/notes/log.md", "content": "- {{ event.due }}", "mode": "append"},
    gives=("path", "bytes"),
)
async def write_file(config: WriteFile, ctx: ActionContext) -> dict[str, object]:
    """Write text into a file: at its end as lines of its own, in place of what is there, or into a new one."""
    path = await asyncio.to_thread(fill_path, config.path, ctx.render)
    written = await asyncio.to_thread(write_text, path, config.content, config.mode, make_folders=config.make_folders)
    return {"path": str(path), "bytes": written}


@write_file.words
def _words(config: WriteFile) -> str:
    return {"append": "append to", "overwrite": "overwrite", "create new": "create"}[config.mode] + f" {config.path}"


@write_file.preview
async def _preview(config: WriteFile, ctx: ActionContext) -> str:
    if is_sample(config.path, ctx.render):
        return f"would {_words(config)}"
    path = fill_path(config.path, ctx.render)
    there = f"{path.stat().st_size:,} bytes are there now" if path.exists() else "it does not exist yet"
    return f"would write {len(config.content.encode('utf-8', 'replace')):,} bytes to {path} ({config.mode}; {there})"


@write_file.touches
def _touches(config: WriteFile) -> list[Touch]:
    pointed = " (any file: a value is the path)" if config.path.startswith("{{") else ""
    return [Touch("write", config.path + pointed)]
