"""Triggers that ask a server, kept listening by the runner's own listeners."""

import threading

from nomologi_tui.blocks.tools.web.polling import BEAT
from nomologi_tui.model import Automation, ListenerState, Step, StepType
from nomologi_tui.testing import FakeClock
from tests.blocks.web import Answer, WebServer
from tests.runner.bench import Bench
from tests.runner.ears import MakeEars
from tests.runner.made import automation, say
from tests.support import eventually


def asks(block: str, url: str, **config: object) -> Automation:
    return automation(Step(StepType.TRIGGER, block, {"url": url, **config}), say("x"))


def feed_of(*titles: str) -> Answer:
    items = "".join(f"<item><title>{one}</title><guid>{one}</guid></item>" for one in titles)
    return Answer(body=f"<rss version='2.0'><channel><title>N</title>{items}</channel></rss>".encode())


async def test_a_feed_that_fails_is_retried_in_words_and_comes_back_by_itself(
    bench: Bench, web: WebServer, make_ears: MakeEars
) -> None:
    clock = FakeClock()
    web.answers["/feed"] = feed_of("old")
    one, ears = bench.add(asks("feed", f"{web.url}/feed")), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    await eventually(lambda: clock._sleepers)
    web.answers["/feed"] = Answer(500)
    clock.tick(900)
    assert "answered 500 instead of a feed" in await ears.state(one, ListenerState.RETRYING)
    web.answers["/feed"] = feed_of("new", "old")
    await eventually(lambda: clock._sleepers)
    clock.tick(1)
    (run,) = await eventually(bench.runs)
    assert run.input["title"] == "new"
    assert not await ears.state(one, ListenerState.OK)


async def test_a_site_that_is_down_is_an_event_once_also_across_a_restart(
    bench: Bench, web: WebServer, make_ears: MakeEars
) -> None:
    web.answers["/x"] = Answer(500)
    one = bench.add(asks("web_check", f"{web.url}/x", misses=1))
    for looks in (1, 2):
        ears = make_ears()
        await ears.follow(one)
        await eventually(lambda looks=looks: len(web.received) == looks)  # type: ignore[misc]
        assert not await ears.state(one, ListenerState.OK)
        await ears.heard(2 - looks)
        await ears.listeners.stop()
    assert [run.input["kind"] for run in bench.runs()] == ["down"]


async def test_two_hundred_wait_without_a_thread_each(bench: Bench, web: WebServer, make_ears: MakeEars) -> None:
    clock, before = FakeClock(), threading.active_count()
    web.answers["/x"] = Answer()
    many = [bench.add(asks("web_check", f"{web.url}/x")) for _ in range(200)]
    await make_ears(clock).follow(*many)
    await eventually(lambda: len(clock._sleepers) == 200)
    assert len(web.received) == 200
    await eventually(lambda: threading.active_count() < before + 40)
    clock.tick(BEAT)
    await eventually(lambda: len(clock._sleepers) == 200)
    assert len(web.received) == 200
