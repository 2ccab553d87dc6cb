"""What it would have done: due times and recorded events of the last days, without an effect."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from nomologi_tui.blocks import ConditionContext, Touch, Verdict, condition
from nomologi_tui.blocks.registry import Registry
from nomologi_tui.model import Automation, Event, Run, RunStatus, Step, StepType
from nomologi_tui.store import runs
from nomologi_tui.testing import START, FakeClock
from nomologi_tui.usecases.runs.backtest import Backtest, backtest
from nomologi_tui.usecases.runs.past_events import MOST
from nomologi_tui.usecases.workspace import Workspace
from tests.runner.made import Do
from tests.usecases.doing import add, change, command, compare

DAY = timedelta(days=1)


def at_times(*times: str) -> Step:
    return Step(StepType.TRIGGER, "schedule", {"times": list(times)}, name="when")


HOOK = Step(StepType.TRIGGER, "webhook", {"token": "t" * 32}, name="hook")
WEEKEND = Step(StepType.CONDITION, "time_window", {"weekdays": ["sat", "sun"]}, name="weekend")


def happened(
    ws: Workspace, one: Automation, ago: timedelta, status: RunStatus, data: dict[str, Any] | None = None
) -> Run:
    """A run that a trigger of `one` started so long ago, and that ended so."""
    at = START - ago
    step = one.triggers[0]
    due = at if step.block == "schedule" else None
    event = Event(f"{step.block}:{at.isoformat()}", data or {}, due=due)
    made = ws.store.write(runs.enqueue, one.id, event, at, trigger=step.block, trigger_step_id=step.id)
    ws.store.write(runs.claim, "runner", at, 1, only=made.run_id)
    ws.store.write(runs.finish, made.run_id, "runner", status, at, summary="It ended.")
    return ws.store.read(runs.get, ws.user.id, made.run_id)


def would(found: Backtest) -> list[str]:
    return [case.would for case in found.cases]


async def test_a_schedule_is_due_and_its_conditions_see_the_time_of_then(ws: Workspace) -> None:
    one = add(ws, at_times("08:00"), WEEKEND, command("go", "echo {{ event.due }}"))
    found = await backtest(ws, one, 7)  # START is a Sunday, 09:00
    assert would(found) == ["skip"] * 5 + ["run"] * 2
    assert (found.cases[0].at, found.cases[-1].at) == (START - 6 * DAY - DAY / 24, START - DAY / 24)
    assert found.cases[0].step == "weekend"
    assert found.cases[0].words.startswith("it is 08:00 on Monday, not ")
    assert "echo 2026-11-22T08:00:00+00:00" in found.cases[-1].words


async def test_nothing_is_carried_out_and_nothing_is_written(ws: Workspace, tmp_path: Path) -> None:
    one = add(ws, at_times("08:00"), command("go", f"touch {tmp_path}/made"))
    before = ws.reader.last_log_id()
    await backtest(ws, one, 7)
    assert not (tmp_path / "made").exists()
    assert (ws.reader.last_log_id(), ws.reader.runs(ws.user_id)) == (before, [])


async def test_what_really_happened_stands_beside_it(ws: Workspace) -> None:
    one = add(ws, at_times("08:00"), WEEKEND, command("go", "true"))
    on_sunday = happened(ws, one, DAY / 24, RunStatus.SUCCESS)
    on_friday = happened(ws, one, 2 * DAY + DAY / 24, RunStatus.SUCCESS)
    on_thursday = happened(ws, one, 3 * DAY + DAY / 24, RunStatus.SKIPPED)
    found = {case.really and case.really.id: case for case in (await backtest(ws, one, 7)).cases}
    assert [found[run.id].differs for run in (on_sunday, on_friday, on_thursday)] == [False, True, False]
    assert found[None].really is None


async def test_before_there_was_such_an_automation_nothing_could_differ(ws: Workspace, clock: FakeClock) -> None:
    clock.set_wall(START + DAY)
    one = add(ws, at_times("08:00", "10:00"), command("go", "true"))
    clock.set_wall(START + 2 * DAY)
    found = await backtest(ws, one, 3)
    assert would(found) == ["run"] * 6
    assert [case.differs for case in found.cases] == [False] * 4 + [True] * 2  # START is 09:00


async def test_events_of_other_triggers_are_those_of_real_runs(ws: Workspace) -> None:
    one = add(ws, HOOK, compare("{{ event.n }}", "5"), command("go", "echo {{ event.n }}"))
    happened(ws, one, 2 * DAY, RunStatus.SUCCESS, {"n": 5})
    happened(ws, one, 1 * DAY, RunStatus.SUCCESS, {"n": 6})
    happened(ws, one, 9 * DAY, RunStatus.SUCCESS, {"n": 5})
    found = await backtest(ws, one, 7)
    assert would(found) == ["run", "skip"]
    assert [case.differs for case in found.cases] == [False, True]
    assert "6" in found.cases[1].words


async def test_the_automation_as_it_is_now_is_asked(ws: Workspace) -> None:
    one = add(ws, HOOK, command("go", "true"))
    happened(ws, one, DAY, RunStatus.SUCCESS, {"n": 6})
    changed = change(ws, one, HOOK, compare("{{ event.n }}", "5"), command("go", "true"))
    assert would(await backtest(ws, changed, 7)) == ["skip"]


async def test_what_the_event_lacks_fails_as_it_would_in_a_run(ws: Workspace) -> None:
    later = command("then", "echo {{ steps.go.stdout }}")
    one = add(ws, HOOK, command("go", "echo {{ event.n }}"), later)
    happened(ws, one, 2 * DAY, RunStatus.FAILURE, {})
    happened(ws, one, 1 * DAY, RunStatus.SUCCESS, {"n": 1})
    found = await backtest(ws, one, 7)
    assert would(found) == ["fail", "run"]
    assert (found.cases[0].step, found.cases[0].differs) == ("go", False)
    assert "event.n" in found.cases[0].words


async def test_runs_by_hand_and_replays_are_counted_but_not_looked_at(ws: Workspace) -> None:
    one = add(ws, HOOK, command("go", "true"))
    first = happened(ws, one, DAY, RunStatus.SUCCESS)
    ws.store.write(runs.replay, ws.user.id, first.id, runs.Again({}, 1), START)
    ws.store.write(runs.enqueue, one.id, Event("by hand"), START, trigger="manual")
    found = await backtest(ws, one, 7)
    assert (len(found.cases), found.elsewhere) == (1, 2)


async def test_a_run_for_a_time_that_is_due_no_more_is_said(ws: Workspace) -> None:
    one = add(ws, at_times("08:00"), command("go", "true"))
    gone = happened(ws, one, DAY / 24, RunStatus.SUCCESS)
    changed = change(ws, one, at_times("07:00"), command("go", "true"))
    found = await backtest(ws, changed, 1)
    assert [(case.would, case.differs) for case in found.cases] == [("run", False), ("nothing", True)]  # made at 09:00
    assert found.cases[1].really == gone


async def test_what_is_due_too_often_is_cut_and_says_so(ws: Workspace) -> None:
    every = Step(StepType.TRIGGER, "schedule", {"every": "1s"}, name="when")
    found = await backtest(ws, add(ws, every, command("go", "true")), 90)
    assert MOST / 2 <= len(found.cases) <= MOST
    assert found.cases[-1].at == START
    assert found.cut[0].startswith("It is due so often that only the last ")


async def test_cooldown_and_limit_skip_what_they_would_have_skipped(ws: Workspace) -> None:
    every = Step(StepType.TRIGGER, "schedule", {"every": "1h"}, name="when")
    cooled = await backtest(ws, add(ws, every, command("go", "true"), cooldown=7200.0), 1)
    assert would(cooled)[:4] == ["run", "skip", "run", "skip"]
    assert cooled.cases[1].step == "cooldown"
    limited = await backtest(ws, add(ws, every, command("go", "true"), at_most=1, period=86_400.0), 1)
    assert (limited.number("run"), limited.number("skip")) == (1, 23)


async def test_a_condition_that_looks_outside_is_named(ws: Workspace) -> None:
    @condition("disk", title="Disk")
    async def disk(config: Do, ctx: ConditionContext) -> Verdict:
        return Verdict(True, "there is room")

    @disk.touches
    def _touches(config: Do) -> list[Touch]:
        return [Touch("read", "/")]

    ws.__dict__["registry"] = Registry([*ws.registry, disk])
    asked = Step(StepType.CONDITION, "disk", {}, name="room")
    found = await backtest(ws, add(ws, at_times("08:00"), WEEKEND, asked, command("go", "true")), 1)
    assert found.looks == ("room",)


async def test_an_automation_without_triggers_or_runs_did_nothing(ws: Workspace) -> None:
    assert (await backtest(ws, add(ws, command("go", "true")), 7)).cases == ()


async def test_a_clock_that_was_set_to_1970_finds_nothing_there(ws: Workspace, clock: FakeClock) -> None:
    one = add(ws, at_times("08:00"), command("go", "true"))
    clock.set_wall(START.replace(year=1970))
    assert len((await backtest(ws, one, 7)).cases) == 7


@pytest.mark.parametrize(
    "data", [{"n": "{{ steps }}"}, {"n": "\x1b]0;x\x07"}, {"id": 3, "trigger": None}, {"n": "x" * 10**6}]
)
async def test_hostile_events_are_data(ws: Workspace, data: dict[str, Any]) -> None:
    one = add(ws, HOOK, command("go", "echo {{ event.n | default: 1 }}"))
    happened(ws, one, DAY, RunStatus.SUCCESS, data)
    (case,) = (await backtest(ws, one, 7)).cases
    assert case.would in ("run", "fail")
    assert "\x1b" not in case.words


async def test_whoever_stops_it_gets_the_newest_and_is_told_what_was_left_out(ws: Workspace) -> None:
    one = add(ws, at_times("08:00"), command("go", "echo"))
    found = await backtest(ws, one, 7, lambda looked, of: looked < 2 and of == 7)
    assert [case.at.day for case in found.cases] == [21, 22]
    assert found.cut == ("You stopped it: 5 older events were left out.",)
