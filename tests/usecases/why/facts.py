"""Facts for the pure answers: an automation that is on, at a moment, and what each test adds."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from nomologi_tui.model import (
    Automation,
    AutomationStatus,
    EventType,
    Level,
    Listener,
    ListenerState,
    LogEntry,
    Missed,
    Run,
    RunStatus,
    Step,
    StepRecord,
    StepStatus,
    StepType,
)
from nomologi_tui.store.evidence import Evidence, Then
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.usecases.why.answer import View

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)  # a Tuesday
EIGHT = NOW.replace(hour=8, minute=0)
MADE = NOW - timedelta(days=10)
RUNNER = RunnerInfo(42, "host", "token", "service", "0.1.0", NOW - timedelta(hours=5))
ON = View(NOW, ZoneInfo("UTC"), RUNNER)
NOBODY = View(NOW, ZoneInfo("UTC"))
SCHEDULE = Step(StepType.TRIGGER, "schedule", {"cron": "0 8 * * *"}, id=1)
FILE = Step(StepType.TRIGGER, "file", {"folder": "~/in"}, id=2)
MANUAL = Step(StepType.TRIGGER, "manual", id=3)
WORK = Step(StepType.ACTION, "run_command", {"command": "true"}, id=4)


def one(*triggers: Step, status: AutomationStatus = AutomationStatus.ACTIVE, **fields: Any) -> Automation:
    steps = (*(triggers or (SCHEDULE,)), WORK)
    return Automation("goal", steps, slug="daily", status=status, id=1, created_at=MADE, **fields)


def run(status: RunStatus, summary: str = "Done: run `true`.", at: datetime = EIGHT, **fields: Any) -> Run:
    ended = at + timedelta(seconds=2) if status.finished else None
    values = {"due": at, "created_at": at, "started_at": at, "finished_at": ended} | fields
    return Run(7, 1, status, "schedule", 1, summary=summary, **values)


def not_met(reason: str = "12 is not more than 90", value: Any = 12) -> dict[int, StepRecord]:
    output = {"met": False, "value": value}
    return {
        7: StepRecord(7, 1, StepType.CONDITION, "compare", "enough", StepStatus.SKIPPED, output=output, reason=reason)
    }


def entry(kind: EventType, text: str = "", at: datetime = EIGHT, level: Level = Level.INFO) -> LogEntry:
    return LogEntry(kind, text or kind.value, level, 1, None, at, 1)


def listener(state: ListenerState = ListenerState.OK, detail: str = "", block: str = "schedule") -> Listener:
    due = NOW + timedelta(hours=22, minutes=30) if block == "schedule" else None
    return Listener(1, 1, block, state, detail, last_alive=NOW - timedelta(minutes=1), next_due=due)


def missed(first: datetime, last: datetime) -> Missed:
    return Missed(3, 1, 1, first, last, 2, NOW, "nobody ran them, and missed times are left out")


def facts(automation: Automation | None = None, **fields: Any) -> Evidence:
    return Evidence(automation or one(), **{"listeners": (listener(),)} | fields)


def then(at: datetime = EIGHT, **fields: Any) -> Then:
    """As it stood at `at`: on, with a runner, everything kept."""
    usual: dict[str, Any] = {
        "automation": one(), "since": MADE, "whole": True, "oldest_run": MADE,
        "switched": entry(EventType.SWITCHED_ON, at=MADE), "runner": entry(EventType.RUNNER_STARTED, at=MADE),
    }  # fmt: skip
    return Then(at, **usual | fields)
