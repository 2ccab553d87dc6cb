"""Gathers what the pure answers need. Without a moment it stays light; with one it loads the blocks, for schedules."""

from dataclasses import replace
from datetime import datetime, timedelta

from nomologi_tui.model import Automation
from nomologi_tui.schedules import latest_due, next_after
from nomologi_tui.store.evidence import NEAR, Evidence
from nomologi_tui.usecases.runs.interrupted import as_they_are
from nomologi_tui.usecases.why.answer import Answer, View
from nomologi_tui.usecases.why.now import explain_now
from nomologi_tui.usecases.why.then import Due, explain_then
from nomologi_tui.usecases.workspace import Workspace

_FAR = timedelta(days=3_700)  # how far back a due time before the moment is looked for
_INSTANT = timedelta(microseconds=1)


def why(ws: Workspace, automation: Automation, at: datetime | None = None) -> Answer:
    """Why it does or does not run, or did or did not at a moment (in UTC)."""
    now = ws.clock.now()
    view = View(now, ws.settings.zone, ws.who_runs(), ws.settings.runs_at_once)
    if at is None:
        return explain_now(_as_it_is(ws, ws.reader.evidence(ws.user_id, automation.id)), view)
    due = _due_near(ws, ws.reader.at_moment(automation, at), at)
    evidence = _as_it_is(ws, ws.reader.evidence(ws.user_id, automation.id, at, due.moments))
    if evidence.then is None:
        return explain_now(evidence, view)
    return explain_then(evidence, evidence.then, due, view)


def _as_it_is(ws: Workspace, evidence: Evidence) -> Evidence:
    """With runs that nobody carries out any more marked so."""
    runs, open_runs = (tuple(as_they_are(ws, found)) for found in (evidence.runs, evidence.open_runs))
    return replace(evidence, runs=runs, open_runs=open_runs)


def _due_near(ws: Workspace, automation: Automation, at: datetime) -> Due:
    """The due times around the moment, over all schedules that the automation had then."""
    if not any(step.block != "manual" for step in automation.triggers):
        return Due()
    from nomologi_tui.runner.engine.config import schedule_in

    made = [schedule_in(ws.registry, step, ws.settings.timezone) for step in automation.triggers]
    schedules = [one for one in made if one is not None]
    before = [found for one in schedules if (found := latest_due(one, at - _FAR, at)) is not None]
    after = [found for one in schedules if (found := next_after(one, at)) is not None]
    last, following = max(before, default=None), min(after, default=None)
    near = [one for one in (last, following) if one is not None and abs(one - at) < NEAR]
    return Due(min(near, key=lambda one: abs(one - at), default=None), last, following)
