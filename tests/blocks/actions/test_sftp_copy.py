"""Copies from and to another machine: by the real OpenSSH server, and by servers that lie."""

import os
from pathlib import Path
from typing import Any

import asyncssh
import pytest

from nomologi_tui.blocks.actions.sftp_copy import SftpCopy, sftp_copy
from nomologi_tui.blocks.connected import Connected
from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BlockError
from nomologi_tui.model import Effect
from nomologi_tui.testing import FakeContext
from nomologi_tui.testing.bad_input import fault_of_failure
from tests.blocks.files import names_in
from tests.blocks.sshd import Sshd, cut_after, scripted, ssh_of


async def do(context: FakeContext, direction: str, path: object, to: object, **more: Any) -> dict[str, Any]:
    config = SftpCopy(connection="NAS", direction=direction, path=str(path), to=str(to), **more)
    told: dict[str, Any] = await sftp_copy.run(config, context)
    return told


def counts(told: dict[str, Any]) -> tuple[int, int, int, int]:
    return told["files"], told["unchanged"], told["skipped"], told["bytes"]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with two files, one of them deeper, and a link; and an empty folder beside it."""
    (tmp_path / "a" / "sub").mkdir(parents=True)
    (tmp_path / "a" / "x.txt").write_bytes(os.urandom(5_000_000))
    (tmp_path / "a" / "sub" / "ü y").write_text("small")
    (tmp_path / "a" / "link").symlink_to("/etc/passwd")
    (tmp_path / "to").mkdir()
    return tmp_path


@pytest.mark.parametrize("direction", ["get", "put"])
async def test_a_folder_is_copied_whole_and_the_second_time_nothing_is_left_to_do(
    sshd: Sshd, tree: Path, direction: str
) -> None:
    (tree / "a" / "x.txt").chmod(0o640)
    os.utime(tree / "a" / "x.txt", (1_000_000_000, 1_000_000_000))
    assert counts(await do(sshd.context(), direction, tree / "a", tree / "to")) == (2, 0, 1, 5_000_005)
    assert counts(await do(sshd.context(), direction, tree / "a", tree / "to")) == (0, 2, 1, 0)
    copy = tree / "to" / "a" / "x.txt"
    assert copy.read_bytes() == (tree / "a" / "x.txt").read_bytes()
    assert (copy.stat().st_mode & 0o777, int(copy.stat().st_mtime)) == (0o640, 1_000_000_000)
    assert (names_in(tree / "to" / "a"), names_in(tree / "to" / "a" / "sub")) == (["sub", "x.txt"], ["ü y"])


@pytest.mark.parametrize("direction", ["get", "put"])
async def test_another_file_of_that_name_is_kept_unless_it_may_be_replaced(
    sshd: Sshd, tree: Path, direction: str
) -> None:
    (tree / "to" / "ü y").write_text("other text")
    source = tree / "a" / "sub" / "{{ v }}"
    context = sshd.context({"v": "ü y"})
    with pytest.raises(BlockError, match="exists already, and is another file"):
        await do(context, direction, source, tree / "to")
    assert (tree / "to" / "ü y").read_text() == "other text"
    assert counts(await do(context, direction, source, tree / "to", replace=True)) == (1, 0, 0, 5)
    assert ((tree / "to" / "ü y").read_text(), names_in(tree / "to")) == ("small", ["ü y"])


@pytest.mark.parametrize("direction", ["get", "put"])
async def test_a_line_that_breaks_in_the_middle_leaves_nothing_by_that_name_and_the_next_try_is_whole(
    sshd: Sshd, tree: Path, direction: str
) -> None:
    async with cut_after(2_000_000, sshd.port) as port:
        with pytest.raises(BlockError) as failure:
            await do(sshd.context(port=port), direction, tree / "a" / "x.txt", tree / "to")
    assert fault_of_failure(failure.value) == ""
    assert not (tree / "to" / "x.txt").exists()
    await do(sshd.context(), direction, tree / "a" / "x.txt", tree / "to")
    assert (tree / "to" / "x.txt").read_bytes() == (tree / "a" / "x.txt").read_bytes()


async def test_half_a_file_that_a_cut_line_left_there_is_named_and_gone_after_the_next_try(
    sshd: Sshd, tree: Path
) -> None:
    async with cut_after(2_000_000, sshd.port) as port:
        with pytest.raises(BlockError) as failure:
            await do(sshd.context(port=port), "put", tree / "a" / "x.txt", tree / "to")
    (left,) = names_in(tree / "to")
    assert f"Half a file may be left there, {tree}/to/{left}; the next try takes it away." in str(failure.value)
    await do(sshd.context(), "put", tree / "a" / "x.txt", tree / "to")
    assert names_in(tree / "to") == ["x.txt"]


@pytest.mark.parametrize("direction", ["get", "put"])
async def test_no_link_is_followed_or_written_through(sshd: Sshd, tree: Path, direction: str) -> None:
    (tree / "elsewhere").mkdir()
    (tree / "to" / "a").symlink_to(tree / "elsewhere")
    with pytest.raises(BlockError, match="is no folder"):
        await do(sshd.context(), direction, tree / "a", tree / "to")
    assert names_in(tree / "elsewhere") == []
    with pytest.raises(BlockError, match="is a link"):
        await do(sshd.context(), direction, tree / "a" / "link", tree / "to")


@pytest.mark.parametrize("direction", ["get", "put"])
async def test_a_value_stays_a_part_of_a_name(sshd: Sshd, tree: Path, direction: str) -> None:
    for value in ("../a", "/etc/passwd", ".."):
        with pytest.raises(BlockError, match="another folder|part of a name|can't be a path|not inside"):
            await do(sshd.context({"v": value}), direction, f"{tree}/a/{{{{ v }}}}", tree / "to")
    assert names_in(tree / "to") == []


@pytest.mark.parametrize(
    ("direction", "path", "to", "words"),
    [("get", "gone", "to", "gone does not exist on 127.0.0.1"),
     ("get", "a", "gone", "The folder .*gone does not exist"),
     ("put", "gone", "to", "gone does not exist"), ("put", "a", "gone", "There is no folder .*gone on that machine")],
)  # fmt: skip
async def test_what_is_not_there_is_a_sentence(
    sshd: Sshd, tree: Path, direction: str, path: str, to: str, words: str
) -> None:
    with pytest.raises(BlockError, match=words):
        await do(sshd.context(), direction, tree / path, tree / to)


@pytest.mark.parametrize("direction", ["get", "put"])
async def test_more_than_was_allowed_is_refused(sshd: Sshd, tree: Path, direction: str) -> None:
    with pytest.raises(BlockError, match=r"more than 0\.001 GB"):
        await do(sshd.context(), direction, tree / "a" / "x.txt", tree / "to", most=0.001)
    assert names_in(tree / "to") == []


class Liar(asyncssh.SFTPServer):
    """Has one folder, and in it whatever `lies` says: names with their type, or folders without an end."""

    lies: tuple[tuple[bytes, int], ...] = ()

    def lstat(self, path: bytes) -> asyncssh.SFTPAttrs:
        file = path.endswith((b"file", b"passwd"))
        return asyncssh.SFTPAttrs(size=10, mtime=1, permissions=0o100644 if file else 0o40755, type=1 if file else 2)

    stat = lstat

    async def scandir(self, path: bytes) -> Any:
        for name, kind in self.lies:
            yield asyncssh.SFTPName(name, b"", asyncssh.SFTPAttrs(type=kind, permissions=0o40755))


async def from_liar(lies: tuple[tuple[bytes, int], ...], to: Path) -> dict[str, Any]:
    server = type("Lying", (Liar,), {"lies": lies})
    async with scripted(sftp_factory=server) as values:
        context = FakeContext(clock=SystemClock())
        context.connections["NAS"] = Connected("NAS", "ssh", ssh_of(values))
        return await do(context, "get", "/export", to)


@pytest.mark.parametrize("name", [b"../passwd", b"/etc/passwd", b"a/passwd", b"", b"x" * 300 + b"file"])
async def test_a_name_that_leads_elsewhere_is_refused(tmp_path: Path, name: bytes) -> None:
    with pytest.raises(BlockError, match="can't be the name of a file"):
        await from_liar(((name, 1),), tmp_path)
    assert names_in(tmp_path) in ([], ["export"])
    assert list(tmp_path.rglob("*passwd")) == []


async def test_folders_without_an_end_are_given_up(tmp_path: Path) -> None:
    with pytest.raises(BlockError, match="64 folders in each other"):
        await from_liar(((b"again", 2),), tmp_path)


async def test_a_machine_without_sftp_is_a_sentence(tmp_path: Path) -> None:
    async with scripted() as values:
        context = FakeContext(clock=SystemClock())
        context.connections["NAS"] = Connected("NAS", "ssh", ssh_of(values))
        with pytest.raises(BlockError, match="offers no SFTP"):
            await do(context, "get", "/export", tmp_path)


async def test_the_preview_and_the_plan_say_what_goes_where() -> None:
    config = SftpCopy(connection="NAS", direction="put", path="~/a", to="/srv")
    shown = await sftp_copy.previewed(config, FakeContext())
    assert "/a (it does not exist yet) into /srv on “NAS”; up to 10 GB, other files of the same names" in shown
    assert [(one.verb, one.target) for one in sftp_copy.plan(config)] == [
        ("reach", "the machine of “NAS” by SSH"), ("read", "~/a"), ("write", "/srv on “NAS”"),
    ]  # fmt: skip
    assert sftp_copy.effect_in({}) is Effect.REPEATABLE
