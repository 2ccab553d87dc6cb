"""The user's word: to runs that wait for it, and to times that were missed."""

from collections.abc import Sequence
from dataclasses import dataclass

from nomologi_tui.errors import BadInputError, NomologiError
from nomologi_tui.model import Answer, Automation, Missed, Run, StepRecord, StepStatus, StepType, WaitingFor
from nomologi_tui.store import automations, missed, runs
from nomologi_tui.usecases.runs.interrupted import as_they_are, is_left
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Asked:
    """What a run wants to know: which step it is about, what that does, and what comes behind it, in words."""

    run_id: int
    goal: str
    kind: WaitingFor
    question: str
    step: str
    does: str
    behind: tuple[str, ...]


def asked(ws: Workspace, run_id: int) -> Asked:
    """What a run asks the user. Raises NotFoundError, and BadInputError where it waits for no answer (any more)."""
    run = _as_it_is(ws, run_id)
    runs.check_answer(run, Answer.STOP)
    record = _open_step(ws.store.read(runs.steps, run_id))
    automation = _as_accepted(ws, run)
    steps = list(enumerate(automation.steps)) if automation else []
    words = {position: in_words(ws.registry, step) for position, step in steps}
    here = record.position if record else -1
    behind = [
        words[place]
        for place, step in steps
        if place > here and step.enabled and step.type is StepType.ACTION and not step.instead
    ]
    goal = automation.goal if automation else ""
    name = record.called if record else "the step"
    kind = run.waiting_for or WaitingFor.DECISION
    return Asked(run_id, goal, kind, run.summary, name, words.get(here, ""), tuple(behind))


def _open_step(records: Sequence[StepRecord]) -> StepRecord | None:
    """The step that the question is about."""
    return next((one for one in reversed(records) if one.status in (StepStatus.STARTED, StepStatus.WAITING)), None)


def _as_accepted(ws: Workspace, run: Run) -> Automation | None:
    """The automation as the run carries it out; None where that is gone: the question is asked all the same."""
    try:
        return ws.store.read(automations.at_revision, run.automation_id, run.revision)
    except NomologiError:
        return None


def decide(ws: Workspace, run_id: int, answer: Answer) -> None:
    """Let a run that waits for an answer go on, or end it.

    Raises NotFoundError, and BadInputError where it waits for no answer (any more).
    """
    _as_it_is(ws, run_id)
    ws.store.write(runs.decide, ws.user.id, run_id, answer, ws.clock.now())


def _as_it_is(ws: Workspace, run_id: int) -> Run:
    """Raises NotFoundError, and BadInputError for a run about which only the next runner knows what to ask."""
    [run] = as_they_are(ws, [ws.store.read(runs.get, ws.user.id, run_id)])
    if is_left(run):
        raise BadInputError(f"Run {run_id} asks nothing yet. {run.summary}", "Start one: nomologi runner")
    return run


def missed_times(ws: Workspace) -> list[Missed]:
    """What was due and did not run, the latest first: the inbox."""
    return ws.reader.missed(ws.user_id)


def run_missed(ws: Workspace, missed_id: int) -> int:
    """Run the latest of the missed times now; the run's id. Raises NotFoundError for one that is gone."""
    return ws.store.write(missed.run, ws.user.id, missed_id, ws.clock.now())


def run_all_missed(ws: Workspace) -> list[int]:
    """Run the latest of the missed times of each entry now, the oldest first; the runs' ids."""
    queued: list[int] = []
    while some := ws.store.write(missed.run_some, ws.user.id, ws.clock.now()):
        queued += some
    return queued


def dismiss_all(ws: Workspace) -> int:
    """Take everything out of the inbox that is in it now; how many entries that were."""
    return ws.store.write(missed.dismiss_all, ws.user.id, ws.clock.now())


def dismiss_missed(ws: Workspace, missed_id: int) -> Missed:
    """Take it out of the inbox. Raises NotFoundError."""
    return ws.store.write(missed.dismiss, ws.user.id, missed_id, ws.clock.now())
