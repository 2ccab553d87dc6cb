from datetime import UTC, datetime

import pytest

from nomologi_tui.blocks.tools.day_window import inside, window_words


@pytest.mark.parametrize(
    ("clock", "start", "end", "met"),
    [
        ("09:00", "09:00", "17:00", True),
        ("16:59", "09:00", "17:00", True),
        ("17:00", "09:00", "17:00", False),
        ("23:30", "22:00", "06:00", True),
        ("05:59", "22:00", "06:00", True),
        ("06:00", "22:00", "06:00", False),
        ("12:00", "00:00", "00:00", True),
    ],
)
def test_hours_may_go_over_midnight(clock: str, start: str, end: str, met: bool) -> None:
    assert inside(datetime.fromisoformat(f"2026-11-22T{clock}"), start, end, []) is met


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_begins() -> None:
    sunday_night = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
    assert inside(sunday_night, "22:00", "06:00", ["sat"])
    assert not inside(sunday_night, "22:00", "06:00", ["sun"])


def test_only_the_weekdays_may_be_set() -> None:
    assert inside(datetime(2026, 11, 22, 1, 0, tzinfo=UTC), "00:00", "00:00", ["sun"])
    assert not inside(datetime(2026, 11, 23, 1, 0, tzinfo=UTC), "00:00", "00:00", ["sun"])


@pytest.mark.parametrize(
    ("start", "end", "days", "words"),
    [
        ("22:00", "06:00", [], "between 22:00 and 06:00"),
        ("00:00", "00:00", ["sat", "sun"], "on Saturday and Sunday"),
        ("08:00", "18:00", ["mon", "tue", "wed", "thu", "fri"], "between 08:00 and 18:00 on weekdays"),
        ("00:00", "00:00", ["fri", "mon", "wed"], "on Monday, Wednesday and Friday"),
        ("00:00", "00:00", ["tue"], "on Tuesday"),
        ("00:00", "00:00", [], "at any time"),
    ],
)
def test_a_window_has_words(start: str, end: str, days: list[str], words: str) -> None:
    assert window_words(start, end, days) == words
