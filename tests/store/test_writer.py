import asyncio
import gc
import sys
import threading
from concurrent.futures import Future

import pytest
from sqlalchemy import text

from nomologi_tui.errors import StoreError
from nomologi_tui.futures import settled
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, Tx, users
from nomologi_tui.store.writer import Inbox, Item
from nomologi_tui.testing import FakeClock
from tests.store.making import Gate, add_user


def _stop(_tx: Tx, login: str) -> None:
    raise StopIteration(login)


def _add_and_fail(tx: Tx, login: str) -> None:
    add_user(tx, login)
    raise ValueError(login)


def _logins(store: Store) -> list[str]:
    return [user.email for user in store.read(users.all_users)]


def _item() -> Item:
    return Item(lambda _: None, Future())


def test_a_bad_write_fails_alone_in_its_batch(store: Store) -> None:
    gate = Gate(store)
    good, bad, other = store.submit(add_user, "a"), store.submit(_add_and_fail, "b"), store.submit(add_user, "c")
    gate.open()
    assert [good.result(10), other.result(10)] == [1, 2]
    with pytest.raises(ValueError, match="b"):
        bad.result(10)
    assert _logins(store) == ["a", "c"]


def test_a_write_that_breaks_a_rule_of_the_database_is_told_as_a_store_error(store: Store) -> None:
    with pytest.raises(StoreError, match="FOREIGN KEY"):
        store.write(lambda tx: tx.execute(text("INSERT INTO listener VALUES (9,9,'x','ok','',0,0,0,NULL)")))
    assert store.write(add_user, "after") == 1


def test_even_an_exit_inside_a_write_belongs_to_the_one_who_asked(store: Store) -> None:
    with pytest.raises(SystemExit):
        store.write(lambda _: sys.exit(3))
    assert store.write(add_user, "after") == 1


def test_a_cancelled_write_is_not_done(store: Store) -> None:
    gate = Gate(store)
    unwanted = store.submit(add_user, "a")
    assert unwanted.cancel()
    gate.open()
    store.write(add_user, "b")
    assert _logins(store) == ["b"]


async def test_an_awaited_write_that_is_cancelled_before_its_turn_is_not_done(store: Store) -> None:
    gate = Gate(store)
    unwanted = asyncio.create_task(store.awrite(add_user, "a"))
    await asyncio.sleep(0)
    unwanted.cancel()
    with pytest.raises(asyncio.CancelledError):
        await unwanted
    gate.open()
    await store.awrite(add_user, "b")
    assert _logins(store) == ["b"]


async def test_awaited_writes_of_one_batch_each_hear_their_own_outcome(store: Store) -> None:
    gate = Gate(store)
    waiting = [asyncio.create_task(store.awrite(one, login)) for one, login in ((add_user, "a"), (_add_and_fail, "b"))]
    await asyncio.sleep(0)
    gate.open()
    good, bad = await asyncio.gather(*waiting, return_exceptions=True)
    assert good == 1
    assert isinstance(bad, ValueError)


async def test_a_write_that_raises_what_no_future_takes_is_told_and_spoils_no_other(store: Store) -> None:
    gate = Gate(store)
    waiting = [asyncio.create_task(store.awrite(one, login)) for one, login in ((_stop, "a"), (add_user, "b"))]
    await asyncio.sleep(0)
    gate.open()
    bad, good = await asyncio.gather(*waiting, return_exceptions=True)
    assert isinstance(bad, RuntimeError)
    assert good == 1


async def test_asyncio_does_not_complain_of_a_failed_write_that_nobody_awaits(store: Store) -> None:
    complaints: list[dict[str, object]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, complaint: complaints.append(complaint))
    future = store.soon(_add_and_fail, "a")
    await settled(future)
    del future
    gc.collect()
    assert complaints == []


def test_a_write_whose_loop_has_ended_is_done_all_the_same(store: Store) -> None:
    loop = asyncio.new_event_loop()
    left = Item(lambda tx: add_user(tx, "a"), loop.create_future(), loop)
    loop.close()
    store._writer.inbox.put(left)
    store.write(add_user, "b")
    assert _logins(store) == ["a", "b"]


def test_threads_that_write_at_once_all_get_their_own_result(store: Store) -> None:
    results: list[Future[int]] = [store.submit(add_user, f"u{number}") for number in range(600)]
    assert [one.result(10) for one in results] == list(range(1, 601))


def test_a_full_inbox_takes_no_more_until_some_are_taken_out() -> None:
    inbox = Inbox(limit=1)
    assert inbox.offer(_item())
    assert not inbox.offer(_item())
    waiting = threading.Thread(target=inbox.put, args=(_item(),))
    waiting.start()
    assert len(inbox.take()) == 1
    assert len(inbox.take()) == 1
    waiting.join(10)


def test_whoever_waits_for_a_full_inbox_hears_that_it_closed() -> None:
    inbox = Inbox(limit=1)
    inbox.put(_item())
    heard: Future[str] = Future()

    def put() -> None:
        try:
            inbox.put(_item())
        except StoreError as error:
            heard.set_result(error.message)

    threading.Thread(target=put).start()
    inbox.close()
    assert heard.result(10) == "The store is closed."
    assert len(inbox.take()) == 1
    assert inbox.take() == []


def test_a_database_that_was_moved_away_takes_no_more_writes_until_it_is_back(store: Store, places: Places) -> None:
    store.write(add_user, "a")
    away = places.database.rename(places.database.with_name("away.db"))
    with pytest.raises(StoreError, match="was moved or deleted while it was in use; nothing can be saved"):
        store.write(add_user, "b")
    away.rename(places.database)
    store.write(add_user, "c")
    assert _logins(store) == ["a", "c"]


def test_a_damaged_database_is_read_and_written_again_once_it_is_whole(places: Places, clock: FakeClock) -> None:
    with Store.open(places, clock) as store:
        store.write(add_user, "a")
    with Store.open(places, clock) as store:
        whole = places.database.read_bytes()
        places.database.write_bytes(b"x" * len(whole))
        for attempt in (lambda: store.write(add_user, "b"), lambda: _logins(store)):
            with pytest.raises(StoreError, match="damaged"):
                attempt()
        places.database.write_bytes(whole)
        store.write(add_user, "c")
        assert _logins(store) == ["a", "c"]
