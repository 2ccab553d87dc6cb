"""Schedules are compared by when they are due, not by how they are written."""

from typing import Any

import pytest

from benchmarks.goals.timing import matches

DAILY = {
    "kind": "dates",
    "schedule": "0 0 * * *",
    "alt": [],
    "window": ["05:00", "11:59"],
    "per_day": 1,
    "ask_ok": False,
}


def label(kind: str, schedule: Any, *alt: Any, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "schedule": schedule, "alt": list(alt), "ask_ok": False} | more


def test_two_ways_to_write_one_time_are_the_same() -> None:
    assert matches(label("exact", "30 7 * * 1-5"), {"cron": "30 7 * * MON-FRI", "tz": "Europe/Berlin"})
    assert matches(label("exact", "0 8,20 * * *"), ["0 8 * * *", "0 20 * * *"])


def test_daily_is_not_each_weekday_though_the_next_times_are_the_same() -> None:
    assert not matches(label("exact", "30 7 * * 1-5"), "30 7 * * *")


def test_another_zone_is_another_time() -> None:
    assert not matches(label("exact", "30 7 * * *"), {"cron": "30 7 * * *", "tz": "UTC"})


def test_one_of_several_labels_is_enough() -> None:
    assert matches(label("exact", "0 9 * * 1", "0 9 * * 2"), "0 9 * * 2")


@pytest.mark.parametrize(("form", "right"), [("0 7 * * *", True), ("0 13 * * *", False), ("0 7,8 * * *", False)])
def test_every_morning_is_once_a_day_in_the_morning(form: str, right: bool) -> None:
    assert matches(DAILY, form) is right


def test_a_spacing_has_any_phase() -> None:
    assert matches(label("spacing", {"every_seconds": 900}), "7-59/15 * * * *")
    assert not matches(label("spacing", {"every_seconds": 900}), {"every_seconds": 901})


def test_a_month_is_once_in_each() -> None:
    monthly = label("period", {"period": "month", "n": 1})
    assert matches(monthly, "0 9 3 * *")
    assert not matches(monthly, "0 9 3 */2 *")


def test_once_is_not_every_year() -> None:
    assert matches(label("once", {"at": "2026-12-03T14:30"}), {"at": "2026-12-03T14:30"})
    assert not matches(label("once", {"at": "2026-12-03T14:30"}), "30 14 3 12 *")


def test_asking_is_right_where_nothing_was_said_and_a_guess_is_wrong() -> None:
    assert matches(label("ask", "ask"), None)
    assert not matches(label("ask", "ask"), "0 9 * * *")
    assert not matches(label("exact", "0 9 * * *"), "ask")
    assert matches(label("exact", "0 9 * * *", ask_ok=True), "ask")


def test_times_that_are_listed_are_compared_as_far_as_they_go() -> None:
    listed = {
        "fire_times": [
            f"2026-{month}-{day:02}T09:00+01:00"
            for month, day in [(11, d) for d in range(23, 31)] + [(12, d) for d in range(1, 7)]
        ]
    }
    assert matches(label("exact", "0 9 * * *"), listed)
    assert not matches(label("exact", "0 10 * * *"), listed)


def test_the_sun_is_compared_by_event_and_offset() -> None:
    sunset = label("sun", {"sun": "sunset", "offset_minutes": 0})
    assert matches(sunset, {"sun": "sunset", "offset_minutes": 0})
    assert not matches(sunset, {"sun": "sunset", "offset_minutes": 15})
    assert not matches(sunset, "0 18 * * *")
