"""The MQTT action at a real Mosquitto."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.mqtt_publish import MqttPublish, mqtt_publish
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.mqtt.client import Delivery, session
from nomologi_tui.errors import BlockError, CredentialError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from tests.mqtt import NAME, PASSWORD, Broker


async def published(broker: Broker, topic: str, payload: str = "x", **more: Any) -> dict[str, object]:
    user = {name: more.pop(name) for name in ("username", "password", "version") if name in more}
    context = FakeContext()
    context.connections["Home"] = broker.connected(**user)
    config = MqttPublish.model_validate({"connection": "Home", "topic": topic, "payload": payload, **more})
    return dict(await mqtt_publish.run(config, context))


@pytest.mark.parametrize("qos", [0, 1, 2])
async def test_a_message_is_heard_by_others(tmp_path: Path, qos: int) -> None:
    with Broker(tmp_path) as broker:
        async with session(broker.config().broker()) as other, asyncio.timeout(20):
            await other.listen("lamp/set", retained=False)
            sent = await published(broker, "lamp/set", '{"state": "ü; $(id)"}', qos=qos)
            heard = await other.next()
    assert heard == Delivery("lamp/set", '{"state": "ü; $(id)"}'.encode(), min(qos, 1), False, heard.number, False)
    assert sent == {"topic": "lamp/set", "size": 22}


async def test_what_is_retained_is_there_for_those_who_come_later_until_it_is_removed(tmp_path: Path) -> None:
    with Broker(tmp_path) as broker, pytest.raises(TimeoutError):
        await published(broker, "lamp/state", "ON", retain=True)
        async with session(broker.config().broker()) as other:
            await other.listen("lamp/state", retained=True)
            assert (await other.next()).payload == b"ON"
        await published(broker, "lamp/state", "", retain=True)
        async with session(broker.config().broker()) as other, asyncio.timeout(0.2):
            await other.listen("lamp/state", retained=True)
            await other.next()


async def test_a_topic_that_is_not_allowed_is_named(tmp_path: Path) -> None:
    with Broker(tmp_path, {NAME: PASSWORD}, rules=f"user {NAME}\ntopic write lamp/#\n") as broker:
        who = {"username": NAME, "password": PASSWORD}
        await published(broker, "lamp/set", **who)
        with pytest.raises(CredentialError, match="does not let ada publish to door/open"):
            await published(broker, "door/open", **who)


async def test_a_broker_that_is_not_there_passes_nothing_left(tmp_path: Path) -> None:
    broker = Broker(tmp_path)
    broker.start()
    broker.stop()
    with pytest.raises(BlockError, match="refused the connection") as refused:
        await published(broker, "lamp/set")
    assert refused.value.passing


@pytest.mark.parametrize("topic", ["a/+", "#", "a\0", "a\n", "", "x" * 70_000])
async def test_a_value_that_is_no_topic_is_a_sentence(topic: str) -> None:
    context = FakeContext()
    config = MqttPublish.model_construct(connection="Home", topic=topic, payload="", qos=1, retain=False)
    with pytest.raises(BlockError, match="The topic can't be published to"):
        await mqtt_publish.run(config, context)


async def test_up_to_a_megabyte_is_sent(tmp_path: Path) -> None:
    with Broker(tmp_path) as broker:
        assert (await published(broker, "a", "x" * 1024**2))["size"] == 1024**2
        with pytest.raises(BlockError, match="1,048,577 bytes"):
            await published(broker, "a", "x" * (1024**2 + 1))


def test_wrong_fields_are_named_and_only_a_state_may_be_told_twice() -> None:
    assert set(check(MqttPublish, {"connection": "", "topic": "a", "qos": 3})[1]) == {"connection", "qos"}
    assert mqtt_publish.effect_in({}) is Effect.ONCE
    assert mqtt_publish.effect_in({"retain": True}) is Effect.REPEATABLE
