"""Read the newest items of a feed."""

from pydantic import BaseModel, Field

from nomologi_tui.blocks import ActionContext, Duration, Effect, Touch, Url, action
from nomologi_tui.blocks.tools.feeds.watch import read_feed_data
from nomologi_tui.blocks.tools.web.request_form import Account, touches_of


class ReadFeed(BaseModel, extra="forbid"):
    url: Url = Field(title="Address", description="The feed's address.", examples=["https://example.com/feed.xml"])
    most: int = Field(10, title="How many", description="Only the first so many items.", examples=["5"], ge=1, le=1000)
    connection: Account = Field(
        "", title="Connection", description="The connection whose credential is sent.", examples=["Intranet"]
    )
    timeout: Duration = Field(
        20.0, title="Time limit", description="How long reading may take.", examples=["10 s"], gt=0, le=600
    )


@action(
    "read_feed",
    title="Read a feed",
    effect=Effect.READ,
    says=(
        "read … feed|headlines|rss",
        "read|lies|lis|lee … feed|rss|headlines … <url>",
        "latest_headlines",
    ),
    example={"url": "http://localhost:8080/feed.xml", "most": 5},
    gives=("items", "count", "title"),
)
async def read_feed(config: ReadFeed, ctx: ActionContext) -> dict[str, object]:
    """Read an RSS, Atom or JSON feed; later steps get items (each title, link, text, author, published), count, title.

    To start once for each new item take the trigger of the same name.
    """
    from nomologi_tui.blocks.tools.web.read import ask_for  # httpx costs 100 ms

    answer, host = await ask_for(config.url, config.connection, config.timeout, ctx)
    found = await read_feed_data(answer, host, ctx.clock)
    names = ("title", "link", "media", "text", "author", "published")
    items = [{name: item[name] for name in names} for item in found["items"][: config.most]]
    return {"items": items, "count": len(items), "title": found["title"]}


@read_feed.words
def _words(config: ReadFeed) -> str:
    return f"read the first {config.most} items of {config.url}" if config.most > 1 else f"read the top of {config.url}"


@read_feed.touches
def _touches(config: ReadFeed) -> list[Touch]:
    return touches_of(config.url, config.connection)
