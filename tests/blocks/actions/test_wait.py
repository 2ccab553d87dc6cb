"""Waiting: held until the time has come, then done; the time counts from when the step began."""

from datetime import UTC, datetime, timedelta

import pytest

from nomologi_tui.blocks import HoldError
from nomologi_tui.blocks.actions.wait import Wait, wait
from nomologi_tui.testing import START, FakeClock, FakeContext


async def held_until(config: Wait, ctx: FakeContext) -> datetime | None:
    with pytest.raises(HoldError) as caught:
        await wait.run(config, ctx)
    return caught.value.until


async def test_it_is_held_for_the_time_that_is_left() -> None:
    clock = FakeClock()
    ctx = FakeContext(clock=clock)
    clock.tick(100)
    assert await held_until(Wait(time=600), ctx) == START + timedelta(minutes=10)


async def test_it_is_done_when_its_time_is_over() -> None:
    clock = FakeClock()
    ctx = FakeContext(clock=clock)
    clock.tick(600)
    assert (await wait.run(Wait(time=600), ctx))["began"] == START.isoformat()


async def test_a_time_of_day_is_meant_in_the_users_zone() -> None:
    ctx = FakeContext(zone="Europe/Berlin")  # 10:00 there
    assert await held_until(Wait(until="09:30"), ctx) == datetime(2026, 11, 23, 8, 30, tzinfo=UTC)
    assert await held_until(Wait(until="18:00"), ctx) == datetime(2026, 11, 22, 17, 0, tzinfo=UTC)


@pytest.mark.parametrize("config", [{}, {"time": 5, "until": "08:00"}, {"time": 0}, {"time": -5}])
def test_it_needs_exactly_one_of_both(config: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="set one of for and until|greater than 0"):
        Wait.model_validate(config)


def test_it_reads_as_a_person_says_it() -> None:
    assert wait.in_words(Wait(time=600)) == "wait 10 min"
    assert wait.in_words(Wait(until="18:00")) == "wait until 18:00"
