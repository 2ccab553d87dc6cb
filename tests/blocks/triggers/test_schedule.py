import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.schedules.form import ScheduleTimes
from nomologi_tui.blocks.triggers.schedule import schedule
from nomologi_tui.schedules import AtTimes, Cron, Every, Once, OnDays, Schedule, Sun, Within, in_words
from nomologi_tui.testing import FakeTriggerContext

DUE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_each_due_time_is_an_event_with_a_stable_id() -> None:
    context = FakeTriggerContext()
    context.incoming.put_nowait(DUE)
    context.end()
    events = [event async for event in schedule.run(ScheduleTimes(every="5s"), context)]
    assert [(event.id, event.due) for event in events] == [("due:2026-11-23T08:00:00+00:00", DUE)]
    assert events[0].data == {"due": "2026-11-23T08:00:00+00:00"}


def test_the_zone_is_its_own_or_else_the_asked_one() -> None:
    berlin, anywhere = ScheduleTimes(times=["8"], timezone="Europe/Berlin"), ScheduleTimes(times=["8"])
    assert [berlin.schedule(zone).timezone for zone in ("UTC", "Asia/Tokyo")] == ["Europe/Berlin"] * 2
    assert [anywhere.schedule(zone).timezone for zone in ("UTC", "Asia/Tokyo")] == ["UTC", "Asia/Tokyo"]


@pytest.mark.parametrize(
    ("fields", "rule", "words"),
    [
        ({"every": "5s"}, Every, "every 5 seconds"),
        ({"times": ["8:00"]}, AtTimes, "every day at 08:00"),
        ({"times": ["8:00", "18:00"], "weekdays": ["sat"]}, AtTimes, "Saturdays at 08:00 and 18:00"),
        ({"cron": "*/10 * * * *"}, Cron, "every 10 minutes"),
        ({"once": "2027-01-31 09:00"}, Once, "09:00"),
        ({"every": "1h", "from_time": "9", "to_time": "17"}, Within, "every hour from 09:00 to 17:00"),
        ({"sun": "sunset", "latitude": 52.5, "longitude": 13.4}, Sun, "at sunset at 52.5 N, 13.4 E"),
        ({"times": ["8"], "month_days": [1]}, OnDays, "on the 1st of every month at 08:00"),
    ],
)
def test_each_way_to_say_when_is_a_rule_with_words(fields: dict[str, Any], rule: type, words: str) -> None:
    config = ScheduleTimes(**fields)
    assert isinstance(config.schedule("UTC").rule, rule)
    assert words in schedule.in_words(config)


AT_9 = {"times": ["9"]}
SAID: list[tuple[dict[str, Any], str]] = [
    ({**AT_9, "nth": [1, "last"], "weekdays": ["fri"]}, "on the 1st and last Friday of every month at 09:00"),
    ({**AT_9, "nth": ["4"], "weekdays": ["thu"], "months": ["nov"]}, "on the 4th Thursday of Nov every year at 09:00"),
    ({**AT_9, "month_days": ["last", -2]}, "on the 2nd to last and last day of every month at 09:00"),
    ({**AT_9, "business_days": ["every"], "country": "DE-BY"}, "every business day (DE-BY) at 09:00"),
    ({**AT_9, "business_days": [1], "country": "US"}, "on the 1st business day of every month (US) at 09:00"),
    ({**AT_9, "business_days": ["last"]}, "on the last weekday of every month at 09:00"),
    ({**AT_9, "dates": ["2027-01-01", "2026-12-24"]}, "on 24 Dec 2026 and 1 Jan 2027 at 09:00"),
    ({**AT_9, "dates": ["02-29"]}, "on 29 Feb of every year at 09:00"),
    ({**AT_9, "cycle": "3 days", "starts": "2026-11-27"}, "every 3 days from 27 Nov 2026 at 09:00"),
    ({**AT_9, "cycle": "2 weeks", "starts": "2026-11-27"}, "Fridays of every 2nd week from 27 Nov 2026 at 09:00"),
    ({**AT_9, "cycle": "1 week", "starts": "2026-11-27", "weekdays": ["mon"]},
     "Mondays of every week from 27 Nov 2026 at 09:00"),
    ({**AT_9, "cycle": "6 months", "starts": "2026-11-27"}, "on the 27th of every 6th month from 27 Nov 2026 at 09:00"),
    ({**AT_9, "cycle": "2 Months", "starts": "2026-11-27", "nth": [1], "weekdays": ["mon"]},
     "on the 1st Monday of every 2nd month from 27 Nov 2026 at 09:00"),
    ({"every": "15 min", "from_time": "22:00", "to_time": "04:00", "weekdays": ["sat"]},
     "every 15 minutes from 22:00 to 04:00 the next day, Saturdays"),
    ({"every": "90 min", "starts": "2026-11-27"}, "every 90 minutes, counted from 27 Nov 2026 at 00:00"),
    ({"sun": "dawn", "offset": "-1h 30 min", "latitude": -33.9, "longitude": 151.2, "nth": [1], "weekdays": ["sun"]},
     "90 minutes before dawn at 33.9 S, 151.2 E, on the 1st Sunday of every month"),
    ({"sun": "dusk", "offset": "+5 min", "latitude": 0, "longitude": 0}, "5 minutes after dusk at 0 N, 0 E"),
    ({**AT_9, "except_weekdays": ["sat"], "except_dates": ["12-24", "2027-01-05", "2027-07-01 to 2027-07-31"]},
     ("every day at 09:00, but not on Saturdays, nor on 5 Jan 2027, nor on 24 Dec of every year,"
      " nor from 1 Jul 2027 to 31 Jul 2027")),
    ({**AT_9, "except_holidays": True, "country": "DE", "except_cron": "0 9 1 * *", "timezone": "UTC"},
     ("every day at 09:00, but not on public holidays (DE), nor at the times of"
      " (on the 1st of every month at 09:00 (UTC)) (UTC)")),
    ({"cron": "0 9 * * *", "starts": "2026-11-27", "ends": "2027-01-31", "jitter": "5 min"},
     "every day at 09:00, from 27 Nov 2026 on, until 31 Jan 2027, each time up to 5 minutes later"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "words"), SAID, ids=[words for _, words in SAID])
def test_the_fields_together_are_said_in_words(fields: dict[str, Any], words: str) -> None:
    config, problems = check(ScheduleTimes, fields)
    assert problems == {}
    assert config is not None
    assert schedule.in_words(config) == words


GUIDE = (Path(__file__).parents[3] / "docs/guide/schedules.md").read_text(encoding="utf-8")
ROWS = [re.findall(r"`([^`]+)`", line) for line in GUIDE.splitlines() if line.startswith("| ") and ": " in line]


@pytest.mark.parametrize("written", ROWS, ids="; ".join)
def test_what_the_guide_writes_is_a_schedule(written: list[str]) -> None:
    fields = yaml.load("\n".join(written), Loader=yaml.BaseLoader)  # noqa: S506 - text only, as automations are read
    assert check(ScheduleTimes, fields)[1] == {}


def test_fields_saved_before_there_were_more_mean_the_same() -> None:
    saved = {"every": 300.0, "times": [], "weekdays": [], "cron": "", "once": "", "timezone": ""}
    assert ScheduleTimes(**saved).schedule("UTC") == Schedule(Every(300))


def test_an_interval_that_starts_on_a_day_counts_from_its_first_moment_there() -> None:
    config = ScheduleTimes(every="7h", starts="2026-11-27", timezone="Asia/Tokyo")
    assert "27 Nov 2026 at 00:00 (Asia/Tokyo)" in in_words(config.schedule("UTC"), with_zone=True)


def test_a_zone_of_its_own_comes_before_the_users() -> None:
    assert ScheduleTimes(every=5, timezone="Asia/Tokyo").schedule("UTC").timezone == "Asia/Tokyo"
    assert ScheduleTimes(every=5, timezone="").schedule("Europe/Berlin").timezone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("fields", "place", "problem"),
    [
        ({}, "", "none of them is set"),
        ({"every": "5s", "cron": "* * * * *"}, "", "more than one of them is set"),
        ({"every": "0.5s"}, "", "too often"),
        ({"every": "5s", "weekdays": ["mon"]}, "", "Weekdays go with times of day only"),
        ({"cron": "61 * * * *"}, "", "61"),
        ({"once": "2027-01-31"}, "", "not a day and time"),
        ({"once": "2027-02-30 08:00"}, "", "not a day and time"),
        ({"once": "2027-01-31T08:00Z"}, "", "not a day and time"),
        ({"times": ["25:00"]}, "times", "not a time of day"),
        ({"times": ["8"], "weekdays": ["someday"]}, "weekdays", "one of these: mon, tue"),
        ({"every": "5s", "timezone": "Mars"}, "timezone", "not a time zone"),
        ({"every": "-5s"}, "every", "not a length of time"),
        ({"every": "1e9 days"}, "every", ""),
        ({"every": float("nan")}, "every", "not a length of time"),
        ({"every": 0.5}, "", "too often"),
        ({"every": -5}, "", "too often"),
        ({"every": "5s", "from_time": "9"}, "", "From time and to time go together"),
        ({**AT_9, "to_time": "17"}, "", "From time and to time go together"),
        ({"every": "5s", "from_time": "9", "to_time": "9"}, "", "no stretch of time"),
        ({"every": "2h", "from_time": "9", "to_time": "10"}, "", "does not fit"),
        ({"cron": "@daily", "nth": [1]}, "", "Nth goes with times of day only"),
        ({"once": "2027-01-31 09:00", "cycle": "2 weeks"}, "", "Cycle goes with times of day only"),
        ({**AT_9, "nth": [1]}, "", "Nth counts weekdays"),
        ({**AT_9, "nth": [6], "weekdays": ["mon"]}, "", "6 is no weekday's place"),
        ({**AT_9, "nth": ["soon"], "weekdays": ["mon"]}, "nth", "no place"),
        ({**AT_9, "month_days": [1], "weekdays": ["mon"]}, "", "Weekdays and month days say different days"),
        ({**AT_9, "month_days": [1], "dates": ["12-24"]}, "", "Month days and dates say different days"),
        ({**AT_9, "month_days": [31], "months": ["feb"]}, "", "Day 31 never comes"),
        ({**AT_9, "months": ["feb"]}, "", "Months go with nth"),
        ({**AT_9, "except_holidays": True}, "", "Except holidays needs a country"),
        ({**AT_9, "business_days": ["every", "1"], "country": "DE"}, "", "not both"),
        ({**AT_9, "business_days": ["sometimes"]}, "business_days", "no place"),
        ({**AT_9, "except_holidays": True, "country": "Narnia"}, "", "No public holidays are known"),
        ({**AT_9, "country": "DE"}, "", "Country goes with"),
        ({**AT_9, "dates": ["2027-02-30"]}, "dates", "is no date"),
        ({**AT_9, "dates": ["10000-01-01"]}, "dates", "is no date"),
        ({**AT_9, "dates": ["0000-01-01"]}, "dates", "is no date"),
        ({**AT_9, "dates": ["2027-01-01", "12-24"]}, "", "with a year or without"),
        ({**AT_9, "dates": ["12-24"], "months": ["dec"]}, "", "Dates go with neither"),
        ({**AT_9, "cycle": "2 weeks"}, "", "set starts"),
        ({**AT_9, "cycle": "fortnight", "starts": "2027-01-01"}, "", "is no cycle"),
        ({**AT_9, "cycle": "0 days", "starts": "2027-01-01"}, "", "Every 0 days"),
        ({**AT_9, "cycle": "2 days", "starts": "2027-01-01", "weekdays": ["mon"]}, "", "does not go with weekdays"),
        ({**AT_9, "cycle": "2 days", "starts": "2027-01-01", "months": ["jan"]}, "", "does not go with months"),
        ({**AT_9, "cycle": "2 months", "starts": "2027-01-01", "weekdays": ["mon"]}, "", "say which of the month"),
        ({"sun": "sunset"}, "", "set latitude and longitude"),
        ({"sun": "sunset", "latitude": 99, "longitude": 0}, "", "no latitude"),
        ({"sun": "sunset", "latitude": 9, "longitude": 0, "offset": "soon"}, "", "not a length of time"),
        ({**AT_9, "offset": "5 min"}, "", "go with sun only"),
        ({**AT_9, "starts": "12-24"}, "starts", "has no year"),
        ({**AT_9, "starts": "2027-01-02", "ends": "2027-01-01"}, "", "before it starts"),
        ({**AT_9, "except_dates": ["12-24 to 12-31"]}, "", "needs the years"),
        ({**AT_9, "except_dates": ["2027-01-02 to 2027-01-01"]}, "", "goes backwards"),
        ({**AT_9, "except_dates": ["2027-01-02 to soon"]}, "except_dates", "is no date"),
        ({**AT_9, "except_weekdays": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]}, "", "never comes"),
        ({**AT_9, "except_cron": "0 9 * * *"}, "", "never comes"),
        ({**AT_9, "except_cron": "soon"}, "", "not a cron line"),
        ({**AT_9, "jitter": "2 days"}, "", "0 to 24 hours"),
    ],
)
def test_what_is_no_schedule_is_a_sentence(fields: dict[str, Any], place: str, problem: str) -> None:
    assert problem in check(ScheduleTimes, fields)[1][place]


async def test_the_preview_shows_the_next_five_times_in_the_users_zone() -> None:
    context = FakeTriggerContext(zone="Europe/Berlin")
    lines = (await schedule.previewed(ScheduleTimes(times=["02:30"]), context)).splitlines()
    assert lines[:2] == ["every day at 02:30", "  Mon 23 Nov 2026  02:30 CET"]
    assert len([line for line in lines if line.startswith("  ")]) == 5
    assert any("clocks go forward" in line for line in lines[6:])
