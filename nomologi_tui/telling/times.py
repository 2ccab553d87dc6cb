"""Times in words, near and far."""

import re
from datetime import datetime, tzinfo
from typing import Any

_INSTANT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)")


def near(moment: datetime | None, now: datetime, zone: tzinfo) -> str:
    """A time as people say it: `in 5 s`, `3 min ago` when near, date and time when far, `-` when none."""
    if moment is None:
        return "-"
    seconds = (moment - now).total_seconds()
    if abs(seconds) >= 86_400:
        return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M")
    size, unit = next(
        (size, unit) for size, unit in ((3600, "h"), (60, "min"), (1, "s")) if abs(seconds) >= size or size == 1
    )
    count = f"{int(abs(seconds) // size)} {unit}"
    return f"in {count}" if seconds >= 0 else f"{count} ago"


def local(moment: datetime | None, zone: tzinfo) -> str:
    """Date and time in the user's zone, to the second."""
    return moment.astimezone(zone).strftime("%Y-%m-%d %H:%M:%S") if moment else "-"


def with_local_times(value: Any, zone: tzinfo) -> Any:
    """A JSON value, but each text in it that is an instant and nothing else is a time in the user's zone."""
    if isinstance(value, dict):
        return {name: with_local_times(one, zone) for name, one in value.items()}
    if isinstance(value, list):
        return [with_local_times(one, zone) for one in value]
    return _local_text(value, zone) if isinstance(value, str) and _INSTANT.fullmatch(value) else value


def _local_text(text: str, zone: tzinfo) -> str:
    try:
        return local(datetime.fromisoformat(text), zone)
    except (ValueError, OverflowError):  # it only looks like one, as the 30th of February does
        return text
