import contextlib
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    AutomationStatus,
    Draft,
    EventType,
    Level,
    ListenerState,
    LogEntry,
    Missed,
    RunStatus,
    StepStatus,
    WaitingFor,
)
from nomologi_tui.settings import Places
from nomologi_tui.store import Store, automations, drafts, listeners, logs, missed, runners, runs, sqlite
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunnerInfo, Waiting
from nomologi_tui.testing import FakeClock
from tests.store.making import NOW, TOKEN, World, add_automation, later, make_world, step_record


def _log(world: World, *texts: str, level: Level = Level.INFO) -> None:
    id_ = world.automation.id
    world.store.write(logs.add, [LogEntry(EventType.OUTPUT, one, level, id_) for one in texts], NOW)


def test_no_database_is_an_empty_answer_and_creates_nothing(reader: Reader, places: Places) -> None:
    assert (reader.overview(1), reader.runs(1), reader.logs(1), reader.drafts(1)) == ([], [], [], [])
    assert (reader.last_log_id(), reader.user_by_login("ada"), reader.status(1).runner) == (0, None, None)
    with pytest.raises(NotFoundError, match="none yet"):
        reader.resolve(1, "x")
    assert not places.data.exists()


def test_a_database_that_comes_later_is_seen(reader: Reader, places: Places, clock: FakeClock) -> None:
    assert reader.last_log_id() == 0
    with Store.open(places, clock) as store:
        user = make_world(store).user
        assert reader.user_by_login("ada") == user


def test_a_file_that_is_still_empty_reads_as_empty(reader: Reader, places: Places) -> None:
    places.data.mkdir(mode=0o700)
    sqlite.create_file(places.database)
    assert reader.overview(1) == []


def test_an_automation_is_read_as_the_store_gives_it(world: World, reader: Reader) -> None:
    assert reader.resolve(world.user.id, "every") == world.store.read(automations.get, world.user.id, "every")


def test_a_quiet_automation_is_off(world: World, reader: Reader) -> None:
    [one] = reader.overview(world.user.id)
    assert (one.slug, one.health, one.running, one.last_run, one.next_due) == (
        world.automation.slug, "off", False, None, None,
    )  # fmt: skip


def _switch(world: World, status: AutomationStatus) -> None:
    world.store.write(automations.set_status, world.automation.id, status, NOW, None)


def test_the_list_shows_last_run_next_due_and_what_a_day_brought(world: World, reader: Reader) -> None:
    _switch(world, AutomationStatus.ACTIVE)
    first, second = world.event("a"), world.due(later(5))
    for run_id, status in ((first, RunStatus.FAILURE), (second, RunStatus.SUCCESS)):
        world.claim()
        world.finish(run_id, status, later(7))
    world.event("b")
    world.claim()
    [one] = reader.overview(world.user.id)
    assert one.last_run is not None
    assert (one.last_run.id, one.last_run.status, one.last_run.summary, one.last_run.finished_at) == (
        second, RunStatus.SUCCESS, "Done", later(7),
    )  # fmt: skip
    assert (one.running, one.next_due, one.ok_24h, one.failed_24h, one.health) == (True, later(10), 1, 1, "ok")
    assert reader.overview(world.user.id, one.id) == [one]
    assert reader.overview(world.user.id, one.id + 1) == reader.overview(world.user.id + 1, one.id) == []


def test_yesterdays_runs_are_not_counted(world: World, reader: Reader, clock: FakeClock) -> None:
    run_id = world.event("a")
    world.claim()
    world.finish(run_id)
    clock.tick(86_401)
    assert reader.overview(world.user.id)[0].ok_24h == 0


def test_a_failed_last_run_is_a_fail(world: World, reader: Reader) -> None:
    _switch(world, AutomationStatus.ACTIVE)
    run_id = world.event("a")
    world.claim()
    world.finish(run_id, RunStatus.FAILURE)
    assert reader.overview(world.user.id)[0].health == "fail"


def test_a_lost_trigger_a_waiting_run_and_a_pause_show_in_this_order(world: World, reader: Reader) -> None:
    _switch(world, AutomationStatus.ACTIVE)
    world.store.write(
        listeners.report, world.trigger_id, world.automation.id, "schedule", ListenerState.RETRYING, "gone", NOW
    )
    seen = [reader.overview(world.user.id)[0].health]
    run_id = world.event("a")
    world.claim()
    world.store.write(runs.hold, run_id, TOKEN, WaitingFor.DECISION, "Needs you", NOW)
    seen.append(reader.overview(world.user.id)[0].health)
    _switch(world, AutomationStatus.PAUSED)
    assert [*seen, reader.overview(world.user.id)[0].health] == ["lost", "wait", "paused"]


def test_the_oldest_run_that_needs_a_person_is_named_else_the_one_whose_wait_ends_first(
    world: World, reader: Reader
) -> None:
    ids = [world.event(f"e{number}") for number in range(4)]
    waits = ((WaitingFor.TIME, 60), (WaitingFor.RETRY, 30), (WaitingFor.DECISION, 0), (WaitingFor.APPROVAL, 0))
    shown = []
    for run_id, (kind, seconds) in zip(ids, waits, strict=True):
        world.store.write(runs.claim, TOKEN, NOW, 1, only=run_id)
        until = later(seconds) if seconds else None
        world.store.write(runs.hold, run_id, TOKEN, kind, f"for {kind}", NOW, resume_at=until)
        shown.append(reader.overview(world.user.id)[0].waiting)
    first, second, third, fourth = shown
    assert first == Waiting(ids[0], WaitingFor.TIME, "for time", later(60))
    assert second == Waiting(ids[1], WaitingFor.RETRY, "for retry", later(30))
    assert third == fourth == Waiting(ids[2], WaitingFor.DECISION, "for decision", None)


def test_everyone_sees_only_their_own(world: World, reader: Reader) -> None:
    eve = make_world(world.store, login="eve", goal="Secret")
    run_id = eve.event("a")
    me = world.user.id
    assert [one.slug for one in reader.overview(me)] == [world.automation.slug]
    assert (reader.runs(me), reader.runs(me, eve.automation.id), reader.logs(me, run_id=run_id)) == ([], [], [])
    assert list(reader.names(me).values()) == [world.automation.slug]
    assert len(reader.status(me).listeners) == 1
    for look in (reader.run, reader.steps):
        with pytest.raises(NotFoundError):
            look(me, run_id)


def test_runs_come_newest_first(world: World, reader: Reader) -> None:
    ids = [world.event(f"e{number}") for number in range(5)]
    assert [run.id for run in reader.runs(world.user.id, limit=2)] == ids[:-3:-1]


def test_runs_are_chosen_by_automation_status_and_time(world: World, reader: Reader) -> None:
    other = World(world.store, world.user, add_automation(world.store, world.user, "Other"))
    mine, theirs = world.event("a"), other.event("b")
    world.claim(limit=1)
    user = world.user.id
    assert [run.id for run in reader.runs(user, other.automation.id)] == [theirs]
    assert [run.id for run in reader.runs(user, status=RunStatus.RUNNING)] == [mine]
    assert reader.runs(user, since=later(1)) == []


def test_a_run_and_its_steps_are_read_as_stored(world: World, reader: Reader) -> None:
    run_id = world.event("a", {"path": "x"})
    world.store.write(runs.end_step, step_record(run_id, StepStatus.SUCCESS, output=[1, {"a": None}]), NOW)
    assert reader.run(world.user.id, run_id) == world.run(run_id)
    assert reader.steps(world.user.id, run_id) == world.store.read(runs.steps, run_id)


@pytest.mark.parametrize("run_id", [0, 99, 2**70])
def test_an_unknown_run_is_not_found(world: World, reader: Reader, run_id: int) -> None:
    with pytest.raises(NotFoundError, match="There is no run"):
        reader.run(world.user.id, run_id)


def test_the_log_is_paged_in_both_directions_oldest_first(world: World, reader: Reader) -> None:
    _log(world, *"abcdef")
    newest = reader.logs(world.user.id, limit=2)
    older = reader.logs(world.user.id, before_id=newest[0].id, limit=2)
    following = reader.logs(world.user.id, after_id=older[0].id, limit=2)
    assert ["".join(entry.description for entry in page) for page in (newest, older, following)] == ["ef", "cd", "de"]
    assert newest[-1].id == reader.last_log_id()


def test_the_log_is_chosen_by_level_time_and_text(world: World, reader: Reader) -> None:
    _log(world, "50% Done", "500 done")
    _log(world, "Bad", level=Level.ERROR)
    user = world.user.id
    assert [entry.description for entry in reader.logs(user, grep="0% DONE")] == ["50% Done"]
    assert [entry.description for entry in reader.logs(user, level=Level.ERROR)] == ["Bad"]
    assert reader.logs(user, since=later(1)) == []
    assert reader.logs(user, world.automation.id + 1) == []


@pytest.mark.parametrize(
    ("chosen", "way"),
    [
        ({}, "SCAN l"),  # backwards by id, and it stops when the page is full
        ({"before_id": 9_000}, "SEARCH l USING INTEGER PRIMARY KEY (rowid<?)"),
        ({"after_id": 9_000}, "SEARCH l USING INTEGER PRIMARY KEY (rowid>?)"),
        ({"level": Level.ERROR}, "SCAN l USING INDEX log_errors"),
        ({"automation_id": 1}, "SEARCH l USING INDEX log_of_automation (automation_id=?)"),
        ({"run_id": 1}, "SEARCH l USING INDEX log_of_run (run_id=?)"),
    ],
)
def test_no_page_of_the_log_needs_a_scan(
    world: World, places: Places, reader: Reader, chosen: dict[str, int], way: str
) -> None:
    _log(world, *(f"line {number}" for number in range(2_000)))
    asked: list[str] = []
    reader.logs(world.user.id)
    assert reader._connection is not None
    reader._connection.set_trace_callback(asked.append)
    reader.logs(world.user.id, **chosen)  # type: ignore[arg-type]
    with contextlib.closing(sqlite.connect_reader(places.database)) as connection:
        plan = [row["detail"] for row in connection.execute(f"EXPLAIN QUERY PLAN {asked[-1]}")]
    assert way in plan
    assert not any("TEMP B-TREE" in line for line in plan)


def test_status_tells_who_runs_what_comes_and_what_was_missed(world: World, reader: Reader, places: Places) -> None:
    info = RunnerInfo(7, "here", "token", "app", "1", NOW)
    entry = LogEntry(EventType.MISSED, "Missed 3 times", Level.WARNING, world.automation.id)
    world.store.write(runners.started, info)
    world.store.write(logs.add, [entry, replace(entry, timestamp=later(-90_000))], NOW)
    world.store.write(listeners.set_next_due, world.trigger_id, later(5))
    _switch(world, AutomationStatus.ACTIVE)
    status = reader.status(world.user.id)
    assert (status.runner, status.missed, status.path) == (info, 1, places.database)
    assert [(due.slug, due.at) for due in status.due_next] == [(world.automation.slug, later(5))]
    assert status.bytes > 4_096


def test_status_counts_what_was_missed_long_ago_until_somebody_dealt_with_it(world: World, reader: Reader) -> None:
    then = later(-90_000)
    entry = Missed(0, world.automation.id, world.trigger_id, then, then, 3, then, "left out")
    world.store.write(missed.note, entry, "Missed 3 times", none_runs=False)
    assert reader.status(world.user.id).missed == 1
    world.store.write(missed.dismiss_all, world.user.id, NOW)
    assert reader.status(world.user.id).missed == 0


def test_open_drafts_are_offered(world: World, reader: Reader) -> None:
    draft = world.store.write(drafts.save, Draft(world.user.id, answers={"goal": "x"}), NOW)
    assert reader.drafts(world.user.id) == [draft]


def test_reading_loads_no_sqlmodel_sqlalchemy_or_pydantic() -> None:
    code = "import sys, nomologi_tui.store.reading, nomologi_tui.store.feed; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert {"sqlmodel", "sqlalchemy", "pydantic"}.isdisjoint(loaded)


def test_a_database_with_strange_characters_in_its_path_is_read(tmp_path: Path, clock: FakeClock) -> None:
    home = tmp_path / "a?b#c %41 é"
    places = Places(home, home, home)
    with Store.open(places, clock) as store, Reader.open(places, clock) as reader:
        user = make_world(store).user
        assert reader.user_by_login("ada") == user
