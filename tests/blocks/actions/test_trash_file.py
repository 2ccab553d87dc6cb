import os
from pathlib import Path
from urllib.parse import unquote

import pytest

from nomologi_tui.blocks.actions.trash_file import TrashFile, trash_file
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext
from tests.blocks.files import LONG_NAMES, NOT_UNICODE, names_in
from tests.support import require


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    return tmp_path


async def test_nothing_there_is_said(home: Path) -> None:
    context = FakeContext()
    await trash_file.run(TrashFile(path=str(home / "gone")), context)
    assert context.lines == [f"There is no {home / 'gone'}, so nothing went to the trash."]


async def trash(path: object) -> dict[str, object]:
    told: dict[str, object] = await trash_file.run(TrashFile(path=str(path)), FakeContext())
    return told


async def test_it_lies_in_the_trash_with_a_note_where_it_was(home: Path) -> None:
    (home / "ü %.txt").write_text("x")
    told = await trash(home / "ü %.txt")
    bin_ = home / ".local/share/Trash"
    assert told["trashed"] == str(bin_ / "files" / "ü %.txt")
    lines = (bin_ / "info" / "ü %.txt.trashinfo").read_text().splitlines()
    assert (lines[0], unquote(lines[1])) == ("[Trash Info]", f"Path={home}/ü %.txt")
    assert lines[2] == "DeletionDate=2026-11-22T09:00:00"
    assert bin_.stat().st_mode & 0o777 == 0o700


async def test_the_same_name_and_a_folder_are_kept_beside_it(home: Path) -> None:
    for _ in range(2):
        (home / "a").mkdir()
        (home / "a" / "in").write_text("x")
        await trash(home / "a")
    assert names_in(home / ".local/share/Trash/files") == ["a", "a (2)"]
    assert names_in(home / ".local/share/Trash/info") == ["a (2).trashinfo", "a.trashinfo"]


async def test_of_a_link_the_link_goes_not_what_it_leads_to(home: Path) -> None:
    (home / "kept").write_text("x")
    (home / "link").symlink_to(home / "kept")
    await trash(home / "link")
    assert (home / "kept").read_text() == "x"
    assert not (home / "link").is_symlink()


async def test_what_is_gone_already_is_no_failure(home: Path) -> None:
    none = {"files": 0, "names": []}
    assert await trash(home / "gone") == {"path": str(home / "gone"), "trashed": "", "there": False} | none


async def test_with_a_star_all_files_of_that_name_go_and_nothing_else(home: Path) -> None:
    for name in ("a.log", "b.log", "kept.txt", ".hidden.log"):
        (home / "in" / name).parent.mkdir(exist_ok=True)
        (home / "in" / name).write_text("x")
    (home / "in" / "link.log").symlink_to(home / "in" / "kept.txt")
    (home / "in" / "deep.log").mkdir()
    told = await trash(home / "in" / "*.log")
    assert (told["files"], told["names"]) == (2, ["a.log", "b.log"])
    assert names_in(home / "in") == [".hidden.log", "deep.log", "kept.txt", "link.log"]


async def test_only_files_that_nobody_changed_for_so_long_go(home: Path) -> None:
    now = FakeContext().clock.now().timestamp()
    for name, days in (("old", 31), ("new", 29)):
        (home / name).write_text("x")
        os.utime(home / name, (now - days * 86_400,) * 2)
    config = TrashFile(path=f"{home}/*", older="30d")
    assert (await trash_file.run(config, FakeContext()))["names"] == ["old"]
    assert trash_file.in_words(config) == f"put {home}/* older than 30 days into the trash"


async def test_a_star_in_a_value_is_a_part_of_one_name(home: Path) -> None:
    for name in ("*", "other"):
        (home / name).write_text("x")
    await trash_file.run(TrashFile(path=f"{home}/{{{{ event.name }}}}"), FakeContext({"event.name": "*"}))
    assert names_in(home) == [".local", "other"]


def test_an_age_of_one_file_is_refused() -> None:
    with pytest.raises(ValueError, match="Older than chooses among files"):
        TrashFile(path="~/a.txt", older=60.0)


@pytest.mark.parametrize("path", ["/", "~", "~/..", "/proc"])
@pytest.mark.usefixtures("home")
async def test_home_all_above_it_and_whole_disks_are_refused(path: str) -> None:
    with pytest.raises(BlockError, match="holds your home folder, or a disk"):
        await trash(path)


async def test_where_the_trash_can_not_be_it_stays(home: Path) -> None:
    (home / "a").write_text("x")
    (home / ".local").write_text("a file in the way")
    with pytest.raises(BlockError, match="can't be put into the trash"):
        await trash(home / "a")
    assert (home / "a").read_text() == "x"


@pytest.mark.skipif(not os.access("/dev/shm", os.W_OK), reason="needs a second disk")
@pytest.mark.usefixtures("home")
async def test_another_disk_has_its_own_trash() -> None:
    path = Path(f"/dev/shm/nomologi-trash-{os.getpid()}")
    path.write_text("x")
    trashed = Path(str((await trash(path))["trashed"]))
    note = trashed.parent.parent / "info" / f"{trashed.name}.trashinfo"
    try:
        assert trashed.is_relative_to("/dev/shm")
        assert f"Path={path.name}\n" in note.read_text()
    finally:
        trashed.unlink()
        note.unlink()


async def test_the_preview_says_what_would_go(home: Path) -> None:
    (home / "a").write_text("xyz")
    shown = await trash_file.previewed(TrashFile(path="{{ v }}"), FakeContext({"v": f"{home}/a"}))
    assert shown == f"would put {home}/a (3 bytes) into the trash"
    assert names_in(home) == ["a"]


async def test_a_device_is_no_rubbish(home: Path) -> None:
    require(os.geteuid() == 0, "only root can make a device")
    os.mknod(home / "zero", 0o20600, os.makedev(1, 5))
    with pytest.raises(BlockError, match="is a device, which programs need"):
        await trash(home / "zero")
    assert names_in(home) == ["zero"]


@pytest.mark.parametrize("name", [*LONG_NAMES, NOT_UNICODE])
async def test_any_name_that_a_file_has_goes_and_its_note_tells_it(home: Path, name: str) -> None:
    (home / name).write_text("x")
    told = await trash_file.run(TrashFile(path="{{ path }}"), FakeContext({"path": str(home / name)}))
    assert Path(str(told["trashed"])).read_text() == "x"
    note = next((home / ".local/share/Trash/info").iterdir()).read_text()
    assert unquote(note.splitlines()[1], errors="surrogateescape") == f"Path={home}/{name}"
