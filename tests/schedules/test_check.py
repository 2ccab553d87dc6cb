from datetime import UTC, datetime, time

import pytest

from nomologi_tui.errors import BadInputError
from nomologi_tui.schedules import EVERY_DAY, AtTimes, Cron, Every, Once, Rule, Schedule, check_schedule

GOOD: list[Rule] = [
    Every(1), Every(86400), AtTimes((time(0),)), Cron("*/5 9-17 * * mon-fri"), Cron("@daily"), Cron("0 0 29 2 *"),
    Cron("0 0 31 2 mon"), Once(datetime(2020, 1, 1)),
]  # fmt: skip
BAD: list[Rule] = [
    Every(0), Every(-5), Every(0.5), Every(float("nan")), Every(1e15), Every(60, datetime(2026, 1, 1)),
    AtTimes(()), AtTimes((time(8),), frozenset()), AtTimes((time(8),), EVERY_DAY | {7}),
    AtTimes((time(8, tzinfo=UTC),)), Once(datetime(2026, 1, 1, tzinfo=UTC)),
]  # fmt: skip
BAD_LINES = [
    "", "* * * *", "* * * * * *", "* 24 * * *", "60 * * * *", "0 0 30 2 *", "* * 31 4,6 *", "*/0 * * * *", "1- * * * *",
    "a b c d e", "0 0 L * *", "0 0 * * 5#2", "0 0 * * 5L", "0 0 ? * *", "@reboot", "@fortnightly", "0 0 * * sat-sun",
    "22-2 * * * *", "1,,2 * * * *", "٣ * * * *", "0 0 * * *; rm",
]  # fmt: skip


@pytest.mark.parametrize("rule", GOOD, ids=str)
def test_what_can_be_followed_is_returned_as_it_is(rule: Rule) -> None:
    schedule = Schedule(rule, "Europe/Berlin")
    assert check_schedule(schedule) is schedule


@pytest.mark.parametrize("rule", [*BAD, *map(Cron, BAD_LINES)], ids=str)
def test_what_is_no_schedule_is_refused_with_a_sentence_and_a_hint(rule: Rule) -> None:
    with pytest.raises(BadInputError) as caught:
        check_schedule(Schedule(rule))
    assert caught.value.message.endswith(".")
    assert caught.value.hint.count("\n") == 0


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd", "/etc/localtime", "Europe", "a\0b"])
def test_an_unknown_zone_is_refused(zone: str) -> None:
    with pytest.raises(BadInputError, match="not a time zone"):
        check_schedule(Schedule(Every(5), zone))


def test_a_day_that_never_comes_is_named() -> None:
    with pytest.raises(BadInputError, match="day 30 never comes"):
        check_schedule(Schedule(Cron("0 0 30 2 *")))


def test_a_refusal_is_a_value_error_too_so_that_config_models_may_let_it_through() -> None:
    with pytest.raises(ValueError, match="too often"):
        check_schedule(Schedule(Every(0)))
