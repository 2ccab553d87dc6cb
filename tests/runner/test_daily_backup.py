import asyncio
import os
import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nomologi_tui.runner.daily_backup import back_up_daily
from nomologi_tui.store import copies
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.made import automation, say


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def kept(bench: Bench) -> list[str]:
    return sorted(one.name for one in bench.settings.places.backups.iterdir())


def told(bench: Bench) -> list[str]:
    return [entry.description for entry in bench.log() if entry.event_type == "backed_up"]


async def test_once_a_day_and_the_last_few_stay(bench: Bench, clock: FakeClock) -> None:
    bench.add(automation(say("x")))
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=3))
    for _ in range(5):
        assert await back_up_daily(bench.tools)
        assert await back_up_daily(bench.tools) is None
        clock.tick(timedelta(days=1).total_seconds())
    assert len(kept(bench)) == 3
    assert kept(bench)[-1] == f"nomologi-{clock.now() - timedelta(days=1):%Y-%m-%d}.zip"
    assert len(told(bench)) == 5


async def test_what_was_made_by_hand_stays(bench: Bench, clock: FakeClock) -> None:
    mine = bench.settings.places.backups / "before-the-move.zip"
    mine.parent.mkdir()
    mine.write_bytes(b"mine")
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=1))
    for _ in range(2):
        await back_up_daily(bench.tools)
        clock.tick(timedelta(days=1).total_seconds())
    assert len(kept(bench)) == 2
    assert mine.read_bytes() == b"mine"


async def test_none_are_made_where_none_are_wanted(bench: Bench) -> None:
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=0))
    assert await back_up_daily(bench.tools) is None
    assert not bench.settings.places.backups.exists()


async def test_a_place_that_can_not_be_used_is_told_and_ends_nothing(bench: Bench) -> None:
    Path(bench.settings.places.backups).write_text("a file")
    assert await back_up_daily(bench.tools) is None
    assert told(bench)[0].startswith("Today's backup was not made: ")


async def each_day(bench: Bench, clock: FakeClock, days: int) -> None:
    for _ in range(days):
        assert await back_up_daily(bench.tools)
        clock.tick(timedelta(days=1).total_seconds())


@pytest.mark.parametrize("keep", [1, 3])
async def test_a_clock_that_was_ahead_costs_no_newer_backup(bench: Bench, clock: FakeClock, keep: int) -> None:
    """Its files are named as of days to come, so they are never the oldest."""
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=keep))
    right = clock.now()
    clock.set_wall(right + timedelta(days=70 * 365))
    await each_day(bench, clock, 5)
    clock.set_wall(right)
    await each_day(bench, clock, 5)
    assert len(kept(bench)) == 2 * keep
    assert kept(bench)[keep - 1] == f"nomologi-{clock.now() - timedelta(days=1):%Y-%m-%d}.zip"


async def test_a_clock_that_starts_in_1970_costs_no_backup(bench: Bench, clock: FakeClock) -> None:
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=2))
    await each_day(bench, clock, 4)
    before = kept(bench)
    right = clock.now()
    clock.set_wall(datetime(1970, 1, 1, tzinfo=UTC))
    await each_day(bench, clock, 3)
    assert kept(bench)[2:] == before
    clock.set_wall(right)
    await each_day(bench, clock, 2)
    assert kept(bench) == [f"nomologi-{right + timedelta(days=day):%Y-%m-%d}.zip" for day in range(2)]


async def test_a_folder_that_is_gone_is_made_again_and_what_a_killed_one_left_goes(
    bench: Bench, clock: FakeClock
) -> None:
    await each_day(bench, clock, 1)
    folder = bench.settings.places.backups
    shutil.rmtree(folder)
    left = folder / ".copy-of-a-killed-one"
    left.mkdir(parents=True)
    (left / "nomologi.db").write_bytes(b"half")
    old = (clock.now() - timedelta(days=2)).timestamp()
    os.utime(left, (old, old))
    await each_day(bench, clock, 1)
    assert [one for one in kept(bench) if one.startswith(".")] == []


async def test_two_at_once_make_one(bench: Bench) -> None:
    made = await asyncio.gather(back_up_daily(bench.tools), back_up_daily(bench.tools))
    assert any(made)
    assert len(kept(bench)) == 1
    with copies.opened(bench.settings.places.backups / kept(bench)[0], bench.settings.places.data, FakeClock()) as copy:
        assert copy.has(copies.DATABASE)
