"""`when` and `read` as documents of the contract, one at a time or from lines of JSON."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any

from nomologi_tui.document.gallery import gallery
from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.goals.matching import meant
from nomologi_tui.goals.plain import read_without, stands_in
from nomologi_tui.goals.reading import read_goal
from nomologi_tui.goals.report import goal_form, reading_json, schedule_form, when_json
from nomologi_tui.goals.times.phrases import read_schedule
from nomologi_tui.schedules import check_zone
from nomologi_tui.usecases.workspace import Workspace

MOST = 1000  # next times that may be asked for


def when_document(phrase: str, timezone: str, now: datetime, count: int) -> tuple[dict[str, Any] | None, str]:
    """The phrase's schedule as a document, or None and the reason why it is not one."""
    found = read_schedule(phrase, timezone=timezone, now=now)
    if found.schedule is None:
        return None, found.reason
    return when_json(phrase, found, now=now, count=count), ""


def read_document(
    ws: Workspace, goal: str, timezone: str, now: datetime, without: Sequence[str] = ()
) -> dict[str, Any]:
    """The goal's reading as a document, with the template that it means where that is clear.

    The words `without` stand for nothing. Raises BadInputError where they are not in it.
    """
    plain = [stands_in(goal, one) for one in without]
    found = read_without(goal, plain, partial(read_goal, registry=ws.registry, timezone=timezone, now=now))
    return reading_json(replace(found, template=meant(gallery(), goal)))


def when_batch(line: str, timezone: str, now: datetime, count: int) -> dict[str, Any]:
    """One line `{"id", "text", "tz", "from", "count"}` in, `{"id", "schedule", …}` out; `ask` where it is not one."""

    def answer(asked: _Asked) -> dict[str, Any]:
        document, reason = when_document(asked.text, asked.timezone, asked.start, asked.count or count)
        if document is None:
            raise BadInputError(reason)
        found = read_schedule(asked.text, timezone=asked.timezone, now=asked.start)
        return {"schedule": schedule_form(found.schedule, asked.start), **document}

    return _answered(line, timezone, now, answer, otherwise={"schedule": "ask"})


def read_batch(ws: Workspace, line: str, timezone: str, now: datetime) -> dict[str, Any]:
    """One line `{"id", "text", "tz", "from"}` in, `{"id", "trigger", "schedule", "what", "slots"}` out."""

    def answer(asked: _Asked) -> dict[str, Any]:
        found = read_goal(asked.text, registry=ws.registry, timezone=asked.timezone, now=asked.start)
        return goal_form(found, asked.start)

    return _answered(line, timezone, now, answer, otherwise={})


@dataclass(frozen=True, slots=True)
class _Asked:
    """One line of a batch. `count` is 0 where the line leaves it open."""

    text: str
    timezone: str
    start: datetime
    count: int


def _answered(
    line: str, timezone: str, now: datetime, answer: Callable[[_Asked], dict[str, Any]], otherwise: dict[str, Any]
) -> dict[str, Any]:
    """The answer with the line's id; `otherwise` with the reason for a line that can't be answered."""
    id_: Any = None
    try:
        asked = json.loads(line)
        id_ = asked.get("id") if isinstance(asked, dict) else None
        return {"id": id_, **answer(_asked(asked, timezone, now))}
    except NomologiError as error:
        reason = str(error)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        reason = f"The line can't be read: {error}."
    return {"id": id_, **otherwise, "reason": reason}


def _asked(line: Any, timezone: str, now: datetime) -> _Asked:
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        raise BadInputError("The line has no text.", 'Write {"id": …, "text": "…"}.')
    zone = check_zone(str(line.get("tz") or timezone))
    start = datetime.fromisoformat(line["from"]) if line.get("from") else now
    count = int(line.get("count") or 0)
    if not 0 <= count <= MOST:
        raise BadInputError(f"The count is {count}.", f"It goes from 1 to {MOST}.")
    return _Asked(line["text"], zone.key, start if start.tzinfo else start.replace(tzinfo=zone), count)
