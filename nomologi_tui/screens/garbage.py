"""When garbage is collected: while nobody types, for a look at everything takes as long as a key may."""

import gc

from textual import events

from nomologi_tui.clock import Clock
from nomologi_tui.compiled import METHODS

QUIET = 3.0  # seconds since the last key: somebody reads
WORTH = 5  # looks at what is young since the last one at everything
MOST = 1_000  # of them, after which nobody waits for a rest
_NEVER = 1_000_000


class Garbage:
    """`cli` turned the collection off for the start; this turns it on again and looks at everything by itself."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._typed = clock.monotonic()
        self._begun = False

    def begin(self) -> None:
        """Collect from now on; what is loaded by now is none, so nobody needs to look at it."""
        if not gc.isenabled():
            gc.freeze()
            gc.enable()
            METHODS.let_go()
            self._begun = True

    def heard(self, event: events.Event) -> None:
        """Whether that was a key counts."""
        if isinstance(event, events.Key):
            self._typed = self._clock.monotonic()

    def look(self) -> None:
        """Collect, where it is worth it and in nobody's way."""
        if not self._begun:
            return
        young, middle, old = gc.get_threshold()
        if old != _NEVER:  # the runner sets its own when it begins
            gc.set_threshold(young, middle, _NEVER)
        since = gc.get_count()[2]
        if since >= MOST or (since >= WORTH and self._clock.monotonic() - self._typed >= QUIET):
            gc.collect()
