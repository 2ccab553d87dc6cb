"""The newcomer's first look: everything is real but the home, which is a temporary folder."""

import asyncio
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from nomologi_tui.model import RunStatus
from nomologi_tui.settings import Places, load_settings
from nomologi_tui.store.feed import follow
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import checking, drafting
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace

SECONDS = 7.0
RUNS = 3


async def show(say: Callable[[str], None]) -> int:
    """Read a goal, make the automation, run it until it ran three times, say what happened; the exit code."""
    with tempfile.TemporaryDirectory(prefix="nomologi-demo-") as folder:
        home = Path(folder) / "home"
        settings = replace(load_settings(), places=Places(home, home, home))
        ws = Workspace(settings)
        try:
            return await _show(ws, Path(folder) / "beat.txt", say)
        finally:
            ws.close()


async def _show(ws: Workspace, beat: Path, say: Callable[[str], None]) -> int:
    goal = f"every 2 seconds run 'date +%T >> {beat}'"
    say("You say what you want to happen:")
    say(f"  {goal}")
    flow, _ = drafting.flow_from_goal(ws, goal)
    say("It is understood as:")
    for step in flow.steps:
        say(f"  {checking.PLACES[step.type]:>5}: {in_words(ws.registry, step)}")
    say("Turning it on allows it to:")
    for line in automations.activation_plan(ws.registry, flow.steps):
        say(f"         {line}")
    automations.save(ws, flow, turn_on=True)
    say("It is on. Its log, as the runner writes it:")
    await _run(ws, say)
    return _conclude(ws, beat, say)


async def _run(ws: Workspace, say: Callable[[str], None]) -> None:
    from nomologi_tui.runner.runner import Runner

    stop = asyncio.Event()
    serving = asyncio.create_task(Runner(ws.machine, ws.store, ws.registry, ws.clock, "demo").serve(stop))
    streaming = asyncio.create_task(_stream(ws, say))
    await asyncio.wait({serving, streaming}, timeout=SECONDS + 5, return_when=asyncio.FIRST_COMPLETED)
    stop.set()
    await serving
    streaming.cancel()
    await asyncio.gather(streaming, return_exceptions=True)


async def _stream(ws: Workspace, say: Callable[[str], None]) -> None:
    """Say each new log line until three runs have ended."""
    last = 0
    async for _change in follow(ws.settings.places, ws.clock, after=0):
        for one in ws.reader.logs(ws.user.id, after_id=last, limit=500):
            last = one.id
            assert one.timestamp is not None  # noqa: S101 - what is stored has one
            say(f"  {one.timestamp.astimezone(ws.settings.zone):%H:%M:%S}  {one.description}")
        if len(_ended(ws)) >= RUNS:
            return


def _ended(ws: Workspace) -> list[str]:
    return [one.summary for one in ws.reader.runs(ws.user.id, status=RunStatus.SUCCESS, limit=RUNS)]


def _conclude(ws: Workspace, beat: Path, say: Callable[[str], None]) -> int:
    summaries = _ended(ws)
    lines = beat.read_text(encoding="utf-8").splitlines() if beat.exists() else []
    say(f"{len(summaries)} runs ended well; the command wrote {len(lines)} lines ({', '.join(lines)}).")
    say("The demo's home is removed now. Make your own: nomologi")
    return 0 if summaries and lines else 1
