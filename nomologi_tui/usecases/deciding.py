"""The user's word: to runs that wait for it, and to times that were missed."""

from nomologi_tui.model import Answer, Missed
from nomologi_tui.store import missed, runs
from nomologi_tui.usecases.workspace import Workspace


def decide(ws: Workspace, run_id: int, answer: Answer) -> None:
    """Let a run that waits for an answer go on, or end it.

    Raises NotFoundError, and BadInputError where it waits for no answer (any more).
    """
    ws.store.write(runs.decide, ws.user.id, run_id, answer, ws.clock.now())


def missed_times(ws: Workspace) -> list[Missed]:
    """What was due and did not run, the latest first: the inbox."""
    return ws.reader.missed(ws.user_id)


def run_missed(ws: Workspace, missed_id: int) -> int:
    """Run the latest of the missed times now; the run's id. Raises NotFoundError for one that is gone."""
    return ws.store.write(missed.run, ws.user.id, missed_id, ws.clock.now())


def dismiss_missed(ws: Workspace, missed_id: int) -> Missed:
    """Take it out of the inbox. Raises NotFoundError."""
    return ws.store.write(missed.dismiss, ws.user.id, missed_id, ws.clock.now())
