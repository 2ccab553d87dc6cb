"""Run as a process of its own: reads each of a server's pages by one block, and says how much memory that took.

Prints a JSON object a line: the page, the largest memory so far of this process and of those that it started, in bytes,
and what the block said.
"""

import asyncio
import json
import resource
import sys
from contextlib import suppress
from typing import Any

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import StepType
from nomologi_tui.testing import FakeClock, FakeContext, FakeTriggerContext
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.support import eventually

MORE: dict[str, dict[str, Any]] = {
    "web_check": {"events": ["text", "down"]},
    "feed": {"title_has": [], "first": "last"},
}


async def read(kind: StepType, name: str, url: str) -> str:
    """What the block says of it: how its error is wrong, its sentence, or nothing."""
    block = load_registry().get(kind, name)
    config, problems = check(block.config, {"url": url, "timeout": 3.0, **MORE.get(name, {})})
    assert config is not None, problems
    try:
        if kind is StepType.ACTION:
            await block.run(config, FakeContext(clock=SystemClock()))
        else:
            await _look_once(block.run(config, context := FakeTriggerContext(clock=FakeClock())), context)
    except Exception as error:  # noqa: BLE001 - which one it is is the question
        return fault_of_failure(error) or str(error)
    return ""


async def _look_once(events: Any, context: FakeTriggerContext) -> None:
    task = asyncio.ensure_future(anext(events))
    clock: Any = context.clock
    await eventually(lambda: task.done() or clock._sleepers, 60)
    task.cancel()
    with suppress(asyncio.CancelledError, StopAsyncIteration):
        await task


def _peak(who: int) -> int:
    return resource.getrusage(who).ru_maxrss * 1024


if __name__ == "__main__":
    kind, name, server, *pages = sys.argv[1:]
    for page in pages:
        said = asyncio.run(read(StepType(kind), name, f"{server}/{page}"))
        peaks = _peak(resource.RUSAGE_SELF), _peak(resource.RUSAGE_CHILDREN)
        json.dump({"page": page, "own": peaks[0], "children": peaks[1], "said": said}, sys.stdout)
        sys.stdout.write("\n")
