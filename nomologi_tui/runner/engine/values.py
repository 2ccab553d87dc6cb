"""What templates can name."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.model import Automation, Event, Run
from nomologi_tui.runner.engine.template import as_value

_TIMED = "schedule"  # the trigger whose events say when they were due


def event_values(event: Event, trigger: str) -> dict[str, Any]:
    """What they see as `event`."""
    return {"id": event.id, "trigger": trigger, **event.data}


def run_values(automation: Automation, run: Run, event: Event, began: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """event, steps, automation, run; in a digest's run also what it collected.

    `began`: when the run did. Its moments are said as the clock in `zone` shows them, with the offset.
    """
    seen = event_values(event, run.trigger)
    if run.trigger == _TIMED and "due" in seen:
        seen["due"] = _as_shown(seen["due"], zone)
    values = {
        "event": as_value(seen),
        "steps": {},
        "automation": as_value({"goal": automation.goal, "slug": automation.slug}),
        "run": as_value({"id": run.id, "started": began.astimezone(zone).isoformat(timespec="seconds")}),
    }
    if run.only_inside is not None:
        values |= {name: as_value(event.data.get(name, [])) for name in ("items", "groups", "count")}
    return values


def _as_shown(due: Any, zone: ZoneInfo) -> Any:
    """A stored moment on that zone's clock; what is none (data that a person edited) as it is."""
    try:
        return datetime.fromisoformat(due).astimezone(zone).isoformat()
    except (TypeError, ValueError):
        return due
