import asyncio
from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest

from nomologi_tui.clock import SystemClock
from nomologi_tui.runner.triggers.schedule import WATCHDOG, AskAnewError, Waker, newest_due
from nomologi_tui.schedules import Every, Once, Schedule, next_after
from nomologi_tui.testing import START, FakeClock
from tests.support import eventually

EACH_SECOND = Schedule(Every(1))


@pytest.fixture
async def waker() -> AsyncIterator[Waker]:
    made = Waker(SystemClock())
    made.start()
    yield made
    made.stop()


def once(at: datetime) -> Schedule:
    return Schedule(Once(at.replace(tzinfo=None)))


async def test_it_wakes_at_the_instants_one_after_the_other(waker: Waker) -> None:
    began, instants = SystemClock().now(), waker.due_times(EACH_SECOND)
    first, second = await anext(instants), await anext(instants)
    assert (first.microsecond, second.microsecond) == (0, 0)
    assert began < first < second <= SystemClock().now()  # on a busy machine not the next one: the newest counts


async def test_two_schedules_do_not_disturb_each_other(waker: Waker) -> None:
    due = next_after(EACH_SECOND, SystemClock().now())  # for both, also where a second ends between them
    with waker.due_times(EACH_SECOND, due) as one, waker.due_times(EACH_SECOND, due) as two:
        first, second = await asyncio.gather(anext(one), anext(two))
    assert first == second


async def test_a_moment_comes_once_and_then_it_ends(waker: Waker) -> None:
    moment = SystemClock().now() + timedelta(milliseconds=100)
    assert [due async for due in waker.due_times(once(moment), moment)] == [moment]  # also where it is past already


async def test_a_moment_that_is_past_ends_at_once(waker: Waker) -> None:
    past = once(SystemClock().now() - timedelta(days=1))
    assert [due async for due in waker.due_times(past)] == []


async def test_one_that_is_left_wakes_nobody_any_more(waker: Waker) -> None:
    with waker.due_times(EACH_SECOND) as instants:
        await anext(instants)
    assert not waker._sleepers


async def test_one_that_is_left_late_leaves_the_next_one_its_instants(waker: Waker) -> None:
    with waker.due_times(EACH_SECOND) as old:
        await anext(old)
        coming = asyncio.ensure_future(anext(waker.due_times(EACH_SECOND)))
    assert await coming


def test_stopping_twice_or_before_the_start_does_no_harm() -> None:
    Waker(SystemClock()).stop()


def test_a_long_outage_is_no_backlog() -> None:
    an_hour_ago = START - timedelta(hours=1)
    assert newest_due(EACH_SECOND, an_hour_ago, START) == (an_hour_ago, START + timedelta(seconds=1))


def test_after_a_small_delay_the_newest_instant_counts() -> None:
    three_ago = START - timedelta(seconds=3)
    assert newest_due(EACH_SECOND, three_ago, START) == (START, START + timedelta(seconds=1))


async def test_those_who_came_and_went_leave_nothing_behind(waker: Waker) -> None:
    for _ in range(1_000):
        with waker.due_times(Schedule(Every(3600))) as instants:
            coming = asyncio.ensure_future(anext(instants))
            await asyncio.sleep(0)
            coming.cancel()
            await asyncio.wait([coming])
    assert len(waker._instants) < 150
    assert not waker._sleepers


@pytest.fixture
async def watched() -> AsyncIterator[tuple[FakeClock, Waker]]:
    """A waker whose watchdog goes by a clock that the test sets; APScheduler reads the real one, a month behind.

    No hour ends while a test goes on.
    """
    clock = FakeClock(SystemClock().now().replace(minute=30) + timedelta(days=30))
    made = Waker(clock)
    made.start()
    watchdog = asyncio.create_task(made.watch_clock())
    await eventually(lambda: clock._sleepers)
    yield clock, made
    watchdog.cancel()
    made.stop()


@pytest.mark.parametrize("back", [timedelta(seconds=1), timedelta(days=20), timedelta(days=20_000)])
async def test_who_waits_for_instants_hears_that_the_clock_was_set_back(
    watched: tuple[FakeClock, Waker], back: timedelta
) -> None:
    clock, waker = watched
    coming = asyncio.ensure_future(anext(waker.due_times(Schedule(Every(3600)))))
    await eventually(waker._scheduler.get_jobs)
    clock.set_wall(clock.now() - back)
    clock.tick(WATCHDOG)
    with pytest.raises(AskAnewError):
        await asyncio.wait_for(coming, 30)


async def test_a_clock_that_runs_on_as_it_should_changes_nothing(watched: tuple[FakeClock, Waker]) -> None:
    clock, waker = watched
    coming = asyncio.ensure_future(anext(waker.due_times(Schedule(Every(3600)))))
    (job,) = await eventually(waker._scheduler.get_jobs)
    before = job.next_run_time
    for _ in range(3):
        clock.tick(WATCHDOG)
        await eventually(lambda: clock._sleepers)
    assert waker._scheduler.get_jobs()[0].next_run_time == before
    coming.cancel()


async def test_a_clock_that_jumps_forward_makes_the_waker_look_at_once(
    watched: tuple[FakeClock, Waker], monkeypatch: pytest.MonkeyPatch
) -> None:
    clock, waker = watched
    looked = asyncio.Event()
    monkeypatch.setattr(waker._scheduler, "wakeup", looked.set)
    clock.set_wall(clock.now() + timedelta(hours=8))
    clock.tick(WATCHDOG)
    await asyncio.wait_for(looked.wait(), 30)
