"""The answers that a waiting run takes: a verb each, and what comes of it."""

from dataclasses import dataclass

from nomologi_tui.model import Answer, WaitingFor
from nomologi_tui.text import shorten
from nomologi_tui.usecases.runs import deciding, running
from nomologi_tui.usecases.runs.deciding import Asked
from nomologi_tui.usecases.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the verb on its button, and what comes of it."""

    answer: Answer
    verb: str
    consequence: str


def choices(asked: Asked) -> tuple[Choice, ...]:
    """The answers that a run takes."""
    behind = f"Goes on: {shorten('; '.join(asked.behind), 120)}." if asked.behind else "Nothing comes behind it."
    ends = "Ends the run; nothing more of it is done."
    if asked.kind is WaitingFor.APPROVAL:
        return Choice(Answer.RUN, "Approve", behind), Choice(Answer.STOP, "Deny", ends)
    return (
        Choice(Answer.RUN, "Run it", "Carries it out now: a second time, if it did happen."),
        Choice(Answer.HAPPENED, "It happened, go on", behind),
        Choice(Answer.STOP, "Stop here", ends),
    )


def decided(ws: Workspace, run_id: int, chosen: Answer) -> str:
    """Pass the answer on; says what comes of it."""
    deciding.decide(ws, run_id, chosen)
    if chosen is Answer.STOP:
        return f"Run {run_id} is stopped."
    if not running.runner_is_on(ws):
        return f"Run {run_id} goes on as soon as a runner is on."
    return f"Run {run_id} goes on."
