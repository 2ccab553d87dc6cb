"""A database is brought up to date, or left exactly as it was."""

import contextlib
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, migrations, sqlite, users
from nomologi_tui.store.reading import Reader
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW, make_world


def _rebuild_users(tx: Connection) -> None:
    """What changing a column takes: with foreign keys on, dropping the table would delete every child row."""
    tx.execute(text("CREATE TABLE new (id INTEGER PRIMARY KEY, email VARCHAR, added INTEGER DEFAULT 1)"))
    tx.execute(text('INSERT INTO new (id, email) SELECT id, email FROM "user"'))
    tx.execute(text('DROP TABLE "user"'))
    tx.execute(text('ALTER TABLE new RENAME TO "user"'))


def _fail(tx: Connection) -> None:
    _rebuild_users(tx)
    raise ValueError("half way")


def _orphan(tx: Connection) -> None:
    tx.execute(text('DELETE FROM "user"'))


def _populate(places: Places, clock: FakeClock) -> None:
    with Store.open(places, clock) as store:
        world = make_world(store)
        world.event("a")
        world.claim()


def _counts(path: Path) -> dict[str, int]:
    with contextlib.closing(sqlite3.connect(path)) as connection:
        tables = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
            " AND name NOT LIKE 'log_words%' ORDER BY name"
        ).fetchall()
        return {name: len(connection.execute(f'SELECT 1 FROM "{name}"').fetchall()) for (name,) in tables}


def _bring_up(places: Places, steps: Sequence[migrations.Migration]) -> None:
    with sqlite.told(places):
        migrations.bring_up(places, NOW, (*migrations.STEPS, *steps))


def test_a_populated_database_keeps_every_row_and_a_backup(places: Places, clock: FakeClock) -> None:
    _populate(places, clock)
    before = _counts(places.database)
    _bring_up(places, [_rebuild_users])
    assert _counts(places.database) == before
    [backup] = sqlite.backups_of(places.database)
    assert backup.name == "nomologi.version-4.20261122T090000Z.db"
    assert (_counts(backup), backup.stat().st_mode & 0o777) == (before, 0o600)


def test_steps_are_taken_once(places: Places, clock: FakeClock) -> None:
    _populate(places, clock)
    for _ in range(2):
        _bring_up(places, [_rebuild_users])
    assert len(sqlite.backups_of(places.database)) == 1


@pytest.mark.parametrize(("step", "error"), [(_fail, ValueError), (_orphan, StoreError)])
def test_a_migration_that_fails_changes_nothing(
    places: Places, clock: FakeClock, step: migrations.Migration, error: type[Exception]
) -> None:
    _populate(places, clock)
    before = _counts(places.database)
    with pytest.raises(error):
        _bring_up(places, [step])
    assert _counts(places.database) == before
    Store.open(places, clock).close()


def test_a_migration_that_is_killed_changes_nothing(places: Places, clock: FakeClock) -> None:
    _populate(places, clock)
    before = _counts(places.database)
    killed = subprocess.run([sys.executable, "-c", _KILLED, str(places.data)], check=False)
    assert killed.returncode == -signal.SIGKILL
    assert _counts(places.database) == before
    Store.open(places, clock).close()


_KILLED = """
import os, signal, sys
from pathlib import Path
from sqlalchemy import text
from nomologi_tui.settings import Places
from nomologi_tui.store import migrations
from tests.store.making import NOW

def step(tx):
    tx.execute(text('DROP TABLE execution_log'))
    os.kill(os.getpid(), signal.SIGKILL)

home = Path(sys.argv[1])
migrations.bring_up(Places(home, home, home), NOW, [*migrations.STEPS, step])
"""


def test_processes_that_start_together_make_one_database(places: Places, clock: FakeClock) -> None:
    code = _TOGETHER.format(home=str(places.data))
    started = [subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE) for _ in range(3)]
    assert [one.communicate(timeout=60)[1] for one in started] == [b""] * 3
    with Store.open(places, clock) as store:
        assert [user.email for user in store.read(users.all_users)] == ["ada"]


_TOGETHER = """
from pathlib import Path
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, users
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW
home = Path({home!r})
with Store.open(Places(home, home, home), FakeClock()) as store:
    store.write(users.ensure_os_user, "ada", "Ada", NOW)
"""


def test_a_database_from_the_future_is_refused_by_all(places: Places, clock: FakeClock) -> None:
    _populate(places, clock)
    _bring_up(places, [_rebuild_users])
    for opened in (Store.open, Reader.open):
        with pytest.raises(StoreError, match="version 5; this program knows up to 4") as caught:
            opened(places, clock)
        assert caught.value.exit_code == 5


def test_another_programs_database_is_left_alone(places: Places, clock: FakeClock) -> None:
    places.data.mkdir(mode=0o700)
    with contextlib.closing(sqlite3.connect(places.database)) as connection:
        connection.execute("CREATE TABLE bookmarks (url)")
    for opened in (Store.open, Reader.open):
        with pytest.raises(StoreError, match="belongs to another program"):
            opened(places, clock)
    assert "bookmarks" in _counts(places.database)


@pytest.mark.parametrize("content", [b"no database at all" * 100, b"SQLite format 3\0" + b"\xff" * 8_000])
def test_a_damaged_file_is_kept_and_the_newest_backup_named(places: Places, clock: FakeClock, content: bytes) -> None:
    _populate(places, clock)
    _bring_up(places, [_rebuild_users])
    places.database.write_bytes(content)
    for opened in (Store.open, Reader.open):
        with pytest.raises(StoreError, match="damaged or no database; it was left as it is") as caught:
            opened(places, clock)
        assert str(sqlite.backups_of(places.database)[0]) in caught.value.hint
    assert places.database.read_bytes() == content


def test_a_damaged_file_without_a_backup_says_so(places: Places, clock: FakeClock) -> None:
    places.data.mkdir(mode=0o700)
    places.database.write_bytes(b"x" * 5_000)
    with pytest.raises(StoreError, match="there is no backup"):
        Store.open(places, clock)
