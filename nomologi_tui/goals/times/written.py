"""A schedule that is written out as a JSON object: the schedule trigger's fields, or a whole one with its `kind`."""

import json
from typing import Any

from nomologi_tui.schedules import BadScheduleError, Schedule, schedule_of

LONGEST = 50_000  # characters


def schedule_written(text: str, timezone: str) -> tuple[Schedule, dict[str, Any]]:
    """The schedule and the trigger's fields (none for a whole schedule). Raises BadScheduleError."""
    document = _object(text)
    if "kind" in document:
        return schedule_of(document), {}
    from nomologi_tui.blocks.fields import check  # pydantic: three times what `nomologi when` takes for words
    from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes

    config, problems = check(ScheduleTimes, document)
    if not isinstance(config, ScheduleTimes):
        raise BadScheduleError(" ".join(f"{name}: {said}" if name else said for name, said in problems.items()))
    return config.schedule(timezone), document


def _object(text: str) -> dict[str, Any]:
    try:
        document = json.loads(text) if len(text) <= LONGEST else None
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise BadScheduleError('This begins like JSON and is none. Write for example {"times": ["08:00"]}.')
    return document
