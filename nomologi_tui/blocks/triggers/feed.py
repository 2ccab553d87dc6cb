"""New items of a feed."""

from collections.abc import AsyncIterator

from nomologi_tui.blocks import Event, PreviewContext, Touch, TriggerContext, trigger
from nomologi_tui.blocks.tools.feed_watch import FeedItems, items_of_feed, shown_feed
from nomologi_tui.blocks.tools.request_form import touches_of


@trigger(
    "feed",
    title="When a feed has something new",
    says=("feed", "rss", "atom feed", "new post", "new article", "new episode", "blog post", "new release",
          "new version", "comes out on github"),
    example={"url": "http://localhost:8080/feed.xml", "title_has": ["release"]},
    gives=("title", "link", "guid", "text", "author", "published", "tags", "feed"),
)  # fmt: skip
async def feed(config: FeedItems, ctx: TriggerContext) -> AsyncIterator[Event]:
    """Start once for each new item of an RSS, Atom or JSON feed. New is what was not there before, whatever its date.

    A repository on GitHub (`owner/name`) or Codeberg (its page) stands for the feed of its releases, tags or commits.
    Later steps get title, link, guid, text (without tags, up to 4,000 characters), author, published, tags and feed.
    """
    async for event in items_of_feed(config, ctx):
        yield event


@feed.words
def _words(config: FeedItems) -> str:
    about = [*config.title_has, *config.text_has]
    more = f" about {' or '.join(about)}" if about else ""
    return f"when {config.shown_url} has something new{more}" + (
        f", but not {' or '.join(config.without)}" if config.without else ""
    )


@feed.preview
async def _preview(config: FeedItems, ctx: PreviewContext) -> str:
    return await shown_feed(config, ctx.clock)


@feed.touches
def _touches(config: FeedItems) -> list[Touch]:
    return touches_of(config.url, config.connection)
