"""Pause until a time, and end a pause."""

from dataclasses import replace
from datetime import datetime, timedelta

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Automation, AutomationStatus
from nomologi_tui.runner.pauses import resumption
from nomologi_tui.store import automations, listeners, pauses
from nomologi_tui.usecases.workspace import Workspace

LONGEST = timedelta(days=3_653)


def pause(ws: Workspace, automation: Automation, until: datetime | None = None) -> Automation:
    """Let its triggers be deaf until then, or until it is switched on; another pause replaces the one there is.

    What runs goes on; what has not begun waits until the pause is over. Raises BadInputError for what is not on and
    for a time that is over or too far away.
    """
    now = ws.clock.now()
    if automation.status not in (AutomationStatus.ACTIVE, AutomationStatus.PAUSED):
        raise BadInputError(f"{automation.slug} is not on, so there is nothing to pause.", "Switch it on first.")
    if until is not None and not now < until <= now + LONGEST:
        wrong = "is over already" if until <= now else "is more than 10 years away"
        raise BadInputError(
            f"{until:%Y-%m-%d %H:%M} UTC {wrong}.", "Give a later time, or none." if until <= now else ""
        )
    ws.store.write(automations.set_status, automation.id, AutomationStatus.PAUSED, now, until)
    return replace(automation, status=AutomationStatus.PAUSED, paused_until=until)


def resume(ws: Workspace, automation: Automation) -> Automation:
    """End its pause now: schedules count from now, other triggers go on where they stood."""
    now = ws.clock.now()
    known = ws.store.read(listeners.of, automation.id)
    how = resumption(ws.registry, automation, known, ws.settings.timezone, now)
    ws.store.write(pauses.end, automation.id, how.words, now, how.places, by_hand=True)
    return replace(automation, status=AutomationStatus.ACTIVE, paused_until=None)
