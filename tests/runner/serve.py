"""A runner in a process of its own, for tests that kill it: `python -m tests.runner.serve HOME FILE`.

Its action `append` adds a line to FILE and lingers, so that a kill often comes before or after the effect.
"""

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

from nomologi_tui.blocks import ActionContext
from nomologi_tui.blocks.registry import Registry, load_registry
from nomologi_tui.clock import SystemClock
from nomologi_tui.runner.runner import Runner
from nomologi_tui.settings import Places, Settings
from nomologi_tui.store import Store
from tests.runner.made import Do, Doings


def registry_with_append(file: Path) -> Registry:
    async def append(config: Do, ctx: ActionContext) -> None:
        await ctx.clock.sleep(0.02)
        with file.open("a") as lines:
            lines.write(f"{config.text}\n")
        await ctx.clock.sleep(0.02)

    async def linger(config: Do, ctx: ActionContext) -> Any:
        await ctx.clock.sleep(0.02)

    doings = Doings(acts={"append": append, "linger": linger})
    return Registry([*load_registry(), *doings.registry()])


def settings_in(home: Path) -> Settings:
    return Settings(Places(home, home, home), user="ada", timezone="UTC", webhook_port=0)


async def main(home: Path, file: Path) -> None:
    settings, clock = settings_in(home), SystemClock()
    with Store.open(settings.places, clock) as store:
        sys.stdout.write(f"{os.getpid()}\n")
        sys.stdout.flush()
        await Runner(settings, store, registry_with_append(file), clock, "service").serve(asyncio.Event())


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
