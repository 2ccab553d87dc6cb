"""Trouble while the app is open: it is said, nothing typed is lost, and all goes on when it is over."""

import asyncio
import contextlib
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.page import Page
from nomologi_tui.settings import Places, Settings
from nomologi_tui.usecases.workspace import Workspace
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
    await person.until(lambda: words in page.said.text)


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
        await person.sees("The draft is saved again.")


async def test_a_runner_that_ends_by_itself_is_started_again(ws: Workspace) -> None:
    seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws, runner=True) as person:
        await person.sees("runner ON (app)")
        first = person.app.desk.runner
        assert first is not None
        first.error = NomologiError("It fell over.")  # as its thread notes it down
        await asyncio.to_thread(first.stop, 10)
        await person.sees("The runner stopped: It fell over. It is started again in 10 s")
        person.app._restart_runner()  # as the timer does
        await person.until(lambda: person.app.desk.runner is not first)
        await person.sees("runner ON (app)")
