from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.schedules import Every, Schedule, next_after, upcoming
from nomologi_tui.schedules.rule import Cron
from tests.schedules.strategies import any_schedules, examples

START = datetime(2026, 10, 24, 1, 7, tzinfo=UTC)


@examples(80)
@given(schedule=any_schedules.filter(lambda one: one.jitter), part=st.floats(0, 0.999))
def test_it_comes_later_in_the_same_order_whenever_it_is_asked(schedule: Schedule, part: float) -> None:
    plain = upcoming(replace(schedule, jitter=0.0), START - timedelta(seconds=schedule.jitter), 30)
    late = upcoming(schedule, plain[0] - timedelta(microseconds=1), len(plain)) if plain else []
    assert len(late) == len(plain)
    assert all(due <= moved <= due + timedelta(seconds=schedule.jitter) for due, moved in zip(plain, late, strict=True))
    for first, second in pairwise(late):
        assert first < second
        assert next_after(schedule, first + (second - first) * part) == second


@pytest.mark.parametrize("jitter", [20_200, 43_200, 86_400])
def test_hours_of_it_are_due_as_seconds_are(jitter: float) -> None:
    """As Debian's timers of apt and certbot have it: twice a day, up to 12 hours later."""
    schedule = Schedule(Cron("0 6,18 * * *"), jitter=jitter)
    plain = upcoming(replace(schedule, jitter=0.0), START, 60)
    assert [one <= moved for one, moved in zip(plain[1:], upcoming(schedule, plain[1], 59), strict=True)] == [True] * 59


@pytest.mark.parametrize("jitter", [60, 86400])
def test_it_never_reaches_the_next_one(jitter: float) -> None:
    schedule = Schedule(Every(60), jitter=jitter)
    assert all(
        (due - START) // timedelta(minutes=1) == place for place, due in enumerate(upcoming(schedule, START, 200))
    )


def test_it_spreads_over_the_whole_time_and_differs_by_seed() -> None:
    moved = [due.minute for due in upcoming(Schedule(Every(3600), jitter=3600), START, 300)]
    assert len(set(moved)) == 60
    one, other = (Schedule(Every(3600), jitter=600, seed=seed) for seed in ("one", "other"))
    assert upcoming(one, START, 5) != upcoming(other, START, 5)
