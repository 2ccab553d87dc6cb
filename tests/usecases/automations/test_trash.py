"""What was deleted a moment ago comes back as it was."""

from datetime import timedelta

from nomologi_tui.model import AutomationStatus
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.automations import automations, pausing, trash
from nomologi_tui.usecases.workspace import Workspace
from tests.usecases.automations.test_automations import made


def test_what_was_on_is_on_again_and_nothing_of_the_time_between_is_missed(ws: Workspace, clock: FakeClock) -> None:
    one = made(ws)
    automations.delete(ws, one)
    clock.tick(2 * 86_400)
    assert trash.undo(ws, one).status is AutomationStatus.ACTIVE
    (overview,) = ws.reader.overview(ws.user_id)
    assert (overview.next_due or clock.now()) > clock.now()


def test_a_pause_is_a_pause_again_unless_it_is_over(ws: Workspace, clock: FakeClock) -> None:
    one = pausing.pause(ws, made(ws), clock.now() + timedelta(hours=1))
    automations.delete(ws, one)
    back = trash.undo(ws, one)
    assert (back.status, back.paused_until) == (AutomationStatus.PAUSED, one.paused_until)
    automations.delete(ws, one)
    clock.tick(7_200)
    assert trash.undo(ws, one).status is AutomationStatus.ACTIVE


def test_what_was_off_stays_off(ws: Workspace) -> None:
    one = automations.switch_off(ws, made(ws))
    automations.delete(ws, one)
    assert trash.undo(ws, one).status is AutomationStatus.INACTIVE


def test_what_somebody_else_brought_back_meanwhile_stays_as_they_left_it(ws: Workspace) -> None:
    one = made(ws)
    automations.delete(ws, one)
    automations.restore(ws, one.id)
    assert trash.undo(ws, one).status is AutomationStatus.INACTIVE
    assert trash.listed(ws) == []


def test_the_latest_is_first_and_says_how_long_it_is_kept(ws: Workspace, clock: FakeClock) -> None:
    for goal in ("every day at 10:00 run 'true'", "every day at 11:00 run 'true'"):
        automations.delete(ws, made(ws, goal))
        clock.tick(60)
    found = trash.listed(ws)
    assert [one.goal[-15:] for one in found] == ["11:00 run 'true'"[-15:], "10:00 run 'true'"[-15:]]
    assert trash.until(found[0]) - found[0].at == timedelta(days=30)
