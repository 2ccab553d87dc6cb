from datetime import UTC, date, datetime

import pytest

from nomologi_tui.goals.times.phrases import read_schedule

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("Mondays at 6pm from January 2027 onwards", date(2027, 1, 1), None),
        ("daily at 8, starting in March", date(2027, 3, 1), None),
        ("every day at 8 in February 2027", date(2027, 2, 1), date(2027, 2, 28)),
        ("daily at 8 until March 2027", None, date(2027, 3, 31)),
        ("daily at 8 until the end of June", None, date(2027, 6, 30)),
        ("daily at 8 from January to March 2027", date(2027, 1, 1), date(2027, 3, 31)),
        ("from the 1st to the 24th of December daily at 8", date(2026, 12, 1), date(2026, 12, 24)),
        ("Dec 1-24 daily at 8", date(2026, 12, 1), date(2026, 12, 24)),
        ("vom 1. bis 24. Dezember täglich um 8", date(2026, 12, 1), date(2026, 12, 24)),
        ("du 1er au 24 décembre tous les jours à 8h", date(2026, 12, 1), date(2026, 12, 24)),
        ("del 1 al 24 de diciembre cada día a las 8", date(2026, 12, 1), date(2026, 12, 24)),
    ],
)
def test_a_stretch_of_days_is_a_first_and_a_last_day(text: str, starts: date | None, ends: date | None) -> None:
    schedule = read_schedule(text, timezone="Europe/Berlin", now=NOW).schedule
    assert schedule is not None
    assert (schedule.starts, schedule.ends) == (starts, ends)


@pytest.mark.parametrize("text", ["daily at 8 until March", "daily at 8 from May 2027 until 3 June 2026"])
def test_a_month_that_is_no_clear_edge_is_asked_about(text: str) -> None:
    assert read_schedule(text, timezone="Europe/Berlin", now=NOW).schedule is None


def test_months_of_each_year_stay_months() -> None:
    schedule = read_schedule("daily at 10 from March to October", timezone="UTC", now=NOW).schedule
    assert schedule is not None
    assert schedule.starts is None
