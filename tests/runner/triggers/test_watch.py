import asyncio
import contextlib
import itertools
import shutil
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import pytest

from nomologi_tui.blocks import FileChange
from nomologi_tui.clock import SystemClock
from nomologi_tui.runner.triggers.watch import Watcher
from tests.support import eventually


class Seen:
    """What one subscriber was told."""

    def __init__(self, watcher: Watcher, folder: Path, *, recursive: bool) -> None:
        self.changes: list[FileChange] = []
        self.rescans = 0
        self.told: list[bool] = []  # whether the folder is there, when that changed
        self.task = asyncio.create_task(self._follow(watcher, folder, recursive=recursive))

    async def hears_of_files_in(self, folder: Path) -> None:
        """Put one file after the other there, until one is told: while a watch is renewed they are left to a rescan."""
        numbers = itertools.count()

        def told() -> bool:
            (folder / f"{next(numbers)}.new").touch()
            return any(change.kind == "created" and change.path.suffix == ".new" for change in self.changes)

        await eventually(told)

    async def _follow(self, watcher: Watcher, folder: Path, *, recursive: bool) -> None:
        async for batch in watcher.changes(folder, self.told.append, recursive=recursive):
            self.changes += batch
            self.rescans += not batch

    def of(self, kind: str) -> set[str]:
        return {change.path.name for change in self.changes if change.kind == kind}


Subscribe = Callable[..., Seen]


@pytest.fixture
def watcher() -> Watcher:
    return Watcher(SystemClock(), look_again=0.02)


@pytest.fixture
async def subscribe(watcher: Watcher) -> AsyncIterator[Subscribe]:
    made: list[Seen] = []

    def make(folder: Path, *, recursive: bool = False) -> Seen:
        made.append(Seen(watcher, folder, recursive=recursive))
        return made[-1]

    running = asyncio.create_task(watcher.run())
    yield make
    for task in (running, *(one.task for one in made)):
        task.cancel()
        await asyncio.wait([task])


async def watching(seen: Seen, rescans: int = 1) -> Seen:
    await eventually(lambda: seen.rescans >= rescans)
    return seen


async def test_created_changed_and_deleted_files_are_told(tmp_path: Path, subscribe: Subscribe) -> None:
    (tmp_path / "old").write_text("x")
    seen = await watching(subscribe(tmp_path))
    (tmp_path / "new").write_text("x")
    await eventually(lambda: seen.of("created") == {"new"})
    (tmp_path / "old").write_text("y")
    await eventually(lambda: "old" in seen.of("changed"))
    (tmp_path / "old").unlink()
    await eventually(lambda: seen.of("deleted") == {"old"})


async def test_only_a_recursive_subscriber_hears_of_folders_inside(tmp_path: Path, subscribe: Subscribe) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    flat, deep = subscribe(tmp_path), subscribe(tmp_path, recursive=True)
    await watching(flat)
    await watching(deep)
    (tmp_path / "deep" / "er" / "file").touch()
    (tmp_path / "top").touch()
    await eventually(lambda: {"file", "top"} <= deep.of("created"))
    await eventually(lambda: "top" in flat.of("created"))
    assert "file" not in flat.of("created")


async def test_each_hears_of_its_own_folder_only(tmp_path: Path, subscribe: Subscribe) -> None:
    folders = [tmp_path / name for name in ("a", "ab", "b")]
    for folder in folders:
        folder.mkdir()
    subscribers = [await watching(subscribe(folder)) for folder in folders]
    await eventually(lambda: all(one.rescans for one in subscribers))
    for folder in folders:
        (folder / f"in-{folder.name}").touch()
    wanted = [{f"in-{folder.name}"} for folder in folders]
    await eventually(lambda: [one.of("created") for one in subscribers] == wanted)


async def test_a_folder_that_does_not_exist_yet_is_waited_for(tmp_path: Path, subscribe: Subscribe) -> None:
    folder = tmp_path / "later"
    seen = subscribe(folder)
    folder.mkdir()
    await watching(seen)
    (folder / "file").touch()
    await eventually(lambda: seen.of("created") == {"file"})


async def test_a_folder_that_was_removed_and_made_again_is_scanned_anew(tmp_path: Path, subscribe: Subscribe) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    seen = await watching(subscribe(folder))
    before = seen.rescans
    shutil.rmtree(folder)
    folder.mkdir()
    await eventually(lambda: seen.rescans > before)
    await seen.hears_of_files_in(folder)


async def test_a_folder_that_was_moved_away_and_replaced_is_watched_again(tmp_path: Path, subscribe: Subscribe) -> None:
    folder = tmp_path / "inbox"
    folder.mkdir()
    seen = await watching(subscribe(folder))
    folder.rename(tmp_path / "elsewhere")
    folder.mkdir()
    before = seen.rescans
    await eventually(lambda: seen.rescans > before)
    await seen.hears_of_files_in(folder)


async def test_a_folder_moved_in_asks_for_a_rescan_of_its_files(tmp_path: Path, subscribe: Subscribe) -> None:
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "file").touch()
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    seen = await watching(subscribe(inbox, recursive=True))
    before = seen.rescans
    (tmp_path / "outside").rename(inbox / "inside")
    await eventually(lambda: seen.rescans > before)


def open_files() -> Iterator[str]:
    for path in Path("/proc/self/fd").iterdir():
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            yield str(path.readlink())


async def test_many_folders_are_one_watch(tmp_path: Path, watcher: Watcher, subscribe: Subscribe) -> None:
    folders = [tmp_path / str(number) for number in range(60)]
    for folder in folders:
        folder.mkdir()
    subscribers = [subscribe(folder) for folder in folders]
    await eventually(lambda: all(one.rescans for one in subscribers))
    await eventually(lambda: sum("inotify" in one for one in open_files()) <= 2)  # those of before are being closed
    (folders[-1] / "file").touch()
    await eventually(lambda: subscribers[-1].of("created") == {"file"})


async def test_a_burst_of_2000_files_loses_none(tmp_path: Path, subscribe: Subscribe) -> None:
    seen = await watching(subscribe(tmp_path))
    wanted = {f"{number:04}.txt" for number in range(2_000)}
    for name in wanted:
        (tmp_path / name).touch()
    await eventually(lambda: wanted <= seen.of("created"))


async def test_names_that_are_odd_are_told_as_they_are(tmp_path: Path, subscribe: Subscribe) -> None:
    seen = await watching(subscribe(tmp_path))
    names = {"new\nline", "-rf", " lead", "$(id)", "{{ event.x }}", "é" * 100, "[@click=app.quit]x"}
    for name in names:
        (tmp_path / name).touch()
    await eventually(lambda: names <= seen.of("created"))


async def test_one_that_leaves_is_told_nothing_more(tmp_path: Path, subscribe: Subscribe) -> None:
    seen, other = await watching(subscribe(tmp_path)), await watching(subscribe(tmp_path))
    before = other.rescans
    seen.task.cancel()
    await watching(other, before + 1)  # the watch was renewed
    (tmp_path / "file").touch()
    await eventually(lambda: other.of("created") == {"file"})
    assert seen.of("created") == set()
