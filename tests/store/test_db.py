import asyncio

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, Tx, users
from nomologi_tui.store.writer import WAITING
from nomologi_tui.testing import FakeClock
from tests.store.making import Gate, add_user


def _logins(store: Store) -> list[str]:
    return [user.email for user in store.read(users.all_users)]


async def test_the_loop_goes_on_while_a_write_waits(store: Store) -> None:
    gate = Gate(store)
    waiting = asyncio.create_task(store.awrite(add_user, "a"))
    assert await store.aread(users.all_users) == []
    assert not waiting.done()
    gate.open()
    assert await waiting == 1


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StoreError, match="read-only"):
        store.read(add_user, "a")


def test_a_read_sees_one_moment(store: Store) -> None:
    def twice(tx: Tx) -> tuple[int, int]:
        before = len(users.all_users(tx))
        store.write(add_user, "meanwhile")
        return before, len(users.all_users(tx))

    assert store.read(twice) == (0, 0)


def test_closing_writes_what_waits_and_twice_does_no_harm(places: Places, clock: FakeClock) -> None:
    store = Store.open(places, clock)
    waiting = [store.submit(add_user, f"u{number}") for number in range(300)]
    store.close()
    store.close()
    assert all(one.done() for one in waiting)
    with Store.open(places, clock) as again:
        assert len(_logins(again)) == 300


def test_a_closed_store_says_so(places: Places, clock: FakeClock) -> None:
    store = Store.open(places, clock)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        store.write(add_user, "a")


async def test_a_closed_store_says_so_to_asyncio_too(places: Places, clock: FakeClock) -> None:
    store = Store.open(places, clock)
    store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.awrite(add_user, "a")
    with pytest.raises(StoreError, match="closed"):
        await store.aread(users.all_users)


def test_files_are_for_their_owner_only(store: Store, places: Places) -> None:
    store.write(add_user, "a")
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


async def test_when_too_many_writes_wait_the_loop_still_goes_on(store: Store) -> None:
    gate = Gate(store)
    waiting = [store.submit(lambda _: None) for _ in range(WAITING)]
    late = asyncio.create_task(store.awrite(add_user, "late"))
    assert await store.aread(users.all_users) == []
    gate.open()
    assert await late == 1
    assert all(one.done() for one in waiting)
