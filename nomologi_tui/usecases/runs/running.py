"""Run now, rehearse, wait for a run, stop it."""

import importlib
import secrets as randomness
from collections.abc import AsyncIterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from nomologi_tui.blocks import PastRun
from nomologi_tui.clock import Clock
from nomologi_tui.model import Automation, Event, Run, RunStatus
from nomologi_tui.runner.engine.execute import Progress, execute
from nomologi_tui.runner.engine.surroundings import Pretence, Reach, Surroundings
from nomologi_tui.runner.history import History
from nomologi_tui.runner.lanes import lane_of
from nomologi_tui.runner.lock import is_held
from nomologi_tui.store import runs
from nomologi_tui.usecases.runs import event_data
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.runner.in_thread import RunnerThread
    from nomologi_tui.runner.runner import Runner

AT_ONCE = 1_000  # runs that one write cancels
WAIT = 0.2  # seconds between looks at a run that is waited for


def run_now(
    ws: Workspace, automation: Automation, data: Mapping[str, Any] | None = None, *, ignores_conditions: bool = False
) -> int:
    """Queue a run by hand; returns its id. Whoever holds the runner lock carries it out.

    `data` is the event's; None stands for the manual trigger's inputs with their defaults.
    """
    if data is None:
        data = event_data.of_inputs(event_data.manual_inputs(ws, automation))
    event = Event(id=f"manual:{randomness.token_hex(8)}", data=dict(data))
    lane = lane_of(automation.configuration, event, "manual")
    how = runs.How(lane.name, by_hand=True, ignores_conditions=ignores_conditions, unfilled=lane.unfilled)
    return ws.store.write(runs.enqueue, automation.id, event, ws.clock.now(), trigger="manual", how=how).run_id


async def rehearse(
    ws: Workspace,
    automation: Automation,
    data: Mapping[str, Any] | None = None,
    *,
    ignores_conditions: bool = False,
    clock: Clock | None = None,
    real_event: bool = False,
) -> AsyncIterator[Progress]:
    """Every effect in words, none done: the engine's own path, with previews in place of the actions.

    `clock` is what the steps see as now; with a `real_event` what `data` lacks is an error, as in a run.
    """
    event = Event(id="rehearsal", data=dict(data or {}))
    run = Run(
        id=0, automation_id=automation.id, status=RunStatus.RUNNING, trigger="rehearsal", revision=automation.revision,
        ignores_conditions=ignores_conditions,
    )  # fmt: skip
    around = Surroundings(
        ws.registry, clock or ws.clock, ws.machine.schedule_zone, secret=lambda _reference: "(secret)",
        pretence=Pretence(dry=True, real_event=real_event), reach=Reach(history=_AskedLater(ws, automation.id)),
    )  # fmt: skip
    async for progress in execute(automation, run, event, around):
        yield progress


class _AskedLater:
    """The history as a rehearsal's conditions may ask for it; the store is opened only then."""

    def __init__(self, ws: Workspace, automation_id: int) -> None:
        self._ws, self._automation_id = ws, automation_id

    async def last_run(self, automation: str) -> PastRun:
        return await self._history().last_run(automation)

    async def recall(self, step_id: int, name: str) -> Any:
        return await self._history().recall(step_id, name) if step_id else None

    def _history(self) -> History:
        return History(self._ws.store, self._ws.user.id, self._automation_id)


def runner_is_on(ws: Workspace) -> bool:
    """Whether some process holds the runner lock now."""
    return is_held(ws.settings.places.runner_lock)


def start_runner(ws: Workspace) -> "RunnerThread":
    """Begin to serve inside the app, in a thread of its own; it waits while another process holds the lock."""
    from nomologi_tui.runner.in_thread import RunnerThread

    def make() -> "Runner":
        from nomologi_tui.runner.runner import Runner

        return Runner(ws.machine, ws.store, ws.registry, ws.clock, "app", kept=ws.secrets)

    lock = ws.machine.places.runner_lock
    if not is_held(lock):  # it serves at once, so load it here: in its loop an end would wait for that
        importlib.import_module("nomologi_tui.runner.runner")
    thread = RunnerThread(make, lock)
    thread.start()
    return thread


async def wait_for(ws: Workspace, run_id: int) -> Run:
    """The run when it has finished or waits for a person. With no runner anywhere, this process carries it out."""
    from nomologi_tui.runner.single import carry_out

    while True:
        run = ws.store.read(runs.get, ws.user.id, run_id)
        if _is_left(run, ws.clock.now()) and not runner_is_on(ws):  # asked each time: runners come and go
            await carry_out(ws.machine, ws.store, ws.registry, ws.clock, run_id, ws.secrets)
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


def cancel_queued(ws: Workspace, automation_id: int) -> int:
    """Cancel all runs of an automation that have not begun; how many. Others may write in between."""
    number = 0
    while some := ws.store.write(runs.cancel_queued, automation_id, ws.clock.now(), AT_ONCE):
        number += some
    return number
