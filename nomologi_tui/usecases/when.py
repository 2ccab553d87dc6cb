"""`when` as documents of the contract, one at a time or from lines of JSON. No block is loaded for it."""

from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.goals.times.report import schedule_form, when_json
from nomologi_tui.usecases.batches import Asked, answered


def when_document(phrase: str, timezone: str, now: datetime, count: int) -> tuple[dict[str, Any] | None, str]:
    """The phrase's schedule as a document, or None and the reason why it is not one."""
    found = read_schedule(phrase, timezone=timezone, now=now)
    if found.schedule is None:
        return None, found.reason
    return when_json(phrase, found, now=now, count=count), ""


def when_batch(line: str, timezone: str, now: datetime, count: int) -> dict[str, Any]:
    """One line `{"id", "text", "tz", "from", "count"}` in, `{"id", "schedule", …}` out; `ask` where it is not one."""

    def answer(asked: Asked) -> dict[str, Any]:
        document, reason = when_document(asked.text, asked.timezone, asked.start, asked.count or count)
        if document is None:
            raise BadInputError(reason)
        found = read_schedule(asked.text, timezone=asked.timezone, now=asked.start)
        return {"schedule": schedule_form(found.schedule, asked.start), **document}

    return answered(line, timezone, now, answer, otherwise={"schedule": "ask"})
