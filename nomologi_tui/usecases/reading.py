"""`when` and `read` as documents of the contract, one at a time or from lines of JSON."""

import json
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.goals.phrases import read_schedule
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.report import goal_form, reading_json, schedule_form, when_json
from nomologi_tui.schedules import check_zone
from nomologi_tui.usecases.workspace import Workspace


def when_document(phrase: str, timezone: str, now: datetime, count: int) -> tuple[dict[str, Any] | None, str]:
    """The phrase's schedule as a document, or None and the reason why it is not one."""
    found = read_schedule(phrase, timezone=timezone, now=now)
    if found.schedule is None:
        return None, found.reason
    return when_json(phrase, found, now=now, count=count), ""


def read_document(ws: Workspace, goal: str, timezone: str, now: datetime) -> dict[str, Any]:
    """The goal's reading as a document."""
    return reading_json(read_goal(goal, registry=ws.registry, timezone=timezone, now=now))


def when_batch(line: str, timezone: str, now: datetime, count: int) -> dict[str, Any]:
    """One line `{"id", "text", "tz", "from", "count"}` in, `{"id", "schedule", …}` out; `ask` where it is not one."""
    try:
        asked = _asked(line, timezone, now)
        document, reason = when_document(asked["text"], asked["tz"], asked["from"], int(asked.get("count") or count))
        if document is None:
            return {"id": asked.get("id"), "schedule": "ask", "reason": reason}
        found = read_schedule(asked["text"], timezone=asked["tz"], now=asked["from"])
        return {"id": asked.get("id"), "schedule": schedule_form(found.schedule), **document}
    except (NomologiError, ValueError) as error:
        return {"id": None, "schedule": "ask", "reason": str(error)}


def read_batch(ws: Workspace, line: str, timezone: str, now: datetime) -> dict[str, Any]:
    """One line `{"id", "text", "tz", "from"}` in, `{"id", "trigger", "schedule", "what", "slots"}` out."""
    try:
        asked = _asked(line, timezone, now)
        reading = read_goal(asked["text"], registry=ws.registry, timezone=asked["tz"], now=asked["from"])
        return {"id": asked.get("id"), **goal_form(reading)}
    except (NomologiError, ValueError) as error:
        return {"id": None, "reason": str(error)}


def _asked(line: str, timezone: str, now: datetime) -> dict[str, Any]:
    asked = json.loads(line)
    if not isinstance(asked, dict) or not isinstance(asked.get("text"), str):
        raise BadInputError("The line has no text.", 'Write {"id": …, "text": "…"}.')
    asked["tz"] = check_zone(asked.get("tz") or timezone).key
    asked["from"] = datetime.fromisoformat(asked["from"]) if asked.get("from") else now
    if asked["from"].tzinfo is None:
        from zoneinfo import ZoneInfo

        asked["from"] = asked["from"].replace(tzinfo=ZoneInfo(asked["tz"]))
    return asked
