import asyncio
import threading
from concurrent.futures import Future

import pytest
from sqlalchemy import text

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, Tx, users
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW


def _add_user(tx: Tx, login: str) -> int:
    return users.ensure_os_user(tx, login, login, NOW).id


def _add_and_fail(tx: Tx, login: str) -> None:
    _add_user(tx, login)
    raise ValueError(login)


def _logins(store: Store) -> list[str]:
    return [user.email for user in store.read(users.all_users)]


class Gate:
    """Holds the writer in the middle of a write, so that others pile up behind it."""

    def __init__(self, store: Store) -> None:
        self._entered, self._open = threading.Event(), threading.Event()
        self._held = store.submit(self._wait)
        assert self._entered.wait(10)

    def _wait(self, tx: Tx) -> None:
        self._entered.set()
        assert self._open.wait(10)

    def open(self) -> None:
        self._open.set()
        self._held.result(10)


def test_a_bad_write_fails_alone_in_its_batch(store: Store) -> None:
    gate = Gate(store)
    good, bad, other = store.submit(_add_user, "a"), store.submit(_add_and_fail, "b"), store.submit(_add_user, "c")
    gate.open()
    assert [good.result(10), other.result(10)] == [1, 2]
    with pytest.raises(ValueError, match="b"):
        bad.result(10)
    assert _logins(store) == ["a", "c"]


def test_a_write_that_breaks_a_rule_of_the_database_is_told_as_a_store_error(store: Store) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.write(lambda tx: tx.execute(text("INSERT INTO listener VALUES (9,9,'x','ok','',0,0,0,NULL)")))
    assert store.write(_add_user, "after") == 1


def test_a_cancelled_write_is_not_done(store: Store) -> None:
    gate = Gate(store)
    unwanted = store.submit(_add_user, "a")
    assert unwanted.cancel()
    gate.open()
    store.write(_add_user, "b")
    assert _logins(store) == ["b"]


async def test_the_loop_goes_on_while_a_write_waits(store: Store) -> None:
    gate = Gate(store)
    waiting = asyncio.create_task(store.awrite(_add_user, "a"))
    assert await store.aread(users.all_users) == []
    assert not waiting.done()
    gate.open()
    assert await waiting == 1


async def test_more_writes_than_may_wait_are_all_done(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store._writer.inbox, "_limit", 2)
    made = await asyncio.gather(*(store.awrite(_add_user, f"u{number}") for number in range(20)))
    assert sorted(made) == list(range(1, 21))


def test_threads_that_write_at_once_all_get_their_own_result(store: Store) -> None:
    results: list[Future[int]] = [store.submit(_add_user, f"u{number}") for number in range(600)]
    assert [one.result(10) for one in results] == list(range(1, 601))


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="read-only"):
        store.read(_add_user, "a")


def test_a_read_sees_one_moment(store: Store) -> None:
    def twice(tx: Tx) -> tuple[int, int]:
        before = len(users.all_users(tx))
        store.write(_add_user, "meanwhile")
        return before, len(users.all_users(tx))

    assert store.read(twice) == (0, 0)


def test_closing_writes_what_waits_and_twice_does_no_harm(places: Places, clock: FakeClock) -> None:
    store = Store.open(places, clock)
    waiting = [store.submit(_add_user, f"u{number}") for number in range(300)]
    store.close()
    store.close()
    assert all(one.done() for one in waiting)
    with Store.open(places, clock) as again:
        assert len(_logins(again)) == 300


def test_a_closed_store_says_so(places: Places, clock: FakeClock) -> None:
    store = Store.open(places, clock)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.write(_add_user, "a")


async def test_a_closed_store_says_so_to_asyncio_too(places: Places, clock: FakeClock) -> None:
    store = Store.open(places, clock)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.awrite(_add_user, "a")
    with pytest.raises(StoreError, match="closed"):
        await store.aread(users.all_users)


def test_files_are_for_their_owner_only(store: Store, places: Places) -> None:
    store.write(_add_user, "a")
    modes = {one.name: oct(one.stat().st_mode & 0o777) for one in [places.data, *places.data.iterdir()]}
    assert modes == {
        "home": "0o700", "nomologi.db": "0o600", "nomologi.db-wal": "0o600", "nomologi.db-shm": "0o600",
        "nomologi.write.lock": "0o600",
    }  # fmt: skip


def test_a_file_that_was_open_to_others_is_closed_to_them(places: Places, clock: FakeClock) -> None:
    Store.open(places, clock).close()
    places.database.chmod(0o644)
    places.data.chmod(0o755)
    Store.open(places, clock).close()
    assert (places.database.stat().st_mode & 0o777, places.data.stat().st_mode & 0o777) == (0o600, 0o700)
