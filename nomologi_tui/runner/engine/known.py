"""What the engine asks of the past for conditions; who answers it knows a store (`history`)."""

from typing import Any, Protocol

from nomologi_tui.blocks.contexts import PastRun


class Known(Protocol):
    """See `blocks.contexts.ConditionContext`."""

    async def last_run(self, automation: str) -> PastRun:
        """Of the user's automation of that name; of the run's own where it is empty. Raises BlockError."""
        ...

    async def recall(self, step_id: int, name: str) -> Any:
        """What that step kept under `name`; None where nothing was, and of a step that is not stored yet."""
        ...


class NothingKnown:
    """Of a caller that has no store."""

    async def last_run(self, automation: str) -> PastRun:
        return PastRun(automation or "this automation")

    async def recall(self, _step_id: int, _name: str) -> Any:
        return None
