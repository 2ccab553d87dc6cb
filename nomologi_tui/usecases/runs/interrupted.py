"""Runs that a runner left behind when it died: until the next one sees to them, nobody carries them out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from nomologi_tui.model import Run, RunStatus
from nomologi_tui.store.records import Overview, RunLine
from nomologi_tui.usecases.workspace import Workspace

INTERRUPTED = "Interrupted: its runner is gone, and the next one sees to it."

_Shown = TypeVar("_Shown", Run, RunLine, Overview)


def as_they_are(ws: Workspace, found: Sequence[_Shown]) -> list[_Shown]:
    """The same runs or automations; what is `running` in the store while no runner is on says that it is left behind.

    A run says so in its summary, where `is_left` finds it; an automation waits then and is `interrupted`.
    """
    if not any(_runs(one) for one in found) or ws.who_runs() is not None:
        return list(found)
    return [_left_behind(one) if _runs(one) else one for one in found]


def is_left(run: Run | RunLine) -> bool:
    """Whether `as_they_are` found nobody who carries this run out."""
    return run.status is RunStatus.RUNNING and run.summary == INTERRUPTED


def overview(ws: Workspace, only: int | None = None) -> list[Overview]:
    """The user's automations as the list shows them, or just the one with the id `only`."""
    return as_they_are(ws, ws.reader.overview(ws.user_id, only))


def _runs(one: Run | RunLine | Overview) -> bool:
    return one.running if isinstance(one, Overview) else one.status is RunStatus.RUNNING


def _left_behind(one: _Shown) -> _Shown:
    if isinstance(one, Overview):
        health = one.health if one.health in ("off", "paused") else "wait"
        return one._replace(running=False, interrupted=True, health=health)
    return one._replace(summary=INTERRUPTED) if isinstance(one, RunLine) else replace(one, summary=INTERRUPTED)
