"""What templates can name."""

from typing import Any

from nomologi_tui.model import Automation, Event, Run
from nomologi_tui.runner.engine.template import as_value


def event_values(event: Event, trigger: str) -> dict[str, Any]:
    """What they see as `event`."""
    return {"id": event.id, "trigger": trigger, **event.data}


def run_values(automation: Automation, run: Run, event: Event) -> dict[str, Any]:
    """event, steps, automation, run; in a digest's run also what it collected."""
    values = {
        "event": as_value(event_values(event, run.trigger)),
        "steps": {},
        "automation": as_value({"goal": automation.goal, "slug": automation.slug}),
        "run": as_value({"id": run.id}),
    }
    if run.only_inside is not None:
        values |= {name: as_value(event.data.get(name, [])) for name in ("items", "groups", "count")}
    return values
