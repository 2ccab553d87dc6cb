"""Pages of runs: what a list shows, by whatever it is filtered, and what charts count."""

import sqlite3
from datetime import datetime

import pytest

from nomologi_tui.model import Event, RunStatus, WaitingFor
from nomologi_tui.settings import Places
from nomologi_tui.store import runs
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunFilter, RunSpan
from nomologi_tui.store.run_pages import LINES
from tests.store.making import NOW, TOKEN, World, later, make_world


def ids(world: World, reader: Reader, chosen: RunFilter, span: RunSpan | None = None) -> list[int]:
    return [one.id for one in reader.run_pages.page(world.user.id, chosen, span or RunSpan())]


def ended(world: World, event: str, status: RunStatus, at: float = 0.0, summary: str = "done") -> int:
    """A run that was made and ended so many seconds from now."""
    made = world.store.write(runs.enqueue, world.automation.id, Event(event), later(at), trigger="file")
    world.claim(at=later(at))
    world.store.write(runs.finish, made.run_id, TOKEN, status, later(at + 1), summary=summary)
    return made.run_id


def test_without_a_database_there_are_no_runs(reader: Reader) -> None:
    pages = reader.run_pages
    assert (pages.page(1, RunFilter(), RunSpan()), pages.newest(), pages.asking(1)) == ([], 0, 0)
    assert pages.lines(1, [1]) == []


def test_a_page_goes_downwards_or_upwards_from_any_run(world: World, reader: Reader) -> None:
    made = [world.event(f"e{number}") for number in range(6)]
    every = RunFilter()
    assert ids(world, reader, every, RunSpan(limit=2)) == [made[5], made[4]]
    assert ids(world, reader, every, RunSpan(before=made[4], limit=2)) == [made[3], made[2]]
    assert ids(world, reader, every, RunSpan(after=made[1], oldest=True, limit=2)) == [made[3], made[2]]
    assert ids(world, reader, every, RunSpan(after=made[1], before=made[4])) == [made[3], made[2]]


def test_runs_are_chosen_by_state_words_and_automation(world: World, reader: Reader) -> None:
    good = ended(world, "a", RunStatus.SUCCESS, summary="3 saved")
    bad = ended(world, "b", RunStatus.FAILURE, summary="Failed at “Käse”")
    open_ = world.event("c")
    assert ids(world, reader, RunFilter(status=RunStatus.SUCCESS)) == [good]
    assert ids(world, reader, RunFilter(status=RunStatus.FAILURE)) == [bad]
    assert ids(world, reader, RunFilter(status=RunStatus.PENDING)) == [open_]
    assert ids(world, reader, RunFilter(words="FAILED AT")) == [bad]
    assert ids(world, reader, RunFilter(words=world.automation.goal[:5].upper())) == [open_, bad, good]
    assert ids(world, reader, RunFilter(words="50%")) == []
    assert ids(world, reader, RunFilter(automation_id=world.automation.id + 1)) == []


def test_what_a_clock_without_a_battery_stamped_is_as_old_as_its_neighbours(world: World, reader: Reader) -> None:
    boot = -datetime.timestamp(NOW)
    made = [ended(world, f"e{number}", RunStatus.SUCCESS, at=at) for number, at in enumerate([0, boot, 9_000, boot])]
    assert ids(world, reader, RunFilter(since=later(-60))) == made[::-1]
    assert ids(world, reader, RunFilter(since=later(9_500))) == [made[3]]
    assert {entry.run_id for entry in reader.logs(world.user.id, since=later(9_500))} == {made[3]}


def test_what_is_older_than_a_moment_is_left_out(world: World, reader: Reader) -> None:
    days = [ended(world, f"d{day}", RunStatus.SUCCESS, at=86_400 * day) for day in range(20)]
    assert ids(world, reader, RunFilter(since=later(86_400 * 17))) == days[:16:-1]
    assert ids(world, reader, RunFilter(since=later(86_400 * 30))) == []
    assert ids(world, reader, RunFilter(since=later(-1)), RunSpan(limit=99)) == days[::-1]


def test_runs_that_ask_are_those_that_wait_for_a_word(world: World, reader: Reader) -> None:
    for kind in (WaitingFor.APPROVAL, WaitingFor.TIME):
        run_id = world.event(kind.value)
        world.claim()
        world.store.write(runs.hold, run_id, TOKEN, kind, "Write it?", NOW, resume_at=None)
    [line] = reader.run_pages.page(world.user.id, RunFilter(asks=True), RunSpan())
    assert (line.asks, line.summary, reader.run_pages.asking(world.user.id)) == (True, "Write it?", 1)


def test_lines_tell_how_runs_are_now(world: World, reader: Reader) -> None:
    first, second = ended(world, "a", RunStatus.SUCCESS), world.event("b")
    world.claim()
    found = reader.run_pages.lines(world.user.id, [first, second, 99])
    assert [(one.id, one.status, one.goal) for one in found] == [
        (second, RunStatus.RUNNING, world.automation.goal), (first, RunStatus.SUCCESS, world.automation.goal),
    ]  # fmt: skip


def test_everybody_sees_only_their_own_runs(world: World, reader: Reader) -> None:
    eve = make_world(world.store, login="eve", goal="Secret")
    theirs = eve.event("a")
    assert ids(world, reader, RunFilter()) == ids(world, reader, RunFilter(automation_id=eve.automation.id)) == []
    assert reader.run_pages.lines(world.user.id, [theirs]) == []


@pytest.mark.parametrize(
    ("condition", "index"),
    [("r.status = 'failure' AND r.finished_at IS NOT NULL", "run_ended"), ("r.automation_id = 1", "run_of_automation")],
)
def test_a_filtered_page_needs_no_sorting(world: World, places: Places, condition: str, index: str) -> None:
    with sqlite3.connect(places.database) as connection:
        plan = connection.execute(
            f"EXPLAIN QUERY PLAN {LINES} AND r.id > 0 AND {condition} ORDER BY r.id DESC LIMIT 9", (world.user.id,)
        ).fetchall()
    told = " ".join(row[3] for row in plan)
    assert index in told
    assert "B-TREE" not in told
