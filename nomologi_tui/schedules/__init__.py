"""Schedules: the type, its check, the pure next-instant function, its words and its other forms."""

from nomologi_tui.schedules.check import check_schedule, check_zone
from nomologi_tui.schedules.forms import cron_lines, every_seconds
from nomologi_tui.schedules.missed import latest_due
from nomologi_tui.schedules.next import moment_of, next_after, upcoming
from nomologi_tui.schedules.remarks import remarks
from nomologi_tui.schedules.rule import (
    EPOCH,
    EVERY_DAY,
    WORKDAYS,
    AtTimes,
    BadScheduleError,
    Cron,
    Every,
    Once,
    Rule,
    Schedule,
)
from nomologi_tui.schedules.words import in_words

__all__ = [
    "EPOCH",
    "EVERY_DAY",
    "WORKDAYS",
    "AtTimes",
    "BadScheduleError",
    "Cron",
    "Every",
    "Once",
    "Rule",
    "Schedule",
    "check_schedule",
    "check_zone",
    "cron_lines",
    "every_seconds",
    "in_words",
    "latest_due",
    "moment_of",
    "next_after",
    "remarks",
    "upcoming",
]
