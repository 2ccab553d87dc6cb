import asyncio
import contextlib
import hmac
import socket
import threading
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from nomologi_tui.blocks import Event, TriggerContext
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import EventType, Level, ListenerState, RunStatus, Step, StepType
from nomologi_tui.runner.tools import AGAIN
from nomologi_tui.store import listeners
from nomologi_tui.testing import FakeClock
from tests.ports import free_port
from tests.runner.bench import Bench
from tests.runner.ears import Ears, MakeEars, Sender
from tests.runner.made import Do, Doings, automation, hear, say
from tests.support import DEADLINE, eventually

TOKEN = "token-of-thirty-two-characters--"
WEBHOOK = Step(StepType.TRIGGER, "webhook", {"token": TOKEN})
PASSWORD = "correct-horse-battery"  # what env:PASSWORD is
HOURLY = Step(StepType.TRIGGER, "schedule", {"cron": "0 * * * *"})


async def test_the_cursor_comes_back_after_a_restart(bench: Bench, sender: Sender, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears()
    await ears.follow(one)
    sender.send(Event("first", cursor={"page": 2}))
    await ears.heard(1)
    await ears.follow()
    await ears.follow(one)
    await eventually(lambda: sender.starts == [None, {"page": 2}])


async def test_an_event_for_which_per_has_no_value_is_named_in_the_log_of_its_run(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    one, ears = bench.add(automation(hear("sender"), say("x"), per="{{ event.sender }}")), make_ears()
    await ears.follow(one)
    sender.send(Event("first", {"sender": "ada"}))
    sender.send(Event("second", {"from": "ada"}))
    await ears.heard(2)
    [said] = [entry for entry in bench.log() if entry.level is Level.WARNING]
    named = {run.id: run.key for run in bench.runs()}
    assert (named[said.run_id or 0], sorted(filter(None, named.values()))) == ("", ["ada"])
    assert "event.sender is undefined" in said.description


@pytest.mark.parametrize(("catch_up", "words", "count"), [("once", "runs now", 1), ("skip", "is left out", 0)])
async def test_of_missed_times_the_latest_runs_or_is_left_out_and_the_log_says_so(
    bench: Bench, make_ears: MakeEars, catch_up: str, words: str, count: int
) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    one, ears = bench.add(automation(HOURLY, say("x"), catch_up=catch_up)), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now() - timedelta(hours=5), None)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    missed = await eventually(lambda: [entry for entry in bench.log() if entry.event_type is EventType.MISSED])
    assert missed[0].description.endswith(f"the latest, due 2026-11-22 09:00 UTC, {words}.")
    await ears.heard(count)
    assert [run.due for run in bench.runs()] == [datetime(2026, 11, 22, 9, tzinfo=UTC)] * count


async def test_each_missed_time_has_a_run_that_waits_where_each_shall_run(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    one, ears = bench.add(automation(HOURLY, say("x"), catch_up="each")), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now() - timedelta(hours=5), None)
    await ears.follow(one)
    await ears.heard(5)
    due = {run.due and run.due.hour: run.status for run in bench.runs()}
    assert due == dict.fromkeys(range(5, 10), RunStatus.PENDING)


async def test_without_a_missed_time_nothing_is_said(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    one, ears = bench.add(automation(HOURLY, say("x"))), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now() - timedelta(minutes=5), None)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert bench.listener(one).next_due == datetime(2026, 11, 22, 10, tzinfo=UTC)
    assert not [entry for entry in bench.log() if entry.event_type is EventType.MISSED]


async def test_a_time_that_comes_late_after_sleep_is_the_latest_one(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(SystemClock().now() + timedelta(hours=8))
    each_second = Step(StepType.TRIGGER, "schedule", {"every": "1s"})
    one, ears = bench.add(automation(each_second, say("x"))), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now(), None)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    clock.tick(10)
    (run,) = await eventually(bench.runs)
    assert run.due is not None
    assert clock.now() - run.due < timedelta(seconds=1)
    [told] = [entry.description for entry in bench.log() if entry.event_type is EventType.MISSED]
    assert told.startswith("9 times were missed while the machine slept or was busy; the next one, due ")


async def post(ears: Ears, **headers: str) -> int:
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        answer = await client.post(ears.sources.hooks.address(TOKEN), content=b"{}", headers=headers)
        return answer.status_code


async def test_a_webhook_is_answered_202_once_its_run_is_on_disk(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert await post(ears) == 202
    assert len(bench.runs()) == 1


async def test_the_same_delivery_twice_is_one_run_and_202_each_time(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    answers = [await post(ears, **{"webhook-id": "d1"}), await post(ears, **{"webhook-id": "d1"})]
    together = await asyncio.gather(*(post(ears, **{"webhook-id": "d2"}) for _ in range(4)))
    assert {*answers, *together} == {202}
    assert sorted(str(run.event_id) for run in bench.runs()) == ["hook:d1", "hook:d2"]


async def test_a_request_with_a_bad_signature_is_403_and_the_log_says_why(bench: Bench, make_ears: MakeEars) -> None:
    signed = replace(WEBHOOK, config={"token": TOKEN, "scheme": "github", "secret": "env:PASSWORD"})
    one, ears = bench.add(automation(signed, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert await post(ears, **{"x-hub-signature-256": "sha256=00"}) == 403
    assert bench.runs() == []
    await eventually(lambda: [one for one in bench.log() if one.description.startswith("A request was refused: ")])


async def test_an_event_is_written_without_the_secret_of_its_trigger(bench: Bench, make_ears: MakeEars) -> None:
    signed = replace(WEBHOOK, config={"token": TOKEN, "scheme": "github", "secret": "env:PASSWORD"})
    one, ears = bench.add(automation(signed, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    sign = hmac.new(PASSWORD.encode(), b"{}", "sha256").hexdigest()
    told = {"x-hub-signature-256": f"sha256={sign}", "x-told": PASSWORD, "webhook-id": f"d-{PASSWORD}"}
    assert await post(ears, **told) == 202
    (run,) = bench.runs()
    assert PASSWORD not in f"{run.input} {run.event_id}"
    assert (run.event_id, run.input["headers"]["x-told"]) == ("hook:d-[hidden]", "[hidden]")


@pytest.mark.parametrize(("headers", "body", "reason"), [
    ({"origin": "https://evil.example"}, b"{}", "a browser page sent it"),
    ({}, b"x" * 1_100_000, "the body is larger than 1 MB"),
])  # fmt: skip
async def test_a_request_that_never_reached_the_trigger_is_in_the_log(
    bench: Bench, make_ears: MakeEars, headers: dict[str, str], body: bytes, reason: str
) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        with contextlib.suppress(httpx.TransportError):  # it hung up while we still sent
            await client.post(ears.sources.hooks.address(TOKEN), content=body, headers=headers)
    told = f"A request was refused: {reason}"
    await eventually(lambda: [entry for entry in bench.log() if entry.description == told])
    assert bench.runs() == []


def _limit(tx: Any, pages: int) -> None:
    tx.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


async def test_a_full_disk_is_503_and_the_sender_may_come_again(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears(clock)
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    bench.store.write(_limit, 1)
    async with httpx.AsyncClient(trust_env=False, timeout=DEADLINE) as client:
        answer = await client.post(ears.sources.hooks.address(TOKEN), content=b"x" * 900_000)
    assert (answer.status_code, bench.runs()) == (503, [])
    bench.store.write(_limit, 1_000_000)
    assert await post(ears) == 202  # it listened on: no sender finds the port closed
    assert bench.listener(one).state is ListenerState.OK


async def test_each_of_many_requests_hears_that_the_disk_is_full(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    bench.store.write(_limit, 1)
    big = {"x-filler": "x" * 12_000}
    assert await asyncio.gather(*(post(ears, **big) for _ in range(8))) == [503] * 8
    bench.store.write(_limit, 1_000_000)
    assert await asyncio.gather(*(post(ears, **big) for _ in range(8))) == [202] * 8
    assert (len(bench.runs()), bench.listener(one).state) == (8, ListenerState.OK)


async def test_a_request_that_was_taken_is_202_though_its_trigger_ends(bench: Bench, make_ears: MakeEars) -> None:
    one, ears = bench.add(automation(WEBHOOK, say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    slow = threading.Event()
    held = bench.store.submit(lambda _: slow.wait(DEADLINE))  # a slow disk
    answer = asyncio.create_task(post(ears))
    await eventually(lambda: ears.events)
    ending = asyncio.create_task(ears.follow())
    await asyncio.wait([ending], timeout=0)
    slow.set()
    await ending
    assert (await answer, len(bench.runs()), held.result()) == (202, 1, True)


async def test_an_event_of_our_own_waits_for_room_on_the_disk(
    bench: Bench, sender: Sender, make_ears: MakeEars
) -> None:
    clock = FakeClock()
    one, ears = bench.add(automation(hear("sender"), say("x"))), make_ears(clock)
    await ears.follow(one)
    bench.store.write(_limit, 1)
    sender.send(Event("large", {"text": "x" * 900_000}))
    await eventually(lambda: clock._sleepers)
    assert bench.runs() == []
    bench.store.write(_limit, 1_000_000)

    def tick() -> bool:
        clock.tick(AGAIN)
        return bool(bench.runs())

    await eventually(tick)


async def test_a_port_that_is_taken_is_retried_until_it_is_free(bench: Bench, make_ears: MakeEars) -> None:
    clock, port = FakeClock(), free_port()
    with socket.create_server(("127.0.0.1", port)):
        ears = make_ears(clock, webhook_port=port)
        one = bench.add(automation(WEBHOOK, say("x")))
        await ears.follow(one)
        assert "can't open 127.0.0.1:" in await ears.state(one, ListenerState.RETRYING)
    await eventually(lambda: clock._sleepers)
    clock.tick(1)
    await ears.state(one, ListenerState.OK)
    assert await post(ears) == 202


async def test_a_trigger_that_passes_a_request_over_has_heard_it(
    bench: Bench, doings: Doings, make_ears: MakeEars
) -> None:
    async def deaf(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        async for request in ctx.requests(TOKEN):
            if request.body == b"never":
                yield Event(request.id)

    doings.hears["deaf"] = deaf
    one, ears = bench.add(automation(hear("deaf"), say("x"))), make_ears()
    await ears.follow(one)
    await ears.state(one, ListenerState.OK)
    assert (await post(ears), bench.runs()) == (202, [])


async def test_what_was_left_out_is_said_once(bench: Bench, make_ears: MakeEars) -> None:
    clock = FakeClock(datetime(2026, 11, 22, 9, 30, tzinfo=UTC))
    one, ears = bench.add(automation(HOURLY, say("x"), catch_up="skip")), make_ears(clock)
    bench.store.write(listeners.begin, one.triggers[0].id, clock.now() - timedelta(hours=5), None)
    for _ in range(2):
        await ears.follow(one)
        await ears.state(one, ListenerState.OK)
        await ears.follow()
    assert len([entry for entry in bench.log() if entry.event_type is EventType.MISSED]) == 1


async def test_a_cursor_can_be_kept_without_an_event(bench: Bench, doings: Doings, make_ears: MakeEars) -> None:
    seen: list[dict[str, Any] | None] = []

    async def begin(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        seen.append(ctx.cursor)
        await ctx.remember({"from": 7})
        seen.append(ctx.cursor)
        ctx.log("remembered")
        yield Event("first")

    doings.hears["begin"] = begin
    one, ears = bench.add(automation(hear("begin"), say("x"))), make_ears()
    await ears.follow(one)
    await ears.heard(1)
    assert (seen, bench.listener(one).cursor) == ([None, {"from": 7}], {"from": 7})
    await eventually(lambda: "remembered" in [entry.description for entry in bench.log()])


async def test_a_new_file_becomes_a_run(bench: Bench, make_ears: MakeEars, tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    files = Step(StepType.TRIGGER, "file", {"folder": str(inbox), "settle": 0})
    one, ears = bench.add(automation(files, say("x"))), make_ears()
    await ears.follow(one)
    await eventually(lambda: bench.listener(one).cursor is not None)
    (inbox / "letter.txt").write_text("Dear Ada")
    (run,) = await eventually(bench.runs)
    assert "letter.txt" in str(run.input)


async def test_a_trigger_knows_zone_and_address(bench: Bench, doings: Doings, make_ears: MakeEars) -> None:
    async def tell(config: Do, ctx: TriggerContext) -> AsyncIterator[Event]:
        yield Event(f"{ctx.timezone.key} {ctx.webhook_url('t')}")

    doings.hears["tell"] = tell
    one, ears = bench.add(automation(hear("tell"), say("x"))), make_ears(webhook_url="https://hooks.example.org")
    await ears.follow(one)
    (run,) = await eventually(bench.runs)
    assert run.event_id == "UTC https://hooks.example.org/hook/t"
