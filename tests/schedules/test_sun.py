from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from astral import Observer
from astral.sun import dawn, dusk, sunrise, sunset
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.schedules import Schedule, Sun, SunEvent, Weekdays, next_after, upcoming
from nomologi_tui.schedules.sun import sun_moment
from tests.schedules.strategies import examples

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
ASTRAL: dict[str, Callable[[Observer, date], datetime]] = {
    "dawn": dawn,
    "sunrise": sunrise,
    "sunset": sunset,
    "dusk": dusk,
}
events = st.sampled_from(["dawn", "sunrise", "sunset", "dusk"])
days = st.dates(date(1990, 1, 1), date(2060, 1, 1))


@examples(150)
@given(event=events, latitude=st.floats(-55, 55), day=days)
def test_it_is_when_astral_says(event: SunEvent, latitude: float, day: date) -> None:
    expected = ASTRAL[event](Observer(latitude, 13.4), day)  # near Greenwich no event slips over midnight in UTC
    found = sun_moment(event, latitude, 13.4, day)
    assert found is not None
    assert abs(found - expected) < timedelta(seconds=5)


@examples(100)
@given(event=events, latitude=st.floats(-90, 90), longitude=st.floats(-180, 180), day=days)
def test_each_noon_has_one_and_they_never_change_their_order(
    event: SunEvent, latitude: float, longitude: float, day: date
) -> None:
    moments = [sun_moment(event, latitude, longitude, day + timedelta(days=number)) for number in range(5)]
    for first, second in pairwise(moments):
        assert first is None or second is None or timedelta(hours=10) < second - first < timedelta(hours=38)


@examples(60)
@given(
    event=events,
    latitude=st.floats(-60, 60),
    longitude=st.floats(-180, 180),
    zone=st.sampled_from(["Pacific/Kiritimati", "UTC", "Asia/Tokyo", "America/Los_Angeles"]),
)
def test_each_day_has_at_most_one_whatever_the_zone(
    event: SunEvent, latitude: float, longitude: float, zone: str
) -> None:
    due = upcoming(Schedule(Sun(event, latitude, longitude), zone), NOW, 20)
    shown = [moment.astimezone(ZoneInfo(zone)).date() for moment in due]
    assert len(due) == 20
    assert shown == sorted(set(shown))


def test_an_offset_moves_it_and_the_day_is_that_of_the_event() -> None:
    plain = Schedule(Sun("sunset", 52.52, 13.405, 0.0, Weekdays(frozenset({4}))), "Europe/Berlin")
    late = Schedule(Sun("sunset", 52.52, 13.405, 36000.0, Weekdays(frozenset({4}))), "Europe/Berlin")
    friday, saturday = next_after(plain, NOW), next_after(late, NOW)
    assert friday is not None
    assert friday.astimezone(BERLIN).date() == date(2026, 11, 27)
    assert saturday == friday + timedelta(hours=10)


def test_days_without_the_event_are_left_out() -> None:
    tromso = Schedule(Sun("sunrise", 69.65, 18.96), "Europe/Oslo")
    due = upcoming(tromso, NOW, 8)
    assert max(second - first for first, second in pairwise(due)) > timedelta(days=40)


@pytest.mark.parametrize("latitude", [90, -90, 89.9])
def test_at_the_poles_it_comes_near_the_equinoxes_only(latitude: float) -> None:
    due = upcoming(Schedule(Sun("sunset", latitude, 0)), NOW, 12)
    assert {moment.month for moment in due} <= {3, 9}


def test_at_the_end_of_the_calendar_nothing_breaks() -> None:
    last = datetime.combine(date(9999, 12, 30), time(), UTC)
    assert len(upcoming(Schedule(Sun("sunset", 52, 13)), last, 9)) <= 2
