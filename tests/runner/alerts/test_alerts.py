import asyncio
import json
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from nomologi_tui.model import Alert, Automation, Connection, RunStatus, Step, StepType
from nomologi_tui.runner.alerts.alerts import LOOK, TURN, Alerts
from nomologi_tui.store import connections, runs, users
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.secrets import Secrets
from nomologi_tui.testing import START, FakeClock
from tests.blocks.web import Answer, WebServer
from tests.runner.bench import Bench
from tests.runner.made import automation, say
from tests.support import eventually

Make = Callable[..., "Teller"]
PASSWORD = "correct-horse-battery"


class Teller:
    """The part that tells, on a clock that the test moves."""

    def __init__(self, bench: Bench, clock: FakeClock, environ: dict[str, str], **settings: Any) -> None:
        self.bench, self.clock = bench, clock
        tools = replace(
            bench.tools, clock=clock, settings=replace(bench.settings, **settings), secrets=Secrets(environ)
        )
        self.alerts = Alerts(tools)

    def ends(self, one: Automation, status: RunStatus = RunStatus.FAILURE, words: str = "It broke.") -> int:
        store, run_id = self.bench.store, self.bench.queue(one)
        store.write(runs.claim, "this-runner", self.clock.now(), 1)
        store.write(runs.finish, run_id, "this-runner", status, self.clock.now(), summary=words)
        return run_id

    async def after(self, seconds: float) -> None:
        self.clock.tick(seconds)
        await self.alerts.tell()

    @property
    def all(self) -> list[Alert]:
        with Reader.open(self.bench.settings.places) as reader:
            return reader.alerts(self.bench.user.id)[::-1]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def make(bench: Bench, clock: FakeClock, web: WebServer) -> Make:
    environ = {"PHONE": web.url.replace("http", "json") + f"/{PASSWORD}"}
    return lambda **settings: Teller(bench, clock, environ, **{"alert_channel": "env:PHONE"} | settings)


def messages(web: WebServer) -> list[tuple[str, str]]:
    return [(got["title"], got["message"]) for got in (json.loads(one.body) for one in web.received)]


def hears(web: WebServer) -> None:
    web.answers[f"/{PASSWORD}"] = Answer()


async def test_a_failure_and_that_it_works_again_arrive(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    teller, one = make(), bench.add(automation(say("x")))
    run_id = teller.ends(one)
    await teller.after(5)
    teller.ends(one)
    teller.ends(one, RunStatus.SUCCESS, "Done.")
    await teller.after(60)
    await teller.after(600)
    assert messages(web) == [
        ("Failed: Test it", f"It broke.\nEach step: nomologi trace {run_id}"), ("Works again: Test it", "Done."),
    ]  # fmt: skip


async def test_a_flood_is_one_message(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    teller = make()
    for _ in range(12):
        teller.ends(bench.add(automation(say("x"))))
        teller.clock.tick(0.4)
    await teller.after(1)
    [(title, body)] = messages(web)
    assert (title, len(body.splitlines())) == ("12 alerts: 12 failed", 13)


async def test_a_receiver_that_is_down_gets_it_when_it_is_up_again_also_from_the_next_runner(
    bench: Bench, web: WebServer, make: Make
) -> None:
    teller = make()
    teller.ends(bench.add(automation(say("x"))))
    await teller.after(5)
    [held] = teller.all
    assert (held.state, held.tries, "404" in held.error, PASSWORD in held.error) == ("held", 1, True, False)
    hears(web)
    await teller.after(30)
    assert len(web.received) == 1
    after_a_restart = make()
    await after_a_restart.after(31)
    [told] = teller.all
    assert (len(web.received), told.state, told.channel, told.tries) == (2, "told", "JSON", 2)
    assert not any(PASSWORD in entry.description for entry in bench.log())
    await after_a_restart.after(9_999)
    assert len(web.received) == 2


async def test_one_that_flaps_is_told_once_an_hour_with_all_of_it(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    teller, one = make(), bench.add(automation(say("x")))
    for _ in range(30):
        teller.ends(one)
        await teller.after(60)
        teller.ends(one, RunStatus.SUCCESS)
        await teller.after(60)
    assert [title for title, _ in messages(web)] == ["Failed: Test it", "Works again: Test it"]
    await teller.after(70)
    assert messages(web)[2][0] == "58 alerts: 29 failed, 29 works again"


async def test_a_night_comes_as_one_message_in_the_morning(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    teller = make(alert_quiet="22:00-07:00", timezone="Asia/Tokyo")  # START is 18:00 there
    for one in (bench.add(automation(say(str(number)))) for number in range(3)):
        teller.clock.tick(2 * 3_600 + 600)
        teller.ends(one)
        await teller.after(60)
    assert len(web.received) == 1
    teller.clock.set_wall(START + timedelta(hours=13, seconds=-1))
    await teller.after(0)
    assert len(web.received) == 1
    await teller.after(1)
    assert [title for title, _ in messages(web)][1:] == ["2 alerts: 2 failed"]


async def test_what_a_user_prefers_goes_before_the_settings_of_the_machine(
    bench: Bench, web: WebServer, make: Make
) -> None:
    hears(web)
    teller = make(alert_channel="off")
    one = bench.add(automation(say("x")))
    quiet = {
        "alert_quiet": "09:00-11:00",
        "alert_channel": "env:PHONE",
        "shown_timezone": "UTC",
    }  # START is 09:00 there
    bench.store.write(users.set_preferences, bench.user.id, quiet)
    teller.ends(one)
    await teller.after(60)
    assert web.received == []
    teller.clock.set_wall(START + timedelta(hours=2))
    await teller.after(0)
    assert [title for title, _ in messages(web)] == ["Failed: Test it"]


async def test_without_a_channel_the_log_tells(bench: Bench, make: Make) -> None:
    teller = make(alert_channel="terminal")
    teller.ends(bench.add(automation(say("x"))), words="\x1b[31m[b]no[/b]")
    await teller.after(5)
    [line] = [entry for entry in bench.log() if entry.event_type == "alerted"]
    assert line.description.startswith("Failed: Test it. \ufffd[31m[b]no[/b] Each step: nomologi trace")
    assert teller.all[0].channel == "terminal"


async def test_alerts_that_are_off_are_dropped(bench: Bench, web: WebServer, make: Make) -> None:
    teller = make(alert_channel="off")
    teller.ends(bench.add(automation(say("x"))))
    await teller.after(5)
    assert (teller.all[0].state, teller.all[0].error, web.received) == ("dropped", "Alerts are off.", [])


async def test_the_first_message_step_gives_the_channel(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    here = Step(StepType.ACTION, "notify", {"message": "x"})
    there = Step(StepType.ACTION, "notify", {"message": "x", "to": "env:PHONE"})
    teller = make(alert_channel="")
    teller.ends(bench.add(automation(here, there)))
    await teller.after(5)
    assert [title for title, _ in messages(web)] == ["Failed: Test it"]


@pytest.mark.parametrize("named", [{"connection": "my PHONE"}, {"connection": "1"}, {}])
async def test_a_connection_for_messages_gives_the_channel_by_a_step_or_by_itself(
    bench: Bench, web: WebServer, make: Make, named: dict[str, str]
) -> None:
    hears(web)
    phone = Connection(bench.user.id, "apprise", "My phone", {"url": "env:PHONE"})
    bench.store.write(connections.save, phone, START)
    bench.store.write(connections.save, replace(phone, label="Another", config={"url": "env:NOWHERE"}), START)
    teller = make(alert_channel="")
    teller.ends(bench.add(automation(Step(StepType.ACTION, "notify", {"message": "x", **named}))))
    await teller.after(5)
    assert [title for title, _ in messages(web)] == ["Failed: Test it"]
    with Reader.open(bench.settings.places) as reader:
        assert reader.recipient(bench.user.id).words == "the connection “My phone”"


async def test_another_users_connection_is_no_channel_of_ours(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    eve = bench.store.write(users.ensure_os_user, "eve", "Eve", START)
    phone = Connection(eve.id, "apprise", "My phone", {"url": "env:PHONE"})
    bench.store.write(connections.save, phone, START)
    teller = make(alert_channel="")
    teller.ends(bench.add(automation(Step(StepType.ACTION, "notify", {"message": "x", "connection": "My phone"}))))
    await teller.after(5)
    assert web.received == []


async def test_another_users_alerts_do_not_go_to_the_one_whose_settings_these_are(
    bench: Bench, web: WebServer, make: Make
) -> None:
    hears(web)
    teller = make()
    eve = bench.store.write(users.ensure_os_user, "eve", "Eve", START)
    ours, bench.user = bench.user, eve
    teller.ends(bench.add(automation(say("x"))))
    await teller.after(5)
    assert (teller.all[0].channel, web.received) == ("terminal", [])
    bench.user = ours
    assert teller.all == []


async def test_a_message_that_is_on_its_way_when_the_runner_ends_is_not_sent_again(
    bench: Bench, web: WebServer, make: Make
) -> None:
    hold = threading.Event()
    web.answers[f"/{PASSWORD}"] = Answer(waits_for=hold)
    teller = make()
    teller.ends(bench.add(automation(say("x"))))
    teller.clock.tick(5)
    telling = asyncio.create_task(teller.alerts.tell())
    await eventually(lambda: web.received)
    telling.cancel()
    hold.set()
    await asyncio.wait([telling])
    assert (telling.cancelled(), teller.all[0].state) == (True, "told")


async def test_it_looks_and_tells_by_itself(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    teller = make()
    running = asyncio.create_task(teller.alerts.run())
    teller.ends(bench.add(automation(say("x"))))

    def heard() -> bool:
        teller.clock.tick(TURN)
        return bool(web.received)

    await eventually(heard)
    running.cancel()
    await asyncio.wait([running])
    assert [title for title, _ in messages(web)] == ["Failed: Test it"]


async def test_what_is_late_is_found_and_told(bench: Bench, web: WebServer, make: Make) -> None:
    hears(web)
    teller, one = make(), bench.add(automation(say("x"), alert_slow=300.0))
    bench.queue(one)
    bench.store.write(runs.claim, "this-runner", teller.clock.now(), 1)
    for _ in range(6):
        await teller.after(LOOK)
        await teller.alerts.look()
    await teller.after(5)
    assert [title for title, _ in messages(web)] == ["Slow: Test it"]


async def test_a_machine_that_slept_is_given_a_moment(bench: Bench, make: Make) -> None:
    teller, one = make(), bench.add(automation(say("x"), alert_slow=300.0))
    bench.queue(one)
    bench.store.write(runs.claim, "this-runner", teller.clock.now(), 1)
    teller.clock.tick(8 * 3_600)
    await teller.alerts.look()
    assert teller.all == []
    teller.clock.tick(LOOK)
    await teller.alerts.look()
    assert [one.kind for one in teller.all] == ["slow"]


async def test_what_a_machine_slept_through_makes_no_run_slow(bench: Bench, make: Make) -> None:
    teller, one = make(), bench.add(automation(say("x"), alert_slow=300.0))
    bench.queue(one)
    bench.store.write(runs.claim, "this-runner", teller.clock.now(), 1)
    teller.clock.set_wall(teller.clock.now() + timedelta(hours=8))
    for _ in range(4):
        teller.clock.tick(LOOK)
        await teller.alerts.look()
    assert teller.all == []
    teller.clock.tick(LOOK)
    await teller.alerts.look()
    assert [alert.body.split("\n")[0] for alert in teller.all] == ["Run 1 has worked for 5 min by now."]
