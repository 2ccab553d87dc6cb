"""Several processes on one database, and one that is killed."""

import contextlib
import subprocess
import sys

from nomologi_tui.settings import Places
from nomologi_tui.store import Store, sqlite, users
from nomologi_tui.testing import FakeClock

WRITERS, EACH = 3, 60

_WRITER = """
import sys
from pathlib import Path
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, users
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW
home, name, number = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
with Store.open(Places(home, home, home), FakeClock()) as store:
    for count in range(number):
        store.write(users.ensure_os_user, f"{name}-{count}", "x", NOW)
        print(f"{name}-{count}", flush=True)
"""


def _start(places: Places, name: str, number: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(places.data), name, str(number)],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def test_three_writers_and_an_open_reader_never_meet_a_locked_database(
    store: Store, places: Places, clock: FakeClock
) -> None:
    with contextlib.closing(sqlite.connect_reader(places.database)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM user").fetchone()
        writers = [_start(places, f"w{number}", EACH) for number in range(WRITERS)]
        ends = [writer.communicate(timeout=120) for writer in writers]
        assert [error for _, error in ends] == [""] * WRITERS
        assert reader.execute("SELECT count(*) FROM user").fetchone()[0] == 0
    assert len(store.read(users.all_users)) == WRITERS * EACH


def test_what_was_acknowledged_survives_kill_9(store: Store, places: Places) -> None:
    writer = _start(places, "w", 1_000_000)
    assert writer.stdout
    acknowledged = [writer.stdout.readline().strip() for _ in range(50)]
    writer.kill()
    rest, _ = writer.communicate(timeout=30)
    acknowledged += rest.split()[: rest.count("\n")]
    kept = {user.email for user in store.read(users.all_users)}
    assert set(acknowledged) <= kept
    with contextlib.closing(sqlite.connect_reader(places.database)) as connection:
        assert sqlite.check_whole(connection, thorough=True) == []
