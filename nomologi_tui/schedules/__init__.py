"""Schedules: the type, its check, the pure next-instant function, its words and its other forms."""

from nomologi_tui.schedules.as_json import schedule_json, schedule_of
from nomologi_tui.schedules.check import check_schedule, check_zone
from nomologi_tui.schedules.countries import country_named
from nomologi_tui.schedules.days import (
    ALWAYS,
    EVERY_DAY,
    EVERY_MONTH,
    WORKDAYS,
    BusinessDays,
    Dates,
    DateSpan,
    Days,
    EveryDays,
    EveryWeeks,
    Holidays,
    MonthDays,
    Months,
    NthWeekdays,
    Weekdays,
    YearDays,
)
from nomologi_tui.schedules.forms import cron_lines, every_seconds, is_narrowed
from nomologi_tui.schedules.missed import count_due, due_between, latest_due
from nomologi_tui.schedules.next import next_after, upcoming
from nomologi_tui.schedules.remarks import remarks
from nomologi_tui.schedules.rule import (
    EPOCH,
    AnyOf,
    AtTimes,
    BadScheduleError,
    Cron,
    Every,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    SunEvent,
    Within,
)
from nomologi_tui.schedules.words import in_words
from nomologi_tui.schedules.zones import moment_of

__all__ = [
    "ALWAYS",
    "EPOCH",
    "EVERY_DAY",
    "EVERY_MONTH",
    "WORKDAYS",
    "AnyOf",
    "AtTimes",
    "BadScheduleError",
    "BusinessDays",
    "Cron",
    "DateSpan",
    "Dates",
    "Days",
    "Every",
    "EveryDays",
    "EveryWeeks",
    "Holidays",
    "MonthDays",
    "Months",
    "NthWeekdays",
    "OnDays",
    "Once",
    "Rule",
    "Schedule",
    "Sun",
    "SunEvent",
    "Weekdays",
    "Within",
    "YearDays",
    "check_schedule",
    "check_zone",
    "count_due",
    "country_named",
    "cron_lines",
    "due_between",
    "every_seconds",
    "in_words",
    "is_narrowed",
    "latest_due",
    "moment_of",
    "next_after",
    "remarks",
    "schedule_json",
    "schedule_of",
    "upcoming",
]
