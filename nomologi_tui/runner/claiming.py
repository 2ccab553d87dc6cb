"""A claim: the run, its automation, and the start of its first step, in one write and with one wait for the disk."""

from dataclasses import dataclass
from datetime import datetime

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Automation, Run, StepRecord
from nomologi_tui.runner.engine import first_action
from nomologi_tui.store import Tx, automations, runs

MOST = 1_000  # automations that are remembered


@dataclass(frozen=True, slots=True)
class Claimed:
    """A run that was just claimed, with what that write found out; whoever claims otherwise leaves it to be read."""

    run: Run
    automation: Automation | None = None
    is_fresh: bool = False  # no step of it was ever begun
    begun: StepRecord | None = None  # the start of its first step, on disk already, where that is an action


class Claims:
    """Makes them, in the writer's thread; remembers automations at their revisions, which never change."""

    def __init__(self) -> None:
        self._known: dict[tuple[int, int], Automation] = {}

    def claim(self, tx: Tx, token: str, now: datetime, limit: int) -> list[Claimed]:
        """As `runs.claim`, ready to be carried out."""
        return [self._ready(tx, run, now) for run in runs.claim(tx, token, now, limit)]

    def _ready(self, tx: Tx, run: Run, now: datetime) -> Claimed:
        try:
            automation = self._automation(tx, run)
        except NotFoundError:  # whoever carries it out finds the same, and ends it
            return Claimed(run)
        if runs.has_steps(tx, run.id):
            return Claimed(run, automation)
        begun = first_action(automation, run, now)
        if begun is not None:
            runs.begin_step(tx, begun, now, is_first=True)
        return Claimed(run, automation, is_fresh=True, begun=begun)

    def _automation(self, tx: Tx, run: Run) -> Automation:
        place = run.automation_id, run.revision
        if place not in self._known:
            if len(self._known) >= MOST:
                del self._known[next(iter(self._known))]
            self._known[place] = automations.at_revision(tx, *place)
        return self._known[place]
