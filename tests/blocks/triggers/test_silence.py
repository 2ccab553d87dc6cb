import os
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.tools.files.quiet import Silence, newest_file
from nomologi_tui.blocks.triggers.silence import silence
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import START, FakeClock, FakeTriggerContext
from tests.blocks.triggers.hearing import Hearing, hearing

HOUR = 3_600.0


def files(folder: Path, **fields: Any) -> Silence:
    return Silence(**{"no": "new file", "after": HOUR, "folder": str(folder), **fields})


def put(path: Path, at: datetime) -> None:
    path.write_text("x")
    os.utime(path, (at.timestamp(), at.timestamp()))


async def pass_time(found: Hearing, seconds: float) -> None:
    """In steps of a minute, the pace of the looks."""
    for _ in range(round(seconds / 60)):
        await found.again(60)


async def test_a_backup_that_gets_too_old_is_told_once_with_its_time(tmp_path: Path) -> None:
    put(tmp_path / "a.tgz", START - timedelta(minutes=50))
    async with hearing(silence, files(tmp_path, pattern="*.tgz"), FakeTriggerContext()) as found:
        await pass_time(found, 540)
        assert found.events.empty()
        await pass_time(found, 600)
        event = await found.next()
    assert found.events.empty()
    assert event.data["since"] == "2026-11-22T08:10:00+00:00"
    assert event.data["text"] == f"no new file like *.tgz comes into {tmp_path} since 2026-11-22 08:10 UTC"
    assert event.data["seconds"] == HOUR


async def test_it_is_told_again_only_after_something_came(tmp_path: Path) -> None:
    put(tmp_path / "a", START - timedelta(minutes=58))
    context = FakeTriggerContext()
    async with hearing(silence, files(tmp_path), context) as found:
        await pass_time(found, 180)
        first = await found.next()
        put(tmp_path / "b", context.clock.now())
        await pass_time(found, HOUR - 60)
        assert found.events.empty()
        await pass_time(found, 120)
        second = await found.next()
    assert first.id != second.id
    assert second.data["since"] == "2026-11-22T09:03:00+00:00"


async def test_a_restart_tells_nothing_twice_and_knows_what_was_new_though_it_is_gone(tmp_path: Path) -> None:
    put(tmp_path / "a", START - timedelta(minutes=30))
    clock = FakeClock()
    async with hearing(silence, files(tmp_path), FakeTriggerContext(clock=clock)) as found:
        await pass_time(found, 60)
    (tmp_path / "a").unlink()
    clock.tick(HOUR)
    for told in (1, 0):
        context = FakeTriggerContext(found.context.cursor, clock=clock)
        async with hearing(silence, files(tmp_path), context) as found:
            await found.looked(1)
        assert found.events.qsize() == told


async def test_what_is_silent_already_counts_only_where_asked_for(tmp_path: Path) -> None:
    put(tmp_path / "a", START - timedelta(hours=5))
    for first, told in (("from now", 0), ("at once", 1)):
        async with hearing(silence, files(tmp_path, first=first), FakeTriggerContext()) as found:
            await found.looked(1)
        assert found.events.qsize() == told


async def test_where_nothing_ever_came_the_time_counts_from_the_first_look(tmp_path: Path) -> None:
    async with hearing(silence, files(tmp_path, after=120), FakeTriggerContext()) as found:
        for _ in range(11):
            await found.again(12)
        assert (await found.next()).data["since"] == START.isoformat()


async def test_a_run_that_does_not_succeed_in_time_is_told() -> None:
    context = FakeTriggerContext()
    context.successes = {"backup": START - timedelta(minutes=59)}
    async with hearing(silence, Silence(no="run succeeds", after=HOUR, automation="backup"), context) as found:
        await pass_time(found, 120)
        assert (await found.next()).data["text"] == "no run of backup succeeds since 2026-11-22 08:01 UTC"


@pytest.mark.parametrize("stamp", [-(2**31), 4_102_444_800])
async def test_a_file_with_an_impossible_time_is_no_error(tmp_path: Path, stamp: int) -> None:
    (tmp_path / "a").write_text("x")
    os.utime(tmp_path / "a", (stamp, stamp))
    assert newest_file(files(tmp_path)) is not None
    async with hearing(silence, files(tmp_path), FakeTriggerContext()) as found:
        await found.looked(1)
    assert found.events.empty()


async def test_a_folder_that_is_not_there_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="does not exist"):
        await anext(silence.run(files(tmp_path / "no"), FakeTriggerContext()))
    assert "does not exist" in await silence.previewed(files(tmp_path / "no"), FakeTriggerContext())


@pytest.mark.parametrize("no", ["new file", "run succeeds"])
def test_what_is_missing_is_named(no: str) -> None:
    assert set(check(Silence, {"no": no, "after": "1d"})[1]) == {"folder" if no == "new file" else "automation"}
