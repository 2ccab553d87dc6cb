"""A claim: the run, its automation, and the start of its first step, in one write and with one wait for the disk."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NamedTuple

from nomologi_tui.errors import NotFoundError
from nomologi_tui.model import Automation, Run, StepRecord
from nomologi_tui.policy import effective
from nomologi_tui.runner.engine.execute import first_action
from nomologi_tui.secrecy import secrets_of
from nomologi_tui.settings import Settings
from nomologi_tui.store import Tx, automations, runs

MOST = 1_000  # automations that are remembered


class Prepared(NamedTuple):
    """An automation as all its runs of one revision need it: with the settings' values where it has none of its own."""

    automation: Automation
    typed: tuple[str, ...]  # secrets that were typed where none belongs


def prepare(automation: Automation, settings: Settings) -> Prepared:
    typed = secrets_of([[*step.config.values()] for step in automation.steps])
    return Prepared(replace(automation, configuration=effective(automation.configuration, settings)), tuple(typed))


@dataclass(frozen=True, slots=True)
class Claimed:
    """A run that was just claimed, with what that write found out; whoever claims otherwise leaves it to be read."""

    run: Run
    prepared: Prepared | None = None
    is_fresh: bool = False  # no step of it was ever begun
    begun: StepRecord | None = None  # the start of its first step, on disk already, where that is an action


class Claims:
    """Makes them, in the writer's thread; remembers automations at their revisions, which never change."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._known: dict[tuple[int, int], Prepared] = {}

    def claim(self, tx: Tx, token: str, now: datetime, limit: int) -> list[Claimed]:
        """As `runs.claim`, ready to be carried out."""
        return [self._ready(tx, run, now) for run in runs.claim(tx, token, now, limit)]

    def _ready(self, tx: Tx, run: Run, now: datetime) -> Claimed:
        try:
            prepared = self._prepared(tx, run)
        except NotFoundError:  # whoever carries it out finds the same, and ends it
            return Claimed(run)
        if not _is_new(run) and runs.has_steps(tx, run.id):
            return Claimed(run, prepared)
        begun = first_action(prepared.automation, run, now)
        if begun is not None:
            runs.begin_step(tx, begun, now, is_first=True)
        return Claimed(run, prepared, is_fresh=True, begun=begun)

    def _prepared(self, tx: Tx, run: Run) -> Prepared:
        place = run.automation_id, run.revision
        if place not in self._known:
            if len(self._known) >= MOST:
                del self._known[next(iter(self._known))]
            self._known[place] = prepare(automations.at_revision(tx, *place), self._settings)
        return self._known[place]


def _is_new(run: Run) -> bool:
    """Whether its row says that no step of it was begun or taken over; most say so, which saves asking."""
    return run.attempt == 1 and run.step_id is None and run.replay_of is None and not run.worked
