"""Charts in plain cells: each mark says what it says without colour, and in ASCII as well."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

from nomologi_tui.model import RunStatus
from nomologi_tui.store.records import DayCount
from nomologi_tui.text import span

WELL, FAILED, OTHER, NOTHING, MANY = "o", "x", "-", ".", "+"
STRIP_MARKS = {
    WELL: "one mark an hour, the last hour at the right: all went well",
    FAILED: "a run failed in that hour",
    OTHER: "runs ended, but none acted",
    NOTHING: "none ended",
}
AHEAD_MARKS = {"1-9": "so many times in that hour", MANY: "ten times or more", NOTHING: "not at all"}
HOURS = 24
DAYS = 14
_HEIGHTS = "▁▂▃▄▅▆▇█"

Counts = Mapping[RunStatus, int]


def strip(hours: Sequence[Counts]) -> str:
    """A mark for each hour: what is worst of it."""
    return "".join(_mark(one) for one in hours)


def _mark(counts: Counts) -> str:
    if counts.get(RunStatus.FAILURE):
        return FAILED
    if counts.get(RunStatus.SUCCESS):
        return WELL
    return OTHER if any(counts.values()) else NOTHING


def total(several: Sequence[Counts]) -> dict[RunStatus, int]:
    """All of them together."""
    return {status: found for status in RunStatus if (found := sum(one.get(status, 0) for one in several))}


def outcome_words(counts: Counts) -> str:
    """`48 ok, 3 failed, 2 others`; `nothing ended` where there is nothing."""
    well, failed, others = parts(counts)
    named = ((well, "ok"), (failed, "failed"), (others, "other" if others == 1 else "others"))
    return ", ".join(f"{number:,} {word}" for number, word in named if number) or "nothing ended"


def parts(counts: Counts) -> tuple[int, int, int]:
    """How many went well, failed, and ended otherwise: skipped or stopped."""
    well, failed = counts.get(RunStatus.SUCCESS, 0), counts.get(RunStatus.FAILURE, 0)
    return well, failed, sum(counts.values()) - well - failed


def spark(values: Sequence[float]) -> str:
    """A column for each value, as high as it is against the highest one."""
    most = max(values, default=0.0)
    return "".join(_HEIGHTS[round(value / most * (len(_HEIGHTS) - 1)) if most > 0 else 0] for value in values)


def took_words(seconds: Sequence[float]) -> str:
    """`0.9 s to 12 s, the last 1.4 s`; empty where nothing ran."""
    if not seconds:
        return ""
    low, high, last = span(min(seconds)), span(max(seconds)), span(seconds[-1])
    return f"the last {last}" if low == high else f"{low} to {high}, the last {last}"


def ahead_strip(hours: Sequence[int]) -> str:
    """For each hour how many times something is due: a digit, `+` from ten on."""
    return "".join(NOTHING if not one else MANY if one > 9 else str(one) for one in hours)


def hour_scale(begin: datetime, zone: tzinfo) -> str:
    """The line above such a strip: each sixth hour as the clock shows it then."""
    line = ""
    for hour in range(0, HOURS, 6):
        line += f"{(begin + timedelta(hours=hour)).astimezone(zone):%H:%M}".ljust(6)
    return line[:HOURS]


@dataclass(frozen=True, slots=True)
class Day:
    """One day's outcomes: their numbers, and a bar that is as long as they are many."""

    name: str
    well: int
    failed: int
    others: int
    bar: str


def day_rows(days: Sequence[DayCount], zone: tzinfo, width: int, full: str = "#") -> list[Day]:
    """The days, the newest first; the longest bar has `width` cells, or as many as there are runs. `full` is one that
    went well."""
    most = max([width, *(sum(one.counts.values()) for one in days)])
    rows = []
    for one in reversed(days):
        counts = parts(one.counts)
        rows.append(Day(f"{one.begins.astimezone(zone):%a %d %b}", *counts, _bar(counts, most, width, full)))
    return rows


def _bar(counts: tuple[int, int, int], most: int, width: int, full: str) -> str:
    """What is there has a cell at least: one failure among thousands shows."""
    cells = [max(round(one * width / most), 1) if one else 0 for one in counts]
    cells[cells.index(max(cells))] -= max(sum(cells) - width, 0)
    return full * cells[0] + FAILED * cells[1] + OTHER * cells[2]


def days_until(now: datetime, zone: tzinfo, number: int = DAYS) -> list[datetime]:
    """The first moments of the last days there, today's too, and of tomorrow; in UTC."""
    today = now.astimezone(zone).date()
    days = [today + timedelta(days=shift) for shift in range(1 - number, 2)]
    return [datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC) for day in days]
