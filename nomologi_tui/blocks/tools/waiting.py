"""When a wait ends, and how that reads."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from nomologi_tui.schedules import AtTimes, Schedule, next_after


def end_of_wait(began: datetime, seconds: float | None, until: str | None, zone: ZoneInfo) -> datetime:
    """`seconds` after `began`, or the first time after it at which a clock in `zone` shows `until` (HH:MM)."""
    if until is None:
        return began + timedelta(seconds=seconds or 0)
    following = next_after(Schedule(AtTimes((time.fromisoformat(until),)), zone.key), began)
    return following or began


def moment_in_words(moment: datetime, zone: ZoneInfo) -> str:
    """`18:00 on 24 Nov`, in the user's zone; with seconds where there are any."""
    local = moment.astimezone(zone)
    clock = f"{local:%H:%M:%S}" if local.second else f"{local:%H:%M}"
    return f"{clock} on {local.day} {local:%b}"
