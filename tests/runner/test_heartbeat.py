from dataclasses import replace

import pytest

from nomologi_tui.runner.heartbeat import Heartbeat
from nomologi_tui.store.secrets import Secrets
from tests.blocks.web import Answer, WebServer
from tests.runner.bench import Bench

PATH = "/ping/hush-hush"


def heart(bench: Bench, url: str) -> Heartbeat:
    secrets = Secrets({"WATCH": url})
    return Heartbeat(replace(bench.tools, settings=replace(bench.settings, heartbeat_url="env:WATCH"), secrets=secrets))


def said(bench: Bench) -> list[str]:
    return [entry.description for entry in bench.log() if entry.event_type == "alerted"]


async def test_who_watches_hears_it(bench: Bench, web: WebServer) -> None:
    web.answers[PATH] = Answer()
    await heart(bench, web.url + PATH).beat()
    assert [(one.method, one.path) for one in web.received] == [("GET", PATH)]
    assert said(bench) == []


async def test_the_address_may_stand_in_the_settings(bench: Bench, web: WebServer) -> None:
    web.answers[PATH] = Answer()
    settings = replace(bench.settings, heartbeat_url=web.url + PATH)
    await Heartbeat(replace(bench.tools, settings=settings)).beat()
    assert len(web.received) == 1


async def test_that_nobody_hears_it_is_said_once_and_without_the_address(bench: Bench, web: WebServer) -> None:
    one = heart(bench, web.url + PATH)
    for _ in range(2):
        await one.beat()
    web.answers[PATH] = Answer()
    for _ in range(2):
        await one.beat()
    assert said(bench) == [
        "The heartbeat was not heard: 127.0.0.1 answered 404. Check heartbeat_url.", "The heartbeat is heard again",
    ]  # fmt: skip


@pytest.mark.parametrize("url", ["http://127.0.0.1:9/ping/hush-hush", "hush-hush", "http://[hush-hush"])
async def test_an_address_where_nobody_is_ends_nothing(bench: Bench, url: str) -> None:
    await heart(bench, url).beat()
    [words] = said(bench)
    assert "hush-hush" not in words


async def test_a_store_that_takes_no_writes_sends_no_sign_of_life(bench: Bench, web: WebServer) -> None:
    one = heart(bench, web.url + PATH)
    bench.store.close()
    with pytest.raises(Exception, match="closed"):
        await one.beat()
    assert web.received == []
