"""No action touches Nomologi's own files, nor waits at what only looks like a file."""

import os
import socket
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import BlockError
from nomologi_tui.model import StepType
from nomologi_tui.settings import find_places
from nomologi_tui.testing import FakeContext

OURS = ("nomologi.db", "nomologi.db-wal", "nomologi.db-shm", "nomologi.runner.lock", "nomologi.write.lock",
        "nomologi.login-3.lock", "nomologi.vault", "nomologi.vault.lock", "config.toml")  # fmt: skip
WRITING: list[tuple[str, dict[str, Any]]] = [
    ("write_file", {"path": "{at}", "content": "x", "mode": "overwrite"}),
    ("write_file", {"path": "{at}", "content": "x", "mode": "append"}),
    ("copy_file", {"path": "{other}/a.txt", "to": "{folder}", "name": "{name}", "taken": "overwrite"}),
    ("copy_file", {"path": "{at}", "to": "{other}"}),
    ("move_file", {"path": "{at}", "to": "{other}"}),
    ("move_file", {"path": "{other}/a.txt", "to": "{folder}", "name": "{name}", "taken": "overwrite"}),
    ("rename_file", {"path": "{at}", "name": "b"}),
    ("rename_file", {"path": "{folder}/mine.txt", "name": "{name}", "taken": "overwrite"}),
    ("archive", {"path": "{at}", "to": "{other}/a.zip"}),
    ("unpack", {"path": "{at}", "to": "{other}"}),
    ("trash_file", {"path": "{at}"}),
    ("trash_file", {"path": "{folder}"}),
]  # fmt: skip
each = pytest.mark.parametrize(("name", "fields"), WRITING, ids=[f"{name}-{n}" for n, (name, _) in enumerate(WRITING)])


async def do(action: str, fields: dict[str, Any], **places: object) -> Any:
    filled = {name: value.format(**places) if isinstance(value, str) else value for name, value in fields.items()}
    block = load_registry().get(StepType.ACTION, action)
    return await block.run(block.config(**filled), FakeContext())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("NOMOLOGI_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "trash"))
    for name in ("home", "other"):
        (tmp_path / name).mkdir()
    for name in (*OURS, "mine.txt"):
        (tmp_path / "home" / name).write_text("ours")
    (tmp_path / "other" / "a.txt").write_text("theirs")
    yield tmp_path / "home"
    assert {one.name: one.read_text() for one in (tmp_path / "home").iterdir() if one.name in OURS} == dict.fromkeys(
        OURS, "ours"
    )


@each
@pytest.mark.parametrize("ours", OURS)
async def test_a_file_of_ours_is_refused(folder: Path, ours: str, name: str, fields: dict[str, Any]) -> None:
    with pytest.raises(BlockError, match="Nomologi itself"):
        await do(name, fields, at=folder / ours, folder=folder, name=ours, other=folder.with_name("other"))


@pytest.mark.parametrize("way", ["hard", "soft", "folder"])
@pytest.mark.parametrize("number", [0, 1, 3])
async def test_neither_does_a_link_lead_to_one(folder: Path, way: str, number: int) -> None:
    other, (name, fields) = folder.with_name("other"), WRITING[number]
    at = other / "linked.db"
    if way == "hard":
        at.hardlink_to(folder / "nomologi.db")
    else:
        at.symlink_to(folder if way == "folder" else folder / "nomologi.db")
    with pytest.raises(BlockError, match=r"Nomologi itself|is a link\."):
        await do(name, fields, at=at / "nomologi.db" if way == "folder" else at, folder=other, name="x", other=other)


@pytest.mark.parametrize("ours", ["nomologi.vault", "config.toml", "nomologi.db"])
async def test_none_is_made_where_there_is_none(folder: Path, ours: str) -> None:
    (folder / ours).unlink()
    for name, fields in WRITING[:2]:
        with pytest.raises(BlockError, match="Nomologi itself"):
            await do(name, fields, at=folder / ours)
    assert not (folder / ours).exists()
    (folder / ours).write_text("ours")


async def test_an_archive_of_the_folder_around_leaves_them_out(folder: Path) -> None:
    told = await do("archive", {"path": str(folder), "to": f"{folder.with_name('other')}/a.zip"})
    assert zipfile.ZipFile(told["path"]).namelist() == ["home/mine.txt"]
    assert told["skipped"] == len(OURS)


def test_what_counts_as_ours_is_where_it_is(folder: Path) -> None:
    places = find_places(os.environ)
    assert {places.database, places.vault, places.config_file} <= {folder / name for name in OURS}


@each
@pytest.mark.parametrize("kind", ["pipe", "socket", "device", "process", "folder"])
async def test_what_is_no_file_is_named_and_nothing_waits(
    folder: Path, kind: str, name: str, fields: dict[str, Any]
) -> None:
    other = folder.with_name("other")
    at = other / "strange"
    if kind == "pipe":
        os.mkfifo(at)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as opened:
            opened.bind(str(at))
    elif kind == "folder":
        at.mkdir()
    else:
        at = Path("/dev/zero" if kind == "device" else "/proc/self/mem")
    if name in ("trash_file", "rename_file") or "{at}" not in fields.values() or (name, kind) == ("archive", "folder"):
        return  # these take things that are no files, or name another one
    with pytest.raises(BlockError) as refused:
        await do(name, fields, at=at, folder=other, name="x", other=other)
    assert (
        "is a part of a running program" in str(refused.value) if kind == "process" else str(at) in str(refused.value)
    )


@pytest.mark.parametrize("member", ["../x", "/x", "a/../../x", "..\\x", "C:\\x", "a\0b", "x" * 300])
@pytest.mark.parametrize("kind", ["zip", "tar"])
async def test_a_member_that_leads_out_is_refused_or_stays_inside(tmp_path: Path, kind: str, member: str) -> None:
    source, inner = tmp_path / f"a.{kind}", tmp_path / "in"
    inner.mkdir()
    if kind == "zip":
        with zipfile.ZipFile(source, "w") as archive:
            archive.writestr(zipfile.ZipInfo(member), "x")
    else:
        with tarfile.open(source, "w") as tar:
            tar.addfile(tarfile.TarInfo(member))
    before = {path for path in tmp_path.rglob("*") if inner not in path.parents}
    try:
        await do("unpack", {"path": str(source), "to": str(inner)})
    except BlockError:
        assert list(inner.iterdir()) == []
    assert {path for path in tmp_path.rglob("*") if inner not in path.parents} == before


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
async def test_a_link_or_device_in_an_archive_is_left_out_and_nothing_goes_through_it(
    tmp_path: Path, kind: bytes
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "outside").mkdir()
    with tarfile.open(tmp_path / "a.tar", "w") as tar:
        way = tarfile.TarInfo("way")
        way.type, way.linkname = kind, str(tmp_path / "outside")
        tar.addfile(way)
        tar.addfile(tarfile.TarInfo("way/x"))
    told = await do("unpack", {"path": f"{tmp_path}/a.tar", "to": f"{tmp_path}/in"})
    assert (told["files"], told["skipped"]) == (1, 1)
    assert list((tmp_path / "outside").iterdir()) == []


async def test_names_that_differ_by_case_only_stay_apart_or_are_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("A/x", "1")
        archive.writestr("a/x", "2")
    (tmp_path / "in").mkdir()
    assert (await do("unpack", {"path": f"{tmp_path}/a.zip", "to": f"{tmp_path}/in"}))["files"] == 2
