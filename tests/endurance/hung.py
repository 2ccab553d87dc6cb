"""Counterparts that hang: they take the connection and say nothing, or fall silent in the middle of it.

Real servers stand behind relays that stop passing anything on while every connection stays open, as a firewall that
forgot them or a machine that lost its power looks from here.
"""

import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import Any

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Automation, Connection, Step, StepType
from nomologi_tui.settings import Settings
from nomologi_tui.store import connections
from nomologi_tui.usecases.workspace import Workspace
from tests.blocks.conftest import serving
from tests.blocks.mailboxes import PASSWORD, mail_serving
from tests.blocks.web import Answer
from tests.dockerd import docker_serving
from tests.endurance.figures import Line, Promise
from tests.endurance.kills import until_it_serves
from tests.endurance.world import LOGIN, World
from tests.mqtt import Broker
from tests.support import wait_until

OPTIONS = {"docker": 1}
SEEN = 420.0  # seconds until a person sees that a trigger does not hear: five minutes of silence, and a time limit
BACK = 180.0  # seconds until it hears again by itself: it is tried each minute
FEED = b"<rss version='2.0'><channel><item><title>one</title><guid>1</guid></item></channel></rss>"


class Relay:
    """Passes bytes on in both directions until it is told to hang; from then on only the kernel answers."""

    def __init__(self, target: Any, own: str = "") -> None:
        """`target` is a port of loopback or the path of a socket; `own` is a path for one of ours."""
        self._target = target
        self._flows = threading.Event()
        self._flows.set()
        family = socket.AF_UNIX if own else socket.AF_INET
        self._door = socket.socket(family)
        self._door.bind(own or ("127.0.0.1", 0))
        self._door.listen(64)
        self.port = 0 if own else int(self._door.getsockname()[1])
        threading.Thread(target=self._accept, daemon=True).start()

    def hang(self) -> None:
        self._flows.clear()

    def go_on(self) -> None:
        self._flows.set()

    def close(self) -> None:
        self._door.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self._door.accept()
                threading.Thread(target=self._join, args=(near,), daemon=True).start()

    def _join(self, near: socket.socket) -> None:
        self._flows.wait()
        far = socket.socket(socket.AF_UNIX if isinstance(self._target, str) else socket.AF_INET)
        far.connect(self._target if isinstance(self._target, str) else ("127.0.0.1", self._target))
        for one, other in ((near, far), (far, near)):
            threading.Thread(target=self._pass_on, args=(one, other), daemon=True).start()

    def _pass_on(self, one: socket.socket, other: socket.socket) -> None:
        with suppress(OSError):
            while data := one.recv(65536):
                self._flows.wait()
                other.sendall(data)
            self._flows.wait()
            other.shutdown(socket.SHUT_WR)


def prove(docker: int) -> Iterator[Line]:
    """Hang while all listen, and before the first of them does; `docker`: 0 leaves the container trigger out."""
    for words, listening_first in (("falls silent while it listens", True), ("never says a word", False)):
        with tempfile.TemporaryDirectory(prefix="nomologi-hung-") as folder, ExitStack() as ends:
            world = World(Path(folder))
            relays = _set_up(world, ends, with_docker=bool(docker))
            seen, back = _hang(world, relays, listening_first=listening_first)
        for block, seconds in seen.items():
            yield Promise(f"{block}, {words}: seen as lost", round(seconds), SEEN, unit="s")
        yield Promise(f"all hear again after one that {words}", round(back), BACK, unit="s")


def _set_up(world: World, ends: ExitStack, *, with_docker: bool) -> list[Relay]:
    """An automation for each kind of line; what they listen to ends with `ends`."""

    def relay(target: Any, own: str = "") -> Relay:
        return ends.enter_context(closing(Relay(target, own)))

    (world.folder / "broker").mkdir()
    web = ends.enter_context(serving())
    web.answers["/feed"] = Answer(body=FEED)
    site = relay(int(web.url.rpartition(":")[2]))
    mailbox = ends.enter_context(mail_serving())
    mail = relay(mailbox.port)
    mqtt = relay(ends.enter_context(Broker(world.folder / "broker")).port)
    world.environ["PASSWORD"] = PASSWORD
    fields = {"imap_host": "127.0.0.1", "imap_port": mail.port, "imap_security": "none", "address": mailbox.name}
    _connect(world, "mailbox", {**fields, "password": "env:PASSWORD"})
    _connect(world, "mqtt", {"host": "127.0.0.1", "port": mqtt.port, "tls": False})
    triggers = {
        "feed": {"url": f"http://127.0.0.1:{site.port}/feed", "every": "5s"},
        "mail": {"mailbox": "mailbox"},
        "mqtt": {"connection": "mqtt", "topic": "s/#"},
    }
    relays = [site, mail, mqtt]
    if with_docker:
        engine = ends.enter_context(docker_serving()).environment["DOCKER_HOST"].removeprefix("unix://")
        relays.append(relay(engine, str(world.folder / "engine.sock")))
        world.environ["DOCKER_HOST"] = f"unix://{world.folder}/engine.sock"
        triggers["container"] = {"when": "starts", "name": "box-*"}
    do = Step(StepType.ACTION, "wait", {"time": "1s"})
    for block, config in triggers.items():
        world.make(Automation(block, (Step(StepType.TRIGGER, block, config), do), slug=block))
    return relays


def _connect(world: World, kind: str, fields: dict[str, Any]) -> None:
    with closing(Workspace(Settings(world.places, user=LOGIN, timezone="UTC"), SystemClock())) as ws:
        ws.store.write(connections.save, Connection(ws.user.id, kind, kind, fields), ws.clock.now())


def _hang(world: World, relays: list[Relay], *, listening_first: bool) -> tuple[dict[str, float], float]:
    """After how many seconds each trigger was seen as lost, and after how many all were well again."""
    if not listening_first:
        _each(relays, Relay.hang)
    with world.runner() as runner:
        until_it_serves(runner)
        if listening_first:
            _until(lambda: set(_states(world).values()) == {"ok"}, 60)
            _each(relays, Relay.hang)
        began, seen = time.monotonic(), dict[str, float]()

        def all_seen() -> bool:
            for block, state in _states(world).items():
                if state in ("retrying", "stale"):
                    seen.setdefault(block, time.monotonic() - began)
            return len(seen) == len(relays)

        _until(all_seen, SEEN)
        _each(relays, Relay.go_on)
        began = time.monotonic()
        _until(lambda: set(_states(world).values()) == {"ok"}, BACK)
        return {block: seen.get(block, float("inf")) for block in _states(world)}, time.monotonic() - began


def _each(relays: list[Relay], do: Callable[[Relay], None]) -> None:
    for one in relays:
        do(one)


def _states(world: World) -> dict[str, str]:
    return {row["block"]: row["state"] for row in world.rows("SELECT block, state FROM listener")}


def _until(look: Callable[[], bool], seconds: float) -> None:
    """Wait that long for it at most: what did not come shows in the figures."""
    with suppress(TimeoutError):
        wait_until(look, seconds)
