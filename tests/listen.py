"""`python -m tests.listen BLOCK CONFIG`: a trigger on the real clock, whose events are printed; see `namespaces`."""

import asyncio
import json
import sys

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import StepType
from nomologi_tui.testing import FakeTriggerContext


class Printing(FakeTriggerContext):
    """Says when it is alive."""

    def alive(self) -> None:
        super().alive()
        print("alive", flush=True)  # noqa: T201 - its caller reads it


async def listen(name: str, values: dict[str, object]) -> None:
    block = load_registry().get(StepType.TRIGGER, name)
    context = Printing(clock=SystemClock())
    try:
        async for event in block.run(block.config.model_validate(values), context):
            context.cursor = event.cursor or context.cursor
            print(json.dumps(event.data), flush=True)  # noqa: T201
    except BlockError as error:
        print(json.dumps({"error": str(error)}), flush=True)  # noqa: T201


if __name__ == "__main__":
    asyncio.run(listen(sys.argv[1], json.loads(sys.argv[2])))
