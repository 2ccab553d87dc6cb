import asyncio
import gzip
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.feeds.watch import MOST, FeedItems
from nomologi_tui.blocks.tools.readers import feed_items
from nomologi_tui.blocks.triggers.feed import feed
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeTriggerContext
from tests.blocks.triggers.asking import Asking, asking
from tests.blocks.web import Answer, WebServer


def rss(*items: str) -> Answer:
    """Items, the newest first: `title` or `title|guid|link`; without a second part the title is its guid."""
    made = []
    for item in items:
        title, _, rest = item.partition("|")
        guid, _, link = rest.partition("|") if rest else (title, "", "")
        made.append(f"<item><title>{title}</title><guid>{guid}</guid><link>{link}</link></item>")
    text = f"<?xml version='1.0'?><rss version='2.0'><channel><title>News</title>{''.join(made)}</channel></rss>"
    return Answer(headers={"content-type": "application/rss+xml"}, body=text.encode())


def titles(events: list[dict[str, Any]]) -> list[str]:
    return [data["title"] for data in events]


@asynccontextmanager
async def following(
    web: WebServer, cursor: dict[str, Any] | None = None, **fields: Any
) -> AsyncIterator[Asking]:  # fmt: skip
    async with asking(feed, FeedItems(url=f"{web.url}/feed", **fields), cursor) as found:
        yield found


async def test_only_what_comes_later_counts_from_now_on_the_oldest_first(web: WebServer) -> None:
    web.answers["/feed"] = rss("b", "a")
    async with following(web) as found:
        assert await found.look() == []
        web.answers["/feed"] = rss("d", "c", "b", "a")
        assert titles(await found.look()) == ["c", "d"]
        assert await found.look() == []


async def test_the_first_start_can_bring_the_last_ones_or_everything(web: WebServer) -> None:
    web.answers["/feed"] = rss("c", "b", "a")
    async with following(web, first="last", number=2) as found:
        assert titles(await found.look()) == ["b", "c"]
    async with following(web, first="everything") as found:
        assert titles(await found.look()) == ["a", "b", "c"]
        assert await found.look() == []


async def test_after_a_restart_nothing_is_told_twice_or_lost(web: WebServer) -> None:
    web.answers["/feed"] = rss("a")
    async with following(web) as before:
        await before.look()
    web.answers["/feed"] = rss("b", "a")
    async with following(web, before.context.cursor) as after:
        assert titles(await after.look()) == ["b"]
    async with following(web, json.loads(json.dumps(after.context.cursor))) as again:
        assert await again.look() == []


async def test_a_crash_between_two_events_loses_neither_to_a_304(web: WebServer) -> None:
    web.answers["/feed"] = rss("a")
    async with following(web) as before:
        await before.look()
    web.answers["/feed"] = rss("d", "c", "b", "a")
    ids, cursor = [], before.context.cursor
    for _ in range(3):  # each time only the first event is accepted
        events = feed.run(FeedItems(url=f"{web.url}/feed"), FakeTriggerContext(cursor))
        event = await anext(events)
        await events.aclose()
        ids.append(event.id)
        cursor = event.cursor or cursor
    assert len(set(ids)) == 3
    async with following(web, cursor) as after:
        assert await after.look() == []


async def test_the_server_is_asked_only_for_what_changed(web: WebServer) -> None:
    web.answers["/feed"] = rss("a")
    web.answers["/feed"].headers |= {"etag": '"1"', "last-modified": "Sun, 22 Nov 2026 09:00:00 GMT"}
    async with following(web) as found:
        await found.look()
        web.answers["/feed"] = Answer(304)
        assert await found.look() == []
    asked = web.received[-1].headers
    assert (asked["if-none-match"], asked["if-modified-since"]) == ('"1"', "Sun, 22 Nov 2026 09:00:00 GMT")


async def test_only_items_with_the_words_count(web: WebServer) -> None:
    web.answers["/feed"] = rss("Old")
    async with following(web, title_has=["RELEASE", "fix"], without=["beta"]) as found:
        await found.look()
        web.answers["/feed"] = rss("Release 2 BETA", "Release 1", "Hello", "A fix", "Old")
        assert titles(await found.look()) == ["A fix", "Release 1"]
        assert await found.look() == []


async def test_an_item_has_its_data(web: WebServer) -> None:
    web.answers["/feed"] = Answer(
        body=b"""<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry>
        <id>urn:1</id><title type="html">A &lt;b&gt;bold&lt;/b&gt; one</title><link href="/posts/1"/>
        <link rel="enclosure" href="/posts/1.mp3" type="audio/mpeg"/>
        <author><name>Ada</name></author><published>2026-11-22T09:00:00Z</published><category term="x"/>
        <content type="html">&lt;p&gt;Hello &amp;amp; bye&lt;/p&gt;</content></entry></feed>"""
    )
    async with following(web, first="everything") as found:
        (data,) = await found.look()
    assert data == {
        "title": "A bold one", "link": f"{web.url}/posts/1", "media": f"{web.url}/posts/1.mp3", "guid": "urn:1",
        "text": "Hello & bye", "author": "Ada", "published": "2026-11-22T09:00:00Z", "tags": ["x"], "feed": "F",
    }  # fmt: skip
    assert set(data) == set(feed.gives)


async def test_a_json_feed_is_read(web: WebServer) -> None:
    item = {
        "id": "1", "url": "https://example.com/1", "title": "One", "content_html": "<p>Hi", "tags": ["x", 7],
        "attachments": [{"url": "https://example.com/1.mp3"}],
    }  # fmt: skip
    body = {"version": "https://jsonfeed.org/version/1.1", "title": "J", "items": [item, "nonsense"]}
    web.answers["/feed"] = Answer(body=json.dumps(body).encode())
    async with following(web, first="everything") as found:
        (data,) = await found.look()
    assert (data["title"], data["text"], data["tags"], data["feed"]) == ("One", "Hi", ["x", "7"], "J")
    assert data["media"] == "https://example.com/1.mp3"


async def test_one_guid_for_all_items_names_none_of_them(web: WebServer) -> None:
    web.answers["/feed"] = rss("a|g|http://x/1")
    async with following(web) as found:
        await found.look()
        web.answers["/feed"] = rss("c|g|http://x/3", "b|g|http://x/2", "b|g|http://x/2", "a|g|http://x/1")
        assert titles(await found.look()) == ["b", "c"]


async def test_items_without_guid_and_link_are_known_by_their_content(web: WebServer) -> None:
    web.answers["/feed"] = rss("a||", "b||")
    async with following(web, first="everything") as found:
        assert sorted(titles(await found.look())) == ["a", "b"]
        web.answers["/feed"] = rss("c||", "b||", "a||")
        assert titles(await found.look()) == ["c"]


async def test_an_item_that_left_the_feed_and_comes_back_is_no_news(web: WebServer) -> None:
    web.answers["/feed"] = rss("a", "b")
    async with following(web) as found:
        await found.look()
        for items in (("b",), ("a", "b"), (), ("b", "a")):
            web.answers["/feed"] = rss(*items)
            assert await found.look() == []


LAUGHS = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 11))
RSS = "<rss version='2.0'><channel><title>t</title>{}</channel></rss>"
HOSTILE = {
    "laughs": f'<?xml version="1.0"?><!DOCTYPE z [<!ENTITY a0 "lol">{LAUGHS}]>' + RSS.format("<item>&a10;</item>"),
    "files": '<!DOCTYPE z [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + RSS.format("<item><title>&a;</title></item>"),
    "deep": RSS.format("<item><description>" + "<div>" * 10_000 + "</description></item>"),
    "charset": '<?xml version="1.0" encoding="utf-8"?>' + RSS.format("<item><title>caf\xe9</title></item>"),
    "script": RSS.format("<item><title>\x1b[31m x</title><link>javascript:alert(1)</link></item>"),
    "truncated": '<?xml version="1.0"?><rss version="2.0"><channel><item><title>a</title></item><title>t</t',
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_feed_is_a_sane_event(web: WebServer, body: str) -> None:
    web.answers["/feed"] = Answer(body=body.encode("latin-1"))
    async with following(web, first="everything") as found:
        (data,) = await found.look()
    assert len(json.dumps(data)) < 20_000
    assert "root:" not in json.dumps(data)
    assert data["link"] == ""


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (Answer(body=b"<!doctype html><html><body>Please log in"), "is not a feed"),
        (Answer(body=b'<html><link rel="alternate" type="application/rss+xml" href="/rss">'), "may be at /rss"),
        (Answer(body=b""), "sent nothing"),
        (Answer(body=b'{"version": "1", "items": []}'), "is not a feed"),
        (Answer(body=b"{" * 100_000), "is not a feed"),
        (Answer(body=bytes(range(256)) * 100), "is not a feed"),
        (Answer(body=b"<rss version='2.0'><channel><title>t</t"), "broken feed"),
        (Answer(status=500), "answered 500 instead of a feed"),
        (Answer(body=b"x" * (MOST + 1)), "longer than 10 MB"),
        (Answer(headers={"content-encoding": "gzip"}, body=gzip.compress(b"0" * 20_000_000, 1)), "longer than"),
        (Answer(headers={"content-encoding": "gzip"}, body=b"not gzip"), "broke off"),
        (Answer(headers={"content-length": "500"}, body=b"<rss"), "broke off"),
    ],
)
async def test_what_is_no_feed_is_a_sentence(web: WebServer, answer: Answer, says: str) -> None:
    web.answers["/feed"] = answer
    async with following(web) as found:
        with pytest.raises(BlockError, match=says):
            await found.look()


async def test_a_server_that_asks_to_be_left_alone_is(web: WebServer) -> None:
    web.answers["/feed"] = rss("a")
    async with following(web) as before:
        await before.look()
        web.answers["/feed"] = Answer(429, {"retry-after": "3600"})
        with pytest.raises(BlockError, match="answered 429"):
            await before.look()
    asked = len(web.received)
    async with following(web, before.context.cursor) as after:
        with pytest.raises(BlockError, match=r"asked to be left alone until 2026-11-22T10:15 UTC"):
            await after.look()
    assert len(web.received) == asked


async def test_a_body_without_end_runs_into_the_time_limit() -> None:
    async def trickle(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 OK\r\n\r\n<rss>")
        while not reader.at_eof():
            writer.write(b" ")
            await asyncio.wait([asyncio.ensure_future(reader.read(100))], timeout=0.02)
        writer.close()

    async with await asyncio.start_server(trickle, "127.0.0.1") as server:
        port = server.sockets[0].getsockname()[1]
        async with asking(feed, FeedItems(url=f"http://127.0.0.1:{port}/", timeout=0.3)) as found:
            with pytest.raises(BlockError, match="did not answer within"):
                await found.look()


async def test_a_redirect_into_the_own_network_is_refused(web: WebServer) -> None:
    web.answers["/feed"] = Answer(302, {"location": web.url.replace("127.0.0.1", "localhost") + "/x"})
    async with following(web) as found:
        with pytest.raises(BlockError, match="your own network"):
            await found.look()


def test_a_long_feed_is_read_up_to_its_limit() -> None:
    items = "".join(f"<item><guid>{n}</guid></item>" for n in range(3000))
    assert len(feed_items.read(RSS.format(items).encode())["items"]) == feed_items.MOST


async def test_the_preview_shows_what_the_feed_holds_now(web: WebServer) -> None:
    web.answers["/feed"] = rss("Release 2", "Hello")
    config = FeedItems(url=f"{web.url}/feed", title_has=["release"])
    assert await feed.previewed(config, FakeTriggerContext()) == "News: 1 of 2 items fit now\n  Release 2"
    web.answers["/feed"] = Answer(500)
    assert "answered 500" in await feed.previewed(config, FakeTriggerContext())


@pytest.mark.parametrize(
    ("fields", "place"),
    [({"url": "example.com"}, "url"), ({"url": "http://x", "every": "1s"}, "every"),
     ({"url": "http://x", "first": "all"}, "first"), ({"url": "{{ event.url }}"}, "url")],
)  # fmt: skip
def test_wrong_fields_are_named(fields: dict[str, Any], place: str) -> None:
    assert place in check(FeedItems, fields)[1]
