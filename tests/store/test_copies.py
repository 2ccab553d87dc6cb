"""A copy of a store: whole, made while others write, and used only when nothing about it is odd."""

import contextlib
import json
import sqlite3
import threading
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError, StoreError
from nomologi_tui.model import Event, RunStatus
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, copies, runs, sqlite
from nomologi_tui.store.reading import Reader
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW, World

FIRST = Path(__file__).parent / "version-1.sql"
Members = dict[str, bytes]


@pytest.fixture
def file(tmp_path: Path, places: Places, world: World) -> Path:
    """A copy of a store with one automation, one finished run and one under way."""
    world.event("a")
    world.claim()
    places.vault.write_bytes(b"sealed")
    places.config_file.write_text('on_failure = "continue"\n')
    copies.make(places, tmp_path / "copy.zip", NOW)
    return tmp_path / "copy.zip"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Places:
    home = tmp_path / "elsewhere"
    home.mkdir(mode=0o700)
    return Places(data=home, config=home, state=home)


def put_back(file: Path, places: Places) -> list[Path]:
    with copies.opened(file, places.data, FakeClock()) as copy:
        return copies.put_back(copy, places, NOW)


def changed(file: Path, change: Callable[[dict[str, Any], Members], None], *, honest: bool = False) -> None:
    """The same copy with other contents; `honest`: its manifest tells the new lengths and sums."""
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop(copies.MANIFEST))
    change(manifest, members)
    if honest:
        manifest["files"] = {name: _said(data) for name, data in members.items()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in {**members, copies.MANIFEST: json.dumps(manifest).encode()}.items():
            archive.writestr(name, data)


def _said(data: bytes) -> dict[str, Any]:
    import hashlib

    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def database_of(file: Path, script: str, folder: Path) -> None:
    """Let a program of somebody else change the database in the copy."""

    def change(_manifest: dict[str, Any], members: Members) -> None:
        path = folder / "changed.db"
        path.write_bytes(members[copies.DATABASE])
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)
        members[copies.DATABASE] = path.read_bytes()

    changed(file, change, honest=True)


def test_elsewhere_everything_is_there(file: Path, elsewhere: Places, world: World) -> None:
    assert put_back(file, elsewhere) == []
    with Reader.open(elsewhere) as reader:
        assert [one.goal for one in reader.overview(world.user.id)] == [world.automation.goal]
    assert (elsewhere.vault.read_bytes(), elsewhere.config_file.read_text()) == (b"sealed", 'on_failure = "continue"\n')
    assert all(one.stat().st_mode & 0o077 == 0 for one in (file, elsewhere.database, elsewhere.vault))


def test_what_was_under_way_does_not_begin_again(file: Path, elsewhere: Places, world: World) -> None:
    put_back(file, elsewhere)
    with Reader.open(elsewhere) as reader:
        [run] = reader.runs(world.user.id)
        assert (run.status, run.summary) == (RunStatus.CANCELLED, "It was under way when the backup was made")


def test_who_has_the_store_open_sees_what_was_put_back(file: Path, places: Places, store: Store, world: World) -> None:
    for number in range(5):
        world.event(f"later-{number}")
    [kept] = put_back(file, places)
    assert len(store.read(lambda tx: tx.exec_driver_sql("SELECT id FROM execution_run").all())) == 1
    world.event("after it")
    assert len(store.read(lambda tx: tx.exec_driver_sql("SELECT id FROM execution_run").all())) == 2
    with contextlib.closing(sqlite3.connect(kept)) as before:
        assert before.execute("SELECT count(*) FROM execution_run").fetchone() == (6,)


def test_it_is_of_one_moment_while_others_write(tmp_path: Path, places: Places, store: Store, world: World) -> None:
    enough = threading.Event()

    def write() -> None:
        number = 0
        while not enough.is_set():
            number += 1
            store.write(runs.enqueue, world.automation.id, Event(f"e{number}"), NOW, trigger="manual")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            copies.make(places, tmp_path / f"{number}.zip", NOW)
    finally:
        enough.set()
        writer.join()
    for number in range(5):
        with (
            copies.opened(tmp_path / f"{number}.zip", tmp_path, FakeClock()) as copy,
            Reader.open(Places(copy.folder, copy.folder, copy.folder)) as reader,
        ):
            queued = [one for one in reader.logs(world.user.id, limit=10_000) if one.event_type == "queued"]
            assert reader.counts().runs == len(queued)


def test_a_vault_that_differs_is_kept_and_settings_stay(file: Path, places: Places) -> None:
    places.vault.write_bytes(b"another")
    places.config_file.write_text("retries = 5\n")
    _database, vault = put_back(file, places)
    assert (vault.read_bytes(), places.vault.read_bytes()) == (b"another", b"sealed")
    assert places.config_file.read_text() == "retries = 5\n"


def test_one_of_an_older_version_is_brought_up_to_date(tmp_path: Path, file: Path, elsewhere: Places) -> None:
    old = tmp_path / "old.db"
    with contextlib.closing(sqlite3.connect(old)) as connection:
        connection.executescript(FIRST.read_text(encoding="utf-8"))
    changed(file, lambda _manifest, members: members.update({copies.DATABASE: old.read_bytes()}), honest=True)
    put_back(file, elsewhere)
    with Reader.open(elsewhere) as reader:
        assert reader.counts().automations > 0


ODD: dict[str, tuple[str, str]] = {
    "a version from the future": ("PRAGMA user_version=99", "of version 99"),
    "another program's": ("PRAGMA application_id=1", "belongs to another program"),
    "a trigger": ("CREATE TRIGGER t AFTER INSERT ON listener BEGIN DELETE FROM automation; END", "none of ours"),
    "a view": ("CREATE VIEW v AS SELECT * FROM automation", "none of ours"),
    "a table more": ("CREATE TABLE x (y)", "none of ours"),
    "a column more": ('ALTER TABLE "user" ADD COLUMN z', "none of ours"),
    "a state of nobody": ("UPDATE automation SET status = 'gone'", "holds a value in automation.status"),
    "no text": ("UPDATE automation SET goal = zeroblob(9)", "holds a value in automation.goal"),
    "no JSON": ("UPDATE automation_step SET config = '{'", "holds a value in automation_step.config"),
    "a list for a mapping": ("UPDATE automation_step SET config = '[]'", "holds a value in automation_step.config"),
    "the 30th of February": (
        "UPDATE automation SET created_at = '2026-02-30 08:00:00.000000'",
        "automation.created_at",
    ),
    "an end of time": ("UPDATE automation SET updated_at = '9999-12-31 23:59:59.000000'", "automation.updated_at"),
    "a mode of nobody": ('UPDATE automation SET configuration = \'{"mode": "x"}\'', "it holds what is none of ours"),
    "rows that lead nowhere": ("PRAGMA foreign_keys=off; UPDATE automation SET user_id = 99", "damaged"),
}


@pytest.mark.parametrize("name", ODD)
def test_an_odd_database_changes_nothing(name: str, tmp_path: Path, file: Path, elsewhere: Places) -> None:
    script, why = ODD[name]
    database_of(file, script, tmp_path)
    with pytest.raises(BadInputError, match=why):
        put_back(file, elsewhere)
    assert list(elsewhere.data.iterdir()) == []


def _bytes(manifest: dict[str, Any], members: Members) -> None:
    members[copies.DATABASE] = members[copies.DATABASE][:-4096]


def _name(manifest: dict[str, Any], members: Members) -> None:
    manifest["files"] = {"../nomologi.db": manifest["files"].pop(copies.DATABASE)}


def _form(manifest: dict[str, Any], members: Members) -> None:
    manifest["format"] = 2


def _length(manifest: dict[str, Any], members: Members) -> None:
    manifest["files"][copies.DATABASE]["bytes"] = 2**62


def _negative(manifest: dict[str, Any], members: Members) -> None:
    manifest["files"][copies.DATABASE]["bytes"] = -1


def _bomb(manifest: dict[str, Any], members: Members) -> None:
    members[copies.CONFIG] = b"\0" * 2**25
    manifest["files"][copies.CONFIG] = _said(members[copies.CONFIG])


def _types(manifest: dict[str, Any], members: Members) -> None:
    manifest["files"][copies.DATABASE] = ["no", "mapping"]


def _date(manifest: dict[str, Any], members: Members) -> None:
    manifest["made_at"] = "yesterday"


def _no_time_of_any_zone(manifest: dict[str, Any], members: Members) -> None:
    manifest["made_at"] = "0001-01-01T00:00:00+14:00"


def _endless(manifest: dict[str, Any], members: Members) -> None:
    manifest["files"][copies.DATABASE]["bytes"] = float("inf")


@pytest.mark.parametrize(
    "change", [_bytes, _name, _form, _length, _negative, _bomb, _types, _date, _no_time_of_any_zone, _endless]
)
def test_an_odd_file_changes_nothing(
    change: Callable[[dict[str, Any], Members], None], file: Path, elsewhere: Places
) -> None:
    changed(file, change)
    with pytest.raises(BadInputError, match="no backup that can be used"):
        put_back(file, elsewhere)
    assert list(elsewhere.data.iterdir()) == []


@pytest.mark.parametrize("kind", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_is_found_however_it_was_packed(kind: int, file: Path, elsewhere: Places) -> None:
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", kind) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    content = bytearray(file.read_bytes())
    content[60:260:20] = b"\x55" * 10
    file.write_bytes(content)
    with pytest.raises(BadInputError, match="damaged"):
        put_back(file, elsewhere)
    assert list(elsewhere.data.iterdir()) == []


def test_where_a_file_can_not_be_written_nothing_is_changed(file: Path, places: Places, world: World) -> None:
    world.event("later")
    places.vault.write_bytes(b"another")
    with pytest.raises(StoreError, match="can't be written"):
        put_back(file, replace(places, config=places.vault / "below a file"))
    with Reader.open(places) as reader:
        assert len(reader.runs(world.user.id)) == 2
    assert places.vault.read_bytes() == b"another"
    assert list(places.data.glob(".*")) == []


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"x" * 5000])
def test_what_is_no_zip_is_none(content: bytes, file: Path, elsewhere: Places) -> None:
    file.write_bytes(content)
    with pytest.raises(BadInputError):
        put_back(file, elsewhere)


def test_a_file_that_is_not_there_is_named(tmp_path: Path, elsewhere: Places) -> None:
    with pytest.raises(NotFoundError, match=r"no file .*none\.zip"):
        put_back(tmp_path / "none.zip", elsewhere)


def test_a_place_that_can_not_be_written_leaves_nothing(tmp_path: Path, places: Places, world: World) -> None:
    with pytest.raises(StoreError, match="can't be written"):
        copies.make(places, tmp_path / "none" / "copy.zip", NOW)
    assert sqlite.is_there(places.database)
