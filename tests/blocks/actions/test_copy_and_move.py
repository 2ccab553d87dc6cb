import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.actions.copy_file import CopyFile, copy_file
from nomologi_tui.blocks.actions.move_file import MoveFile, move_file
from nomologi_tui.blocks.actions.rename_file import RenameFile, rename_file
from nomologi_tui.blocks.tools.files import transfer
from nomologi_tui.blocks.tools.files.transfer import Job, each
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext
from tests.blocks.files import LONG_NAMES, names_in, powerless

SHM = Path("/dev/shm")
NOBODY = 65534
MOVE = """
import sys
from pathlib import Path
from nomologi_tui.blocks.tools.files.transfer import Job, move_file
from nomologi_tui.errors import BlockError
source, out = map(Path, sys.argv[1:])
try:
    move_file(Job(source, out, source.name, "number"), lambda: None)
except BlockError as error:
    print(error)
else:
    print("moved")
"""
both = pytest.mark.parametrize("block", [copy_file, move_file], ids=lambda block: str(block.name))


@pytest.fixture
def places(tmp_path: Path) -> tuple[Path, Path]:
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    source = tmp_path / "in" / "a.tar.gz"
    source.write_text("new")
    return source, tmp_path / "out"


async def go(block: Block, path: object, to: object, values: dict[str, str] | None = None, **more: Any) -> Any:
    config = block.config(path=str(path), to=str(to), **more)
    return await block.run(config, FakeContext(values))


async def test_a_copy_keeps_time_and_permissions_and_leaves_nothing_else(places: tuple[Path, Path]) -> None:
    source, out = places
    source.chmod(0o640)
    os.utime(source, ns=(1_000_000_007, 1_000_000_007))
    told = await go(copy_file, source, out)
    copy = (out / "a.tar.gz").stat()
    assert (copy.st_mtime_ns, copy.st_mode & 0o7777, told["bytes"]) == (1_000_000_007, 0o640, 3)
    assert (source.read_text(), names_in(out)) == ("new", ["a.tar.gz"])


@both
async def test_another_file_of_that_name_is_kept_beside_it(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    (out / "a.tar.gz").write_text("old")
    assert (await go(block, source, out))["name"] == "a (2).tar.gz"
    assert {path.read_text() for path in out.iterdir()} == {"old", "new"}


@both
async def test_overwriting_and_refusing_are_as_asked(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    (out / "a.tar.gz").write_text("old")
    with pytest.raises(BlockError, match="exists already"):
        await go(block, source, out, taken="fail")
    assert (source.read_text(), (out / "a.tar.gz").read_text()) == ("new", "old")
    await go(block, source, out, taken="overwrite")
    assert [path.read_text() for path in out.iterdir()] == ["new"]


async def test_copying_again_makes_no_second_copy(places: tuple[Path, Path]) -> None:
    source, out = places
    (out / "a.tar.gz").write_text("old")
    first, second = await go(copy_file, source, out), await go(copy_file, source, out)
    assert (first["was_there"], second["was_there"]) == (False, True)
    assert first["path"] == second["path"]
    assert len(names_in(out)) == 2


async def test_a_move_that_ended_between_its_two_names_is_finished(places: tuple[Path, Path]) -> None:
    source, out = places
    os.link(source, out / source.name)
    await go(move_file, source, out)
    assert (source.exists(), names_in(out)) == (False, ["a.tar.gz"])


@both
async def test_onto_itself_nothing_is_lost(block: Block, places: tuple[Path, Path]) -> None:
    source, _ = places
    for taken in ("number", "overwrite", "fail"):
        await go(block, source, source.parent, taken=taken)
    assert (names_in(source.parent), source.read_text()) == (["a.tar.gz"], "new")


@pytest.mark.skipif(not SHM.is_dir() or not os.access(SHM, os.W_OK), reason="needs a second disk")
async def test_a_move_to_another_disk_is_a_whole_copy_and_the_old_file_goes(places: tuple[Path, Path]) -> None:
    source, _ = places
    other = SHM / f"nomologi-{os.getpid()}"
    source.write_bytes(os.urandom(3_000_000))
    content = source.read_bytes()
    try:
        await go(move_file, source, other, make_folders=True)
        assert other.stat().st_dev != source.parent.stat().st_dev
        assert ((other / source.name).read_bytes() == content, source.exists()) == (True, False)
        assert names_in(other) == ["a.tar.gz"]
    finally:
        for path in other.iterdir():
            path.unlink()
        other.rmdir()


@both
async def test_links_folders_pipes_and_missing_files_are_refused(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    (source.parent / "link").symlink_to("/etc/passwd")
    os.mkfifo(source.parent / "pipe")
    for name, said in (("link", "is a link"), ("pipe", "not a regular"), ("gone", "does not exist")):
        with pytest.raises(BlockError, match=said):
            await go(block, source.parent / name, out)
    with pytest.raises(BlockError, match="is a folder"):
        await go(block, source.parent, out)
    assert names_in(out) == []


@both
@pytest.mark.parametrize("value", ["../../etc", "..", "/etc", "a/b", "x\0"])
async def test_a_value_leads_neither_to_another_folder_nor_name(
    block: Block, value: str, places: tuple[Path, Path]
) -> None:
    source, out = places
    with pytest.raises(BlockError):
        await go(block, source, f"{out}/{{{{ v }}}}", {"v": value}, make_folders=True)
    with pytest.raises(BlockError, match="can't be the name"):
        await go(block, source, out, name=value)
    assert (source.exists(), names_in(out)) == (True, [])


@both
async def test_a_linked_folder_below_the_typed_one_is_no_way_out(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    (out / "way").symlink_to(source.parent.parent)
    with pytest.raises(BlockError, match="not inside"):
        await go(block, source, f"{out}/{{{{ v }}}}", {"v": "way"})


@both
async def test_a_link_with_the_name_is_not_written_through(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    (source.parent / "mine").write_text("mine")
    (out / source.name).symlink_to(source.parent / "mine")
    assert (await go(block, source, out))["name"] == "a (2).tar.gz"
    assert (source.parent / "mine").read_text() == "mine"


@both
async def test_a_missing_folder_and_one_without_permission_are_named(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    with pytest.raises(BlockError, match="out/no does not exist"):
        await go(block, source, out / "no")
    with pytest.raises(BlockError):
        await go(block, source, "/proc/self")
    assert source.read_text() == "new"


async def test_a_copy_that_is_stopped_leaves_nothing(places: tuple[Path, Path]) -> None:
    source, out = places
    with source.open("wb") as file:
        file.truncate(4_000_000_000)  # a hole: takes no room
    task = asyncio.ensure_future(go(copy_file, source, out))
    while not names_in(out):
        await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert names_in(out) == []


async def test_previews_say_what_would_be_and_do_nothing(places: tuple[Path, Path]) -> None:
    source, out = places
    (out / "a.tar.gz").write_text("old")
    shown = await copy_file.previewed(CopyFile(path=str(source), to=str(out)), FakeContext())
    assert shown == f"would copy {source} (3 bytes) to {out}/a.tar.gz; that name is taken, it gets a number"
    open_yet = FakeContext({"event.path": "‹event.path›"})
    shown = await move_file.previewed(MoveFile(path="{{ event.path }}", to=str(out)), open_yet)
    assert shown == f"would move {{{{ event.path }}}} to {out}"


async def test_a_rename_stays_in_the_folder(places: tuple[Path, Path]) -> None:
    source, _ = places
    config = RenameFile(path="{{ event.path }}", name="b.gz")
    context = FakeContext({"event.path": str(source)})
    assert await rename_file.previewed(config, context) == f"would rename {source} (3 bytes) to b.gz"
    told = await rename_file.run(config, context)
    assert (told["name"], names_in(source.parent)) == ("b.gz", ["b.gz"])
    with pytest.raises(BlockError, match="can't be the name"):
        await rename_file.run(config.model_copy(update={"name": "../b"}), context)


def test_the_plan_names_both_folders() -> None:
    plan = move_file.plan(MoveFile(path="{{ event.path }}", to="~/archive"))
    assert [(touch.verb, touch.target) for touch in plan] == [
        ("write", "{{ event.path }} (any file: a value is the path)"), ("write", "~/archive"),
    ]  # fmt: skip


@both
async def test_with_a_star_all_files_of_that_name_go_there(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    for name in ("b.tar.gz", "c.txt", "d [1].gz"):
        (source.parent / name).write_text(name)
    told = await go(block, f"{source.parent}/*.gz", out)
    assert (told["files"], told["bytes"], told["names"]) == (3, 19, ["a.tar.gz", "b.tar.gz", "d [1].gz"])
    assert names_in(out) == ["a.tar.gz", "b.tar.gz", "d [1].gz"]
    assert names_in(source.parent) == (
        ["c.txt"] if block is move_file else ["a.tar.gz", "b.tar.gz", "c.txt", "d [1].gz"]
    )


@both
async def test_no_file_of_that_name_is_a_success(block: Block, places: tuple[Path, Path]) -> None:
    source, out = places
    assert (await go(block, f"{source.parent}/*.mkv", out))["files"] == 0


def test_a_new_name_for_several_files_is_refused() -> None:
    with pytest.raises(ValueError, match="New name is for one file"):
        CopyFile(path="~/in/*", to="~/out", name="a")


@both
@pytest.mark.parametrize("name", LONG_NAMES)
async def test_a_name_as_long_as_can_be_still_gets_a_number(block: Block, name: str, places: tuple[Path, Path]) -> None:
    source, out = places
    source = source.rename(source.with_name(name))
    (out / name).write_text("old")
    told = await go(block, source, out)
    assert " (2)" in str(told["name"])
    assert {path.read_text() for path in out.iterdir()} == {"old", "new"}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")
def test_a_file_that_may_not_leave_its_folder_stays_there_alone(places: tuple[Path, Path]) -> None:
    source, out = places
    os.chown(source.parent, NOBODY, NOBODY)
    told = powerless(MOVE, source, out)
    assert told == f"{source} can't be moved: {source.parent} may not be used. Look at its permissions.\n"
    assert (source.read_text(), names_in(out)) == ("new", [])


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")
def test_into_a_folder_that_one_may_only_put_into_a_file_is_moved(places: tuple[Path, Path]) -> None:
    source, out = places
    out.chmod(0o733)
    os.chown(out, NOBODY, NOBODY)
    assert powerless(MOVE, source, out) == "moved\n"
    assert (source.exists(), names_in(out)) == (False, ["a.tar.gz"])


def test_of_several_files_one_that_went_away_is_left_out(places: tuple[Path, Path]) -> None:
    source, out = places
    jobs = [Job(path, out, path.name, "number") for path in (source.with_name("gone"), source)]
    assert [one["name"] for one in each(jobs, transfer.copy_file, lambda: None)] == ["a.tar.gz"]
    out.rename(out.with_name("elsewhere"))
    with pytest.raises(BlockError, match="does not exist"):
        each(jobs, transfer.copy_file, lambda: None)


async def test_only_the_size_of_its_letters_is_changed(places: tuple[Path, Path]) -> None:
    source, _ = places
    config = RenameFile(path=str(source), name="A.tar.gz")  # the same name on the disks of macOS
    assert (await rename_file.run(config, FakeContext()))["name"] == "A.tar.gz"
    assert names_in(source.parent) == ["A.tar.gz"]
