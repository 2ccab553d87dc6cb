import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Event, FileChange
from nomologi_tui.blocks.fields import check
from nomologi_tui.blocks.triggers.file import Files, file
from nomologi_tui.clock import Clock, SystemClock
from nomologi_tui.testing import FakeClock, FakeTriggerContext
from tests.support import DEADLINE, eventually


class Listening:
    """A running trigger: `events` fills up as they come."""

    def __init__(self, context: FakeTriggerContext) -> None:
        self.context = context
        self.events: asyncio.Queue[Event] = asyncio.Queue()

    def change(self, *changes: tuple[str, Path]) -> None:
        """A batch; without a change it asks for a rescan."""
        self.context.incoming.put_nowait([FileChange(kind, path) for kind, path in changes])

    async def next(self) -> Event:
        event = await asyncio.wait_for(self.events.get(), DEADLINE)
        self.context.cursor = event.cursor or self.context.cursor
        return event

    async def looked_around(self) -> None:
        """Wait until it knows what is there at the first start."""
        await asyncio.wait_for(self.context.remembered.wait(), DEADLINE)


@asynccontextmanager
async def listening(
    config: Files, cursor: dict[str, Any] | None = None, clock: Clock | None = None
) -> AsyncIterator[Listening]:
    context = FakeTriggerContext(cursor, clock=clock or SystemClock())
    found = Listening(context)

    async def listen() -> None:
        async for event in file.run(config, context):
            found.events.put_nowait(event)

    task = asyncio.create_task(listen())
    try:
        yield found
    finally:
        context.end()
        await asyncio.wait_for(task, DEADLINE)


def config(folder: Path, **fields: Any) -> Files:
    return Files(folder=str(folder), **{"settle": 0.05, "first": "everything", **fields})


async def test_a_dropped_file_is_told_once_with_its_data(tmp_path: Path) -> None:
    path = tmp_path / "a b;$(id).txt"
    async with listening(config(tmp_path)) as found:
        path.write_text("hello")
        found.change(("created", path), ("changed", path))
        data = (await found.next()).data
        found.change()
    assert data.pop("modified").startswith("20")
    assert data == {"path": str(path), "name": path.name, "stem": "a b;$(id)", "suffix": ".txt",
                    "folder": str(tmp_path), "size": 5, "kind": "created"}  # fmt: skip
    assert found.events.empty()


async def test_one_file_is_watched_as_one_of_its_folder(tmp_path: Path) -> None:
    path = tmp_path / "hosts"
    path.write_text("1")
    async with listening(config(path, events=["changed"], first="from now")) as found:
        await found.looked_around()
        path.write_text("12")
        (tmp_path / "other").write_text("x")
        found.change(("changed", path), ("created", tmp_path / "other"))
        assert (await found.next()).data["path"] == str(path)
    assert found.events.empty()


async def test_a_slow_writer_makes_one_event(tmp_path: Path) -> None:
    path, clock = tmp_path / "slow", FakeClock()
    async with listening(config(tmp_path, settle=0.3, events=["created", "changed"]), clock=clock) as found:
        with path.open("w") as handle:
            for _ in range(8):
                handle.write("x" * 1000)
                handle.flush()
                found.change(("changed", path))
                await eventually(found.context.incoming.empty)
                clock.tick(0.2)  # a pause too short to have come to rest

        def told() -> bool:
            clock.tick(0.1)
            return not found.events.empty()

        await eventually(told)
        assert (await found.next()).data["size"] == 8000
    assert found.events.empty()


async def test_files_that_were_there_do_not_count_from_now_on(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    async with listening(config(tmp_path, first="from now")) as found:
        await found.looked_around()
        found.change()
        (tmp_path / "new").write_text("x")
        found.change(("created", tmp_path / "new"))
        assert (await found.next()).data["name"] == "new"
    assert found.events.empty()


async def test_files_that_were_there_count_when_everything_is_asked_for(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    async with listening(config(tmp_path)) as found:
        found.change()
        assert (await found.next()).data["name"] == "old"


async def test_what_was_dropped_while_nobody_watched_is_told_after_the_start(tmp_path: Path) -> None:
    (tmp_path / "old").write_text("x")
    async with listening(config(tmp_path, first="from now")) as before:
        await before.looked_around()
    (tmp_path / "meanwhile").write_text("x")
    async with listening(config(tmp_path, first="from now"), before.context.cursor) as after:
        after.change()
        assert (await after.next()).data["name"] == "meanwhile"
    assert after.events.empty()


async def test_the_same_version_has_the_same_id_after_a_crash(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("x")
    ids = []
    for _ in range(2):
        async with listening(config(tmp_path)) as found:
            found.change()
            ids.append((await found.next()).id)
    assert ids[0] == ids[1]


async def test_a_crash_in_the_middle_of_a_batch_loses_nothing(tmp_path: Path) -> None:
    names = {"a", "b", "c"}
    for name in names:
        (tmp_path / name).write_text("x")
    cursor, told = None, set()
    for _ in names:  # each time only the first event is accepted, with its cursor
        context = FakeTriggerContext(cursor, clock=SystemClock())
        context.incoming.put_nowait([])
        events = file.run(config(tmp_path), context)
        event = await asyncio.wait_for(anext(events), DEADLINE)
        await events.aclose()
        told.add(event.data["name"])
        cursor = event.cursor
    assert told == names


async def test_a_file_that_was_moved_out_and_back_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    async with listening(config(tmp_path, events=["created", "changed", "deleted"])) as found:
        found.change()
        await found.next()
        found.change(("deleted", path), ("created", path))
        assert [(await found.next()).data["kind"] for _ in range(2)] == ["deleted", "created"]
        path.write_text("longer")
        found.change(("changed", path))
        assert (await found.next()).data["kind"] == "changed"


async def test_changed_and_deleted_are_told_when_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("x")
    async with listening(config(tmp_path, first="from now", events=["changed", "deleted"])) as found:
        await found.looked_around()
        path.write_text("longer")
        found.change(("changed", path))
        assert (await found.next()).data["kind"] == "changed"
        path.unlink()
        found.change(("deleted", path))
        assert (await found.next()).data["kind"] == "deleted"


async def test_a_name_that_comes_again_is_a_new_file(tmp_path: Path) -> None:
    path = tmp_path / "a"
    async with listening(config(tmp_path)) as found:
        for text in ("one", "three"):
            path.write_text(text)
            found.change(("deleted", path), ("created", path))
            assert (await found.next()).data["size"] == len(text)


async def test_a_folder_that_moves_in_brings_its_files(tmp_path: Path) -> None:
    watched, other = tmp_path / "in", tmp_path / "other"
    watched.mkdir()
    other.mkdir()
    (other / "a").write_text("x")
    async with listening(config(watched, recursive=True)) as found:
        other.rename(watched / "moved")
        found.change(("created", watched / "moved"))
        assert (await found.next()).data["path"] == str(watched / "moved" / "a")


async def test_a_folder_that_vanishes_has_not_lost_its_files(tmp_path: Path) -> None:
    watched = tmp_path / "in"
    watched.mkdir()
    (watched / "a").write_text("x")
    async with listening(config(watched, events=["created", "deleted"])) as found:
        found.change()
        await found.next()
        shutil.move(watched, tmp_path / "away")
        found.change()
        shutil.move(tmp_path / "away", watched)
        (watched / "b").write_text("x")
        found.change()
        assert (await found.next()).data["name"] == "b"
    assert found.events.empty()


async def test_a_name_that_is_not_text_is_left_out_with_a_warning(tmp_path: Path) -> None:
    (tmp_path / "bad\udcff").write_text("x")
    (tmp_path / "good").write_text("x")
    async with listening(config(tmp_path)) as found:
        found.change()
        assert (await found.next()).data["name"] == "good"
    assert "not text" in " ".join(found.context.lines)
    json.dumps(found.context.cursor, ensure_ascii=False).encode()


async def test_the_preview_lists_what_matches_now(tmp_path: Path) -> None:
    for number in range(12):
        (tmp_path / f"{number:02}.pdf").write_text("x")
    shown = await file.previewed(config(tmp_path, pattern="*.pdf"), FakeTriggerContext())
    assert shown.splitlines()[0] == f"12 files match now in {tmp_path}"
    assert shown.splitlines()[-1] == "  … and 2 more"
    assert "1 file matches" in await file.previewed(config(tmp_path, pattern="00*"), FakeTriggerContext())


async def test_the_preview_says_what_to_do_about_a_missing_folder(tmp_path: Path) -> None:
    shown = await file.previewed(config(tmp_path / "no"), FakeTriggerContext())
    assert shown == f"The folder {tmp_path}/no does not exist. Create it: mkdir -p '{tmp_path}/no'"


@pytest.mark.parametrize("fields", [{"folder": ""}, {"folder": "/", "events": []}, {"folder": "/", "settle": "x"}])
def test_wrong_fields_are_named(fields: dict[str, Any]) -> None:
    assert check(Files, fields)[1]


ODD = ("new\nline", "esc\x1b]52;c;YQ==\x07", "-rf", " lead", "trail ", "a" * 255, "$(id)", "{{ secrets.a }}",
       "[@click=app.quit]x", "CON", "e\u0301.txt", "\u00e9.txt")  # fmt: skip


async def test_odd_names_are_told_as_they_are_and_links_pipes_and_circles_are_not(tmp_path: Path) -> None:
    for name in ODD:
        (tmp_path / name).write_text("x")
    (tmp_path / "loop").mkdir()
    (tmp_path / "loop" / "up").symlink_to(tmp_path)
    (tmp_path / "shadow").symlink_to("/etc/shadow")
    (tmp_path / "dangling").symlink_to("/nonexistent")
    os.mkfifo(tmp_path / "pipe")
    async with listening(config(tmp_path, recursive=True)) as found:
        found.change()
        told = [(await found.next()).data for _ in ODD]
    assert {one["name"] for one in told} == set(ODD)
    assert found.events.empty()
