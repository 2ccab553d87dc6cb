"""What systemd wants to know of a service: that it is up, that it lives, that it ends. The protocol: sd_notify(3)."""

import os
import socket
from collections.abc import Mapping
from contextlib import suppress

from nomologi_tui.clock import Clock
from nomologi_tui.errors import StoreError
from nomologi_tui.store import Store, runners

ADDRESS, EVERY, MEANT = "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID"


class Supervisor:
    """Who started this process and watches over it; says nothing where nobody does."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._address = environ.get(ADDRESS, "")
        meant = environ.get(MEANT, str(os.getpid())) == str(os.getpid())
        self.patience = _seconds(environ.get(EVERY, "")) if meant and self._address else 0.0

    def up(self, words: str) -> None:
        """It does what it is there for; `words` stand in `systemctl status`."""
        self._tell(f"READY=1\nSTATUS={words}")

    def ends(self) -> None:
        """It was asked to end and does."""
        self._tell("STOPPING=1\nSTATUS=Lets its runs end.")

    async def show_life(self, store: Store, clock: Clock) -> None:
        """Until cancelled, twice in each `patience` seconds: this loop turns and the store answers, well or not."""
        while self.patience:
            with suppress(StoreError):  # an answer too: what the store lacks is told elsewhere, ending would not help
                await store.aread(runners.current)
            self._tell("WATCHDOG=1")
            await clock.sleep(self.patience / 2)

    def _tell(self, message: str) -> None:
        """A supervisor that does not listen is no reason to stop working."""
        if not self._address:
            return
        address = f"\0{self._address[1:]}" if self._address.startswith("@") else self._address
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as sender:
            sender.sendto(message.encode(), address)


def _seconds(microseconds: str) -> float:
    return int(microseconds) / 1e6 if microseconds.isascii() and microseconds.isdecimal() else 0.0
