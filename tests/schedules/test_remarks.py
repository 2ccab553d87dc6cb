from datetime import UTC, datetime, time

import pytest

from nomologi_tui.schedules import AtTimes, Cron, Every, Once, Rule, Schedule, remarks

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def said(rule: Rule, zone: str = "Europe/Berlin", now: datetime = NOW) -> list[str]:
    return remarks(Schedule(rule, zone), now)


@pytest.mark.parametrize("rule", [Every(5), AtTimes((time(7, 30),)), Cron("*/15 * * * *"), Cron("0 9 * * *")], ids=str)
def test_nothing_is_said_when_there_is_nothing_to_know(rule: Rule) -> None:
    assert said(rule) == []


def test_a_time_inside_clock_changes_is_told_what_happens_then() -> None:
    forward, back = said(AtTimes((time(2, 30),)))
    assert forward.startswith("On 28 Mar 2027 the clocks go forward from 02:00 to 03:00")
    assert forward.endswith("comes at 03:00.")
    assert back.endswith("comes only the first time.")


def test_a_starred_line_is_left_out_in_the_gap_and_comes_twice_in_the_repeated_hour() -> None:
    forward, back = said(Cron("*/15 2 * * *"))
    assert forward.endswith("not at all.")
    assert back.endswith("twice.")


def test_a_zone_without_clock_changes_has_none_to_tell() -> None:
    assert said(AtTimes((time(2, 30),)), "Asia/Tokyo") == []


def test_whole_days_of_real_time_move_on_the_clock() -> None:
    assert len(said(Every(86400))) == 2


def test_a_weekday_that_misses_the_change_is_not_troubled() -> None:
    assert said(AtTimes((time(2, 30),), frozenset({0}))) == []


def test_a_moment_in_the_past_is_said_to_be_past() -> None:
    assert said(Once(datetime(2026, 11, 22, 9))) == ["This time has passed."]


def test_a_moment_to_come_is_neither_past_nor_rare() -> None:
    assert said(Once(datetime(2030, 1, 1, 9))) == []
    assert said(Once(datetime(2027, 3, 28, 2, 30)))[0].endswith("comes at 03:00.")


def test_a_rare_one_names_its_next_two_days() -> None:
    assert said(Cron("0 0 29 2 *")) == ["Comes rarely: on 29 Feb 2028 and then on 29 Feb 2032."]


def test_a_yearly_one_is_not_called_rare() -> None:
    assert said(Cron("0 12 24 12 *")) == []


def test_at_the_end_of_the_calendar_nothing_breaks() -> None:
    assert said(Cron("0 0 1 1 *"), now=datetime(9999, 6, 1, tzinfo=UTC)) == ["This never comes."]
    assert said(Cron("0 0 1 12 *"), now=datetime(9999, 6, 1, tzinfo=UTC)) == ["Comes only once more: on 1 Dec 9999."]
