"""Lines of JSON in, one answer a line out: what `when --batch` and `read --batch` share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.schedules import check_zone
from nomologi_tui.text import shorten

MOST = 1000  # next times that may be asked for


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of a batch. `count` is 0 where the line leaves it open."""

    text: str
    timezone: str
    start: datetime
    count: int


def answered(
    line: str, timezone: str, now: datetime, answer: Callable[[Asked], dict[str, Any]], otherwise: dict[str, Any]
) -> dict[str, Any]:
    """The answer with the line's id; `otherwise` with the reason for a line that can't be answered."""
    id_: Any = None
    try:
        asked = _json(line)
        id_ = asked.get("id") if isinstance(asked, dict) else None
        return {"id": id_, **answer(_asked(asked, timezone, now))}
    except NomologiError as error:
        reason = str(error)
    except (ValueError, OverflowError) as error:  # a moment at the calendar's end
        reason = f"The line can't be answered: {error}."
    return {"id": id_, **otherwise, "reason": reason}


def _asked(line: Any, timezone: str, now: datetime) -> Asked:
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        raise BadInputError("The line has no text.", 'Write {"id": …, "text": "…"}.')
    zone = check_zone(str(line.get("tz") or timezone))
    start = _moment(line["from"]) if line.get("from") else now
    count = line.get("count") or 0
    if not isinstance(count, int) or not 0 <= count <= MOST:
        raise BadInputError(f"The count is {shorten(str(count), 40)}.", f"It goes from 1 to {MOST}.")
    return Asked(line["text"], zone.key, start if start.tzinfo else start.replace(tzinfo=zone), count)


def _json(line: str) -> Any:
    try:
        return json.loads(line)
    except RecursionError:
        raise BadInputError("The line is no JSON that can be read: it is nested too deeply.") from None
    except ValueError as error:
        raise BadInputError(f"The line is no JSON: {error}.", 'Write {"id": …, "text": "…"}.') from None


def _moment(said: Any) -> datetime:
    try:
        return datetime.fromisoformat(said)
    except (ValueError, TypeError):
        words = f"“{shorten(str(said), 40)}” as from is no time."
        raise BadInputError(words, "Write for example 2026-11-22T10:00.") from None
