"""A session at an MQTT broker: opened, used, left. Every failure is a sentence that names the broker.

aiomqtt acknowledges a message when it arrives and keeps to itself how the broker answered; here a message is
acknowledged when somebody says so, and a refusal is told.
"""

import asyncio
import logging
import socket
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import aiomqtt
from paho.mqtt.client import MQTT_CLEAN_START_FIRST_ONLY, ConnectFlags, MQTTMessage
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode
from paho.mqtt.subscribeoptions import SubscribeOptions

from nomologi_tui.blocks.tools.mqtt.form import Broker
from nomologi_tui.blocks.tools.mqtt.troubles import connecting, denied, gone, working
from nomologi_tui.blocks.tools.paths import in_home
from nomologi_tui.blocks.tools.small_file import bytes_of
from nomologi_tui.errors import BlockError

PATIENCE = 10.0  # seconds for each answer of a broker
KEEPALIVE = 30  # seconds of silence after which the broker is asked; after as many more it counts as gone
WINDOW = 20  # messages that a broker may send before the first of them is acknowledged
LARGEST = 16 * 1024**2  # bytes of one message
TOO_LONG = 1024**2  # bytes of a message of ours: brokers hang up on longer ones without a word
ROOM = 1000  # messages of QoS 0 that wait; more are dropped, which is what QoS 0 allows
_LOOK = 5.0  # seconds between looks at whether the broker is silent
_DENIED = (128, 135)  # of a topic
_NO_MATTER = MQTT_CLEAN_START_FIRST_ONLY  # what the library wants to see for versions that have no such thing

_quiet = logging.getLogger(f"{__name__}.library")
_quiet.disabled = True  # what it has to say is told as an error, and stderr belongs to the app's screen


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it arrived. `number` is the broker's, until it is acknowledged; `again`: it was sent before."""

    topic: str
    payload: bytes
    qos: int
    retained: bool
    number: int
    again: bool


class Session(aiomqtt.Client):
    """One connection. `resumed`: the broker kept what was subscribed, and what came meanwhile."""

    def __init__(self, broker: Broker, name: str, keep: float, tls: ssl.SSLContext | None) -> None:
        """`name` is how the broker knows us again, for `keep` seconds after we left."""
        five = broker.version == "5"
        super().__init__(
            broker.host, broker.port, username=broker.username or None, password=broker.password or None,
            identifier=name or None, keepalive=KEEPALIVE, timeout=PATIENCE, tls_context=tls, logger=_quiet,
            protocol=aiomqtt.ProtocolVersion.V5 if five else aiomqtt.ProtocolVersion.V311,
            clean_session=None if five else not keep, clean_start=not keep if five else _NO_MATTER,
            properties=_wishes(keep) if five else None, max_concurrent_outgoing_calls=1,
            socket_options=((socket.IPPROTO_TCP, socket.TCP_NODELAY, 1),),
        )  # fmt: skip
        self.broker = broker
        self.resumed = False
        self.dropped = 0  # messages of QoS 0, since somebody last asked
        self.troubles: list[Exception] = []  # what went wrong while connecting
        self._came: asyncio.Queue[Delivery | None] = asyncio.Queue()
        self._answer: ReasonCode | None = None  # to the last message that we sent
        self._client.manual_ack_set(True)

    async def listen(self, topic: str, *, retained: bool) -> None:
        """Hear what is published under `topic`. Raises CredentialError where the broker does not allow it."""
        options = SubscribeOptions(qos=1, retainHandling=0 if retained else 2) if self.broker.version == "5" else None
        (answer,) = await self.subscribe(topic, 0 if options else 1, options)
        code = answer.value if isinstance(answer, ReasonCode) else answer
        if code in _DENIED:
            raise denied(self.broker, f"listen to {topic}")
        if code >= 128:
            raise BlockError(f"{self.broker.place} did not take the topic {topic}: {answer}.")

    async def next(self) -> Delivery:
        """The next message. Raises BlockError when the broker is gone."""
        delivery = await self._came.get()
        if delivery is None:
            raise gone(self.broker)
        return delivery

    def acknowledge(self, delivery: Delivery) -> None:
        """The broker need not send it again."""
        if delivery.qos:
            self._client.ack(delivery.number, delivery.qos)

    async def send(self, topic: str, payload: bytes, qos: int, *, retain: bool) -> None:
        """Publish; with a QoS above 0 until the broker has it. Raises CredentialError, BlockError."""
        self._answer = None
        await self.publish(topic, payload, qos, retain)
        code = self._answer.value if self._answer is not None else 0
        if code in _DENIED:
            raise denied(self.broker, f"publish to {topic}")
        if code >= 128:
            raise BlockError(f"{self.broker.place} did not take the message for {topic}: {self._answer}.")

    def stop_waiting(self, _: object = None) -> None:
        """Whoever waits for a message shall hear that none will come."""
        self._came.put_nowait(None)

    def _client_connect(self) -> None:
        self._client.connect_timeout = PATIENCE
        try:
            super()._client_connect()
        except Exception as error:
            self.troubles.append(error)
            raise

    def _on_connect(
        self, client: Any, userdata: Any, flags: ConnectFlags, reason_code: ReasonCode,
        properties: Properties | None = None,
    ) -> None:  # fmt: skip
        self.resumed = flags.session_present
        super()._on_connect(client, userdata, flags, reason_code, properties)

    def _on_disconnect(self, *args: Any) -> None:
        """Whoever hangs up before he answered will not answer: the library would wait for it."""
        if not self._connected.done():
            self._connected.set_exception(aiomqtt.MqttError("hung up"))
        super()._on_disconnect(*args)

    def _on_publish(
        self, client: Any, userdata: Any, mid: int, reason_code: ReasonCode, properties: Properties
    ) -> None:
        self._answer = reason_code
        super()._on_publish(client, userdata, mid, reason_code, properties)

    def _on_message(self, client: Any, userdata: Any, message: MQTTMessage) -> None:  # noqa: ARG002 - the library's
        if not message.qos and self._came.qsize() >= ROOM:
            self.dropped += 1
            return
        topic = message._topic.decode("utf-8", "replace")  # noqa: SLF001 - `topic` raises for what is not UTF-8
        self._came.put_nowait(
            Delivery(topic, bytes(message.payload), message.qos, message.retain, message.mid, message.dup)
        )

    async def _misc_loop(self) -> None:
        """The library looks each second; a hundred listeners would feel it."""
        while not self._client.loop_misc():  # noqa: ASYNC110 - as the library does it
            await asyncio.sleep(_LOOK)


class _Encrypted(ssl.SSLSocket):
    """The library forgets to close it."""

    def do_handshake(self, block: bool = False) -> None:
        try:
            super().do_handshake(block)
        except BaseException:
            self.close()
            raise


def _wishes(keep: float) -> Properties:
    wishes = Properties(PacketTypes.CONNECT)  # type: ignore[no-untyped-call]
    wishes.SessionExpiryInterval = int(keep)
    wishes.ReceiveMaximum = WINDOW
    wishes.MaximumPacketSize = LARGEST
    return wishes


@asynccontextmanager
async def session(broker: Broker, name: str = "", keep: float = 0.0) -> AsyncIterator[Session]:
    """A session, left at the end. Raises BlockError, CredentialError; passing where nothing was sent yet."""
    tls = await asyncio.to_thread(_trusting, broker.authority) if broker.tls else None
    opened = Session(broker, name, keep, tls)
    with connecting(broker, opened.troubles):
        await _open(opened)
    opened._disconnected.add_done_callback(opened.stop_waiting)  # noqa: SLF001 - it has no other sign of its end
    try:
        with working(broker):
            yield opened
    finally:
        await _leave(opened)


async def publish(broker: Broker, topic: str, payload: bytes, qos: int, *, retain: bool) -> None:
    """Send one message. Raises BlockError, CredentialError; passing only where the message did not leave."""
    if len(payload) > TOO_LONG:
        raise BlockError(f"The message has {len(payload):,} bytes.", "One may have up to 1 MB.")
    async with session(broker) as opened:
        await opened.send(topic, payload, qos, retain=retain)


async def _open(opened: Session) -> None:
    """Connect. A cancellation waits for the thread in which the library connects: it would leave a socket behind."""
    opening = asyncio.ensure_future(opened.__aenter__())
    try:
        await asyncio.shield(opening)
    except asyncio.CancelledError:
        await asyncio.wait({opening})
        if opening.exception() is None:
            await _leave(opened)
        raise
    finally:
        if opening.done() and opening.exception() is not None:
            opened._client.disconnect()  # noqa: SLF001 - the library leaves the socket open


async def _leave(opened: Session) -> None:
    """Say goodbye; a broker that is gone already changes nothing about it."""
    try:
        await opened.__aexit__(None, None, None)
    except aiomqtt.MqttError:
        _quiet.debug("no goodbye")
    if opened._disconnected.done():  # noqa: SLF001
        opened._disconnected.exception()  # noqa: SLF001 - read, so that nobody warns of it


@lru_cache(maxsize=8)
def _trusted(authority: str, changed: int) -> ssl.SSLContext:  # noqa: ARG001 - a renewed file is read anew
    context = ssl.create_default_context()
    context.sslsocket_class = _Encrypted
    if authority:
        context.load_verify_locations(cadata=bytes_of(Path(authority)).decode("ascii", "ignore"))
    return context


def _trusting(authority: str) -> ssl.SSLContext:
    path = in_home(authority)
    try:
        return _trusted(str(path) if authority else "", path.stat().st_mtime_ns if authority else 0)
    except (OSError, ValueError) as error:  # also what is no certificate; ValueError: a NUL in the path
        raise BlockError(f"The file {path} holds no certificates that can be read.", "Give a PEM file.") from error
