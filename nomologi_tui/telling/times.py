"""Times in words, near and far."""

from datetime import datetime, tzinfo


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
