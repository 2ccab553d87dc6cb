import asyncio
import subprocess
import sys
from collections.abc import AsyncGenerator

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, feed, logs, sqlite
from nomologi_tui.store.records import Change
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW, World, make_world
from tests.support import DEADLINE


def _say(world: World) -> None:
    world.store.write(logs.add, [LogEntry(EventType.OUTPUT, "hello", automation_id=world.automation.id)], NOW)


async def test_what_came_before_is_told_at_once(world: World, places: Places) -> None:
    changes = feed.follow(places, SystemClock(), after=0, every=0.01)
    change = await asyncio.wait_for(anext(changes), DEADLINE)
    assert change.last_log_id == 1
    await changes.aclose()


async def test_our_own_commits_are_told(world: World, places: Places) -> None:
    changes = feed.follow(places, SystemClock(), after=0, every=0.01)
    await asyncio.wait_for(anext(changes), DEADLINE)
    following = asyncio.ensure_future(anext(changes))
    _say(world)
    assert (await asyncio.wait_for(following, DEADLINE)).last_log_id == 2
    await changes.aclose()


async def test_nothing_is_told_while_nothing_happens(world: World, places: Places) -> None:
    clock = FakeClock()
    changes = feed.follow(places, clock, after=1, every=0.25)
    waiting = asyncio.ensure_future(anext(changes))
    for _ in range(10):
        await asyncio.sleep(0)
        clock.tick(0.25)
    assert not waiting.done()
    _say(world)
    while not waiting.done():
        await asyncio.sleep(0)
        clock.tick(0.25)
    assert waiting.result().last_log_id == 2
    await changes.aclose()


async def test_a_database_that_does_not_exist_yet_is_waited_for(places: Places, clock: FakeClock) -> None:
    changes = feed.follow(places, SystemClock(), after=0, every=0.01)
    waiting = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0)
    assert not places.data.exists()
    with Store.open(places, clock) as store:
        make_world(store)
        assert (await asyncio.wait_for(waiting, DEADLINE)).last_log_id == 1
    await changes.aclose()


async def test_a_database_that_is_just_being_made_is_waited_for(places: Places, clock: FakeClock) -> None:
    places.data.mkdir(mode=0o700)
    sqlite.create_file(places.database)
    changes = feed.follow(places, SystemClock(), after=0, every=0.01)
    waiting = asyncio.ensure_future(anext(changes))
    await asyncio.sleep(0)
    with Store.open(places, clock) as store:
        make_world(store)
        assert (await asyncio.wait_for(waiting, DEADLINE)).last_log_id == 1
    await changes.aclose()


async def test_what_another_process_writes_is_told(world: World, places: Places) -> None:
    changes = feed.follow(places, SystemClock(), after=1, every=0.01)
    waiting = asyncio.ensure_future(_until(changes, 2))
    await asyncio.to_thread(subprocess.run, [sys.executable, "-c", _OTHER, str(places.data)], check=True)
    await asyncio.wait_for(waiting, DEADLINE)
    await changes.aclose()


async def _until(changes: AsyncGenerator[Change, None], log_id: int) -> None:
    """Opening and closing a database elsewhere may be told as changes too."""
    while (await anext(changes)).last_log_id < log_id:
        pass


_OTHER = """
import sys
from pathlib import Path
from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, logs
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW
home = Path(sys.argv[1])
with Store.open(Places(home, home, home), FakeClock()) as store:
    store.write(logs.add, [LogEntry(EventType.OUTPUT, "from elsewhere")], NOW)
"""
