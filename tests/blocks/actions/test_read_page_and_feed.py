from typing import Any

import pytest

from nomologi_tui.blocks import Connected
from nomologi_tui.blocks.actions.read_feed import ReadFeed, read_feed
from nomologi_tui.blocks.actions.read_page import ReadPage, read_page
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.testing import FakeContext
from tests.blocks.web import Answer, WebServer

PAGE = b"""<html><head><title> Our\n news </title><script>never()</script></head>
<body><nav>Menu</nav><article><h1>Rain</h1><p>It  rains.</p></article></body></html>"""
FEED = b"""<rss version="2.0"><channel><title>Blog</title>
<item><title>Two</title><link>http://a.example/2</link><description>&lt;b&gt;Second&lt;/b&gt;</description></item>
<item><title>One</title><link>http://a.example/1</link></item></channel></rss>"""


def html(body: bytes) -> Answer:
    return Answer(headers={"content-type": "text/html; charset=utf-8"}, body=body)


async def read(block: Any, config: Any, account: Connected | None = None, **values: str) -> Any:
    context = FakeContext(values, clock=SystemClock())
    if account:
        context.connections[account.label] = account
    return await block.run(config, context)


async def test_a_page_is_read_as_a_person_sees_it(web: WebServer) -> None:
    web.answers["/news"] = html(PAGE)
    found = await read(read_page, ReadPage(url=f"{web.url}/{{{{ name }}}}"), name="news")
    assert found == {"text": "Menu\nRain\nIt rains.", "value": "Menu Rain It rains.", "title": "Our news",
                     "url": f"{web.url}/news"}  # fmt: skip


async def test_one_place_of_a_page(web: WebServer) -> None:
    web.answers["/"] = html(PAGE)
    assert (await read(read_page, ReadPage(url=f"{web.url}/", css="article p")))["value"] == "It rains."
    with pytest.raises(BlockError, match=r"The page of 127\.0\.0\.1 has no aside"):
        await read(read_page, ReadPage(url=f"{web.url}/", css="aside"))


async def test_the_first_items_of_a_feed(web: WebServer) -> None:
    web.answers["/f"] = Answer(body=FEED)
    found = await read(read_feed, ReadFeed(url=f"{web.url}/f", most=1))
    assert (found["title"], found["count"], found["items"][0]["title"], found["items"][0]["text"]) == (
        "Blog", 1, "Two", "Second",
    )  # fmt: skip


@pytest.mark.parametrize(("block", "config"), [(read_page, ReadPage), (read_feed, ReadFeed)])
async def test_both_log_in_by_a_connection_and_only_where_it_is_bound(
    web: WebServer, second_web: WebServer, block: Any, config: Any
) -> None:
    web.answers["/x"] = Answer(401)
    account = Connected("Wiki", "bearer", None, (web.url,), {"Authorization": "Bearer t-1"})
    with pytest.raises(CredentialError, match="refused the connection “Wiki”"):
        await read(block, config(url=f"{web.url}/x", connection="Wiki"), account)
    assert web.received[0].headers["authorization"] == "Bearer t-1"
    with pytest.raises(BlockError, match="is not bound to"):
        await read(block, config(url=f"{second_web.url}/x", connection="Wiki"), account)
    assert second_web.received == []


@pytest.mark.parametrize(("block", "config"), [(read_page, ReadPage), (read_feed, ReadFeed)])
async def test_an_address_from_a_value_never_reaches_the_own_network(web: WebServer, block: Any, config: Any) -> None:
    with pytest.raises(BlockError, match="lies in your own network"):
        await read(block, config(url="{{ link }}"), link=f"{web.url}/x")
    assert web.received == []


@pytest.mark.parametrize("body", [b"", b"<html>no feed</html>", b"\x00" * 99, b"<rss", b'{"items": 1}'])
async def test_what_is_no_feed_is_a_sentence(web: WebServer, body: bytes) -> None:
    web.answers["/f"] = html(body)
    with pytest.raises(BlockError, match="sent nothing|is not a feed|is a broken feed"):
        await read(read_feed, ReadFeed(url=f"{web.url}/f"))


async def test_a_busy_server_may_be_asked_again(web: WebServer) -> None:
    web.answers["/f"] = Answer(503)
    with pytest.raises(BlockError, match="answered 503") as caught:
        await read(read_feed, ReadFeed(url=f"{web.url}/f"))
    assert caught.value.passing
