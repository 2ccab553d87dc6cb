"""From messages of a broker to one event each, also over a lost connection and a restart.

A message has no id of its own. It gets a number when it is accepted, so that equal messages are two events. A broker
sends again what it has not seen acknowledged, marked as such and under the number that it gave: by these, and the
message's content, one that was accepted already is known.
"""

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, Field

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.fields import Duration
from nomologi_tui.blocks.tools.mqtt.form import BrokerRef, Filter
from nomologi_tui.blocks.tools.values.picking import check_path, pick
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Event, Level

if TYPE_CHECKING:
    from nomologi_tui.blocks.tools.mqtt.client import Delivery, Session

BEAT = 20.0  # seconds between signs of life
MOST = 256 * 1024  # bytes of a message that are kept
DEEPEST = 100  # levels of its JSON
RECENT = 20  # messages that can be unacknowledged, so that only these are sent again


class Messages(BaseModel, extra="forbid"):
    """Which messages count."""

    connection: BrokerRef = Field(
        title="Connection", description="The broker that is listened to.", examples=["Home"], min_length=1
    )
    topic: Filter = Field(
        title="Topic", description="+ is any one level, # all levels that follow.", examples=["zigbee2mqtt/+/contact"]
    )
    json_value: Annotated[str, AfterValidator(lambda path: check_path(path) if path else path)] = Field(
        "", title="JSON value", description="A JMESPath; only messages that have it count.", examples=["contact"]
    )
    first: Literal["from now", "everything"] = Field(
        "from now", title="At the first start", description="everything: also messages that the broker retained.",
        examples=["everything"],
    )  # fmt: skip
    keep: Duration = Field(
        600.0, title="While nobody listens", description="The broker keeps messages this long; 0s: it does not.",
        examples=["1d"], ge=0, le=30 * 86_400,
    )  # fmt: skip


class Heard:
    """What was heard of `topic` before, kept in the trigger's cursor."""

    def __init__(self, ctx: TriggerContext, topic: str) -> None:
        cursor = ctx.cursor
        self.first = not cursor or cursor.get("topic") != topic
        self._state: dict[str, Any] = {"topic": topic, "mark": secrets.token_hex(8), "number": 0, "recent": []}
        if cursor and not self.first:
            self._state = dict(cursor)

    def cursor(self) -> dict[str, Any]:
        """All of it, as JSON."""
        return dict(self._state)

    def forget(self) -> None:
        """The broker knows us no more, so it will send nothing again."""
        self._state["recent"] = []

    def knows(self, delivery: "Delivery") -> bool:
        """Whether it was accepted before, and the broker did not hear of that."""
        return delivery.again and _trace(delivery) in self._state["recent"]

    def event(self, delivery: "Delivery", data: dict[str, Any]) -> Event:
        """The event of a message that is new."""
        self._state["number"] += 1
        if delivery.qos:
            self._state["recent"] = [*self._state["recent"], _trace(delivery)][-RECENT:]
        return Event(f"mqtt:{self._state['mark']}:{self._state['number']}", data, cursor=self.cursor())


def _trace(delivery: "Delivery") -> str:
    content = delivery.topic.encode("utf-8", "replace") + b"\0" + delivery.payload
    return f"{delivery.number}:{hashlib.sha256(content).hexdigest()[:16]}"


async def messages_of(config: Messages, ctx: TriggerContext) -> AsyncIterator[Event]:
    """An event for each message that counts. Raises BlockError when the broker is gone or does not allow it."""
    from nomologi_tui.blocks.tools.mqtt.client import session  # loads the library

    heard, broker = Heard(ctx, config.topic), ctx.connection(config.connection).config.broker()
    async with session(broker, _name(config, ctx), config.keep) as opened:
        retained = heard.first and config.first == "everything"
        later = config.first == "everything" and broker.version == "5"  # others send it at each start
        if not opened.resumed:
            heard.forget()
        if not opened.resumed or heard.first:
            await opened.listen(config.topic, retained=retained)
        if heard.first:
            await ctx.remember(heard.cursor())
        async with _beating(opened, ctx):
            while True:
                delivery = await opened.next()
                wanted = not delivery.retained or retained or later
                data = message_data(config, delivery) if wanted and not heard.knows(delivery) else None
                if data is not None:
                    yield heard.event(delivery, data)
                opened.acknowledge(delivery)


def _name(config: Messages, ctx: TriggerContext) -> str:
    """How the broker knows us: the same after a restart, another one for another topic; old brokers take 23 letters."""
    if not config.keep:
        return ""
    return "nomologi-" + hashlib.sha256(f"{ctx.process_name}\0{config.topic}".encode()).hexdigest()[:14]


@asynccontextmanager
async def _beating(opened: "Session", ctx: TriggerContext) -> AsyncIterator[None]:
    """Say meanwhile that the trigger listens, and what was dropped."""

    async def beat() -> None:
        while True:
            ctx.alive()
            if opened.dropped:
                ctx.log(f"{opened.dropped} messages of QoS 0 were dropped: they come too fast.", Level.WARNING)
                opened.dropped = 0
            await ctx.clock.sleep(BEAT)

    task = asyncio.create_task(beat())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.wait({task})


def message_data(config: Messages, delivery: "Delivery") -> dict[str, Any] | None:
    """The event's data; None for a message without the value that was asked for."""
    kept = delivery.payload[:MOST]
    text = kept.decode("utf-8", "replace")
    found = read_json(kept) if len(kept) == len(delivery.payload) else None
    value: Any = text if found is None else found
    if config.json_value:
        value = _picked(found, config.json_value)
        if value is None:
            return None
    return {
        "topic": delivery.topic,
        "levels": delivery.topic.split("/"),
        "payload": text,
        "value": value,
        "base64": "" if _is_text(kept) else base64.b64encode(kept).decode(),
        "size": len(delivery.payload),
        "retained": delivery.retained,
    }


def read_json(payload: bytes) -> Any:
    """The JSON value; None where it is none, or nested deeper than 100 levels."""
    try:
        found = json.loads(payload, parse_constant=_no_number)
    except (ValueError, RecursionError):
        return None
    return None if _is_deep(found) else found


def _no_number(name: str) -> Any:
    raise ValueError(f"{name} is not a number of JSON")


def _is_deep(value: Any) -> bool:
    level = [value]
    for _ in range(DEEPEST):
        level = [item for one in level if isinstance(one, dict | list) for item in _items(one)]
        if not level:
            return False
    return True


def _items(value: dict[str, Any] | list[Any]) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


def _picked(found: Any, path: str) -> Any:
    try:
        return pick(found, path)
    except BlockError:  # data of another shape than the path expects: it has no such value
        return None


def _is_text(payload: bytes) -> bool:
    try:
        payload.decode()
    except UnicodeDecodeError:
        return False
    return True
