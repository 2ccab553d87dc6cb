"""Run now, rehearse, wait for a run, stop it."""

import secrets as randomness
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nomologi_tui.blocks.fields import check
from nomologi_tui.model import Automation, Event, Run, RunStatus, StepType
from nomologi_tui.runner.engine import Progress, Surroundings, execute
from nomologi_tui.runner.lanes import lane_of
from nomologi_tui.runner.lock import is_held
from nomologi_tui.store import runs
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.runner.runner import RunnerThread

WAIT = 0.2  # seconds between looks at a run that is waited for


def run_now(ws: Workspace, automation: Automation, inputs: Mapping[str, str] | None = None) -> int:
    """Queue a run by hand; returns its id. Whoever holds the runner lock carries it out."""
    event = Event(id=f"manual:{randomness.token_hex(8)}", data=manual_event(ws, automation, inputs or {}))
    how = runs.How(key=lane_of(automation, event, "manual"), by_hand=True)
    return ws.store.write(runs.enqueue, automation.id, event, ws.clock.now(), trigger="manual", how=how).run_id


def manual_event(ws: Workspace, automation: Automation, inputs: Mapping[str, str]) -> dict[str, Any]:
    """The data of a run by hand: the manual trigger's inputs with their defaults, and what was given."""
    known: dict[str, str] = {}
    for step in automation.triggers:
        if step.block == "manual":
            config, _ = check(ws.registry.get(StepType.TRIGGER, "manual").config, step.config)
            known |= getattr(config, "inputs", {})
    given = {**known, **inputs}
    return {"inputs": given, **given}


async def rehearse(
    ws: Workspace, automation: Automation, data: Mapping[str, Any] | None = None
) -> AsyncIterator[Progress]:
    """Every effect in words, none done: the engine's own path, with previews in place of the actions."""
    event = Event(id="rehearsal", data=dict(data or {}))
    run = Run(
        id=0, automation_id=automation.id, status=RunStatus.RUNNING, trigger="rehearsal", revision=automation.revision
    )
    around = Surroundings(ws.registry, ws.clock, ws.settings.zone, secret=lambda _reference: "(secret)", dry=True)
    async for progress in execute(automation, run, event, around):
        yield progress


def runner_is_on(ws: Workspace) -> bool:
    """Whether some process holds the runner lock now."""
    return is_held(ws.settings.places.runner_lock)


def start_runner(ws: Workspace) -> "RunnerThread":
    """Begin to serve inside the app, in a thread of its own; it waits while another process holds the lock."""
    from nomologi_tui.runner.runner import Runner, RunnerThread

    thread = RunnerThread(lambda: Runner(ws.settings, ws.store, ws.registry, ws.clock, "app"))
    thread.start()
    return thread


async def wait_for(ws: Workspace, run_id: int) -> Run:
    """The run when it has finished or waits for a person. With no runner anywhere, this process carries it out."""
    from nomologi_tui.runner.single import carry_out

    while True:
        run = ws.store.read(runs.get, ws.user.id, run_id)
        if _is_left(run, ws.clock.now()) and not runner_is_on(ws):  # asked each time: runners come and go
            await carry_out(ws.settings, ws.store, ws.registry, ws.clock, run_id)
            run = ws.store.read(runs.get, ws.user.id, run_id)
        if run.status.finished or (run.status is RunStatus.WAITING and run.resume_at is None):
            return run
        await ws.clock.sleep(WAIT)


def _is_left(run: Run, now: datetime) -> bool:
    """Whether it is somebody's turn to carry it out."""
    due = run.status is RunStatus.WAITING and run.resume_at is not None and run.resume_at <= now
    return due or run.status in (RunStatus.PENDING, RunStatus.RUNNING)


def cancel(ws: Workspace, run_id: int) -> None:
    """Stop a run: at once when it waits, else its runner ends its processes."""
    ws.store.write(runs.cancel, run_id, ws.clock.now())
