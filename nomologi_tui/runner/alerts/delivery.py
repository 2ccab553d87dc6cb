"""Hands a message to its channel, in a thread that nobody waits for."""

import asyncio
import html
import os
import subprocess
import threading
from collections.abc import Callable
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress

from nomologi_tui.alerting import Message
from nomologi_tui.errors import BlockError
from nomologi_tui.runner.alerts.channel import Channel, Kind, bus_of
from nomologi_tui.runner.failures import in_a_sentence
from nomologi_tui.runner.redaction import Redactor
from nomologi_tui.store.secrets import BUS, Secrets
from nomologi_tui.text import span

DEADLINE = 90.0  # seconds for one message
DESKTOP_DEADLINE = 10.0
_URGENT = {"failure": "critical", "warning": "normal"}


async def deliver(channel: Channel, message: Message, secrets: Secrets) -> str:
    """Hand the message over; the name of what took it. Raises BlockError, without any secret, when it did not."""
    redactor = Redactor()
    try:
        if channel.kind is Kind.DESKTOP:
            return await _in_thread(lambda: _show(message))
        return await _in_thread(lambda: _send(redactor.add(secrets.get(channel.secret)), message))
    except TimeoutError:
        raise BlockError(f"It took longer than {span(DEADLINE)}.", "Check the network.", passing=True) from None
    except Exception as error:
        raise BlockError(redactor(in_a_sentence(error)), passing=True) from error


def _send(text: str, message: Message) -> str:
    from nomologi_tui.blocks.tools.messages import addresses_in, send_now

    addresses = addresses_in(text)
    if not addresses:
        raise BlockError("The channel has no address.", "Set alert_channel to one that apprise knows.")
    return send_now(addresses[0], message.body, message.title, message.level)


def _show(message: Message) -> str:
    """Desktops read the body as markup, so that of a message is spelled out."""
    command = [
        "notify-send", "--app-name=Nomologi", f"--urgency={_URGENT.get(message.level, 'low')}", "--",
        message.title, html.escape(message.body, quote=False),
    ]  # fmt: skip
    environ = {**os.environ, BUS: bus_of(os.environ)}
    from nomologi_tui.blocks.tools.processes.processor import PROCESSOR  # with the blocks

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
