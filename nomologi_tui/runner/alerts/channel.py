"""Where alerts go: the settings' address, else the first message step or connection, else the desktop, the terminal.

`status` names the channel, so this loads nothing that sends.
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from shutil import which

from nomologi_tui.settings import Settings
from nomologi_tui.store.recipients import Recipient


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
    return bool(which("notify-send", path=environ.get("PATH")) and bus_of(environ))


def bus_of(environ: Mapping[str, str]) -> str:
    """The address of the session's bus; services and SSH sessions lack the variable, not always the bus."""
    from nomologi_tui.store.secrets import BUS  # with the vault

    bus = Path(f"/run/user/{os.getuid()}/bus")
    return environ.get(BUS) or (f"unix:path={bus}" if bus.exists() else "")
