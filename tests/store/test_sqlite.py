import contextlib
import os
import sqlite3 as plain
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, Tx, logs, runs, sqlite, users
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.writer import CHECK_EVERY
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW, World, add_user, later


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[plain.Connection]:
    with contextlib.closing(sqlite.connect(tmp_path / "x.db")) as opened:
        yield opened


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"), ("synchronous", 2), ("foreign_keys", 1), ("secure_delete", 1), ("trusted_schema", 0),
        ("wal_autocheckpoint", 0), ("journal_size_limit", 16_777_216), ("auto_vacuum", 2), ("busy_timeout", 10_000),
    ],
)  # fmt: skip
def test_a_connection_is_set_up_for_several_processes(connection: plain.Connection, pragma: str, value: object) -> None:
    assert connection.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_stamp_is_in_utc_and_sorts_like_the_moment() -> None:
    east = datetime(2026, 11, 22, 10, tzinfo=timezone(timedelta(hours=1)))
    assert sqlite.stamp(east) == "2026-11-22 09:00:00.000000" < sqlite.stamp(later(0.5))


def test_the_log_beside_the_database_is_emptied_when_it_has_grown(world: World, places: Places) -> None:
    wal = places.database.with_name("nomologi.db-wal")
    entry = LogEntry(EventType.OUTPUT, "x " * 900, automation_id=world.automation.id)
    for _ in range(100):
        world.store.write(logs.add, [entry] * 100, NOW)
    assert wal.stat().st_size < 2 * sqlite.CHECKPOINT_BYTES


def test_the_log_beside_the_database_begins_anew_in_the_same_file(world: World, places: Places) -> None:
    wal = places.database.with_name("nomologi.db-wal")
    entry = LogEntry(EventType.OUTPUT, "x " * 900, automation_id=world.automation.id)
    sizes = []
    for _ in range(2):
        for _ in range(2 * CHECK_EVERY):
            world.store.write(logs.add, [entry], NOW)
        sizes.append(wal.stat().st_size)
    assert sizes[1] < 1.5 * sizes[0]


def test_the_file_shrinks_when_history_goes(world: World, places: Places, clock: FakeClock) -> None:
    run_id = world.event("a")
    entry = LogEntry(EventType.OUTPUT, "x " * 900, automation_id=world.automation.id, run_id=run_id)
    for _ in range(20):
        world.store.write(logs.add, [entry] * 100, NOW)
    world.claim()
    world.finish(run_id)
    world.store.close()
    before = places.database.stat().st_size
    with Store.open(places, clock) as store:
        while store.write(runs.prune, runs.Edge(later(1)), 0):
            pass
    assert places.database.stat().st_size < before / 4


def test_a_backup_is_whole_while_others_write(world: World, places: Places, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    with contextlib.closing(sqlite.connect_reader(places.database)) as source:
        sqlite.back_up(source, target)
    with contextlib.closing(plain.connect(target)) as copy:
        assert sqlite.check_whole(copy, thorough=True) == []
        assert copy.execute("SELECT email FROM user").fetchall() == [(world.user.email,)]
    assert (target.stat().st_mode & 0o777, list(tmp_path.glob("*.part"))) == (0o600, [])


def test_a_damaged_page_is_found(world: World, places: Places) -> None:
    world.store.close()
    content = bytearray(places.database.read_bytes())
    content[4096 * 3 : 4096 * 4] = b"\xff" * 4096
    places.database.write_bytes(content)
    with contextlib.closing(plain.connect(places.database)) as connection:
        assert sqlite.check_whole(connection)


def test_the_write_lock_makes_others_wait_and_dies_with_its_holder(tmp_path: Path) -> None:
    path = tmp_path / "write.lock"
    holder = subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], stdout=subprocess.PIPE)
    assert holder.stdout
    assert holder.stdout.readline() == b"held\n"
    holder.kill()
    holder.communicate(timeout=10)
    with contextlib.closing(sqlite.WriteLock(path)) as lock, lock:
        assert path.stat().st_mode & 0o777 == 0o600


_HOLD = """
import sys
from pathlib import Path
from nomologi_tui.store.sqlite import WriteLock
with WriteLock(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read() or input()
"""


def _add_users(tx: Tx, number: int) -> None:
    for count in range(number):
        add_user(tx, f"user {count} " + "x" * 1_900)


root = pytest.mark.skipif(os.geteuid() != 0, reason="mounting needs root")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Places]:
    """A file system of 2 MB."""
    home = tmp_path / "small"
    home.mkdir(mode=0o700)
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m,mode=700", "tmpfs", str(home)], check=False)
    if mounted.returncode:
        pytest.skip("no file system may be mounted here")
    yield Places(home, home, home)
    subprocess.run(["umount", str(home)], check=True)


@root
def test_a_full_disk_is_a_sentence_and_the_store_goes_on_when_there_is_space(
    small_disk: Places, clock: FakeClock
) -> None:
    ballast = small_disk.data / "ballast"
    with Store.open(small_disk, clock) as store:
        assert store.write(add_user, "before") == 1
        _fill(ballast)
        with pytest.raises(StoreError, match="the disk is full") as caught:
            store.write(_add_users, 2_000)
        assert (caught.value.exit_code, caught.value.passing) == (5, True)
        ballast.unlink()
        assert store.write(add_user, "after") > 1
        assert store.read(users.by_email, "before") is not None


def _fill(path: Path) -> None:
    with contextlib.suppress(OSError), path.open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


@root
def test_a_full_disk_at_the_first_start_is_a_sentence(small_disk: Places, clock: FakeClock) -> None:
    _fill(small_disk.data / "ballast")
    with pytest.raises(StoreError, match=r"the disk is full|No space left"):
        Store.open(small_disk, clock)


@root
def test_writing_to_a_read_only_disk_is_a_sentence(small_disk: Places, clock: FakeClock) -> None:
    Store.open(small_disk, clock).close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.data)], check=True)
    with Store.open(small_disk, clock) as store, pytest.raises(StoreError, match=r"Read-only|read-only|can't be"):
        store.write(add_user, "ada")


@root
def test_a_database_that_stays_open_to_others_is_a_sentence(small_disk: Places, clock: FakeClock) -> None:
    Store.open(small_disk, clock).close()
    small_disk.database.chmod(0o644)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk.data)], check=True)
    with pytest.raises(StoreError, match="is open to other users"):
        Store.open(small_disk, clock)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user")
def test_a_home_that_cannot_be_used_is_a_sentence(places: Places, clock: FakeClock, tmp_path: Path) -> None:
    Store.open(places, clock).close()
    os.chown(places.data, 65534, 65534)
    with pytest.raises(StoreError, match="belongs to another user"):
        Store.open(places, clock)


@contextlib.contextmanager
def _nobody() -> Iterator[None]:
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@root
def test_a_folder_that_may_not_be_looked_into_is_a_sentence(places: Places, clock: FakeClock) -> None:
    Store.open(places, clock).close()
    for opened in (Store.open, Reader.open):
        with _nobody(), pytest.raises(StoreError, match="Permission denied"):
            opened(places, clock)


def test_a_file_where_the_folder_should_be_is_a_sentence(places: Places, clock: FakeClock) -> None:
    places.data.write_text("not a folder")
    with pytest.raises(StoreError, match="can't be used"):
        Store.open(places, clock)


def test_a_folder_where_the_database_should_be_is_a_sentence(places: Places, clock: FakeClock) -> None:
    places.database.mkdir(parents=True)
    for opened in (Store.open, Reader.open):
        with pytest.raises(StoreError, match="can't be"):
            opened(places, clock)


def test_a_file_or_lock_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be created"):
        sqlite.create_file(tmp_path / "none" / "x.db")
    with pytest.raises(StoreError, match="none can't be changed: No such file"):
        sqlite.WriteLock(tmp_path / "none" / "x.lock")


def test_sqlites_own_codes_are_told_in_words(tmp_path: Path) -> None:
    error = plain.OperationalError("database is locked")
    error.sqlite_errorcode = plain.SQLITE_BUSY
    told = sqlite.explain(error, tmp_path / "x.db")
    assert "held by another program" in told.message
    assert told.passing


def test_utc_comes_back_aware(world: World) -> None:
    user = world.store.read(users.get, world.user.id)
    assert user.created_at == NOW
    assert user.created_at is not None
    assert user.created_at.tzinfo is UTC


def test_a_time_without_a_zone_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="timezone"):
        store.write(users.ensure_os_user, "x", "X", NOW.replace(tzinfo=None))
