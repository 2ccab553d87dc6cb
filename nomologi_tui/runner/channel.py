"""Where alerts go: the settings' address, else the first message step or connection, else the desktop, the terminal."""

import asyncio
import html
import os
import subprocess
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from nomologi_tui.errors import BlockError
from nomologi_tui.settings import Settings
from nomologi_tui.store.recipients import Recipient
from nomologi_tui.store.secrets import BUS, Secrets

if TYPE_CHECKING:  # `status` names the channel and loads neither the blocks nor their libraries
    from nomologi_tui.alerting import Message

DEADLINE = 90.0  # seconds for one message
DESKTOP_DEADLINE = 10.0
_URGENT = {"failure": "critical", "warning": "normal"}


class Kind(StrEnum):
    """The kinds of channel."""

    MESSAGE = "message"  # an apprise address
    DESKTOP = "desktop"
    TERMINAL = "terminal"  # the log, `status` and home
    OFF = "off"


@dataclass(frozen=True, slots=True)
class Channel:
    """`secret` says where the address is kept; the address itself is never in here. `words` are for a person."""

    kind: Kind
    words: str
    secret: str = ""


def choose(settings: Settings, recipient: Recipient, environ: Mapping[str, str] | None = None) -> Channel:
    """The channel in use. `recipient` is where the user said to be told things."""
    wanted = settings.alert_channel
    if wanted.startswith(("env:", "keyring:")):
        return Channel(Kind.MESSAGE, f"the address in {wanted}", wanted)
    if wanted:
        return Channel(Kind(wanted), "off: nothing is told" if wanted == Kind.OFF else f"the {wanted}")
    if not recipient.secret and _desktop(os.environ if environ is None else environ):
        return Channel(Kind.DESKTOP, "the desktop")
    return of_others(recipient)


def of_others(recipient: Recipient) -> Channel:
    """The channel of a user whose settings and desktop these are not."""
    if recipient.secret:
        return Channel(Kind.MESSAGE, recipient.words, recipient.secret)
    return Channel(Kind.TERMINAL, "the terminal (log, status, home)")


def _desktop(environ: Mapping[str, str]) -> bool:
    """Whether there is a program that shows messages, and a session to show them in."""
    return bool(which("notify-send", path=environ.get("PATH")) and _bus(environ))


def _bus(environ: Mapping[str, str]) -> str:
    """The address of the session's bus; services and SSH sessions lack the variable, not always the bus."""
    bus = Path(f"/run/user/{os.getuid()}/bus")
    return environ.get(BUS) or (f"unix:path={bus}" if bus.exists() else "")


async def deliver(channel: Channel, message: "Message", secrets: Secrets) -> str:
    """Hand the message over; the name of what took it. Raises BlockError, without any secret, when it did not."""
    from nomologi_tui.runner.failures import in_a_sentence
    from nomologi_tui.runner.redaction import Redactor

    redactor = Redactor()
    try:
        if channel.kind is Kind.DESKTOP:
            return await _in_thread(lambda: _show(message))
        return await _in_thread(lambda: _send(redactor.add(secrets.get(channel.secret)), message))
    except TimeoutError:
        raise BlockError(f"It took longer than {DEADLINE:g} s.", "Check the network.", passing=True) from None
    except Exception as error:
        raise BlockError(redactor(in_a_sentence(error)), passing=True) from error


def _send(text: str, message: "Message") -> str:
    from nomologi_tui.blocks.tools.messages import addresses_in, send_now

    addresses = addresses_in(text)
    if not addresses:
        raise BlockError("The channel has no address.", "Set alert_channel to one that apprise knows.")
    return send_now(addresses[0], message.body, message.title, message.level)


def _show(message: "Message") -> str:
    """Desktops read the body as markup, so that of a message is spelled out."""
    command = [
        "notify-send", "--app-name=Nomologi", f"--urgency={_URGENT.get(message.level, 'low')}", "--",
        message.title, html.escape(message.body, quote=False),
    ]  # fmt: skip
    environ = {**os.environ, BUS: _bus(os.environ)}
    from nomologi_tui.blocks.tools.processor import PROCESSOR  # with the blocks, which `status` does without

    with PROCESSOR.left():
        done = subprocess.run(  # noqa: S603 - a list of arguments
            command, env=environ, stdin=subprocess.DEVNULL, capture_output=True, timeout=DESKTOP_DEADLINE, check=False
        )
    if done.returncode:
        raise BlockError(f"The desktop did not show it: {done.stderr.decode(errors='replace')[:200].strip()}")
    return "the desktop"


async def _in_thread(work: Callable[[], str]) -> str:
    """Do it in a thread that nobody waits for: a service that does not answer keeps no runner from ending."""
    done: Future[str] = Future()

    def run() -> None:
        with suppress(InvalidStateError):  # nobody waits any more
            try:
                done.set_result(work())
            except Exception as error:  # noqa: BLE001 - it is raised where the result is awaited
                done.set_exception(error)

    threading.Thread(target=run, name="alert", daemon=True).start()
    async with asyncio.timeout(DEADLINE):
        return await asyncio.wrap_future(done)
