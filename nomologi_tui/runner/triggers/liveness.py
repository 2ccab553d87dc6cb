"""When a trigger gave its last sign of life, over all of its tries, and what it says of its silence."""

from datetime import datetime, timedelta

from nomologi_tui.clock import Clock

SILENCE = timedelta(minutes=5)  # a trigger without a sign of life for so long is stale
HELD = (
    "the clock shows {now:%Y-%m-%d %H:%M} UTC, but {newest:%Y-%m-%d %H:%M} UTC has been: it waits until the clock is "
    "right; if it is right now, `nomologi doctor --accept-clock`"
)


class Liveness:
    """Silence is real time: neither a machine that slept nor a clock that was set makes anybody silent."""

    def __init__(self, clock: Clock) -> None:
        """A trigger that begins now counts as alive."""
        self._clock = clock
        self._shown: datetime = clock.now()
        self._at = clock.monotonic()
        self.why = ""  # it does not listen, as its last failure said

    def sign(self) -> None:
        """It lives."""
        self._shown, self._at, self.why = self._clock.now(), self._clock.monotonic(), ""

    @property
    def is_silent(self) -> bool:
        """Whether its last sign of life is too long ago."""
        return self._clock.monotonic() - self._at >= SILENCE.total_seconds()

    def words(self) -> str:
        """Since when it is silent, and what it failed with meanwhile."""
        since = f"no sign of life since {self._shown:%Y-%m-%d %H:%M} UTC"
        return f"{since}: {self.why}" if self.why else since
