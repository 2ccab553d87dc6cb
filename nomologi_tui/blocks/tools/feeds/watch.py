"""From looks at a feed to one event for each item that was not there before, whatever its date says."""

import hashlib
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.fields import Hint
from nomologi_tui.blocks.tools.feeds.address import feed_address
from nomologi_tui.blocks.tools.readers.apart import read_apart
from nomologi_tui.blocks.tools.web.polling import (
    Asked,
    briefly,
    check_taken,
    gate,
    login_of,
    rest,
    still_typing,
    unseen,
)
from nomologi_tui.blocks.tools.web.request_form import asked_patience
from nomologi_tui.clock import Clock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event
from nomologi_tui.text import clean_line, shorten

MOST = 10 * 1024 * 1024  # bytes of a feed, unpacked
SEEN = 5000  # keys of items that are remembered when the feed holds them no more
_ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, application/xml;q=0.9, */*;q=0.5"
_ASKED = {"etag": "If-None-Match", "last-modified": "If-Modified-Since"}
_SHOWN = 5
_NOT_BEFORE = "not before"
_LONGEST = 86_400.0  # seconds for which a server may ask to be left alone


class FeedItems(Asked):
    """Which feed, and which of its items count."""

    url: Annotated[str, Hint("address"), AfterValidator(feed_address)] = Field(
        title="Address", examples=["https://example.com/feed.xml"],
        description="The feed; owner/repository on GitHub: its releases.",
    )  # fmt: skip
    title_has: list[str] = Field(
        [], title="Title has", description="Only items with one of these words.", examples=["sale, offer"]
    )
    text_has: list[str] = Field(
        [], title="Title or text has", description="Only items with one of these words.", examples=["python"]
    )
    without: list[str] = Field(
        [], title="But none of", description="Not items with one of these words.", examples=["sponsored"]
    )
    first: Literal["from now", "last", "everything"] = Field(
        "from now", title="At the first start", description="Which items that are there already count as new.",
        examples=["last"],
    )  # fmt: skip
    number: int = Field(
        5, title="How many", description="With “last” above: how many count.", examples=["3"], ge=1, le=1000
    )

    def wants(self, item: Mapping[str, Any]) -> bool:
        """Whether the item counts, upper and lower case being the same."""
        title = item["title"].casefold()
        text = f"{title}\n{item['text'].casefold()}"
        return (
            (not self.title_has or any(word.casefold() in title for word in self.title_has))
            and (not self.text_has or any(word.casefold() in text for word in self.text_has))
            and not any(word.casefold() in text for word in self.without)
        )


@dataclass(frozen=True, slots=True)
class Page:
    """What a look found. `validators` are sent with the next look; `items` is None where nothing is new."""

    validators: dict[str, str]
    items: list[dict[str, Any]] | None
    title: str = ""


async def items_of_feed(config: FeedItems, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each new item, the oldest first. Raises BlockError when the feed can't be had."""
    seen, login = Seen(ctx.cursor), login_of(config, ctx)
    while True:
        _leave_alone(config, seen.validators, ctx)
        try:
            async with gate():
                page = await look(config, seen.validators, ctx.clock, login)
        except BlockError as error:
            if error.retry_after and not seen.first:
                await ctx.remember(seen.put_off(ctx.clock.now() + timedelta(seconds=min(error.retry_after, _LONGEST))))
            raise
        for event in seen.news(config, page):
            yield event
        if seen.unsaved:
            await ctx.remember(seen.cursor())
        await rest(config.every, ctx)


def _leave_alone(config: FeedItems, validators: Mapping[str, str], ctx: TriggerContext) -> None:
    """Raise BlockError while the server wants to be left alone: the listener would ask each minute."""
    until = validators.get(_NOT_BEFORE, "")
    if until and ctx.clock.now() < datetime.fromisoformat(until):
        raise BlockError(f"{config.host} asked to be left alone until {until[:16]} UTC.")


async def look(
    config: FeedItems, validators: Mapping[str, str], clock: Clock, login: Mapping[str, str] | None = None
) -> Page:
    """Ask for the feed, if it changed; `login` are the headers of its connection. Raises BlockError."""
    from nomologi_tui.blocks.tools.web.http import Call, fetch  # httpx costs 100 ms

    headers = {"Accept": _ACCEPT, **{_ASKED[name]: text for name, text in validators.items() if name in _ASKED}}
    headers |= login or {}
    call = Call(
        "GET", config.url, config.host, headers, timeout=config.timeout, most=MOST, authority=config.authority
    )  # fmt: skip
    answer = await fetch(call, clock=clock)
    if answer.status == 304:
        return Page(dict(validators), None)
    check_taken(config, answer.status)
    if not 200 <= answer.status < 300:
        patience = asked_patience(answer.headers.get("retry-after", ""))
        raise BlockError(f"{config.host} answered {answer.status} instead of a feed.", retry_after=patience)
    known = _validators(answer.headers) | {"digest": hashlib.sha256(answer.data).hexdigest()[:16]}
    if known["digest"] == validators.get("digest"):
        return Page(known, None)
    found = await read_feed_data(answer, config.host, clock)
    return Page(known, found["items"], found["title"])


def _validators(headers: Mapping[str, str]) -> dict[str, str]:
    """What the server says about the age of its answer; a stranger's text of any length is none."""
    found = {name: headers.get(name, "") for name in _ASKED}
    return {name: text for name, text in found.items() if text.isascii() and 0 < len(text) <= 500}


async def read_feed_data(answer: Any, host: str, clock: Clock) -> dict[str, Any]:
    """What `feed_items.read` finds in the `http.Answer`. Raises BlockError where it is no feed; `host` is named."""
    what = f"What {host} sent"
    if answer.cut:
        raise BlockError(f"The feed of {host} is longer than {MOST // 1024**2} MB.", "Ask for a shorter one.")
    if not answer.data.strip():
        raise BlockError(f"{host} sent nothing.", "Is it the address of a feed?")
    arguments = answer.headers.get("content-type", ""), answer.url
    found: dict[str, Any] = await read_apart("feed_items", answer.data, *arguments, what=what, clock=clock)
    if not found["kind"]:
        other = f" Its own feed may be at {clean_line(found['other'])}." if found["other"] else ""
        raise BlockError(f"{what} is not a feed.", f"Give the address of an RSS, Atom or JSON feed.{other}")
    if found["broken"] and not found["items"]:
        raise BlockError(f"{what} is a broken feed: {clean_line(found['broken'])}.")
    return found


class Seen:
    """Which items were told or left out already, by their keys; and what the feed said about its age."""

    def __init__(self, cursor: Mapping[str, Any] | None) -> None:
        self.first = cursor is None
        self.keys: dict[str, None] = dict.fromkeys(cursor["seen"] if cursor else ())
        self.validators: dict[str, str] = dict(cursor["validators"]) if cursor else {}
        self.unsaved = False
        self._since = 0

    def cursor(self) -> dict[str, Any]:
        """All of it, as JSON."""
        self.unsaved, self._since = False, 0
        return {"seen": list(self.keys), "validators": self.validators}

    def put_off(self, until: datetime) -> dict[str, Any]:
        """The cursor with which nobody is asked before `until`."""
        self.validators[_NOT_BEFORE] = until.isoformat()
        return self.cursor()

    def news(self, config: FeedItems, page: Page) -> Iterator[Event]:
        """The events of the items that are new, each noted when its turn comes.

        The feed counts as read when all were told: else a crash in between would lose the rest to a 304.
        """
        if page.items is None:
            self.validators = page.validators
            return
        items = list(reversed(page.items))
        new = [item for item in items if item["keys"][0] not in self.keys]
        wanted = [item for item in new if config.wants(item)]
        if self.first:
            wanted = {"from now": [], "last": wanted[-config.number :], "everything": wanted}[config.first]
            self._note(item for item in new if item not in wanted)
        for place, item in enumerate(wanted):
            self._note([item])
            last = place == len(wanted) - 1
            if last:
                self._all_read(items, page)
            yield event_of(item, page.title, self._cursor_if_due(last=last))
        if not wanted:
            self._all_read(items, page)

    def _all_read(self, items: list[dict[str, Any]], page: Page) -> None:
        """Every item of the feed is known; of those that it holds no more the newest."""
        self.first, before = False, (list(self.keys), self.validators)
        here = dict.fromkeys(key for item in items for key in item["keys"])
        gone = [key for key in self.keys if key not in here]
        self.keys = dict.fromkeys([*gone[-SEEN:], *here])
        self.validators = page.validators
        self.unsaved = before != (list(self.keys), self.validators)

    def _note(self, items: Any) -> None:
        self.keys.update(dict.fromkeys(key for item in items for key in item["keys"]))

    def _cursor_if_due(self, *, last: bool) -> dict[str, Any] | None:
        """At the last and at each n-th event, n growing with what is remembered: each cursor is all of it.

        What is told again after a crash has the same id, which the store refuses. Before the first cursor there is
        none in between: after a crash the first start is made again.
        """
        self._since += 1
        due = last or (not self.first and self._since > len(self.keys) // 50)
        return self.cursor() if due else None


def event_of(item: Mapping[str, Any], feed: str, cursor: dict[str, Any] | None) -> Event:
    """The event that tells of `item`."""
    names = ("title", "link", "media", "guid", "text", "author", "published", "tags")
    return Event(f"feed:{item['keys'][0]}", {**{name: item[name] for name in names}, "feed": feed}, cursor=cursor)


async def shown_feed(config: FeedItems, clock: Clock) -> str:
    """What the feed holds now, in words."""
    if await still_typing():
        return ""
    if words := unseen(config):
        return words
    try:
        page = await look(briefly(config), {}, clock)
    except BlockError as error:
        return str(error)
    items = page.items or []
    fitting = [item for item in items if config.wants(item)]
    count = f"{len(items)} items" if len(fitting) == len(items) else f"{len(fitting)} of {len(items)} items fit"
    titles = [f"  {shorten(clean_line(item['title'] or item['link']), 70)}" for item in fitting[:_SHOWN]]
    return "\n".join([f"{clean_line(page.title) or config.host}: {count} now", *titles])
