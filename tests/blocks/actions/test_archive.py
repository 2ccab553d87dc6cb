import gzip
import io
import os
import subprocess
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.actions.archive import Archive, archive
from nomologi_tui.blocks.actions.unpack import Unpack, unpack
from nomologi_tui.blocks.tools.files.archiving import pack as pack_here
from nomologi_tui.errors import BlockError
from nomologi_tui.testing import FakeContext
from tests.blocks.files import NOT_UNICODE, names_in, powerless

each_kind = pytest.mark.parametrize("name", ["n.zip", "n.tar.gz", "n.tgz"])


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    folder = tmp_path / "notes"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.md").write_text("a" * 100_000)
    (folder / "deep" / "ü.md").write_text("b")
    (folder / "link").symlink_to("/etc/passwd")
    (folder / "way").symlink_to("/etc")
    os.mkfifo(folder / "pipe")
    return folder


async def pack(path: object, to: object, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = await archive.run(Archive(path=str(path), to=str(to), **more), FakeContext())
    return told


async def take_out(path: object, to: object, **more: Any) -> dict[str, Any]:
    told: dict[str, Any] = await unpack.run(Unpack(path=str(path), to=str(to), **more), FakeContext())
    return told


@each_kind
async def test_a_folder_comes_out_as_it_went_in_without_links(notes: Path, tmp_path: Path, name: str) -> None:
    told = await pack(notes, tmp_path / name)
    assert (told["files"], told["skipped"], told["unpacked"], told["bytes"] < 5000) == (2, 3, 100_001, True)
    out = Path((await take_out(tmp_path / name, tmp_path))["path"])
    assert out == tmp_path / "n"
    found = {str(path.relative_to(out)): path.read_text() for path in out.rglob("*") if path.is_file()}
    assert found == {"notes/a.md": "a" * 100_000, "notes/deep/ü.md": "b"}


async def test_the_systems_own_tools_read_it(notes: Path, tmp_path: Path) -> None:
    told = await pack(notes, tmp_path / "n.tar.gz")
    done = subprocess.run(["tar", "tzf", told["path"]], capture_output=True, text=True, check=True)
    assert "notes/a.md" in done.stdout.splitlines()
    whole = await pack(notes / "a.md", tmp_path / "one.zip")
    assert zipfile.ZipFile(whole["path"]).testzip() is None


@each_kind
async def test_packing_the_same_again_makes_no_second_archive(notes: Path, tmp_path: Path, name: str) -> None:
    first = await pack(notes, tmp_path / name)
    assert (await pack(notes, tmp_path / name))["was_there"] is True
    (notes / "a.md").write_text("other")
    second = await pack(notes, tmp_path / name)
    assert second["path"] != first["path"]
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["notes", name, Path(second["path"]).name])


async def test_what_can_not_be_packed_is_a_sentence_and_leaves_nothing(notes: Path, tmp_path: Path) -> None:
    for path, to, said in (
        (notes, notes / "n.zip", "would lie in what it packs"),
        (notes / "link", tmp_path / "n.zip", "is a link"),
        (notes / "gone", tmp_path / "n.zip", "does not exist"),
        (notes, tmp_path / "no" / "n.zip", "does not exist"),
    ):
        with pytest.raises(BlockError, match=said):
            await pack(path, to)
    assert [path.name for path in tmp_path.iterdir()] == ["notes"]
    with pytest.raises(ValueError, match="ends with"):
        Archive(path="~/a", to="~/a.rar")


def _tar(path: Path, *members: tarfile.TarInfo) -> None:
    with tarfile.open(path, "w") as tar:
        for member in members:
            tar.addfile(member, io.BytesIO(b"x" * member.size))


def _member(name: str, kind: bytes = tarfile.REGTYPE, link: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname, info.size = kind, link, 1 if kind == tarfile.REGTYPE else 0
    return info


@pytest.mark.parametrize("name", ["../out", "/tmp/out", "a/../../out", "..\\out"])
@pytest.mark.parametrize("kind", ["zip", "tar"])
async def test_a_name_that_leads_out_is_refused_and_nothing_stays(tmp_path: Path, name: str, kind: str) -> None:
    path = tmp_path / f"bad.{kind}"
    if kind == "tar":
        _tar(path, _member("good"), _member(name))
    else:
        with zipfile.ZipFile(path, "w") as archive_:
            archive_.writestr("good", "x")
            archive_.writestr(name, "x")
    with pytest.raises(BlockError, match="leads out"):
        await take_out(path, tmp_path)
    assert names_in(tmp_path) == [path.name]


async def test_links_in_an_archive_are_left_out_and_no_way(tmp_path: Path) -> None:
    links = (_member("way", tarfile.SYMTYPE, "/etc"), _member("hard", tarfile.LNKTYPE, "good"))
    _tar(tmp_path / "a.tar", _member("good"), *links, _member("dev", tarfile.CHRTYPE), _member("way/x"))
    told = await take_out(tmp_path / "a.tar", tmp_path)
    assert (told["files"], told["skipped"]) == (2, 3)
    assert not (tmp_path / "a" / "way").is_symlink()
    assert (tmp_path / "a" / "way" / "x").read_text() == "x"


async def test_a_bomb_is_stopped_and_nothing_stays(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("zeros", bytes(5_000_000))
    with pytest.raises(BlockError, match=r"More than 0\.001 GB"):
        await take_out(tmp_path / "a.zip", tmp_path, most=0.001)
    assert names_in(tmp_path) == ["a.zip"]


async def test_a_name_of_gigabytes_is_refused_before_it_is_read(tmp_path: Path) -> None:
    head = _member("long", tarfile.XHDTYPE)
    head.size = 8_000_000_000
    (tmp_path / "a.tar.gz").write_bytes(gzip.compress(head.tobuf() + bytes(20_000_000)))
    with pytest.raises(BlockError, match="a name that is too long"):
        await take_out(tmp_path / "a.tar.gz", tmp_path)


@pytest.mark.parametrize("mode", ["w:gz", "w:bz2", "w:xz", "w:"])
async def test_every_usual_tar_is_read(tmp_path: Path, mode: Any) -> None:
    with tarfile.open(tmp_path / "a.tar", mode) as tar:
        for name in ("one", "deep/two"):
            tar.addfile(_member(name), io.BytesIO(b"x"))
    assert (await take_out(tmp_path / "a.tar", tmp_path))["files"] == 2


@pytest.mark.parametrize("cut", [0, 10, 300, 900])
@pytest.mark.parametrize("name", ["n.zip", "n.tar.gz"])
async def test_a_broken_archive_is_a_sentence(notes: Path, tmp_path: Path, name: str, cut: int) -> None:
    data = Path((await pack(notes, tmp_path / name))["path"]).read_bytes()
    (tmp_path / "cut").write_bytes(data[: min(cut, len(data) - 30)])
    with pytest.raises(BlockError):
        await take_out(tmp_path / "cut", tmp_path)
    assert names_in(tmp_path) == sorted(["cut", name, "notes"])


async def test_each_unpacking_has_its_own_folder(notes: Path, tmp_path: Path) -> None:
    await pack(notes, tmp_path / "n.zip")
    paths = [Path((await take_out(tmp_path / "n.zip", tmp_path))["path"]).name for _ in range(2)]
    assert paths == ["n", "n (2)"]


async def test_the_previews_do_nothing(notes: Path, tmp_path: Path) -> None:
    shown = await archive.previewed(Archive(path=str(notes), to=f"{tmp_path}/n.zip"), FakeContext())
    assert shown == f"would pack {notes} (a folder) into {tmp_path}/n.zip"
    shown = await unpack.previewed(Unpack(path=f"{tmp_path}/n.zip", to=str(tmp_path)), FakeContext())
    assert shown == f"would unpack {tmp_path}/n.zip (it does not exist yet) into {tmp_path}"
    assert names_in(tmp_path) == ["notes"]


async def test_a_file_that_has_only_been_given_its_size_is_no_empty_archive(tmp_path: Path) -> None:
    """A download that has begun: its room is taken, nothing has come."""
    for name in ("a.zip", "a.tar"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(10 * 1024**3)
        with pytest.raises(BlockError, match="holds nothing but zeros. It has not come whole"):
            await unpack.run(Unpack(path=f"{tmp_path}/{name}", to=str(tmp_path)), FakeContext())
    assert sorted(one.name for one in tmp_path.iterdir()) == ["a.tar", "a.zip"]


@each_kind
async def test_a_name_of_any_bytes_is_packed(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / NOT_UNICODE).write_text("x")
    assert (await pack(tmp_path / "in", tmp_path / name))["files"] == 1
    packed = Path(str((await take_out(tmp_path / name, tmp_path))["path"])) / "in"
    assert names_in(packed) == ["caf%E9.txt" if name.endswith(".zip") else NOT_UNICODE]


async def test_what_lies_deeper_than_one_could_clean_up_is_refused_and_nothing_stays(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "deep.zip", "w") as file:
        file.writestr("a/" * 1000 + "f", "x")
    with pytest.raises(BlockError, match="more than 200 folders deep"):
        await take_out(tmp_path / "deep.zip", tmp_path)
    assert names_in(tmp_path) == ["deep.zip"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give files to others")
def test_a_file_that_may_not_be_read_is_named_by_its_path(notes: Path) -> None:
    (notes / "deep" / "ü.md").chmod(0)
    code = "import sys; from pathlib import Path; from nomologi_tui.blocks.tools.files.archiving import pack\n"
    code += "pack(Path(sys.argv[1]), Path(sys.argv[2]), 'fail', lambda: None)"
    assert f"{notes}/deep/ü.md may not be used." in powerless(code, notes, notes.parent / "n.zip")
    assert names_in(notes.parent) == ["notes"]


def test_what_goes_away_while_a_folder_is_packed_is_left_out(notes: Path) -> None:
    gone: list[Path] = [notes / "deep" / "ü.md"]

    def go_on() -> None:  # called while the file before it is packed
        for _ in range(len(gone)):
            gone.pop().unlink()

    assert pack_here(notes, notes.parent / "n.zip", "fail", go_on)["files"] == 1
