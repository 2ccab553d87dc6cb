"""Automations in every state, as they would be after some days."""

from dataclasses import replace
from datetime import timedelta

from nomologi_tui.model import Automation, Event, RunStatus, Step, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.store import runners, runs
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.testing import START
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import drafting
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.workspace import Workspace

TOKEN = "runner"


def make(ws: Workspace, goal: str, *, turn_on: bool = True) -> Automation:
    """An automation as the guided flow makes it."""
    flow, _ = drafting.flow_from_goal(ws, goal)
    return automations.save(ws, flow, turn_on=turn_on)


def ran(
    ws: Workspace,
    automation: Automation,
    status: RunStatus = RunStatus.SUCCESS,
    minutes_ago: int = 5,
    *,
    was_due: bool = False,
) -> int:
    """A run that ended, and that its schedule was due for; returns its id."""
    begun = START - timedelta(minutes=minutes_ago)
    ended = begun + timedelta(seconds=1.4)
    event = Event(
        f"seed:{automation.id}:{minutes_ago}", {"path": "/home/ada/in/a b.pdf"}, due=begun if was_due else None
    )
    run_id = ws.store.write(runs.enqueue, automation.id, event, begun, trigger="schedule").run_id
    ws.store.write(runs.claim, TOKEN, begun, 1)
    failed = status is RunStatus.FAILURE
    record = StepRecord(run_id, 1, StepType.ACTION, "run_command", "run_command", StepStatus.STARTED, started_at=begun)
    ws.store.write(runs.begin_step, record, begun)
    done = StepRecord(
        run_id, 1, StepType.ACTION, "run_command", "run_command", StepStatus.FAILURE if failed else StepStatus.SUCCESS,
        input={"command": "backup.sh"}, output=None if failed else {"stdout": "3 new", "exit_code": 0},
        reason="" if failed else "run `backup.sh`",
        error="`backup.sh` ended with exit code 2. Run it by hand to see why." if failed else "",
        started_at=begun, finished_at=ended,
    )  # fmt: skip
    ws.store.write(runs.end_step, done, ended)
    summary = "Failed at “Run command”." if failed else "Done: run `backup.sh`."
    ws.store.write(runs.finish, run_id, TOKEN, status, ended, summary=summary, error=done.error)
    return run_id


def some_days(ws: Workspace) -> dict[str, Automation]:
    """OK, FAIL, RUN, WAIT, OFF and DRAFT, one each."""
    made = {
        "OK": make(ws, "every 15 minutes run 'backup.sh'"),
        "FAIL": make(ws, "every day at 7 run 'report.sh --send'"),
        "RUN": make(ws, "every hour run 'rsync -a ~/photos nas:photos'"),
        "WAIT": make(ws, "every monday at 8 run 'weekly.sh'"),
        "OFF": make(ws, "every 5 minutes run 'df -h'"),
        "DRAFT": make(ws, "when a file appears in ~/Downloads run 'file {{ event.path }}'", turn_on=False),
    }
    ran(ws, made["OK"], minutes_ago=20)
    ran(ws, made["OK"])
    ran(ws, made["FAIL"], RunStatus.FAILURE, minutes_ago=120)
    ws.store.write(runs.enqueue, made["RUN"].id, Event("seed:now"), START, trigger="schedule")
    ws.store.write(runs.claim, TOKEN, START, 1)
    automations.switch_off(ws, made["OFF"])
    serves(ws)
    return made


def serves(ws: Workspace) -> RunnerLock:
    """The runner that claimed these runs is on, as long as nobody releases this."""
    ws.store.write(runners.started, RunnerInfo(4711, "here", TOKEN, "service", "0", START))
    lock = RunnerLock(ws.settings.places.runner_lock)
    assert lock.acquire(TOKEN)
    return lock


def acting(ws: Workspace, goal: str, *actions: Step, turn_on: bool = True) -> Automation:
    """An automation that is started by hand and does these actions."""
    flow = Flow(goal, drafting.named([Step(StepType.TRIGGER, "manual"), *actions]))
    return automations.save(ws, flow, turn_on=turn_on)


def waits(ws: Workspace, automation: Automation, kind: WaitingFor, reason: str, until: timedelta | None = None) -> int:
    """A run that waits inside the automation's first action, begun five minutes ago; returns its id."""
    begun = START - timedelta(minutes=5)
    run_id = ws.store.write(runs.enqueue, automation.id, Event(f"waits:{reason}"), begun, trigger="manual").run_id
    (run,) = ws.store.write(runs.claim, TOKEN, begun, 1, only=run_id)
    step, waiting = automation.steps[1], StepStatus.STARTED if kind is WaitingFor.DECISION else StepStatus.WAITING
    record = StepRecord(run.id, 1, step.type, step.block, step.name, waiting, step_id=step.id, started_at=begun)
    ws.store.write(runs.begin_step, record, begun)
    ws.store.write(runs.hold, run_id, TOKEN, kind, reason, begun, resume_at=START + until if until else None)
    return run_id


def nested() -> tuple[Step, ...]:
    """A loop with a branch in it, and a step behind it."""
    big, small = (
        Step(StepType.ACTION, "make_text", {"text": f"{{{{ item }}}} is {name}"}, name) for name in ("big", "small")
    )
    return (
        Step(StepType.ACTION, "for_each", {"items": "a.pdf\nb.pdf"}, "each_scan"),
        Step(StepType.ACTION, "branch", {"test": "index > 1"}, "second", depth=1),
        replace(big, depth=2),
        replace(small, depth=2, otherwise=True),
        Step(StepType.ACTION, "stop", {"message": "sorted"}, "end"),
    )
