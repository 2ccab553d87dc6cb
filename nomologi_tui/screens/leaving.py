"""Leaving the app: the question before it, and what is said after it."""

import os
from typing import Any

from textual.app import App

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.ask import Ask, quit_question, suspend_question
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunnerInfo


async def farewell_of(app: App[Any], desk: Desk, runner: RunnerInfo | None) -> str | None:
    """What the terminal is told at the end; None where the person stays. Asks where leaving stops automations."""
    active = await _running_here(desk, runner)
    if active and not await app.push_screen_wait(Ask(quit_question(active))):
        return None
    return _farewell(runner, active)


async def may_suspend(app: App[Any], desk: Desk, runner: RunnerInfo | None) -> bool:
    """Whether the process may stand still until its shell lets it go on. Asks where that holds automations up."""
    active = await _running_here(desk, runner)
    return not active or await app.push_screen_wait(Ask(suspend_question(active)))


async def _running_here(desk: Desk, runner: RunnerInfo | None) -> int:
    """How many automations are switched on and run in this process."""
    runs_here = runner is not None and runner.pid == os.getpid()
    return await desk.read(_active) if runs_here else 0


def _active(reader: Reader, user_id: int) -> int:
    return sum(one.status.value == "active" for one in reader.overview(user_id))


def _farewell(runner: RunnerInfo | None, active: int) -> str:
    if runner is not None and runner.pid != os.getpid():
        return f"The runner goes on ({runner.kind}, process {runner.pid})."
    return "The runner stopped with the app. `nomologi runner` keeps automations running without it." if active else ""
