"""What a key on an automation does. The use cases load libraries, so each is imported on the desk's thread."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from nomologi_tui.model import Automation, AutomationStatus
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.workspace import Workspace

if TYPE_CHECKING:
    from nomologi_tui.usecases.runs.by_hand import Wanted

_STANDS = {
    AutomationStatus.ACTIVE: "switched on", AutomationStatus.INACTIVE: "switched off",
    AutomationStatus.PAUSED: "paused", AutomationStatus.DRAFT: "a draft",
}  # fmt: skip


def find(ws: Workspace, automation_id: int) -> Automation:
    """The automation. Raises NotFoundError."""
    from nomologi_tui.usecases.automations import automations

    return automations.find(ws, str(automation_id))


def wanted(ws: Workspace, automation_id: int) -> "Wanted":
    """What a run by hand needs to be told."""
    from nomologi_tui.usecases.runs import by_hand

    return by_hand.wanted(ws, find(ws, automation_id))


def run_now(ws: Workspace, automation_id: int, data: Mapping[str, Any]) -> str:
    """Queue a run by hand; says so, and what is needed where nobody carries it out."""
    from nomologi_tui.usecases.runs import running

    run_id = running.run_now(ws, find(ws, automation_id), data)
    if ws.who_runs() is None:
        return f"Run {run_id} is queued; it starts as soon as a runner is on."
    return f"Run {run_id} was queued. Enter shows how it goes."


def switch(ws: Workspace, automation_id: int) -> str:
    """On becomes off, everything else becomes on; says which."""
    from nomologi_tui.usecases.automations import automations

    automation = find(ws, automation_id)
    if automation.status is AutomationStatus.ACTIVE:
        automations.switch_off(ws, automation)
        return f"Switched off: {automation.goal}"
    missing = automations.missing(ws, automation)
    if missing:
        return f"It can't be switched on yet: {missing} Press {key('automation.edit')}."
    automations.switch_on(ws, automation)
    return f"Switched on: {automation.goal}"


def pause(ws: Workspace, automation_id: int, until: str) -> str:
    """Pause until the time that `until` says, or `never`; says how to end it."""
    from nomologi_tui.usecases.automations import pausing
    from nomologi_tui.usecases.moments import read_moment

    zone = ws.settings.zone
    moment = None if until == "never" else read_moment(until, ws.clock.now(), zone, ahead=True)
    automation = pausing.pause(ws, find(ws, automation_id), moment)
    end = f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else "you switch it on"
    return f"Paused until {end}: {automation.goal}. {key('automation.pause')} ends the pause."


def resume(ws: Workspace, automation_id: int) -> str:
    """End a pause."""
    from nomologi_tui.usecases.automations import pausing

    return f"Goes on: {pausing.resume(ws, find(ws, automation_id)).goal}"


class Deletion:
    """One automation put into the trash, and brought back as it was before."""

    def __init__(self) -> None:
        self._was: Automation | None = None

    def do(self, ws: Workspace, automation_id: int) -> str:
        """Put it into the trash; says how to get it back."""
        from nomologi_tui.usecases.automations import automations

        self._was = find(ws, automation_id)
        automations.delete(ws, self._was)
        return f"Deleted: {self._was.goal}. {key('automation.undo')} brings it back."

    def undo(self, ws: Workspace, automation_id: int) -> str:
        """Bring it back; says how it is."""
        from nomologi_tui.usecases.automations import trash

        if self._was is None:  # it was not deleted
            return f"It is there: {find(ws, automation_id).goal}"
        back = trash.undo(ws, self._was)
        return f"Back, {_STANDS[back.status]}: {back.goal}"


def has_trash(ws: Workspace) -> bool:
    """Whether there is something to bring back."""
    from nomologi_tui.usecases.automations import trash

    return bool(trash.listed(ws))


def restore(ws: Workspace, automation_id: int) -> str:
    """Bring it back from the trash, switched off."""
    from nomologi_tui.usecases.automations import automations

    automations.restore(ws, automation_id)
    return f"Back, switched off: {find(ws, automation_id).goal}"


def discard_draft(ws: Workspace, draft_id: int) -> str:
    """End a draft; says how to get it back."""
    from nomologi_tui.usecases.flow import keeping

    keeping.discard(ws, draft_id)
    return f"Draft discarded. {key('automation.undo')} brings it back."


def restore_draft(ws: Workspace, draft_id: int) -> str:
    """Bring a discarded draft back."""
    from nomologi_tui.usecases.flow import keeping

    keeping.reopen(ws, draft_id)
    return "The draft is back."


def stop_run(ws: Workspace, run_id: int) -> str:
    """Ask whoever carries it out to stop a run."""
    from nomologi_tui.usecases.runs import running

    running.cancel(ws, run_id)
    return f"Run {run_id} is asked to stop."
