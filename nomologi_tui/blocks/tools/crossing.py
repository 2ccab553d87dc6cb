"""Something that becomes so, or stays so for long enough, by a value that is looked at again and again."""

from typing import Protocol

from nomologi_tui.blocks.contexts import TriggerContext
from nomologi_tui.blocks.tools.looking import Memory, has_begun


class Limit(Protocol):
    """What a form says about it. `gap`: so far back a value must go before it can cross again; `held`: seconds."""

    @property
    def gap(self) -> float: ...

    @property
    def held(self) -> float: ...

    @property
    def first(self) -> str: ...

    def is_beyond(self, value: float, by: float = 0.0) -> bool:
        """Whether `value` is on the far side of the limit, moved nearer by `by`."""
        ...


class Crossing:
    """What became of the value from look to look; what was seen about something else counts for nothing."""

    def __init__(self, limit: Limit, ctx: TriggerContext, about: str) -> None:
        self._limit = limit
        self._ctx = ctx
        self._since: float | None = None  # on the monotonic clock
        self.memory = Memory(ctx, about)

    async def happened(self, value: float) -> bool:
        """Whether it has crossed, and for so long as asked for."""
        limit, now = self._limit, self._ctx.clock.monotonic()
        beyond = limit.is_beyond(value)
        self._since = (self._since if self._since is not None else now) if beyond else None
        held = self._since is not None and now - self._since >= limit.held
        is_first = self.memory.seen is None and limit.first == "from now"
        is_over = not limit.is_beyond(value, limit.gap)
        return await has_begun(
            self.memory, is_so=beyond if is_first else held, is_over=is_over, at_once=limit.first == "at once"
        )
