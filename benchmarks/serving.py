"""A runner in a process of its own that also knows an action which does nothing: `python -m benchmarks.serving`."""

import asyncio
import os
import signal

from pydantic import BaseModel

from nomologi_tui.blocks import ActionContext, action
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.blocks.tools.processes.processor import PROCESSOR
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import Step, StepType
from nomologi_tui.runner.runner import Runner
from nomologi_tui.settings import load_settings
from nomologi_tui.store import Store


class Nothing(BaseModel, extra="forbid"):
    """No field."""


@action("nothing", title="Do nothing")
async def nothing(_config: Nothing, _ctx: ActionContext) -> dict[str, object]:
    """It must not happen twice, so that it waits for the disk as every such action does."""
    return {}


NOTHING = Step(StepType.ACTION, "nothing", {}, name="do")


async def main() -> None:
    """Serve the home that the environment names, until SIGTERM."""
    settings, clock, stop = load_settings(os.environ), SystemClock(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    with Store.open(settings.places, clock) as store:
        await Runner(settings, store, Registry([*load_registry(), nothing]), clock, "service").serve(stop)


if __name__ == "__main__":
    PROCESSOR.stay()  # as the service does
    asyncio.run(main())
