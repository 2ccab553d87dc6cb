"""What the store's tests put into a store."""

import threading
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from nomologi_tui.model import (
    Automation,
    Configuration,
    Event,
    Run,
    RunMode,
    RunStatus,
    Step,
    StepRecord,
    StepStatus,
    StepType,
    User,
)
from nomologi_tui.store import Store, Tx, automations, runs, users

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
TOKEN, DEAD = "this-runner", "dead-runner"  # boot tokens of two runners
SCHEDULE = Step(StepType.TRIGGER, "schedule", {"every": "5s"}, name="when")
COMMAND = Step(StepType.ACTION, "run_command", {"command": "true"}, name="work")


def later(seconds: float) -> datetime:
    return NOW + timedelta(seconds=seconds)


@dataclass(frozen=True)
class World:
    """A store with one user and one automation (a schedule and a command)."""

    store: Store
    user: User
    automation: Automation

    @property
    def trigger_id(self) -> int:
        return self.automation.steps[0].id

    def event(self, event_id: str, data: dict[str, Any] | None = None) -> int:
        """Enqueue an event without a due time; the run's id."""
        event = Event(event_id, data or {})
        return self.store.write(runs.enqueue, self.automation.id, event, NOW, trigger="file").run_id

    def due(self, at: datetime, seen: datetime = NOW) -> int:
        """Enqueue a schedule's event; the run's id."""
        return self.store.write(
            runs.enqueue, self.automation.id, Event(f"due {at}", due=at), seen,
            trigger="schedule", trigger_step_id=self.trigger_id, next_due=at + timedelta(seconds=5),
        ).run_id  # fmt: skip

    def claim(self, limit: int = 10, token: str = TOKEN, at: datetime = NOW) -> list[Run]:
        return self.store.write(runs.claim, token, at, limit)

    def finish(self, run_id: int, status: RunStatus = RunStatus.SUCCESS, at: datetime = NOW) -> bool:
        return self.store.write(runs.finish, run_id, TOKEN, status, at, summary="Done")

    def run(self, run_id: int) -> Run:
        return self.store.read(runs.get, self.user.id, run_id)


def make_world(store: Store, login: str = "ada", goal: str = "Every 5 seconds run true", **configuration: Any) -> World:
    user = store.write(users.ensure_os_user, login, login.title(), NOW)
    return World(store, user, add_automation(store, user, goal, **configuration))


def add_automation(store: Store, user: User, goal: str, **configuration: Any) -> Automation:
    mode = RunMode(configuration.pop("mode", RunMode.SINGLE))
    wanted = Automation(
        goal, (SCHEDULE, COMMAND), user_id=user.id, configuration=Configuration(mode=mode, **configuration)
    )
    return store.write(automations.create, wanted, NOW)


def step_record(run_id: int, status: StepStatus = StepStatus.STARTED, **fields: Any) -> StepRecord:
    return StepRecord(run_id, 0, StepType.ACTION, "run_command", "work", status, **fields)


def add_user(tx: Tx, login: str) -> int:
    """A small write; the user's id."""
    return users.ensure_os_user(tx, login, login, NOW).id


class Gate:
    """Holds the writer in the middle of a write, so that others pile up behind it."""

    def __init__(self, store: Store) -> None:
        self._entered, self._open = threading.Event(), threading.Event()
        self._held = store.submit(lambda _: self._wait())
        assert self._entered.wait(10)

    def _wait(self) -> None:
        self._entered.set()
        assert self._open.wait(10)

    def open(self) -> None:
        self._open.set()
        self._held.result(10)
