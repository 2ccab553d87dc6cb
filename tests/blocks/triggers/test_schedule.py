from datetime import UTC, datetime
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.triggers.schedule import ScheduleTimes, schedule
from nomologi_tui.schedules import AtTimes, Cron, Every, Once
from nomologi_tui.testing import FakeTriggerContext

DUE = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


async def test_each_due_time_is_an_event_with_a_stable_id() -> None:
    context = FakeTriggerContext()
    context.incoming.put_nowait(DUE)
    context.end()
    events = [event async for event in schedule.run(ScheduleTimes(every="5s"), context)]
    assert [(event.id, event.due) for event in events] == [("due:2026-11-23T08:00:00+00:00", DUE)]
    assert events[0].data == {"due": "2026-11-23T08:00:00+00:00"}


@pytest.mark.parametrize(
    ("fields", "rule", "words"),
    [
        ({"every": "5s"}, Every, "every 5 seconds"),
        ({"times": ["8:00"]}, AtTimes, "every day at 08:00"),
        ({"times": ["8:00", "18:00"], "weekdays": ["sat"]}, AtTimes, "Saturdays at 08:00 and 18:00"),
        ({"cron": "*/10 * * * *"}, Cron, "every 10 minutes"),
        ({"once": "2027-01-31 09:00"}, Once, "09:00"),
    ],
)
def test_each_way_to_say_when_is_a_rule_with_words(fields: dict[str, Any], rule: type, words: str) -> None:
    config = ScheduleTimes(**fields)
    assert isinstance(config.schedule("UTC").rule, rule)
    assert words in schedule.in_words(config)


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
        ({"times": ["8"], "weekdays": ["someday"]}, "weekdays", "'mon'"),
        ({"every": "5s", "timezone": "Mars"}, "timezone", "not a time zone"),
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
