"""What runs of the times that were missed, by the three rules."""

from datetime import UTC, datetime, timedelta

import pytest

from nomologi_tui.model import CatchUp
from nomologi_tui.runner.triggers.backlog import Backlog, LeftOut, backlog_of, passed_over
from nomologi_tui.schedules import Cron, Every, Once, Schedule

HOURLY = Schedule(Cron("0 * * * *"))
SINCE = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def hours(number: float) -> datetime:
    return SINCE + timedelta(hours=number)


def test_what_is_left_out_is_counted_up_to_the_same_bound() -> None:
    found = backlog_of(HOURLY, SINCE, hours(2_000), CatchUp.EACH)
    assert found is not None
    assert found.left_out == LeftOut(hours(1), hours(1_900), 1_000)


@pytest.mark.parametrize("rule", list(CatchUp))
def test_nothing_is_missed_before_the_next_time(rule: CatchUp) -> None:
    assert backlog_of(HOURLY, SINCE, hours(0.99), rule) is None


def test_once_runs_the_latest_time() -> None:
    assert backlog_of(HOURLY, SINCE, hours(5.5), CatchUp.ONCE) == Backlog(5, (hours(5),))


def test_skip_runs_none_and_leaves_out_all() -> None:
    found = backlog_of(HOURLY, SINCE, hours(5.5), CatchUp.SKIP)
    assert found == Backlog(5, (), LeftOut(hours(1), hours(5), 5))
    assert found.none_runs


def test_each_runs_all_the_oldest_first() -> None:
    assert backlog_of(HOURLY, SINCE, hours(3.5), CatchUp.EACH) == Backlog(3, (hours(1), hours(2), hours(3)))


def test_each_runs_the_latest_hundred_and_leaves_out_the_rest() -> None:
    found = backlog_of(HOURLY, SINCE, hours(150), CatchUp.EACH)
    assert found is not None
    assert (len(found.to_run), found.to_run[0], found.to_run[-1]) == (100, hours(51), hours(150))
    assert found.left_out == LeftOut(hours(1), hours(50), 50)


@pytest.mark.parametrize("rule", list(CatchUp))
@pytest.mark.parametrize("days", [1, 31, 400])
def test_a_long_outage_of_a_busy_schedule_is_counted_up_to_a_bound(rule: CatchUp, days: int) -> None:
    found = backlog_of(Schedule(Every(1)), SINCE, SINCE + timedelta(days=days), rule)
    assert found is not None
    assert found.number == 1_000
    assert found.words.startswith("1,000 or more times were missed")


@pytest.mark.parametrize(("rule", "to_run", "left_out"), [
    (CatchUp.ONCE, (), None), (CatchUp.EACH, (hours(1), hours(2)), None),
    (CatchUp.SKIP, (), LeftOut(hours(1), hours(2), 2)),
])  # fmt: skip
def test_what_was_passed_over_before_a_time_that_comes_in_time_is_counted(
    rule: CatchUp, to_run: tuple[datetime, ...], left_out: LeftOut | None
) -> None:
    found = passed_over(HOURLY, SINCE, hours(3), rule)
    assert found == Backlog(2, to_run, left_out, before=hours(3))
    assert not found.none_runs  # that time itself does
    assert found.words.startswith("2 times were missed while the machine slept or was busy; ")
    assert passed_over(HOURLY, SINCE, hours(1), rule) is None


def test_a_single_moment_is_told_in_the_singular() -> None:
    found = backlog_of(Schedule(Once(datetime(2026, 11, 22, 10))), SINCE, hours(2), CatchUp.ONCE)
    assert found is not None
    assert found.words == (
        "1 time was missed while no runner ran or the machine slept; the latest, due 2026-11-22 10:00 UTC, runs now."
    )
