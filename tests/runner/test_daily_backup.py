from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.runner.daily_backup import back_up_daily
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


async def test_those_of_a_clock_that_was_ahead_go_first(bench: Bench, clock: FakeClock) -> None:
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=2))
    bench.settings.places.backups.mkdir()
    for day in ("2031-05-05", "2031-05-06"):
        (bench.settings.places.backups / f"nomologi-{day}.zip").touch()
    await back_up_daily(bench.tools)
    assert kept(bench) == [f"nomologi-{clock.now():%Y-%m-%d}.zip", "nomologi-2031-05-06.zip"]
    clock.tick(timedelta(days=1).total_seconds())
    await back_up_daily(bench.tools)
    assert len(kept(bench)) == 2
    assert "2031" not in "".join(kept(bench))


async def test_none_are_made_where_none_are_wanted(bench: Bench) -> None:
    bench.tools = replace(bench.tools, settings=replace(bench.settings, backups=0))
    assert await back_up_daily(bench.tools) is None
    assert not bench.settings.places.backups.exists()


async def test_a_place_that_can_not_be_used_is_told_and_ends_nothing(bench: Bench) -> None:
    Path(bench.settings.places.backups).write_text("a file")
    assert await back_up_daily(bench.tools) is None
    assert told(bench)[0].startswith("Today's backup was not made: ")
