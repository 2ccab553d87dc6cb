"""What the store and the runner really write is what why can see: each way in which nothing runs."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import (
    Automation,
    AutomationStatus,
    Configuration,
    Event,
    ListenerState,
    RunStatus,
    Step,
    StepType,
    WaitingFor,
)
from nomologi_tui.model import Missed as MissedTimes
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.store import automations, listeners, missed, runners, runs
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.testing import FakeClock
from nomologi_tui.usecases.automations import automations as deeds
from nomologi_tui.usecases.automations import pausing
from nomologi_tui.usecases.why import Answer, why
from nomologi_tui.usecases.workspace import Workspace

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
HOURLY = Step(StepType.TRIGGER, "schedule", {"cron": "0 * * * *"})
WORK = Step(StepType.ACTION, "run_command", {"command": "true"})
TOKEN = "token"


@pytest.fixture(autouse=True)
def runner(ws: Workspace) -> Iterator[None]:
    """A runner is on, as far as anybody can tell."""
    ws.store.write(runners.started, RunnerInfo(42, "host", TOKEN, "service", "0.1.0", START))
    lock = RunnerLock(ws.settings.places.runner_lock)
    assert lock.acquire(TOKEN)
    yield
    lock.release()


def make(ws: Workspace, **configuration: Any) -> Automation:
    new = Automation("test it", (HOURLY, WORK), configuration=Configuration(**configuration), user_id=ws.user.id)
    return deeds.switch_on(ws, ws.store.write(automations.create, new, ws.clock.now()))


def hear(ws: Workspace, one: Automation, name: str, due: datetime | None = None) -> int:
    step_id = one.triggers[0].id if due else None
    event = Event(name, due=due)
    return ws.store.write(
        runs.enqueue, one.id, event, ws.clock.now(), trigger="schedule", trigger_step_id=step_id
    ).run_id  # fmt: skip


def take(ws: Workspace, clock: FakeClock) -> None:
    ws.store.write(runs.claim, TOKEN, clock.now(), 1)


def ask(ws: Workspace, one: Automation, at: datetime | None = None) -> Answer:
    return why(ws, ws.reader.resolve(ws.user_id, one.slug), at)


@pytest.mark.parametrize(("configuration", "cause"), [
    ({"cooldown": 60.0}, "cooldown"), ({"at_most": 1, "period": 60.0}, "limit"),
])  # fmt: skip
def test_what_a_limit_forbids(ws: Workspace, clock: FakeClock, configuration: dict[str, Any], cause: str) -> None:
    one = make(ws, **configuration)
    first = hear(ws, one, "a")
    take(ws, clock)
    ws.store.write(runs.finish, first, TOKEN, RunStatus.SUCCESS, clock.now(), summary="Done")
    clock.tick(1)
    hear(ws, one, "b")
    assert ask(ws, one).cause == cause


def test_a_due_time_that_gave_way_to_a_newer_one(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws)
    hear(ws, one, "a", START + timedelta(hours=1))
    hear(ws, one, "b", START + timedelta(hours=2))
    clock.tick(3 * 3600)
    assert ask(ws, one, START + timedelta(hours=1)).cause == "overlap"
    assert ask(ws, one).cause == "pending"


def test_a_run_that_was_ended_for_a_newer_one(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws, mode="restart")
    first = hear(ws, one, "a")
    take(ws, clock)
    newer = hear(ws, one, "b")
    ws.store.write(runs.finish, first, TOKEN, RunStatus.CANCELLED, clock.now(), summary="Stopped by the user.")
    ws.store.write(runs.cancel, newer, clock.now())
    found = ask(ws, one, START)
    assert found.cause == "cancelled"
    assert any("a newer run of the same automation took its place" in line.text for line in found.lines)


def test_a_run_that_waits_for_its_next_try(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws)
    run_id = hear(ws, one, "a")
    take(ws, clock)
    again = START + timedelta(minutes=5)
    ws.store.write(runs.hold, run_id, TOKEN, WaitingFor.RETRY, "No route", clock.now(), resume_at=again)
    assert ask(ws, one).sentence == f"Run {run_id} failed and tries again at 09:05: No route."


def test_a_trigger_that_is_lost(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws)
    report = (one.triggers[0].id, one.id, "schedule", ListenerState.RETRYING, "the clock shows 1970", clock.now())
    ws.store.write(listeners.report, *report)
    assert ask(ws, one).cause == "listener"
    clock.tick(2 * 3600)
    assert ask(ws, one, START + timedelta(hours=1)).cause == "listener"


def test_missed_times_that_are_left_out(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws)
    clock.tick(3 * 3600 + 60)
    left = MissedTimes(
        0,
        one.id,
        one.triggers[0].id,
        START + timedelta(hours=1),
        START + timedelta(hours=3),
        3,
        clock.now(),
        "left out",
    )
    ws.store.write(missed.note, left, "3 times were missed; the latest is left out.", none_runs=True)
    clock.tick(60)
    found = ask(ws, one, START + timedelta(hours=2))
    assert (found.cause, found.remedy and found.remedy.command) == ("missed", "nomologi missed --run 1")
    assert ask(ws, one).cause == "missed"


def test_a_due_time_in_a_pause(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws)
    clock.tick(1800)
    pausing.pause(ws, one, START + timedelta(hours=2, minutes=30))
    assert ask(ws, one).cause == "paused"
    clock.tick(2 * 3600)
    paused = ws.reader.resolve(ws.user_id, one.slug)
    assert paused.status is AutomationStatus.PAUSED
    pausing.resume(ws, paused)
    found = ask(ws, one, START + timedelta(hours=1))
    assert found.sentence == "It did not run at 10:00: it was paused since 09:30."
    assert "The pause is over; 2 due times fell into it" in ask(ws, one).lines[2].text


def test_a_time_between_two_due_times_names_both(ws: Workspace, clock: FakeClock) -> None:
    one = make(ws)
    clock.tick(3600)
    found = ask(ws, one, START + timedelta(minutes=20))
    assert found.sentence == "Nothing was due at 09:20; the nearest due times: at 09:00 and at 10:00."


def test_one_in_the_trash_is_not_there(ws: Workspace) -> None:
    one = make(ws)
    deeds.delete(ws, one)
    with pytest.raises(NotFoundError):
        ask(ws, one)
