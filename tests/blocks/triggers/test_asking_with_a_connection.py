"""The triggers that ask a web server log in by a connection, and send its credential nowhere else."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from nomologi_tui.blocks import Block, Connected
from nomologi_tui.blocks.tools.feeds.watch import FeedItems
from nomologi_tui.blocks.tools.web_checks.form import WebCheck
from nomologi_tui.blocks.triggers.feed import feed
from nomologi_tui.blocks.triggers.web_check import web_check
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.testing import FakeContext
from tests.blocks.triggers.asking import Asking, asking
from tests.blocks.triggers.test_feed import rss
from tests.blocks.web import Answer, WebServer

BOTH = pytest.mark.parametrize(("block", "config"), [(feed, FeedItems), (web_check, WebCheck)], ids=["feed", "check"])
SECRET = {"Authorization": "Bearer geheim"}


@asynccontextmanager
async def logged_in(
    block: Block, config: type[FeedItems | WebCheck], url: str, *hosts: str
) -> AsyncIterator[Asking]:  # fmt: skip
    async with asking(block, config(url=url, connection="NAS")) as found:
        found.context.connections["NAS"] = Connected("NAS", "bearer", None, hosts, SECRET)
        yield found


@BOTH
async def test_each_look_carries_the_credential(
    block: Block, config: type[FeedItems | WebCheck], web: WebServer
) -> None:
    web.answers["/x"] = rss("a")
    async with logged_in(block, config, f"{web.url}/x", web.url) as found:
        await found.look(times=2)
    assert [one.headers.get("authorization") for one in web.received] == ["Bearer geheim"] * 2


@BOTH
async def test_it_is_dropped_on_the_way_to_another_origin(
    block: Block, config: type[FeedItems | WebCheck], web: WebServer, second_web: WebServer
) -> None:
    web.answers["/x"] = Answer(302, {"location": f"{second_web.url}/there"})
    second_web.answers["/there"] = rss("a")
    async with logged_in(block, config, f"{web.url}/x", web.url, second_web.url) as found:
        await found.look()
    assert "authorization" in web.received[0].headers
    assert "authorization" not in second_web.received[0].headers


@BOTH
async def test_nothing_is_asked_of_a_host_that_it_is_not_bound_to(
    block: Block, config: type[FeedItems | WebCheck], web: WebServer, second_web: WebServer
) -> None:
    async with logged_in(block, config, f"{second_web.url}/x", web.url) as found:
        with pytest.raises(BlockError, match="“NAS” is not bound to http://127"):
            await found.look()
    assert web.received == second_web.received == []


@BOTH
async def test_a_refused_credential_is_no_news_but_an_error_that_names_it(
    block: Block, config: type[FeedItems | WebCheck], web: WebServer
) -> None:
    web.answers["/x"] = Answer(401)
    async with logged_in(block, config, f"{web.url}/x", web.url) as found:
        with pytest.raises(CredentialError, match=r"refused the connection “NAS” \(401\)") as refused:
            await found.look()
        assert found.taken() == []
    assert "geheim" not in str(refused.value)


@BOTH
async def test_the_preview_sends_nothing_and_the_plan_names_the_credential(
    block: Block, config: type[FeedItems | WebCheck], web: WebServer
) -> None:
    made = config(url=f"{web.url}/x", connection="NAS")
    assert await block.previewed(made, FakeContext()) == "It is looked at with “NAS” once it is on."
    assert web.received == []
    assert ("send", "the credential of “NAS” to 127.0.0.1") in [(one.verb, one.target) for one in block.plan(made)]
