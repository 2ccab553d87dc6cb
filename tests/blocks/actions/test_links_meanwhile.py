"""Somebody exchanges a folder or file for a link while an action works: nothing outside is written, read or deleted.

Each action is carried out again and again; the n-th time the exchange happens at the n-th thing that it asks of the
system, so each moment has its turn.
"""

import asyncio
import sqlite3
import sys
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import Block
from nomologi_tui.blocks.registry import load_registry
from nomologi_tui.errors import BlockError
from nomologi_tui.model import StepType
from nomologi_tui.testing import FakeContext
from tests.blocks.mailboxes import MailServer, a_mail
from tests.blocks.sshd import Sshd

SECRET = "nobody-may-copy-this"
MOST = 150  # moments that are tried
EVENTS = ("open", "os.", "sqlite3.connect", "shutil.", "pathlib.")
_hook: list[Callable[[], None]] = []


def _audit(event: str, _arguments: Any) -> None:
    if _hook and event.startswith(EVENTS):
        _hook[0]()


sys.addaudithook(_audit)  # there is no way to take it away again; without a hook of a test it does nothing


class World:
    """A folder `work` in which an action works, and one outside whose things have the same names."""

    def __init__(self, root: Path) -> None:
        self.work, self.outside = root / "typed" / "work", root / "outside"
        for folder in (self.work, self.outside, self.work / "sub", self.outside / "sub"):
            folder.mkdir(parents=True)
        self._fill(self.work, "mine")
        self._fill(self.outside, SECRET)
        self.before = self.seen()

    def _fill(self, folder: Path, text: str) -> None:
        (folder / "a.txt").write_text(text)
        (folder / "sub" / "b.txt").write_text(text)
        (folder / "old.csv").write_text(f"name\n{text}\n")
        (folder / "old.md").write_text(f"| name |\n| --- |\n| {text} |\n")
        with closing(sqlite3.connect(folder / "rows.db")) as database:
            database.execute("CREATE TABLE log (name)")
        with zipfile.ZipFile(folder / "a.zip", "w") as archive:
            archive.writestr("d/e/f.txt", text)
            archive.writestr("g.txt", text)

    def exchange(self) -> None:
        """`work` becomes a link that leads outside."""
        self.work.rename(self.work.with_name("moved"))
        self.work.symlink_to(self.outside)

    def exchange_inside(self) -> None:
        """What is in `work`, also what the action has just made there, becomes links that lead outside."""
        for path in [*self.work.iterdir()]:
            if path.is_dir() and not path.is_symlink():
                path.rename(path.with_name(f"{path.name}.was"))
                path.symlink_to(self.outside / "sub")
            elif path.name in ("a.txt", "old.csv", "old.md", "rows.db"):
                path.unlink(missing_ok=True)
                path.symlink_to(self.outside / path.name)

    def seen(self) -> dict[str, tuple[int, bytes]]:
        """All that lies outside."""
        found = [path for path in self.outside.rglob("*") if not path.is_dir()]
        return {str(path): (path.lstat().st_mode, path.read_bytes()) for path in found} | {
            str(path): (0, b"") for path in self.outside.rglob("*") if path.is_dir()
        }

    def copies(self) -> list[Path]:
        """What came from outside into a folder of the action's."""
        mine = [path for name in ("work", "moved", "target", "trash") for path in self.work.with_name(name).rglob("*")]
        plain = [path for path in mine if path.is_file() and self.outside not in path.resolve().parents]
        return [path for path in plain if SECRET in _text_of(path)]


def _text_of(path: Path) -> str:
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    return path.read_bytes().decode("utf-8", "replace")


CASES: list[tuple[str, dict[str, Any]]] = [
    ("write_file", {"path": "{work}/new.txt", "content": "x", "mode": "append"}),
    ("write_file", {"path": "{work}/a.txt", "content": "x", "mode": "append"}),
    ("write_file", {"path": "{work}/a.txt", "content": "x", "mode": "overwrite"}),
    ("write_file", {"path": "{work}/m/n/new.txt", "content": "x", "mode": "create new", "make_folders": True}),
    ("copy_file", {"path": "{work}/a.txt", "to": "{target}"}),
    ("copy_file", {"path": "{target}/c.txt", "to": "{work}", "name": "a.txt", "taken": "overwrite"}),
    ("copy_file", {"path": "{target}/c.txt", "to": "{work}/x/y", "make_folders": True}),
    ("move_file", {"path": "{work}/a.txt", "to": "{target}"}),
    ("move_file", {"path": "{target}/c.txt", "to": "{work}", "name": "a.txt", "taken": "number"}),
    ("rename_file", {"path": "{work}/a.txt", "name": "z.txt"}),
    ("archive", {"path": "{work}", "to": "{target}/all.zip"}),
    ("archive", {"path": "{work}/sub", "to": "{work}/sub.zip"}),
    ("unpack", {"path": "{work}/a.zip", "to": "{target}"}),
    ("unpack", {"path": "{target}/a.zip", "to": "{work}"}),
    ("trash_file", {"path": "{work}/a.txt"}),
    ("trash_file", {"path": "{work}/sub"}),
    ("append_row", {"path": "{work}/new.csv", "row": {"name": "x"}}),
    ("append_row", {"path": "{work}/old.csv", "row": {"name": "x"}}),
    ("append_row", {"path": "{work}/old.md", "row": {"name": "x"}}),
    ("append_row", {"path": "{work}/rows.db", "row": {"name": "x"}}),
    ("append_row", {"path": "{work}/new.db", "row": {"name": "x"}}),
]  # fmt: skip


def carried_out(name: str, fields: dict[str, Any], world: World, context: FakeContext | None = None) -> None:
    context = context or FakeContext()
    context.values["v"] = "work"
    block: Block = load_registry().get(StepType.ACTION, name)
    places = {"work": f"{world.work.parent}/{{{{ v }}}}", "target": str(world.work.with_name("target"))}
    filled = {key: value.format(**places) if isinstance(value, str) else value for key, value in fields.items()}
    config = block.config(**filled)

    async def act() -> None:
        try:
            await block.run(config, context)
        except BlockError as error:
            assert "/proc/self" not in str(error)  # noqa: PT017 - most moments end in an error

    asyncio.run(act())


def moments(root: Path, act: Callable[[World], None], exchange: str, step: int = 1) -> Iterator[World]:
    """The world after each try, until one ends before its moment came."""
    for moment in range(0, MOST, step):
        world, left = World(root / str(moment)), [moment]
        target = world.work.with_name("target")
        target.mkdir()
        (target / "c.txt").write_text("to go")
        (target / "a.zip").write_bytes((world.work / "a.zip").read_bytes())

        def happen(world: World = world, left: list[int] = left) -> None:
            left[0] -= 1
            if left[0] < 0:
                _hook.clear()
                getattr(world, exchange)()

        _hook.append(happen)
        try:
            act(world)
        finally:
            came = not _hook
            _hook.clear()
        yield world
        if not came:
            return


@pytest.mark.parametrize("exchange", ["exchange", "exchange_inside"])
@pytest.mark.parametrize(("name", "fields"), CASES, ids=[f"{name}-{n}" for n, (name, _) in enumerate(CASES)])
def test_a_link_that_comes_at_any_moment_leads_nowhere(
    name: str, fields: dict[str, Any], exchange: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "trash"))
    carried_out(name, fields, World(tmp_path / "first"))  # what is imported is none of it
    for world in moments(tmp_path, lambda world: carried_out(name, fields, world), exchange):
        assert world.seen() == world.before
        assert world.copies() == []


@pytest.mark.parametrize("exchange", ["exchange", "exchange_inside"])
@pytest.mark.parametrize("direction", ["get", "put"])
def test_neither_does_one_that_comes_while_files_are_copied_from_or_to_another_machine(
    direction: str, exchange: str, tmp_path: Path, sshd: Sshd
) -> None:
    there, here = ("{target}", "{work}") if direction == "get" else ("{work}", "{target}")
    fields = {"connection": "NAS", "direction": direction, "path": there, "to": here}
    carried_out("sftp_copy", fields, World(tmp_path / "first"), sshd.context())
    for world in moments(tmp_path, lambda world: carried_out("sftp_copy", fields, world, sshd.context()), exchange, 9):
        assert world.seen() == world.before
        assert world.copies() == []


@pytest.mark.parametrize("exchange", ["exchange", "exchange_inside"])
def test_neither_does_one_that_comes_while_the_files_of_a_mail_are_saved(
    exchange: str, tmp_path: Path, mails: MailServer
) -> None:
    mails.deliver(a_mail("1", files=[("a.txt", b"from the mail"), ("new.txt", b"from the mail")]))
    fields = {"mailbox": "m", "uid": "1", "folder": "INBOX", "to": "{work}", "taken": "overwrite"}

    def act(world: World) -> None:
        context = FakeContext()
        context.connections["m"] = mails.connection()
        carried_out("save_attachments", fields, world, context)

    act(World(tmp_path / "first"))
    for world in moments(tmp_path, act, exchange, 5):
        assert world.seen() == world.before


def test_nor_one_that_comes_and_goes_all_the_time(tmp_path: Path) -> None:
    world, done = World(tmp_path), threading.Event()
    link, away = (world.work.with_name(name) for name in ("link", "away"))
    world.work.with_name("target").mkdir()
    cases = [(name, fields) for name, fields in CASES if "make_folders" not in fields]  # these would make `work` anew
    link.symlink_to(world.outside)

    def turn() -> None:
        while not done.is_set():
            for one, other in ((world.work, away), (link, world.work), (world.work, link), (away, world.work)):
                one.rename(other)

    turning = threading.Thread(target=turn)
    turning.start()
    try:
        for number in range(150):
            name, fields = cases[number % len(cases)]
            carried_out(name, fields, world)
    finally:
        done.set()
        turning.join()
    assert world.seen() == world.before
    assert world.copies() == []
