"""What charts are drawn from."""

import sqlite3
from datetime import timedelta

import pytest

from nomologi_tui.model import RunStatus
from nomologi_tui.settings import Places
from nomologi_tui.store import automations, charts, listeners
from nomologi_tui.store.reading import Reader
from tests.store.making import NOW, World, add_automation, later, make_world
from tests.store.test_run_pages import ended

OK, FAIL = RunStatus.SUCCESS, RunStatus.FAILURE


def test_without_a_database_there_is_nothing_to_draw(reader: Reader) -> None:
    found = reader.charts
    assert (found.per_hour(1, 1, NOW, 2), found.took(1, 1, 9), found.ahead(1, NOW)) == ([{}, {}], [], [])
    assert found.per_day(1, None, [NOW, later(86_400)])[0].counts == {}


def test_runs_are_counted_by_the_hour_and_the_day_in_which_they_ended(world: World, reader: Reader) -> None:
    for event, status, at in (("a", OK, 0.0), ("b", FAIL, 3_700), ("c", OK, 90_000)):
        ended(world, event, status, at)
    id_, begins = world.automation.id, [NOW, later(86_400), NOW + timedelta(days=2)]
    assert reader.charts.per_hour(world.user.id, id_, NOW, 26) == [{OK: 1}, {FAIL: 1}, *[{}] * 23, {OK: 1}]
    for wanted in (id_, None):
        days = reader.charts.per_day(world.user.id, wanted, begins)
        assert [dict(day.counts) for day in days] == [{OK: 1, FAIL: 1}, {OK: 1}]
    assert reader.charts.took(world.user.id, id_, 2) == [1.0, 1.0]


def test_what_ended_in_the_second_of_the_question_belongs_to_the_last_hour(world: World, reader: Reader) -> None:
    ended(world, "a", OK, at=7_198.7)
    assert reader.charts.per_hour(world.user.id, world.automation.id, later(-0.2), 2) == [{}, {OK: 1}]


def test_everybody_counts_only_their_own(world: World, reader: Reader) -> None:
    ended(world, "a", OK)
    eve = make_world(world.store, "eve").user.id
    id_, days = world.automation.id, [NOW, later(86_400)]
    assert reader.charts.per_hour(eve, id_, NOW, 1) == [{}]
    assert [one.counts for wanted in (id_, None) for one in reader.charts.per_day(eve, wanted, days)] == [{}, {}]
    assert (reader.charts.took(eve, id_, 9), reader.charts.ahead(eve, later(9e6), id_)) == ([], [])


def test_what_is_due_comes_in_its_order_and_only_while_it_is_on(world: World, reader: Reader) -> None:
    other = add_automation(world.store, world.user, "Other")
    for one, at in ((world.automation, 50), (other, 20)):
        world.store.write(automations.set_status, one.id, world.automation.status.ACTIVE, NOW)
        world.store.write(listeners.begin, one.steps[0].id, NOW, later(at))
    found = reader.charts.ahead(world.user.id, later(60))
    assert [(one.automation_id, one.next_due) for one in found] == [
        (other.id, later(20)),
        (world.automation.id, later(50)),
    ]
    assert found[0].trigger is not None
    assert found[0].trigger.config == {"every": "5s"}
    assert (
        len(reader.charts.ahead(world.user.id, later(30)))
        == len(reader.charts.ahead(world.user.id, later(60), limit=1))
        == 1
    )


@pytest.mark.parametrize(
    ("sql", "values", "index"),
    [
        (charts.HOURS, (0, 1, 1, ""), "run_of_automation"), (charts.TOOK, (1, 1, 40), "run_of_automation"),
        (charts.ENDED, ("", "", 1), "COVERING INDEX run_finished"),
        (charts.ENDED_OF_ONE, ("", "", 1, 1), "run_of_automation"),
    ],
)  # fmt: skip
def test_every_question_has_its_index(
    world: World, places: Places, sql: str, values: tuple[object, ...], index: str
) -> None:
    with sqlite3.connect(places.database) as connection:
        plan = " ".join(row[3] for row in connection.execute(f"EXPLAIN QUERY PLAN {sql}", values))
    assert index in plan
    assert world.automation.id
