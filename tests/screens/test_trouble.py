"""Trouble while the app is open: it is said, nothing typed is lost, and all goes on when it is over."""

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from nomologi_tui.screens.page import Page
from nomologi_tui.settings import Places, Settings
from nomologi_tui.store import sqlite
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.trouble import Trouble
from tests.endurance.disks import filled, small_disk
from tests.endurance.needs import Missing
from tests.screens import seed
from tests.screens.person import Person, StillClock, at_terminal

GOAL = "every weekday at 8 run 'df -h /'"


async def types_a_goal(person: Person) -> None:
    await person.sees("Nothing runs yet")
    await person.paste(GOAL)
    await person.press("enter")
    await person.sees("STEP 2", "draft saved")
    await person.press("escape")
    await person.sees("STEP 1", "draft saved")


async def says_that_nothing_is_saved(person: Person, why: str) -> None:
    await person.type(" -u")
    await person.sees("draft NOT saved", "'df -h /' -u")
    await says(person, why)


async def says(person: Person, words: str) -> None:
    """Wait for what may be broken into lines anywhere, by the length of a folder's name."""
    page = person.app.screen
    assert isinstance(page, Page)
    await person.until(lambda: words in page.said.text or words in trouble(person))


def trouble(person: Person) -> str:
    """What stands at the top of the screen as long as it is wrong."""
    found = person.app.screen.query(Trouble)
    return found.first().text if found and found.first().display else ""


async def through_the_app(person: Person) -> AsyncIterator[str]:
    """Show each mode, the log and help, one after the other; yields their names, at home again at last."""
    for key, name in (("2", "Runs"), ("3", "Connections"), ("4", "Templates"), ("5", "Settings")):
        await person.press(key)
        await person.sees(f"[{key} {name}")
        yield name
    await person.press("1")
    await person.sees("[1 Home")
    for key, words in (("l", "LOG all goals   all levels"), ("f1", "Help:")):
        await person.press(key)
        await person.sees(words)
        yield words
        await person.press("escape")
        await person.sees("[1 Home")


@contextlib.contextmanager
def held(path: Path) -> Iterator[None]:
    """Another program writes for a long time."""
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


async def is_saved_again(person: Person, ws: Workspace) -> None:
    await person.sees("The draft is saved again.", "draft saved 10:00", "'df -h /' -u")
    (draft,) = ws.reader.drafts(ws.user_id)
    assert draft.answers["goal"] == GOAL + " -u"


def files_of(places: Places) -> list[Path]:
    return sorted(places.data.glob("nomologi.db*"))


def move(files: list[Path], to: Path) -> list[Path]:
    to.mkdir(exist_ok=True)
    return [one.rename(to / one.name) for one in files]


async def test_a_store_that_is_moved_away_and_back(ws: Workspace, tmp_path: Path) -> None:
    async with at_terminal(ws) as person:
        await types_a_goal(person)
        moved = move(files_of(ws.settings.places), tmp_path / "away")
        await says_that_nothing_is_saved(person, "moved or deleted while it was in use")
        move(moved, ws.settings.places.data)
        await is_saved_again(person, ws)


async def test_a_store_that_another_one_takes_the_place_of(ws: Workspace, tmp_path: Path) -> None:
    async with at_terminal(ws) as person:
        await types_a_goal(person)
        moved = move(files_of(ws.settings.places), tmp_path / "away")
        with contextlib.closing(sqlite3.connect(ws.settings.places.database)) as other:
            other.execute("CREATE TABLE theirs (a)")
        await says_that_nothing_is_saved(person, "Another file took the place")
        ws.settings.places.database.unlink()
        move(moved, ws.settings.places.data)
        await is_saved_again(person, ws)


async def test_home_says_that_its_store_is_gone_and_that_it_is_back(ws: Workspace, tmp_path: Path) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("Created")
        await person.rest()
        moved = move(files_of(ws.settings.places), tmp_path / "away")
        await says(person, "was moved or deleted while it was in use")
        move(moved, ws.settings.places.data)
        await person.sees("The store works again.")


async def test_a_store_that_another_program_holds_is_told_on_every_screen_until_it_is_free(ws: Workspace) -> None:
    one = seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws, runner=True) as person:
        await person.sees("Created", "runner ON (app)")
        with held(ws.settings.places.database):
            await person.press("o")
            await person.sees("TROUBLE  Another program holds the database")
            async for name in through_the_app(person):
                assert "database" in trouble(person), name
            await person.press("ctrl+q")
            await person.sees("TROUBLE", "Quit Nomologi?")
            await person.press("escape")
        await person.until(lambda: not trouble(person))
        await person.press("o")
        await person.sees(f": {one.goal}")


async def test_a_program_that_was_stopped_while_it_wrote_keeps_nobody_from_leaving(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("every 5 minutes")
        await person.rest()
        with contextlib.closing(sqlite.WriteLock(ws.settings.places.write_lock)) as lock, lock:
            await person.press("o")
            await person.sees("TROUBLE  Another program holds the database")
            await asyncio.wait_for(asyncio.to_thread(person.app.desk.close, 0.1), 10)


async def test_who_leaves_a_draft_that_is_not_saved_is_told_first(ws: Workspace, tmp_path: Path) -> None:
    async with at_terminal(ws) as person:
        await types_a_goal(person)
        move(files_of(ws.settings.places), tmp_path / "away")
        await says_that_nothing_is_saved(person, "moved or deleted")
        await person.press("ctrl+s")
        await says(person, "leave again to give up what changed")
        await person.sees("STEP 1")
        await person.press("ctrl+s")
        await person.sees("[1 Home")


async def test_a_damaged_store_is_named_and_read_again_once_it_is_whole(ws: Workspace) -> None:
    one = seed.make(ws, "every 5 minutes run 'true'")
    path = ws.settings.places.database
    async with at_terminal(ws) as person:
        await person.sees("Created")
        await person.rest()
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(truncate)")
        whole = path.read_bytes()
        with path.open("r+b") as file:
            file.write(b"x" * len(whole))
        await person.press("r")
        await says(person, "is damaged or no database")
        with path.open("r+b") as file:
            file.write(whole)
        await person.press("r")
        await person.sees(one.goal, "Queued by")


@pytest.fixture
def disk() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as folder:
        try:
            with small_disk(Path(folder), "2m") as place:
                yield place
        except Missing as missing:
            pytest.skip(str(missing))


async def test_a_full_disk(disk: Path) -> None:
    home = disk / "home"
    ws = Workspace(
        Settings(Places(home, home, home), user="ada", timezone="Europe/Berlin", webhook_port=0), StillClock()
    )
    async with at_terminal(ws) as person:
        await types_a_goal(person)
        with filled(disk):
            await person.paste(" " + "x" * 300_000)
            await person.sees("draft NOT saved", "the disk is full")
            await person.sees("TROUBLE", "the disk is full")
            await person.press("ctrl+s")
            await says(person, "leave again")
            await person.press("ctrl+s")
            await person.sees("[1 Home")
            async for name in through_the_app(person):
                assert "the disk is full" in trouble(person), name
        await person.until(lambda: not trouble(person))
        await person.sees("The store works again.")


async def test_a_runner_that_ends_by_itself_is_told_on_every_screen_and_started_again(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    lock = ws.settings.places.runner_lock
    lock.unlink(missing_ok=True)
    lock.mkdir()
    async with at_terminal(ws, runner=True) as person:
        await person.until(lambda: "It is started again in 10 s" in trouble(person))
        await person.sees("TROUBLE  The runner stopped: ")
        async for name in through_the_app(person):
            assert "The runner stopped" in trouble(person), name
        lock.rmdir()
        person.app.desk.restart_runner()  # as the timer does
        await person.sees("runner ON (app)", "The runner is on again.")
        assert not trouble(person)


async def test_a_terminal_that_shrinks_inside_a_dialog_shows_it_whole_when_it_grows_again(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws, runner=True) as person:
        await person.sees("runner ON (app)")
        await person.press("ctrl+q")
        await person.sees("Quit Nomologi?", "[ Cancel ]")
        before = person.text
        await person.resize(20, 5)
        await person.sees("[ Cancel ]")
        await person.resize(80, 24)
        await person.until(lambda: person.text == before)
        await person.press("escape")
        await person.sees("every 5 minutes")
