"""Runs that a runner left behind when it died: until the next one sees to them, nobody carries them out."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from nomologi_tui.model import Run, RunStatus
from nomologi_tui.store.records import RunLine
from nomologi_tui.usecases.workspace import Workspace

INTERRUPTED = "Interrupted: its runner is gone, and the next one sees to it."


_Shown = TypeVar("_Shown", Run, RunLine)


def as_they_are(ws: Workspace, runs: Sequence[_Shown]) -> list[_Shown]:
    """The same runs; those that are `running` in the store while no runner is on say so in their summary."""
    if not any(run.status is RunStatus.RUNNING for run in runs) or ws.who_runs() is not None:
        return list(runs)
    return [_left_behind(run) if run.status is RunStatus.RUNNING else run for run in runs]


def _left_behind(run: _Shown) -> _Shown:
    if isinstance(run, RunLine):
        return run._replace(summary=INTERRUPTED)
    return replace(run, summary=INTERRUPTED)
