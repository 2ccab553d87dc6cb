"""Charts in plain cells."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from nomologi_tui.model import RunStatus
from nomologi_tui.store.records import DayCount
from nomologi_tui.telling import charts
from nomologi_tui.widgets.ascii_only import in_ascii

OK, FAIL, SKIP = RunStatus.SUCCESS, RunStatus.FAILURE, RunStatus.SKIPPED
BERLIN = ZoneInfo("Europe/Berlin")


def test_a_strip_shows_what_is_worst_of_each_hour() -> None:
    hours = [{}, {OK: 3}, {OK: 9, FAIL: 1}, {SKIP: 2}]
    assert charts.strip(hours) == ".ox-"
    assert charts.outcome_words(charts.total(hours)) == "12 ok, 1 failed, 2 others"
    assert charts.outcome_words(charts.total([{SKIP: 1}])) == "1 other"
    assert charts.outcome_words({}) == "nothing ended"


def test_columns_are_as_high_as_values_also_in_ascii() -> None:
    found = charts.spark([0.0, 1.0, 4.0, 8.0])
    assert found == "▁▂▅█"
    heights = [in_ascii(one, letters_too=False) for one in "▁▂▃▄▅▆▇█"]
    assert len(set(heights)) == 8
    assert all(one.isascii() for one in heights)
    assert (charts.spark([0.0, 0.0]), charts.spark([])) == ("▁▁", "")


def test_durations_are_told_in_words_beside_them() -> None:
    assert charts.took_words([0.9, 12.0, 1.4]) == "0.9 s to 12 s, the last 1.4 s"
    assert charts.took_words([61.0]) == "the last 1 min 1 s"
    assert charts.took_words([]) == ""


def test_what_is_ahead_is_a_digit_an_hour_under_the_clock_of_the_zone() -> None:
    assert charts.ahead_strip([0, 1, 9, 10, 720]) == ".19++"
    begin = datetime(2026, 11, 30, 9, 30, tzinfo=UTC)
    assert charts.hour_scale(begin, BERLIN) == "10:30 16:30 22:30 04:30 "


def test_a_failure_among_thousands_has_a_cell() -> None:
    days = [
        DayCount(datetime(2026, 11, 29, 23, tzinfo=UTC), {OK: 5_000, FAIL: 1}),
        DayCount(datetime(2026, 11, 30, 23, tzinfo=UTC), {OK: 2}),
    ]
    newest, before = charts.day_rows(days, BERLIN, 20)
    assert (newest.name, newest.bar, before.bar) == ("Tue 01 Dec", "#", "#" * 19 + "x")
    assert charts.day_rows([], BERLIN, 20) == []
    few = charts.day_rows([DayCount(days[0].begins, {OK: 2, FAIL: 1, SKIP: 1})], BERLIN, 20, full="█")[0]
    assert (few.well, few.failed, few.others, few.bar) == (2, 1, 1, "██x-")


def test_days_begin_at_midnight_of_the_zone_also_when_clocks_change() -> None:
    now = datetime(2026, 10, 25, 12, tzinfo=UTC)
    begins = charts.days_until(now, BERLIN, 2)
    assert [f"{one:%d %H:%M}" for one in begins] == ["23 22:00", "24 22:00", "25 23:00"]
