"""Send a message through apprise, one address at a time; its reasons are told without the address, a secret."""

import os
import re
import sys
from collections.abc import Sequence
from typing import Annotated

from nomologi_tui.blocks.contexts import ActionContext
from nomologi_tui.blocks.fields import ConnectionRef, Multiline, Serves
from nomologi_tui.blocks.filled import Said
from nomologi_tui.errors import BlockError
from nomologi_tui.text import clean_line, shorten

_PATIENCE = 60.0  # seconds for one address

Message = Annotated[Multiline, Said]
Recipients = Annotated[ConnectionRef, Serves(("message",))]


def to_say(message: str) -> str:
    """The message; of a value that was empty a word, as services refuse to send nothing."""
    return message if message.strip() else "(empty)"


async def send_messages(addresses: Sequence[str], message: str, title: str, level: str) -> None:
    """Send to each address, also when one before it failed. Raises one BlockError that says what failed."""
    failed: list[BlockError] = []
    for address in addresses:
        try:
            await send_message(address, message, title, level)
        except BlockError as error:
            failed.append(error)
    if failed:
        sent = f"{len(addresses) - len(failed)} of {len(addresses)} messages were sent. " if len(addresses) > 1 else ""
        raise BlockError(sent + " ".join(error.message for error in failed), failed[0].hint)


async def send_message(address: str, message: str, title: str, level: str) -> None:
    """Send to one apprise address. Raises BlockError with the service's name and reason, never the address."""
    import asyncio  # a goal that is only read needs none of it

    await asyncio.to_thread(send_now, address, message, title, level)


def desktop_address() -> str:
    """The address of a desktop to show messages on; empty on a machine without one."""
    if sys.platform == "darwin":
        return "macosx://"
    return "dbus://" if os.environ.get("DBUS_SESSION_BUS_ADDRESS") and os.environ.get("DISPLAY") else ""


def addresses_in(text: str) -> list[str]:
    """The addresses in a text that has them in lines or with spaces or commas between."""
    return [one for one in re.split(r"\s+|,(?=\s*\w+://)", text) if one]


def addresses_of(connection: str, ctx: ActionContext) -> list[str]:
    """The addresses of the connection that a step names; none where it names none."""
    return addresses_in(ctx.connection(connection).config.url) if connection else []


def recipients(to: str, connection: str) -> str:
    """Who gets a message, in words without an address; empty where nobody is named."""
    return " and ".join(["the address(es) in “To”"] * bool(to) + [f"“{connection}”"] * bool(connection))


def send_now(address: str, message: str, title: str, level: str) -> str:
    """`send_message` outside of any loop; the service's name."""
    import apprise  # 95 ms

    # No redirects: the address is a person's word, what its server answers is not.
    asset = apprise.AppriseAsset(
        app_id="Nomologi", interpret_escapes=False, interpret_emojis=False, http_redirects=False
    )
    plugin = apprise.Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
    if plugin is None:
        raise BlockError(
            f"The address {_scheme(address)}… can't be used to send messages.",
            "Correct it; apprise's documentation lists the services.",
        )
    # Text, so that a value is never markup. The result is not a bool but has the truth of one.
    result = apprise.Apprise(plugin, asset=asset).notify(
        body=message, title=title, notify_type=level, body_format=apprise.NotifyFormat.TEXT, timeout=_PATIENCE
    )
    if not result:
        reason = _reason([entry.message for entry in result.logs()], address)
        raise BlockError(f"{plugin.service_name} did not take the message{reason}.", "Check its address.")
    return str(plugin.service_name)


def _scheme(address: str) -> str:
    """`ntfy://` of an address, nothing of one without a scheme: it may be the secret alone."""
    match = re.match(r"\w{1,20}://", address)
    return match[0] if match else ""


def _reason(lines: list[str], address: str) -> str:
    """The last thing that apprise said, without any part of the address."""
    if not lines:
        return ""
    text = clean_line(lines[-1])
    for part in sorted(re.split(r"[/:@?&=,\s]+", address)[1:], key=len, reverse=True):
        if len(part) >= 3:
            text = text.replace(part, "…")
    return f": {shorten(text, 160).rstrip('.')}"
