"""What is due in the next hours."""

from datetime import timedelta

from nomologi_tui.model import Step, StepType, WaitingFor
from nomologi_tui.store import listeners
from nomologi_tui.usecases.automations import ahead, automations
from nomologi_tui.usecases.workspace import Workspace
from tests.screens.seed import acting, make, waits


def coming(ws: Workspace, hours: int = 4, most: int = ahead.ALL) -> list[ahead.Coming]:
    now = ws.clock.now()
    return ahead.coming(ws, ws.reader.charts.ahead(ws.user.id, now + timedelta(hours=hours)), now, hours, most)


def test_times_are_counted_by_the_hour_for_every_trigger(ws: Workspace) -> None:
    make(ws, "every 15 minutes run 'a.sh'")
    make(ws, "every 2 hours run 'b.sh'")
    make(ws, "every month on the 1st at 23:59 run 'c.sh'")
    found = {one.goal[:7]: one.per_hour for one in coming(ws)}
    assert found["every 1"] == (4, 4, 4, 4)
    assert sum(found["every 2"]) == 2
    assert len(found) == 2
    assert coming(ws, most=3)[0].per_hour == (3, 3, 3, 3)


def test_what_is_past_because_no_runner_is_on_comes_again(ws: Workspace) -> None:
    made, now = make(ws, "every 15 minutes run 'a.sh'"), ws.clock.now()
    ws.store.write(listeners.set_next_due, made.steps[0].id, now - timedelta(days=3))
    (found,) = coming(ws)
    assert now < found.next_due <= now + timedelta(minutes=15)


def test_what_is_off_does_not_come(ws: Workspace) -> None:
    automations.switch_off(ws, make(ws, "every 15 minutes run 'a.sh'"))
    assert coming(ws) == []


def test_a_run_that_waits_for_a_time_goes_on_then_and_one_that_asks_has_no_time(ws: Workspace) -> None:
    one = acting(ws, "wait a while", Step(StepType.ACTION, "run_command", {"command": "true"}))
    waits(ws, one, WaitingFor.TIME, "waits 2 h", timedelta(hours=2, minutes=5))
    waits(ws, one, WaitingFor.DECISION, "needs your decision")
    [found] = coming(ws)
    assert (found.goal, found.per_hour) == ("wait a while", (0, 0, 1, 0))
    assert coming(ws, hours=2) == []
