"""What was deleted and can still be brought back."""

from datetime import datetime, timedelta

from nomologi_tui.model import Automation, AutomationStatus
from nomologi_tui.store import automations as rows
from nomologi_tui.store.records import Deleted
from nomologi_tui.usecases.automations import automations, pausing
from nomologi_tui.usecases.workspace import Workspace


def listed(ws: Workspace) -> list[Deleted]:
    """What lies in the trash, the latest first."""
    return ws.store.read(rows.deleted_for, ws.user.id)


def until(one: Deleted) -> datetime:
    """When it is removed for good."""
    return one.at + timedelta(days=rows.TRASH_DAYS)


def undo(ws: Workspace, was: Automation) -> Automation:
    """Bring back at once what was deleted a moment ago, as it was before: on, paused or off.

    Where somebody brought it back meanwhile it stays as they left it. Raises NotFoundError where it is gone for good.
    """
    if not ws.store.read(rows.is_deleted, was.id):
        return automations.find(ws, str(was.id))
    back = automations.restore(ws, was.id)
    if was.status not in (AutomationStatus.ACTIVE, AutomationStatus.PAUSED):
        return back
    back = automations.as_it_was(ws, back)
    if was.status is AutomationStatus.ACTIVE or (was.paused_until and was.paused_until <= ws.clock.now()):
        return back
    return pausing.pause(ws, back, was.paused_until)
