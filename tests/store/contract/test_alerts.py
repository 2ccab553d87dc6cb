"""Each happening is told once: written with what it tells of, or found by a look."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from nomologi_tui.alerting import GIVE_UP, SETTLE, Budget, Send, decide
from nomologi_tui.model import (
    Alert,
    AlertKind,
    AlertState,
    AutomationStatus,
    Event,
    ListenerState,
    Missed,
    RunMode,
    RunStatus,
    StepStatus,
    WaitingFor,
)
from nomologi_tui.store import Store, automations, listeners, missed, runs
from nomologi_tui.store.alerts import looking, noting, telling
from nomologi_tui.store.reading import Reader
from tests.store.making import NOW, TOKEN, World, add_automation, later, make_world, step_record

MINUTE = 60.0
BUDGET = Budget(ZoneInfo("UTC"))


class Outbox:
    """A world that fails, and what its user would be told."""

    def __init__(self, world: World, reader: Reader) -> None:
        self.world, self._reader, self._number = world, reader, 0
        world.store.write(automations.set_status, world.automation.id, AutomationStatus.ACTIVE, NOW)

    def run(self, status: RunStatus, at: datetime = NOW) -> int:
        """A run that ends so; its id."""
        self._number += 1
        run_id = self.world.event(f"run {self._number}")
        self.world.claim(at=at)
        self.world.finish(run_id, status, at)
        return run_id

    def fail(self, at: datetime = NOW) -> int:
        return self.run(RunStatus.FAILURE, at)

    def listener(self, state: ListenerState, seconds: float, detail: str = "no route") -> None:
        world = self.world
        world.store.write(
            listeners.report, world.trigger_id, world.automation.id, "file", state, detail, later(seconds)
        )

    def configure(self, **values: Any) -> None:
        world = self.world
        one = world.store.read(automations.get, world.user.id, world.automation.slug)
        configured = replace(one, configuration=replace(one.configuration, **values))
        world.store.write(automations.update, configured, NOW)

    def look(self, seconds: float) -> list[AlertKind]:
        """Look for what did not happen, `seconds` after the beginning; what was found."""
        store, now = self.world.store, later(seconds)
        found = store.read(looking.found, now, ZoneInfo("UTC"))
        for new in found:
            store.write(noting.put, new, now)
        store.write(looking.end, store.read(looking.over), now)
        return [new.kind for new in found]

    @property
    def all(self) -> list[Alert]:
        return self._reader.alerts(self.world.user.id)[::-1]

    @property
    def kinds(self) -> list[str]:
        return [one.kind.value for one in self.all]

    @property
    def open(self) -> list[str]:
        return [one.kind.value for one in self._reader.open_alerts(self.world.user.id)]


@pytest.fixture
def outbox(world: World, reader: Reader) -> Outbox:
    return Outbox(world, reader)


def test_a_failure_is_told_once_for_each_streak(outbox: Outbox) -> None:
    first = outbox.fail()
    outbox.fail()
    outbox.run(RunStatus.SKIPPED)
    outbox.run(RunStatus.CANCELLED)
    outbox.fail()
    [told] = outbox.all
    assert (told.kind, told.run_id, told.state, told.title) == (
        AlertKind.FAILED, first, AlertState.HELD, "Failed: Every 5 seconds run true",
    )  # fmt: skip
    assert told.body == f"Done\nEach step: nomologi trace {first}"
    assert outbox.open == ["failed"]


def test_the_first_success_after_it_is_told_and_the_next_failure_again(outbox: Outbox) -> None:
    for status in (RunStatus.FAILURE, RunStatus.SUCCESS, RunStatus.SUCCESS, RunStatus.FAILURE):
        outbox.run(status)
    assert outbox.kinds == ["failed", "recovered", "failed"]
    assert outbox.open == ["failed"]


def test_a_success_without_a_failure_tells_nothing(outbox: Outbox) -> None:
    outbox.run(RunStatus.SUCCESS)
    assert outbox.all == []


def test_a_streak_may_be_told_later(outbox: Outbox) -> None:
    outbox.configure(alert_after=3)
    outbox.fail()
    outbox.run(RunStatus.SUCCESS)
    for _ in range(2):
        outbox.fail()
    assert outbox.kinds == []
    outbox.run(RunStatus.SKIPPED)
    outbox.fail()
    assert outbox.kinds == ["failed"]
    assert outbox.all[0].body.startswith("3 failures in a row. Done")


def test_failures_may_be_kept_silent(outbox: Outbox) -> None:
    outbox.configure(alert_on_failure=False)
    outbox.fail()
    outbox.run(RunStatus.SUCCESS)
    assert outbox.all == []


def test_a_run_that_ends_twice_is_told_once(outbox: Outbox) -> None:
    run_id = outbox.fail()
    assert not outbox.world.finish(run_id, RunStatus.FAILURE)
    assert outbox.kinds == ["failed"]


def test_two_failures_in_one_commit_are_one_streak(outbox: Outbox) -> None:
    world = outbox.world
    outbox.configure(mode=RunMode.PARALLEL, parallel=2)
    ids = [world.event(name) for name in "ab"]
    world.claim()
    both = [
        world.store.submit(runs.finish, id_, TOKEN, RunStatus.FAILURE, NOW, summary="No") for id_ in ids
    ]  # fmt: skip
    assert [one.result(10) for one in both] == [True, True]
    assert outbox.kinds == ["failed"]


def test_what_breaks_the_commit_takes_its_alert_along(outbox: Outbox) -> None:
    world, run_id = outbox.world, outbox.world.event("a")
    world.claim()

    def end_and_break(tx: Any) -> None:
        runs.finish(tx, run_id, TOKEN, RunStatus.FAILURE, NOW, summary="No")
        raise RuntimeError("the power went")

    with pytest.raises(RuntimeError):
        world.store.write(end_and_break)
    assert (outbox.all, world.run(run_id).status) == ([], RunStatus.RUNNING)


def _hold(world: World, run_id: int, waiting_for: WaitingFor) -> None:
    world.store.write(runs.hold, run_id, TOKEN, waiting_for, "May it?", NOW, resume_at=None)


@pytest.mark.parametrize("waiting_for", [WaitingFor.APPROVAL, WaitingFor.DECISION])
def test_a_run_that_needs_an_answer_is_told_until_it_has_one(outbox: Outbox, waiting_for: WaitingFor) -> None:
    run_id = outbox.world.event("a")
    outbox.world.claim()
    _hold(outbox.world, run_id, waiting_for)
    [told] = outbox.all
    assert (told.kind, told.run_id) == (AlertKind.WAITING, run_id)
    assert told.body == f"May it?\nSay: nomologi approve {run_id}   or: nomologi deny {run_id}"
    outbox.look(1)
    assert outbox.open == ["waiting"]
    outbox.world.store.write(runs.cancel, run_id, NOW)
    assert outbox.open == []
    outbox.look(1)
    assert outbox.all[0].over_at == later(1)


def test_a_run_that_waits_for_a_time_is_no_trouble(outbox: Outbox) -> None:
    run_id = outbox.world.event("a")
    outbox.world.claim()
    _hold(outbox.world, run_id, WaitingFor.TIME)
    assert outbox.all == []


def test_a_lost_trigger_is_told_and_that_it_listens_again(outbox: Outbox) -> None:
    outbox.listener(ListenerState.OK, 0)
    outbox.listener(ListenerState.RETRYING, 1)
    outbox.listener(ListenerState.STALE, 50)
    assert (outbox.kinds, outbox.open) == (["lost"], ["lost"])
    assert outbox.all[0].body.startswith("file: no route\n")
    outbox.listener(ListenerState.OK, 100)
    assert (outbox.kinds, outbox.open) == (["lost", "listening"], [])


def test_a_trigger_that_was_lost_for_a_moment_is_one_loss_that_is_over(outbox: Outbox) -> None:
    for second in range(0, 40, 10):
        outbox.listener(ListenerState.RETRYING, second)
        outbox.listener(ListenerState.OK, second + 1)
    [lost] = outbox.all
    assert (lost.over_at, lost.send_after) == (later(31), NOW + SETTLE)


def test_what_is_switched_off_has_no_lost_trigger_and_a_runner_that_ends_changes_nothing(outbox: Outbox) -> None:
    outbox.listener(ListenerState.RETRYING, 0)
    outbox.world.store.write(listeners.all_off, later(90))
    assert outbox.open == ["lost"]
    outbox.listener(ListenerState.RETRYING, 95)
    outbox.listener(ListenerState.OFF, 100, detail="")
    assert (outbox.kinds, outbox.open) == (["lost"], [])


def test_trouble_may_be_kept_silent(outbox: Outbox) -> None:
    outbox.configure(alert_on_trouble=False)
    outbox.listener(ListenerState.RETRYING, 0)
    outbox.world.due(NOW)
    assert (outbox.look(3_600), outbox.all) == ([], [])


def test_a_run_that_was_due_and_has_not_begun_is_late_until_it_begins(outbox: Outbox) -> None:
    outbox.world.due(NOW)
    outbox.world.store.write(listeners.set_next_due, outbox.world.trigger_id, later(9_000))
    assert outbox.look(9 * MINUTE) == []
    assert outbox.look(10 * MINUTE) == [AlertKind.LATE]
    assert outbox.look(11 * MINUTE) == []
    assert outbox.all[0].body.startswith("It was due at 09:00 and has not begun by 09:10.")
    assert outbox.open == ["late"]
    outbox.world.claim()
    outbox.look(12 * MINUTE)
    assert outbox.open == []


def test_a_schedule_whose_runs_take_each_others_place_is_late_all_the_same(outbox: Outbox) -> None:
    world = outbox.world
    for minute in range(11):
        world.due(later(minute * MINUTE), seen=later(minute * MINUTE))
        found = outbox.look(minute * MINUTE)
    assert (found, outbox.open) == ([AlertKind.LATE], ["late"])
    assert outbox.all[0].body.startswith("It was due at 09:00 and has not begun by 09:10.")
    world.due(later(11 * MINUTE))
    outbox.look(11 * MINUTE)
    assert outbox.open == ["late"]
    world.claim(at=later(12 * MINUTE))
    outbox.look(12 * MINUTE)
    assert outbox.open == []


def test_what_its_own_run_holds_up_is_late_only_by_the_run_that_waits(outbox: Outbox) -> None:
    world = outbox.world
    world.due(NOW)
    world.claim()
    for minute in range(1, 15):
        world.due(later(minute * MINUTE), seen=later(minute * MINUTE))
        assert AlertKind.LATE not in outbox.look(minute * MINUTE)


def test_a_run_that_makes_up_for_a_missed_time_is_not_late_at_once(outbox: Outbox) -> None:
    outbox.world.due(NOW - timedelta(days=1), seen=NOW)
    assert AlertKind.LATE not in outbox.look(MINUTE)


def test_what_a_pause_holds_is_not_late(outbox: Outbox) -> None:
    world = outbox.world
    world.due(NOW)
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.PAUSED, NOW)
    assert outbox.look(60 * MINUTE) == []
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.ACTIVE, later(60 * MINUTE))
    assert AlertKind.LATE not in outbox.look(61 * MINUTE)
    assert AlertKind.LATE in outbox.look(70 * MINUTE)


def test_how_late_is_late_is_the_automations_own(outbox: Outbox) -> None:
    outbox.configure(alert_late=120.0)
    outbox.world.due(NOW)
    assert AlertKind.LATE in outbox.look(2 * MINUTE)


def test_a_schedule_whose_time_came_without_a_run_is_told(outbox: Outbox) -> None:
    outbox.listener(ListenerState.OK, 0)
    outbox.world.store.write(listeners.set_next_due, outbox.world.trigger_id, later(MINUTE))
    assert outbox.look(5 * MINUTE) == []
    assert outbox.look(11 * MINUTE) == [AlertKind.NOT_STARTED]
    assert (outbox.look(12 * MINUTE), outbox.open) == ([], ["not_started"])
    outbox.world.due(later(MINUTE), seen=later(13 * MINUTE))
    outbox.world.store.write(listeners.set_next_due, outbox.world.trigger_id, later(9_000))
    outbox.look(14 * MINUTE)
    assert outbox.open == []


def test_what_others_should_start_is_told_when_nothing_came_for_too_long(outbox: Outbox) -> None:
    outbox.configure(alert_silent=3_600.0)
    run_id = outbox.world.event("a")
    assert outbox.look(59 * MINUTE) == []
    assert outbox.look(61 * MINUTE) == [AlertKind.NOT_STARTED]
    assert outbox.look(62 * MINUTE) == []
    assert outbox.all[-1].body.startswith("No run began since 09:00; one each 1 h is expected.")
    assert outbox.world.run(run_id).status is RunStatus.PENDING


def test_what_is_switched_off_is_not_expected(outbox: Outbox) -> None:
    outbox.configure(alert_silent=60.0)
    world = outbox.world
    world.store.write(listeners.set_next_due, world.trigger_id, NOW)
    world.store.write(automations.set_status, world.automation.id, AutomationStatus.INACTIVE, NOW)
    assert outbox.look(60 * MINUTE) == []


def test_a_run_that_works_for_too_long_is_told_once_and_waiting_does_not_count(outbox: Outbox) -> None:
    outbox.configure(alert_slow=600.0)
    run_id = outbox.world.event("a")
    outbox.world.claim()
    assert outbox.look(9 * MINUTE) == []
    assert outbox.look(11 * MINUTE) == [AlertKind.SLOW]
    assert (outbox.look(12 * MINUTE), outbox.open) == ([], ["slow"])
    outbox.world.finish(run_id, at=later(13 * MINUTE))
    outbox.look(14 * MINUTE)
    assert outbox.open == []


def test_a_run_that_was_slow_between_two_looks_is_told_once(outbox: Outbox) -> None:
    outbox.configure(alert_slow=5.0)
    world = outbox.world
    slow, quick = world.event("a"), world.event("b")
    world.claim()
    world.finish(slow, at=later(20))
    world.claim(at=later(20))
    world.finish(quick, at=later(21))
    assert (outbox.look(60), outbox.look(120)) == ([AlertKind.SLOW], [])
    assert outbox.all[-1].body.startswith(f"Run {slow} worked for 20 s.")


def test_a_run_that_waited_is_slow_only_by_its_work(outbox: Outbox) -> None:
    outbox.configure(alert_slow=600.0)
    world, run_id = outbox.world, outbox.world.event("a")
    world.claim()
    world.store.write(runs.hold, run_id, TOKEN, WaitingFor.TIME, "a wait", NOW, resume_at=later(7_200), worked=30.0)
    world.store.write(runs.resume_due, later(7_200))
    world.claim(at=later(7_200))
    world.store.write(runs.begin_step, step_record(run_id, StepStatus.STARTED), later(7_200))
    assert outbox.look(7_260) == []
    assert outbox.look(7_200 + 600) == [AlertKind.SLOW]


def test_times_that_were_left_out_are_told_once(outbox: Outbox) -> None:
    world = outbox.world
    left_out = Missed(0, world.automation.id, world.trigger_id, NOW, later(10), 3, later(20), "The machine slept.")
    world.store.write(missed.note, left_out, "Missed", none_runs=True)
    assert outbox.look(30) == [AlertKind.MISSED]
    assert outbox.look(90) == []
    assert outbox.all[0].body.startswith("3 times, the last one due at 09:00 did not run. The machine slept.")
    assert outbox.open == []


def test_times_that_a_later_one_made_up_for_are_not_told(outbox: Outbox) -> None:
    world = outbox.world
    left_out = Missed(0, world.automation.id, world.trigger_id, NOW, later(10), 3, later(20), "The machine slept.")
    world.store.write(missed.note, left_out, "Missed", none_runs=False)
    world.due(later(15), seen=later(20))
    assert outbox.look(30) == []


def test_another_users_troubles_are_not_shown(store: Store, reader: Reader) -> None:
    mine, other = Outbox(make_world(store), reader), Outbox(make_world(store, login="eve"), reader)
    other.fail()
    assert (mine.all, other.kinds) == ([], ["failed"])


def test_open_troubles_of_what_was_switched_off_are_shown_no_more(outbox: Outbox) -> None:
    outbox.fail()
    outbox.world.store.write(automations.set_status, outbox.world.automation.id, AutomationStatus.INACTIVE, NOW)
    assert (outbox.kinds, outbox.open) == (["failed"], [])


def test_nothing_is_handed_out_before_its_time(outbox: Outbox) -> None:
    outbox.fail()
    store = outbox.world.store
    assert store.read(telling.held, later(4)) == []
    [held] = store.read(telling.held, later(5))
    assert (held.alert, held.user_id, held.told.same, held.told.anything) == (
        outbox.all[0], outbox.world.user.id, None, None,
    )  # fmt: skip


def test_what_a_clock_that_was_years_ahead_wrote_keeps_nothing_back(outbox: Outbox) -> None:
    store, ahead = outbox.world.store, later(100 * 365 * 86_400)
    outbox.fail(ahead)
    [held] = store.read(telling.held, NOW)
    assert decide(held.alert, held.told, BUDGET, NOW) == Send()
    store.write(telling.told, outbox.all, "ntfy", ahead)
    outbox.run(RunStatus.SUCCESS)
    outbox.fail()
    for one in store.read(telling.held, later(5)):
        assert decide(one.alert, one.told, BUDGET, later(5)) == Send()


def test_what_is_held_until_a_clock_that_was_ahead_is_looked_at_again(outbox: Outbox) -> None:
    outbox.fail()
    store = outbox.world.store
    store.write(telling.hold, {outbox.all[0].id: later(100 * 365 * 86_400)})
    assert [held.alert.kind for held in store.read(telling.held, later(5))] == [AlertKind.FAILED]


def test_a_try_is_on_disk_before_the_message_leaves(outbox: Outbox) -> None:
    outbox.fail()
    store = outbox.world.store
    store.write(telling.trying, outbox.all, later(5))
    assert store.read(telling.held, later(64)) == []  # a crash here: told again, but not at once
    [again] = store.read(telling.held, later(65))
    assert again.alert.tries == 1


def test_what_was_told_is_known_and_logged(outbox: Outbox, reader: Reader) -> None:
    outbox.fail()
    store = outbox.world.store
    store.write(telling.told, outbox.all, "ntfy", later(5))
    assert store.read(telling.held, later(99)) == []
    outbox.run(RunStatus.SUCCESS, later(10))
    outbox.fail(later(20))
    told = store.read(telling.held, later(30))
    assert [one.told.same for one in told] == [None, later(5)]
    assert {one.told.anything for one in told} == {later(5)}
    words = [entry.description for entry in reader.logs(outbox.world.user.id) if entry.event_type == "alerted"]
    assert words == ["Told you by ntfy. Failed: Every 5 seconds run true"]


def test_a_channel_that_takes_nothing_is_logged_at_first_and_at_last_and_tells_nothing_of_itself(
    outbox: Outbox, reader: Reader
) -> None:
    outbox.fail()
    for when in (NOW, later(60), later(360), later(1_260), NOW + GIVE_UP):
        _fails_to_tell(outbox, when)
    words = [entry.description for entry in reader.logs(outbox.world.user.id) if entry.event_type == "alerted"]
    assert [one.partition(":")[0] for one in words] == ["Not told yet", "Given up to tell you"]
    [alert] = outbox.all
    assert (alert.state, alert.tries, alert.error) == (AlertState.FAILED, 5, "ntfy was not reached.")


def test_what_was_deleted_is_not_told_any_more(outbox: Outbox) -> None:
    outbox.fail()
    outbox.world.store.write(automations.delete, outbox.world.automation.id, NOW)
    assert outbox.world.store.read(telling.held, later(60)) == []
    assert [(alert.state, alert.error) for alert in outbox.all] == [(AlertState.DROPPED, "Its automation was deleted.")]


def test_a_clock_that_leapt_gives_no_message_up_that_was_hardly_tried(outbox: Outbox) -> None:
    outbox.fail()
    for when in (NOW, NOW + GIVE_UP):
        _fails_to_tell(outbox, when)
    assert [alert.state for alert in outbox.all] == [AlertState.HELD]


def _fails_to_tell(outbox: Outbox, when: datetime) -> None:
    store, alerts = outbox.world.store, outbox.all
    store.write(telling.trying, alerts, when)
    store.write(telling.not_taken, alerts, "ntfy was not reached.", when)


def test_old_alerts_are_forgotten_but_not_what_is_open_or_held(outbox: Outbox) -> None:
    for status in (RunStatus.FAILURE, RunStatus.SUCCESS, RunStatus.FAILURE):
        outbox.run(status)
    store, later = outbox.world.store, NOW + timedelta(days=1)
    assert store.write(looking.prune, later) == 0
    store.write(telling.told, outbox.all, "ntfy", NOW)
    assert store.write(looking.prune, later) == 2
    assert (outbox.kinds, outbox.open) == (["failed"], ["failed"])


def test_an_automation_of_an_older_version_has_the_defaults(world: World) -> None:
    one = add_automation(world.store, world.user, "Old")
    world.store.write(lambda tx: tx.exec_driver_sql("UPDATE automation SET configuration = '{}'"))
    run_id = world.store.write(runs.enqueue, one.id, Event("a"), NOW, trigger="file").run_id
    world.claim()
    world.finish(run_id, RunStatus.FAILURE)
    assert [held.alert.run_id for held in world.store.read(telling.held, datetime(2027, 1, 1, tzinfo=UTC))] == [run_id]
