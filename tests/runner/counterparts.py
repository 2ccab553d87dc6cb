"""What triggers listen to: the real thing each, which can go away, come back, and let something happen."""

import asyncio
import os
import socket
import urllib.request
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import psutil
import pytest

from nomologi_tui.blocks.tools.mqtt.client import publish
from nomologi_tui.testing import START
from tests.blocks.conftest import serving
from tests.blocks.mailboxes import PASSWORD, a_mail, mail_serving
from tests.blocks.web import Answer, WebServer
from tests.dockerd import Docker, docker_serving
from tests.mqtt import Broker
from tests.ports import free_port
from tests.systemd import live_systemd

SECRETS = {"PASSWORD": PASSWORD}
TOKEN = "token-of-thirty-two-characters--"

# Triggers whose counterpart can't go away, each with the reason.
ALWAYS_THERE = {
    "after": "the runs of others stand in the same store",
    "process": "the kernel has its table of processes as long as there is a kernel",
}
# Those whose counterpart needs a machine of its own, each with the test in which it goes and comes back.
ELSEWHERE = {
    "new_device": "tests.blocks.triggers.test_new_device.test_a_network_that_goes_and_comes_back_is_heard_again"
}


@dataclass
class Counterpart:
    """The trigger's config, and what to do to the other side. Whatever is slow runs in a thread.

    `happen` makes one event that has the given word in it. `keeps`: what happens while it is away is told later.
    `is_news`: being away is no failure to listen, it is what the trigger tells. `begins_away`: nothing can take it
    away later.
    """

    config: dict[str, Any]
    away: Callable[[], object]
    back: Callable[[], object]
    happen: Callable[[str], object]
    keeps: bool = True
    is_news: bool = False
    begins_away: bool = False
    settings: dict[str, Any] = field(default_factory=dict)
    connection: tuple[str, dict[str, Any]] | None = None  # its kind and fields
    port: int = 0  # where it listens


@dataclass(frozen=True, slots=True)
class World:
    """Where a counterpart is set up: what it enters ends with the test."""

    folder: Path
    environ: pytest.MonkeyPatch
    ends: ExitStack

    def enter(self, made: AbstractContextManager[Any]) -> Any:
        return self.ends.enter_context(made)


class Site:
    """A web server at one port, on and off."""

    def __init__(self, world: World) -> None:
        self.port = free_port()
        self.answers: dict[str, Answer] = {}
        self._on = ExitStack()
        world.ends.callback(self._on.close)

    def start(self) -> None:
        made: WebServer = self._on.enter_context(serving(port=self.port))
        made.answers = self.answers

    def stop(self) -> None:
        self._on.close()

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"


def _site(world: World) -> Site:
    made = Site(world)
    made.start()
    return made


def _file(world: World) -> Counterpart:
    folder, elsewhere = world.folder / "in", world.folder / "unplugged"
    folder.mkdir()

    def happen(word: str) -> None:
        ((folder if folder.exists() else elsewhere) / f"{word}.txt").write_text("x")

    config = {"folder": str(folder), "settle": "0s"}
    return Counterpart(config, lambda: folder.rename(elsewhere), lambda: elsewhere.rename(folder), happen)


def _line(world: World) -> Counterpart:
    path, elsewhere = world.folder / "app.log", world.folder / "unplugged.log"
    path.write_text("")

    def happen(word: str) -> None:
        with (path if path.exists() else elsewhere).open("a") as file:
            file.write(f"{word}\n")

    config = {"path": str(path), "every": "1s"}
    return Counterpart(config, lambda: path.rename(elsewhere), lambda: elsewhere.rename(path), happen)


def _webhook(world: World) -> Counterpart:
    port = free_port()
    taken = world.enter(socket.create_server(("127.0.0.1", port)))

    def happen(word: str) -> None:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/hook/{TOKEN}", word.encode(), timeout=20) as answer:
            assert answer.status == 202

    config = {"token": TOKEN, "scheme": "none"}
    return Counterpart(
        config, lambda: None, taken.close, happen, keeps=False, begins_away=True, settings={"webhook_port": port}
    )


def _feed(world: World) -> Counterpart:
    site, items = _site(world), ["old"]

    def happen(word: str) -> None:
        items.insert(0, word)
        body = "".join(f"<item><title>{one}</title><guid>{one}</guid></item>" for one in items)
        site.answers["/feed"] = Answer(body=f"<rss version='2.0'><channel>{body}</channel></rss>".encode())

    happen("older")
    return Counterpart({"url": site.url("/feed"), "every": "5s"}, site.stop, site.start, happen, port=site.port)


def _calendar(world: World) -> Counterpart:
    site, events = _site(world), [_event("long ago", -400)]

    def happen(word: str) -> None:
        events.append(_event(word, 0, late=True))
        whole = "".join(["BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n", *events, "END:VCALENDAR\r\n"])
        site.answers["/my.ics"] = Answer(body=whole.encode(), headers={"content-type": "text/calendar"})

    happen("later")
    config = {"url": site.url("/my.ics"), "every": "5s", "without": ["later"]}
    return Counterpart(config, site.stop, site.start, happen, port=site.port)


def _event(title: str, hours: int, *, late: bool = False) -> str:
    """Of no length; `late`: a while after the fake clock's start, so that it is due while the test goes on."""
    begin = START + timedelta(hours=hours, seconds=70 if late else 0)
    return (
        f"BEGIN:VEVENT\r\nUID:{title}\r\nDTSTAMP:20260101T000000Z\r\nDTSTART:{begin:%Y%m%dT%H%M%SZ}\r\n"
        f"SUMMARY:{title}\r\nEND:VEVENT\r\n"
    )


def _web_check(world: World) -> Counterpart:
    site = _site(world)
    site.answers["/"] = Answer(body=b"hello")
    config = {"url": site.url("/"), "every": "5s", "misses": 1}
    return Counterpart(config, site.stop, site.start, lambda _: None, is_news=True)


def _host(world: World) -> Counterpart:
    site = _site(world)
    config = {"host": "127.0.0.1", "port": site.port, "when": "comes up", "misses": 1, "every": "1s"}
    return Counterpart(config, site.stop, site.start, lambda _: None, is_news=True)


def _mail(world: World) -> Counterpart:
    server = world.enter(mail_serving())
    fields = {"imap_host": "127.0.0.1", "imap_port": server.port, "imap_security": "none", "address": server.name}
    return Counterpart(
        {"mailbox": "It"}, server.stop, server.start, lambda word: server.deliver(a_mail(word)),
        connection=("mailbox", {**fields, "password": "env:PASSWORD"}), port=server.port,
    )  # fmt: skip


def _mqtt(world: World) -> Counterpart:
    folder = world.folder / "broker"
    folder.mkdir()
    broker = world.enter(Broker(folder, options=f"persistence true\npersistence_location {folder}/"))

    def back() -> None:
        """What is sent before the trigger is there again, the broker keeps for it."""
        broker.start()
        say("meanwhile")

    def say(word: str) -> None:
        asyncio.run(publish(broker.config().broker(), "s/a", word.encode(), 1, retain=False))

    def happen(word: str) -> None:
        if broker.process is not None:
            say(word)

    fields = {"host": "127.0.0.1", "port": broker.port, "tls": False}
    config = {"connection": "It", "topic": "s/#"}
    return Counterpart(config, broker.stop, back, happen, connection=("mqtt", fields), port=broker.port)


def _command(world: World) -> Counterpart:
    program = world.folder / "says"

    def happen(word: str) -> None:
        new = world.folder / "new"
        new.write_text(f"#!/bin/sh\necho {word}\n")
        new.chmod(0o755)
        new.rename(program if program.exists() or word == "first" else world.folder / "hidden")

    happen("first")
    config = {"command": str(program), "every": "1s", "when": "output changes"}
    hidden = world.folder / "hidden"
    return Counterpart(config, lambda: program.rename(hidden), lambda: hidden.rename(program), happen)


def _metric(world: World) -> Counterpart:
    """A link to an empty file system, later to a used one: `/proc` is always empty, the root never."""
    disk = world.folder / "disk"
    disk.symlink_to("/proc")
    used = psutil.disk_usage("/").percent

    def happen(_: str) -> None:
        disk.unlink()
        disk.symlink_to("/")

    config = {"what": "disk used", "crosses": "goes above", "threshold": used / 2, "folder": str(disk), "every": "1s"}
    return Counterpart(config, disk.unlink, lambda: disk.symlink_to("/proc"), happen, keeps=False)


def _silence(world: World) -> Counterpart:
    folder, elsewhere = world.folder / "backups", world.folder / "unplugged"
    folder.mkdir()
    made = START.timestamp()
    (folder / "a.tgz").touch()
    os.utime(folder / "a.tgz", (made, made))
    config = {"no": "new file", "after": "70s", "folder": str(folder)}
    away, back = (lambda: folder.rename(elsewhere)), (lambda: elsewhere.rename(folder))
    return Counterpart(config, away, back, lambda _: None, keeps=False)


def _device(world: World) -> Counterpart:
    """A program in place of `who`, which answers in its words."""
    people = ["ada      pts/0        2026-11-22 08:00"]
    program = world.folder / "who"

    def answers(*lines: str) -> None:
        program.write_text(f"#!/bin/sh\necho '{chr(10).join(lines)}'\n")
        program.chmod(0o755)

    def breaks() -> None:
        program.write_text("#!/bin/sh\necho 'who: /var/run/utmp: Input/output error' >&2; exit 1\n")

    def happen(word: str) -> None:
        people.append(f"{word} pts/{len(people)}        2026-11-22 09:00")
        if "exit 1" not in program.read_text():
            answers(*people)

    answers(*people)
    world.environ.setenv("PATH", f"{world.folder}:{os.environ['PATH']}")
    return Counterpart({"when": "somebody logs in", "every": "1s"}, breaks, lambda: answers(*people), happen)


def _service(world: World) -> Counterpart:
    """A real systemd that nobody reaches while its sockets are elsewhere."""
    systemd = world.enter(live_systemd(world.folder))
    door, hidden, ending = (world.folder / name for name in ("runtime", "hidden", "ends"))
    os.mkfifo(ending)
    systemd.run("frail", "/bin/sh", "-c", f"read _ < {ending}; exit 3")
    world.environ.setenv("PATH", f"{systemd.bin}:{os.environ['PATH']}")
    config = {"unit": "frail", "when": "unit fails", "user": True, "every": "1s"}

    def happen(_: str) -> None:
        ending.write_text("\n")

    return Counterpart(config, lambda: door.rename(hidden), lambda: hidden.rename(door), happen, keeps=False)


def _container(world: World) -> Counterpart:
    docker: Docker = world.enter(docker_serving())
    world.environ.setenv("DOCKER_HOST", docker.environment["DOCKER_HOST"])
    config = {"when": "starts", "name": "box-*"}

    def happen(word: str) -> None:
        docker.begin(f"box-{word}", "exit 0")

    return Counterpart(config, docker.stop, docker.start, happen, keeps=False)


KINDS: dict[str, Callable[[World], Counterpart]] = {
    "file": _file, "line": _line, "webhook": _webhook, "feed": _feed, "calendar": _calendar, "web_check": _web_check,
    "host": _host, "mail": _mail, "mqtt": _mqtt, "command": _command, "metric": _metric, "silence": _silence,
    "device": _device, "service": _service, "container": _container,
}  # fmt: skip
