"""The MQTT trigger at a real Mosquitto."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Event
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.mqtt.client import publish, session
from nomologi_tui.blocks.tools.mqtt.watch import MOST, Heard, Messages
from nomologi_tui.blocks.triggers.mqtt import mqtt
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests.mqtt import NAME, PASSWORD, Broker, nobody_may_listen
from tests.support import DEADLINE, eventually

Cursor = dict[str, Any]


@pytest.fixture
def broker(tmp_path: Path) -> Iterator[Broker]:
    with Broker(tmp_path) as started:
        yield started


class Hearing:
    """The trigger at work; each event is accepted as it comes."""

    def __init__(self, broker: Broker, cursor: Cursor | None, user: dict[str, Any], fields: dict[str, Any]) -> None:
        self.context = FakeTriggerContext(cursor, clock=SystemClock())
        self.context.connections["Home"] = broker.connected(**user)
        self.config = Messages.model_validate({"connection": "Home", "topic": "s/#", **fields})
        self.events: asyncio.Queue[Event] = asyncio.Queue()
        self.task = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        async for event in mqtt.run(self.config, self.context):
            self.context.cursor = event.cursor
            self.events.put_nowait(event)

    async def next(self) -> Event:
        """The next event. Raises what ends the trigger."""
        await eventually(lambda: not self.events.empty() or self.task.done())
        if self.events.empty():
            self.task.result()
        return self.events.get_nowait()

    async def values(self, number: int) -> list[Any]:
        return [(await self.next()).data["value"] for _ in range(number)]

    async def ended(self) -> None:
        async with asyncio.timeout(DEADLINE):
            await self.task


@asynccontextmanager
async def hearing(
    broker: Broker, cursor: Cursor | None = None, user: dict[str, Any] | None = None, **fields: Any
) -> AsyncIterator[Hearing]:
    found = Hearing(broker, cursor, user or {}, fields)
    try:
        await eventually(lambda: found.context.beats or found.task.done())
        yield found
    finally:
        found.task.cancel()
        await asyncio.wait([found.task])


async def say(broker: Broker, topic: str, payload: bytes | str, qos: int = 1, **more: Any) -> None:
    data = payload.encode() if isinstance(payload, str) else payload
    await publish(broker.config().broker(), topic, data, qos, retain=more.get("retain", False))


@pytest.mark.parametrize("version", ["5", "3.1.1"])
async def test_each_message_is_one_event_equal_ones_too(broker: Broker, version: str) -> None:
    async with hearing(broker, user={"version": version}) as found:
        for _ in range(2):
            await say(broker, "s/kitchen/temp", '{"temp": 21.5}')
        await say(broker, "other/kitchen", "x")
        await say(broker, "s/text", "on", qos=0)
        first, second, third = [await found.next() for _ in range(3)]
    assert first.data == second.data | {"topic": "s/kitchen/temp"}
    assert len({first.id, second.id, third.id}) == 3
    assert first.data == {
        "topic": "s/kitchen/temp", "levels": ["s", "kitchen", "temp"], "payload": '{"temp": 21.5}',
        "value": {"temp": 21.5}, "base64": "", "size": 14, "retained": False,
    }  # fmt: skip
    assert (third.data["value"], third.data["topic"]) == ("on", "s/text")
    assert set(first.data) == set(mqtt.gives)


async def test_only_messages_with_the_value_count(broker: Broker) -> None:
    async with hearing(broker, topic="s/+/door", json_value="contact") as found:
        for payload in ('{"battery": 3}', "[1]", "no json", '{"contact": null}', '{"contact": false}'):
            await say(broker, "s/front/door", payload)
        assert await found.values(1) == [False]


async def test_what_comes_while_nobody_listens_is_heard_later_once(broker: Broker) -> None:
    async with hearing(broker) as before:
        await say(broker, "s/a", "1")
        await before.values(1)
    for number in ("2", "3"):
        await say(broker, "s/a", number)
    await say(broker, "s/a", "lost", qos=0)
    async with hearing(broker, json.loads(json.dumps(before.context.cursor))) as after:
        assert await after.values(2) == [2, 3]
        await say(broker, "s/a", "4")
        assert await after.values(1) == [4]


async def test_with_nothing_kept_it_hears_from_now_on_only(broker: Broker) -> None:
    async with hearing(broker, keep="0s") as before:
        await say(broker, "s/a", "1")
        await before.values(1)
    await say(broker, "s/a", "2")
    async with hearing(broker, before.context.cursor, keep="0s") as after:
        await say(broker, "s/a", "3")
        assert await after.values(1) == [3]


@pytest.mark.parametrize("version", ["5", "3.1.1"])
async def test_what_was_accepted_and_not_acknowledged_is_sent_again_and_known(broker: Broker, version: str) -> None:
    async with hearing(broker, user={"version": version}) as before:
        await say(broker, "s/a", "1")
        (one,) = await before.values(1)
    events = mqtt.run(before.config, before.context)
    await say(broker, "s/a", "2")
    event = await anext(events)  # it is on disk, and then all ends before the broker hears of that
    await events.aclose()
    await say(broker, "s/a", "2")  # an equal one is another one
    async with hearing(broker, event.cursor, user={"version": version}) as after:
        again = await after.next()
        assert (one, event.data["value"], again.data["value"]) == (1, 2, 2)
        assert again.id != event.id
        assert after.events.empty()


async def test_what_was_never_accepted_comes_again(broker: Broker) -> None:
    async with hearing(broker) as before:
        pass
    await say(broker, "s/a", "1")
    for _ in range(2):
        events = mqtt.run(before.config, before.context)
        assert (await anext(events)).data["value"] == 1
        await events.aclose()


@pytest.mark.parametrize(("version", "keep"), [("5", "10 min"), ("5", "0s"), ("3.1.1", "10 min"), ("3.1.1", "0s")])
async def test_what_the_broker_retained_counts_where_it_shall_and_only_at_the_first_start(
    broker: Broker, version: str, keep: str
) -> None:
    await say(broker, "s/state", "old", retain=True)
    user, fields = {"version": version}, dict[str, Any](topic="s/state", keep=keep)
    async with hearing(broker, user=user, keep=keep) as found:
        await say(broker, "s/a", "new")
        assert await found.values(1) == ["new"]
    async with hearing(broker, user=user, first="everything", **fields) as first:
        event = await first.next()
        assert (event.data["value"], event.data["retained"]) == ("old", True)
    async with hearing(broker, event.cursor, user, first="everything", **fields) as later:
        await say(broker, "s/state", "newer", retain=True)
        assert await later.values(1) == ["newer"]


async def test_an_edited_topic_begins_anew(broker: Broker) -> None:
    async with hearing(broker) as before:
        await say(broker, "s/a", "1")
        await before.values(1)
    async with hearing(broker, before.context.cursor, topic="t/#") as after:
        assert after.context.cursor
        assert after.context.cursor["topic"] == "t/#"
        await say(broker, "s/a", "2")
        await say(broker, "t/a", "3")
        assert await after.values(1) == [3]


async def test_a_broker_that_dies_is_said_and_what_was_kept_comes_when_it_is_back(tmp_path: Path) -> None:
    kept = f"persistence true\npersistence_location {tmp_path}/"
    with Broker(tmp_path, options=kept) as broker:
        async with hearing(broker) as before:
            broker.stop()
            with pytest.raises(BlockError, match=f"127.0.0.1:{broker.port} is gone"):
                await before.ended()
        async with hearing(broker, before.context.cursor) as meanwhile:
            with pytest.raises(BlockError, match="refused the connection"):
                await meanwhile.ended()
        broker.start()
        await say(broker, "s/a", "1")
        async with hearing(broker, before.context.cursor) as after:
            assert await after.values(1) == [1]


async def test_a_broker_that_forgot_everything_is_listened_to_anew(broker: Broker) -> None:
    async with hearing(broker) as before:
        await say(broker, "s/a", "1")
        await before.values(1)
        broker.stop(kill=True)
    broker.start()
    async with hearing(broker, before.context.cursor) as after:
        await say(broker, "s/a", "1")
        assert await after.values(1) == [1]


DEEP = b"[" * 5000 + b"]" * 5000
HOSTILE: dict[str, tuple[bytes, Any]] = {
    "binary": (bytes(range(256)), None),
    "escapes": (b"\x1b]0;evil\x07\x1b[31m", "\x1b]0;evil\x07\x1b[31m"),
    "deep": (DEEP, DEEP.decode()),
    "rather deep": (b"[" * 150 + b"]" * 150, "[" * 150 + "]" * 150),
    "no number": (b'{"a": NaN}', '{"a": NaN}'),
    "long number": (b"9" * 5000, "9" * 5000),
    "half a pair": (b'"\\ud800"', "\ud800"),
    "empty": (b"", ""),
    "template": (b"{{ event.topic }} $(id)", "{{ event.topic }} $(id)"),
}


@pytest.mark.parametrize(("payload", "value"), HOSTILE.values(), ids=HOSTILE)
async def test_a_hostile_payload_is_a_sane_event(broker: Broker, payload: bytes, value: Any) -> None:
    async with hearing(broker) as found:
        await say(broker, "s/a", payload)
        data = (await found.next()).data
        await say(broker, "s/a", "1")
        assert await found.values(1) == [1]
    assert data["value"] == (payload.decode("utf-8", "replace") if value is None else value)
    assert bool(data["base64"]) is (value is None)
    assert len(json.dumps(data)) < 100_000


async def test_a_message_of_a_megabyte_is_cut_and_says_its_size(broker: Broker) -> None:
    async with hearing(broker) as found:
        await say(broker, "s/a", b"7" * 1024**2)
        data = (await found.next()).data
    assert (data["size"], len(data["payload"])) == (1024**2, MOST)


async def test_of_a_flood_only_what_may_get_lost_does_and_that_is_told(broker: Broker) -> None:
    clock = FakeClock()
    context = FakeTriggerContext(clock=clock)
    context.connections["Home"] = broker.connected()
    events = mqtt.run(Messages(connection="Home", topic="s/#"), context)
    first = asyncio.ensure_future(anext(events))
    await eventually(lambda: context.beats)
    await say(broker, "s/a", "0")
    await first  # nobody takes the next ones
    async with session(broker.config().broker()) as flood:
        for _ in range(3000):
            await flood.send("s/a", b"x", 0, retain=False)
        await flood.send("s/a", b"the end", 1, retain=False)

    def told() -> list[str]:
        clock.tick(20)
        return context.lines

    await eventually(told)
    assert "messages of QoS 0 were dropped" in context.lines[0]
    async with asyncio.timeout(DEADLINE):
        while (await anext(events)).data["value"] != "the end":
            pass
    await events.aclose()


async def test_a_login_that_is_refused_ends_the_trigger_with_a_sentence(tmp_path: Path) -> None:
    with Broker(tmp_path, {NAME: PASSWORD}) as broker:
        async with hearing(broker, user={"username": NAME, "password": "wrong-one"}) as found:
            with pytest.raises(CredentialError, match="refused the login of ada"):
                await found.ended()


async def test_a_topic_that_is_not_allowed_ends_the_trigger_with_a_sentence(tmp_path: Path) -> None:
    with Broker(tmp_path, options=nobody_may_listen(tmp_path)) as broker:
        async with hearing(broker) as found:
            with pytest.raises(CredentialError, match="does not let somebody without a name listen to s/#"):
                await found.ended()


def test_of_what_can_be_sent_again_all_is_known() -> None:
    heard = Heard(FakeTriggerContext(), "s/#")
    assert heard.first
    assert Heard(FakeTriggerContext(heard.cursor()), "s/#").first is False


@pytest.mark.parametrize("topic", ["", "a/#/b", "a#", "a+/b", "a\0b", "a\nb", "\x1b[m", "x" * 65_536, "\ud800"])
def test_what_is_no_topic_filter_is_said_while_editing(topic: str) -> None:
    assert "topic" in check(Messages, {"connection": "Home", "topic": topic})[1]


@pytest.mark.parametrize("topic", ["#", "+", "+/+/#", "/", "a//b", "$SYS/#", "ü/ö"])
def test_what_is_a_topic_filter_is_taken(topic: str) -> None:
    assert check(Messages, {"connection": "Home", "topic": topic})[1] == {}


async def test_the_preview_names_a_topic_that_counts() -> None:
    config = Messages(connection="Home", topic="s/+/#", keep=0)
    assert await mqtt.previewed(config, FakeTriggerContext()) == (
        "hears for example s/kitchen/kitchen/lamp\nwhat comes while nobody listens is lost"
    )
