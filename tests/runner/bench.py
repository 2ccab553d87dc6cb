"""A store with one user, and questions to it."""

import secrets
from dataclasses import dataclass, replace

from nomologi_tui.model import (
    Automation,
    AutomationStatus,
    Event,
    Listener,
    LogEntry,
    Run,
    RunStatus,
    StepRecord,
    User,
)
from nomologi_tui.runner.tools import Tools
from nomologi_tui.settings import Settings
from nomologi_tui.store import Store, automations, listeners, runs
from nomologi_tui.store.reading import Reader
from tests.runner.made import automation
from tests.support import eventually


@dataclass
class Bench:
    """A store with one user, what the runner's parts work with, and questions to the store."""

    store: Store
    tools: Tools
    settings: Settings
    user: User

    def add(self, wanted: Automation | None = None, *, on: bool = True) -> Automation:
        """Store an automation of Ada's, switched on."""
        status = AutomationStatus.ACTIVE if on else AutomationStatus.INACTIVE
        new = replace(wanted or automation(), user_id=self.user.id, status=status)
        return self.store.write(automations.create, new, self.tools.clock.now())

    def queue(self, one: Automation, event: str = "") -> int:
        """Queue a run by hand; its id."""
        caused = Event(event or f"manual:{secrets.token_hex(4)}")
        now = self.tools.clock.now()
        return self.store.write(runs.enqueue, one.id, caused, now, trigger="manual").run_id

    def run(self, run_id: int) -> Run:
        return self.store.read(runs.get, self.user.id, run_id)

    def steps(self, run_id: int) -> list[StepRecord]:
        return self.store.read(runs.steps, run_id)

    def runs(self) -> list[Run]:
        with Reader.open(self.settings.places) as reader:
            return reader.runs(self.user.id, limit=10_000)

    def log(self) -> list[LogEntry]:
        with Reader.open(self.settings.places) as reader:
            return reader.logs(self.user.id, limit=10_000)

    def listener(self, one: Automation) -> Listener:
        found = self.store.read(listeners.get, one.triggers[0].id)
        assert found is not None
        return found

    async def ended(self, run_id: int) -> Run:
        """The run, once it has finished or waits."""
        await eventually(lambda: self.run(run_id).status not in (RunStatus.PENDING, RunStatus.RUNNING))
        return self.run(run_id)
