"""Lines of JSON in, one answer a line out: what `when --batch` and `read --batch` share."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.schedules import check_zone

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
        asked = json.loads(line)
        id_ = asked.get("id") if isinstance(asked, dict) else None
        return {"id": id_, **answer(_asked(asked, timezone, now))}
    except NomologiError as error:
        reason = str(error)
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        reason = f"The line can't be read: {error}."
    return {"id": id_, **otherwise, "reason": reason}


def _asked(line: Any, timezone: str, now: datetime) -> Asked:
    if not isinstance(line, dict) or not isinstance(line.get("text"), str):
        raise BadInputError("The line has no text.", 'Write {"id": …, "text": "…"}.')
    zone = check_zone(str(line.get("tz") or timezone))
    start = datetime.fromisoformat(line["from"]) if line.get("from") else now
    count = int(line.get("count") or 0)
    if not 0 <= count <= MOST:
        raise BadInputError(f"The count is {count}.", f"It goes from 1 to {MOST}.")
    return Asked(line["text"], zone.key, start if start.tzinfo else start.replace(tzinfo=zone), count)
