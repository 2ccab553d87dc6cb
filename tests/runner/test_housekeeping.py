"""Old history goes by itself, by the settings or the automation's own word; what waits for a person stays."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from nomologi_tui.model import Automation, Event, EventType, RunStatus, WaitingFor
from nomologi_tui.runner.housekeeping import tidy
from nomologi_tui.store import Tx, automations, logs, runs, sqlite
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.made import automation, say
from tests.support import eventually


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def finish_all(bench: Bench, at: datetime) -> None:
    """All that is queued ends well at that time."""

    def finish(tx: Tx) -> None:
        while claimed := runs.claim(tx, "runner", at, 1):
            runs.finish(tx, claimed[0].id, "runner", RunStatus.SUCCESS, at, summary="Done")

    bench.store.write(finish)


def history(bench: Bench, one: Automation, number: int, at: datetime, status: RunStatus = RunStatus.SUCCESS) -> None:
    """So many runs that came and finished then."""

    def finish(tx: Tx) -> None:
        for _ in range(number):
            run_id = runs.enqueue(tx, one.id, Event(""), at, trigger="manual").run_id
            runs.claim(tx, "runner", at, 1, only=run_id)
            runs.finish(tx, run_id, "runner", status, at, summary="Done")

    bench.store.write(finish)


def left(bench: Bench) -> Counter[tuple[int, str]]:
    return Counter((run.automation_id, run.status.value) for run in bench.runs())


async def test_of_each_outcome_the_newest_runs_stay(bench: Bench, clock: FakeClock) -> None:
    one, now = bench.add(automation(say("x"))), clock.now()
    history(bench, one, 12, now)
    history(bench, one, 3, now, RunStatus.FAILURE)
    bench.tools = replace(bench.tools, settings=replace(bench.settings, keep_runs=5))
    assert await tidy(bench.tools) == 7
    assert left(bench) == {(one.id, "success"): 5, (one.id, "failure"): 3}


async def test_what_is_older_than_the_days_goes_but_the_last_of_its_kind(bench: Bench, clock: FakeClock) -> None:
    one, other = bench.add(automation(say("x"))), bench.add(automation(say("y")))
    history(bench, one, 4, clock.now() - timedelta(days=31))
    history(bench, one, 2, clock.now() - timedelta(days=40), RunStatus.FAILURE)
    history(bench, other, 1, clock.now() - timedelta(days=20))
    await tidy(bench.tools)
    assert left(bench) == {(one.id, "success"): 1, (one.id, "failure"): 1, (other.id, "success"): 1}


async def test_a_clock_that_leaps_ahead_makes_nothing_old_before_a_week_of_it_was_lived(
    bench: Bench, clock: FakeClock
) -> None:
    one, gone = bench.add(automation(say("x"))), bench.add()
    history(bench, one, 4, clock.now())
    bench.store.write(automations.delete, gone.id, clock.now())
    clock.tick(timedelta(days=1500).total_seconds())
    history(bench, one, 2, clock.now())
    await tidy(bench.tools)
    assert left(bench) == {(one.id, "success"): 6}
    assert bench.store.read(automations.by_id, gone.id) is not None
    clock.tick(timedelta(days=8).total_seconds())
    await tidy(bench.tools)
    assert left(bench) == {(one.id, "success"): 2}
    assert bench.store.read(automations.by_id, gone.id) is None


async def test_what_a_clock_without_a_battery_stamped_ages_with_its_neighbours(bench: Bench, clock: FakeClock) -> None:
    one, boot = bench.add(automation(say("x"))), datetime(1970, 1, 1, tzinfo=UTC)
    history(bench, one, 1, clock.now() - timedelta(days=20))
    history(bench, one, 3, boot)
    bench.store.write(logs.note, EventType.OUTPUT, "no network", boot, automation_id=one.id)
    history(bench, one, 1, clock.now())
    bench.store.write(automations.delete, one.id, boot)
    await tidy(bench.tools)
    assert left(bench) == {(one.id, "success"): 5}
    assert "no network" in [entry.description for entry in bench.log()]
    assert bench.store.read(automations.by_id, one.id) is not None


async def test_an_automation_says_itself_how_much_is_kept(bench: Bench, clock: FakeClock) -> None:
    short, usual = bench.add(automation(say("x"), keep_runs=2)), bench.add(automation(say("y")))
    for one in (short, usual):
        history(bench, one, 6, clock.now())
    await tidy(bench.tools)
    assert left(bench) == {(short.id, "success"): 2, (usual.id, "success"): 6}


async def test_the_file_is_small_at_once_though_nobody_writes_any_more(bench: Bench, clock: FakeClock) -> None:
    one, database = bench.add(automation(say("x"))), bench.settings.places.database
    data, long_ago = {"text": "x" * 50_000}, clock.now() - timedelta(days=31)
    for number in range(150):
        bench.store.write(runs.enqueue, one.id, Event(str(number), data), long_ago, trigger="manual")
    finish_all(bench, long_ago)
    history(bench, one, 1, clock.now() - timedelta(days=20))
    large = sqlite.size(database)
    assert await tidy(bench.tools) > 100
    await eventually(lambda: sqlite.size(database) < large / 4)


async def test_a_run_that_waits_for_a_person_is_never_forgotten(bench: Bench, clock: FakeClock) -> None:
    one, long_ago = bench.add(automation(say("x"))), clock.now() - timedelta(days=900)
    run_id = bench.queue(one)
    bench.store.write(runs.claim, "runner", long_ago, 1)
    bench.store.write(runs.hold, run_id, None, WaitingFor.DECISION, "Needs you", long_ago)
    await tidy(bench.tools)
    assert bench.run(run_id).status is RunStatus.WAITING


async def test_the_trash_is_emptied_after_30_days(bench: Bench, clock: FakeClock) -> None:
    old, new = bench.add(), bench.add()
    bench.store.write(automations.delete, old.id, clock.now())
    clock.tick(timedelta(days=2).total_seconds())
    bench.store.write(automations.delete, new.id, clock.now())
    clock.tick(timedelta(days=29).total_seconds())
    await tidy(bench.tools)
    assert bench.store.read(automations.by_id, old.id) is None
    assert bench.store.read(automations.by_id, new.id) is not None


async def test_the_log_says_that_something_went_and_nothing_where_nothing_did(bench: Bench, clock: FakeClock) -> None:
    one = bench.add(automation(say("x"), keep_runs=1))
    assert await tidy(bench.tools) == 0
    history(bench, one, 3, clock.now())
    await tidy(bench.tools)
    told = [entry.description for entry in bench.log() if entry.event_type is EventType.PRUNED]
    assert told == ["2 old entries were removed"]
