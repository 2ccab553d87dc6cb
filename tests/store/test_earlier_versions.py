"""Databases of each earlier version are opened by today's program: everything is there, and a copy of what was."""

import contextlib
import os
import sqlite3
import subprocess
from pathlib import Path

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, logs, migrations, sqlite
from nomologi_tui.store.reading import Reader
from nomologi_tui.testing import FakeClock
from tests.endurance import upgrade
from tests.endurance.faulty import compiled
from tests.endurance.needs import Missing
from tests.store.earlier import as_of, rows_of
from tests.support import PROGRAM, environment, nomologi, nomologi_here, require

EARLIER = range(1, migrations.NEWEST)
each_earlier = pytest.mark.parametrize("version", EARLIER)
each_version = pytest.mark.parametrize("version", [*EARLIER, migrations.NEWEST])


def _schema(path: Path) -> set[tuple[str, str]]:
    """Tables with their columns, and indexes: what must be equal however a database came about."""
    with contextlib.closing(sqlite3.connect(path)) as connection:
        found = connection.execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
        return {(name, " ".join(sql.split())) for name, sql in found}


@each_version
def test_each_version_with_its_rows_becomes_the_newest(
    places: Places, clock: FakeClock, tmp_path: Path, version: int
) -> None:
    """The guard against changing a table without a migration."""
    before = as_of(places, version)
    assert all(before.values())
    Store.open(places, clock).close()
    fresh = Places(tmp_path / "fresh", tmp_path, tmp_path)
    Store.open(fresh, clock).close()
    assert rows_of(places.database, before) == before
    after = rows_of(places.database)
    assert not any(after[name] for name in after.keys() - before.keys())
    assert _schema(places.database) == _schema(fresh.database)
    assert places.database.stat().st_mode & 0o777 == 0o600


@each_earlier
def test_what_was_there_before_is_kept_beside_it(places: Places, clock: FakeClock, version: int) -> None:
    before = as_of(places, version)
    Store.open(places, clock).close()
    [copy] = sqlite.backups_of(places.database)
    assert rows_of(copy) == before
    with contextlib.closing(sqlite3.connect(copy)) as connection:
        assert connection.execute("PRAGMA user_version").fetchone() == (version,)


@each_version
def test_the_log_of_each_version_is_searched_and_indexed(places: Places, clock: FakeClock, version: int) -> None:
    as_of(places, version)
    with Store.open(places, clock) as store, Reader.open(places, clock) as reader:
        before = reader.logs(1, grep="WORK: succ")
        assert [entry.description for entry in before] == ["Step 1 work: success"]
        assert store.write(logs.index, 100) == (0 if version >= 3 else 8)
        assert reader.logs(1, grep="WORK: succ") == before


@each_earlier
def test_its_automation_is_shown_and_runs_again(places: Places, version: int) -> None:
    as_of(places, version)
    ada = {"NOMOLOGI_USER": "ada"}
    listed = nomologi_here(places.data, "list", environ=ada)
    assert "every-5-seconds-run-true" in listed.stdout, listed.stderr
    done = nomologi(places.data, "run", "every-5-seconds", "--wait", environ=ada)
    assert done.returncode == 0, done.stderr
    assert "success" in nomologi_here(places.data, "trace", "3", environ=ada).stdout


def test_a_program_that_is_older_than_the_database_leaves_it_as_it_is(places: Places, clock: FakeClock) -> None:
    as_of(places, migrations.NEWEST)
    before = places.database.read_bytes()
    with pytest.raises(StoreError, match="is of version 4; this program knows up to 3") as caught:
        migrations.bring_up(places, clock.now(), migrations.STEPS[:-1])
    assert caught.value.hint == "Update Nomologi, by what installed it."
    assert places.database.read_bytes() == before


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """What makes writes and syncs fail."""
    try:
        return compiled(tmp_path)
    except Missing as missing:
        require(False, str(missing))
        raise


@pytest.mark.parametrize("kind", ["kill", "torn", "28"])
def test_a_fault_while_it_is_brought_up_loses_nothing(tmp_path: Path, library: Path, kind: str) -> None:
    """Each point: `python -m tests.endurance upgrade`. This one is inside the transaction of the change."""
    assert upgrade.attack(tmp_path, library, 1, kind, 141) == []


def test_a_full_disk_is_a_sentence(places: Places) -> None:
    try:
        assert upgrade.full_disk(1) == []
    except Missing as missing:
        require(False, str(missing))


def test_one_on_a_disk_that_is_read_only_is_a_sentence_and_stays(places: Places) -> None:
    require(os.geteuid() == 0, "only root may mount")
    as_of(places, 1)
    before = places.database.read_bytes()
    bind = f"mount --bind {places.data} {places.data} && mount -o remount,ro,bind {places.data}"
    line = ["unshare", "--mount", "sh", "-c", f'{bind} && exec "$@"', "sh", *PROGRAM, "list"]
    done = subprocess.run(
        line, env=environment(places.data, NOMOLOGI_USER="ada"), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout) == (5, "")
    assert (len(done.stderr.splitlines()), "can't be changed" in done.stderr) == (1, True)
    assert places.database.read_bytes() == before
