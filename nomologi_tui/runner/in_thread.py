"""A runner inside another program: in a thread of its own, loaded when its turn comes."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from nomologi_tui.runner.lock import is_held

if TYPE_CHECKING:
    from nomologi_tui.runner.runner import Runner

TURN = 0.5  # seconds between looks whether the lock that another runner holds is free


class RunnerThread:
    """A runner in its own thread and loop: the app's loop never waits for it, nor it for the app's.

    `make` is called once nobody holds `lock` any more: who only watches another runner loads none, which saves 6 MB.
    """

    def __init__(self, make: "Callable[[], Runner]", lock: Path) -> None:
        self._make = make
        self._lock = lock
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._runner: Runner | None = None
        self._ready = threading.Event()
        self.error: Exception | None = None
        self._thread = threading.Thread(target=self._main, name="nomologi runner", daemon=True)

    def start(self) -> None:
        """Begin to serve, or to wait for the lock."""
        self._thread.start()

    def stop(self, patience: float) -> None:
        """Ask it to end, and wait at most `patience` seconds; half of it for its runs, then they are told to end."""
        if self._thread.ident is None:  # never started
            return
        self._ready.wait(patience)
        if self._loop is not None:
            with suppress(RuntimeError):  # its loop is closed: it ended by itself
                self._loop.call_soon_threadsafe(self._end, patience / 2)
        self._thread.join(patience)

    def _end(self, patience: float) -> None:
        if self._stop is not None:
            self._stop.set()
        if self._loop is not None and self._runner is not None:
            self._loop.call_later(patience, self._runner.hurry)

    def _main(self) -> None:
        try:
            asyncio.run(self._serve())
        except Exception as error:  # noqa: BLE001 - kept for the app to show; a thread has nobody else to tell
            self.error = error
        finally:
            self._ready.set()

    async def _serve(self) -> None:
        self._stop, self._loop = asyncio.Event(), asyncio.get_running_loop()
        self._ready.set()
        while is_held(self._lock) and not self._stop.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._stop.wait(), TURN)
        if not self._stop.is_set():
            self._runner = self._make()
            await asyncio.sleep(0)  # an end that was asked for meanwhile comes first
            await self._runner.serve(self._stop)
