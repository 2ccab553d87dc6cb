from datetime import UTC, date, datetime, time

import pytest

from nomologi_tui.schedules import (
    AnyOf,
    AtTimes,
    BusinessDays,
    Cron,
    DateSpan,
    Every,
    EveryDays,
    Holidays,
    MonthDays,
    Once,
    OnDays,
    Rule,
    Schedule,
    Sun,
    Within,
    YearDays,
    remarks,
)

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


def test_calendar_days_are_told_about_clock_changes_as_times_of_day_are() -> None:
    forward, back = said(OnDays(EveryDays(1, date(2026, 1, 1)), (time(2, 30),)))
    assert forward.endswith("comes at 03:00.")
    assert back.endswith("comes only the first time.")


def test_hours_are_shorter_or_longer_when_clocks_change_within() -> None:
    forward, back = said(Within(900, time(1), time(5)))
    assert forward.endswith("these hours are 1 hour shorter then.")
    assert back.endswith("these hours are 1 hour longer then.")
    assert said(Within(900, time(9), time(17))) == []


def test_a_leap_day_is_rare() -> None:
    assert said(OnDays(YearDays(((2, 29),)), (time(9),)))[0].startswith("Comes rarely: on 29 Feb 2028")


def test_what_is_left_out_for_long_comes_not_before_its_end() -> None:
    skips = (DateSpan(date(2026, 1, 1), date(2030, 1, 1)),)
    assert remarks(Schedule(Every(60), skips=skips), NOW) == ["Comes not before 2 Jan 2030."]


def test_what_leaves_everything_out_never_comes() -> None:
    assert remarks(Schedule(Every(60), ends=date(2026, 1, 1)), NOW) == ["This never comes."]


def test_days_that_short_months_have_not_are_named() -> None:
    assert said(OnDays(MonthDays(frozenset({30, 31, 1})), (time(9),))) == [
        "Months without a day 30 and 31 are left out; -1 is the last day."
    ]


def test_whose_holidays_are_meant_is_said_once() -> None:
    rule = OnDays(BusinessDays("DE-BY"), (time(9),))
    both = Schedule(AnyOf((Schedule(rule), Schedule(Every(60), skips=(Holidays("DE-BY"),)))))
    assert remarks(both, NOW) == ["The public holidays are those of DE-BY, known until 2100."]


def test_business_days_of_no_country_know_no_holidays() -> None:
    (remark,) = said(OnDays(BusinessDays(""), (time(9),)))
    assert remark.startswith("No country is named")


def test_polar_days_and_nights_are_told() -> None:
    assert said(Sun("sunset", 52.52, 13.4)) == []
    assert [remark[:33] for remark in said(Sun("sunset", 69.65, 18.96))] == [
        "Around 21 Jun there is no sunset ", "Around 21 Dec there is no sunset ",
    ]  # fmt: skip


def test_jitter_is_told() -> None:
    (remark,) = remarks(Schedule(Every(3600), jitter=300), NOW)
    assert remark.startswith("Each comes up to 5 minutes later")
