"""Which pending run is next, behind however many that may not run yet."""

import random
from itertools import count

from nomologi_tui.model import Event, WaitingFor
from nomologi_tui.store import Store, Tx, runs, sqlite
from nomologi_tui.store.runs.queue import How
from nomologi_tui.store.runs.ready import HEAD
from tests.store.making import NOW, TOKEN, World, make_world

FEW = 20_000  # steps of SQLite's machine; to read 100,000 runs takes it more than a million
PILE = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :number)
INSERT INTO execution_run (automation_id, status, input, revision, trigger, event_id, created_at, summary, error,
                           attempt, cancel_requested, worked, ignores_conditions)
SELECT :automation, 'pending', '{}', 1, 'file', 'pile ' || i, '2026-11-22 08:00:00.000000', '', '', 1, 0, 0, 0 FROM n
"""


def pile(world: World, number: int) -> None:
    """So many pending runs of one automation, one of which already runs."""
    values = {"number": number, "automation": world.automation.id}
    world.store.write(lambda tx: sqlite.raw(tx).execute(PILE, values))
    assert len(world.claim()) == 1


def in_lane(world: World, key: str | None) -> int:
    event = Event(f"in lane {key} {random.random()}")  # noqa: S311 - no secret
    return world.store.write(runs.enqueue, world.automation.id, event, NOW, trigger="file", how=How(key=key)).run_id


def steps_of_a_claim(world: World) -> tuple[list[int], int]:
    """Whom a claim of one run takes, and how many steps SQLite's machine needs for it."""

    def counted(tx: Tx) -> tuple[list[int], int]:
        taken, connection = count(), sqlite.raw(tx)
        connection.set_progress_handler(lambda: next(taken) < 0, 100)
        found = [run.id for run in runs.claim(tx, TOKEN, NOW, 1)]
        connection.set_progress_handler(None, 0)
        return found, next(taken) * 100

    return world.store.write(counted)


def test_a_hundred_thousand_runs_that_must_wait_are_not_read_to_find_one_that_may_run(store: Store) -> None:
    busy = make_world(store)
    pile(busy, 100_000)
    nobody, steps = steps_of_a_claim(busy)
    assert nobody == []
    assert steps < FEW
    other = make_world(store, goal="Another").event("x")
    found, steps = steps_of_a_claim(busy)
    assert found == [other]
    assert steps < FEW


def test_nor_are_they_read_when_they_may_run(store: Store) -> None:
    world = make_world(store, mode="parallel", parallel=2)
    pile_of = {"number": 100_000, "automation": world.automation.id}
    store.write(lambda tx: sqlite.raw(tx).execute(PILE, pile_of))
    found, steps = steps_of_a_claim(world)
    assert found == [1]
    assert steps < FEW


def test_behind_the_head_the_oldest_goes_first_whoever_it_belongs_to(store: Store) -> None:
    busy = make_world(store)
    pile(busy, HEAD + 2)
    second, first = make_world(store, goal="Made first"), make_world(store, goal="Made later")
    wanted = [first.event("a"), second.event("b")]
    first.event("after a")
    assert [run.id for run in busy.claim()] == wanted


def test_behind_the_head_each_key_has_a_turn_of_its_own(store: Store) -> None:
    busy, world = make_world(store), make_world(store, goal="By sender")
    pile(busy, HEAD + 2)
    wanted = [in_lane(world, key) for key in ("zoe", None, "", "ada")]
    for key in ("ada", "zoe", "", None):
        in_lane(world, key)
    assert [run.id for run in busy.claim()] == wanted


def test_behind_the_head_one_that_waits_for_a_time_keeps_its_place(store: Store) -> None:
    busy, world = make_world(store), make_world(store, goal="Tries again")
    first = world.event("a")
    world.claim()
    pile(busy, HEAD + 2)
    world.event("b")
    store.write(runs.hold, first, TOKEN, WaitingFor.RETRY, "Tries again", NOW, resume_at=NOW)
    assert busy.claim() == []


def test_behind_the_head_mode_parallel_runs_as_many_as_it_says(store: Store) -> None:
    busy, world = make_world(store), make_world(store, goal="Three", mode="parallel", parallel=3)
    pile(busy, HEAD + 2)
    waiting = [world.event(name) for name in "abcde"]
    assert [run.id for run in busy.claim()] == waiting[:3]
