"""Files that appear, change or vanish in a folder."""

from collections.abc import AsyncIterator
from typing import Literal

from pydantic import BaseModel, Field

from nomologi_tui.blocks import Duration, Event, Folder, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.files.folder_scan import Scope
from nomologi_tui.blocks.tools.paths import folder_of, is_file


class Files(BaseModel, extra="forbid"):
    folder: Folder = Field(
        title="Folder", description="The folder that is watched.", examples=["~/Downloads"], min_length=1
    )
    pattern: str = Field(
        "*", title="Names like", description="Only such files; * is any text.", examples=["*.pdf"], min_length=1
    )
    events: list[Literal["created", "changed", "deleted"]] = Field(
        ["created"], title="When files are", description="What must happen to a file.", examples=["created, changed"],
        min_length=1,
    )  # fmt: skip
    recursive: bool = Field(
        False, title="Folders inside too", description="Also watch the folders inside.", examples=["yes"]
    )
    settle: Duration = Field(
        0.5, title="Wait until unchanged for", description="So that no half-written file is taken.", examples=["5s"],
        ge=0, le=3600,
    )  # fmt: skip
    first: Literal["from now", "everything"] = Field(
        "from now", title="At the first start", description="Do files that are there already count?",
        examples=["everything"],
    )  # fmt: skip

    def scope(self) -> Scope:
        """Where to look; one file, `/etc/hosts`, is a file of its folder."""
        folder = folder_of(self.folder).resolve()
        if is_file(folder):
            return Scope(folder.parent, folder.name, recursive=False)
        return Scope(folder, self.pattern, self.recursive)


@trigger(
    "file",
    title="When a file appears or changes",
    says=(
        "placed_in|put_in|saved_in|stored_in|finished_in & <path>",
        ("user|account|key|host|record|word|text|rule & <comes>|removed & <script>", {"events": ["changed"]}),
        "keep … tidy|sorted|clean|organized|organised|in_sync|synced & <path>",
        ("<new> … <document>", {"events": ["created"]}),
        ("<new> & <record> & <folder>", {"events": ["created"]}),
        ("<document> & <comes>", {"events": ["created"]}),
        ("<document> & <changes>", {"events": ["changed"]}),
        ("<document> & <gone>", {"events": ["deleted"]}),
        ("<path> & <comes>", {"events": ["created"]}),
        ("<path> & <changes>", {"events": ["changed"]}),
        ("<path> & <gone>", {"events": ["deleted"]}),
        "<new> … <path>",
        ("<new> & <folder>", {"events": ["created"]}),
        ("<new> & in|into|from|dans|de|aus|en & <folder>", {"events": ["created"]}),
        "every|each|any|jede~|chaque|cada & <document> & <path>",
        "<new> & <document> & <path>",
        "appears_in|dropped_into|dropped_in|lands_in|drop_folder|hot_folder|watch_folder|watched_folder",
        "file_integrity|checksum|file_system_changes|folder_contents",
        "scanned … <document>",
        (
            "webp|heic|jpg|jpeg|png|gif|pdf|zip|mp3|mp4|mkv|epub|csv|torrent downloads|uploads|scans",
            {"events": ["created"]},
        ),
        "thing <document>",
        "thing <path>",
        "thing <document> & <cloud>",
        "in_sync|synced|synchronized|mirrored & <path>",
        "tidy|organized|organised|in_order & <path>",
        (
            "contents|content|text|inhalt & <path> & <changes>",
            {"events": ["changed"]},
        ),
        ("<document>|telechargement|descarga & <ends>", {"events": ["created"]}),
        "<path> & grows|gets_bigger|wachst|finishes|finished|is_complete|fertig",
    ),
    example={"folder": "~/Downloads", "pattern": "*.pdf"},
    gives=("path", "name", "stem", "suffix", "folder", "size", "kind", "modified"),
)
async def file(config: Files, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each version of a file. Links, hidden and half-written files do not count."""
    from nomologi_tui.blocks.tools.files.watching import Watch, watch  # a goal that is only read needs none of it

    async for event in watch(Watch(config.scope(), config.events, config.settle, config.first == "everything"), ctx):
        yield event


@file.words
def _words(config: Files) -> str:
    what = "a file" if config.pattern == "*" else f"a file like {config.pattern}"
    return f"when {what} is {' or '.join(config.events)} {'below' if config.recursive else 'in'} {config.folder}"


@file.preview
async def _preview(config: Files, ctx: PreviewContext) -> str:
    from nomologi_tui.blocks.tools.files.watching import shown_matches

    return await shown_matches(config.scope())


@file.touches
def _touches(config: Files) -> list[Touch]:
    return [Touch("read", config.folder)]
