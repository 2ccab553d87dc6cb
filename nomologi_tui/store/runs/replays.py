"""A finished run again, as a new one: steps that it takes over are there before it can begin."""

import secrets as randomness
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.model import Event, EventType, Run, StepRecord
from nomologi_tui.store import logs
from nomologi_tui.store.orm import Tx
from nomologi_tui.store.runs.queue import How, enqueue
from nomologi_tui.store.runs.states import get
from nomologi_tui.store.runs.steps import take_over
from nomologi_tui.text import clean_line

TRIGGER = "replay"


@dataclass(frozen=True, slots=True)
class Again:
    """What a replay is made of. `kept` are ended steps of the run, at their positions in `revision`."""

    data: Mapping[str, Any]  # of the event
    revision: int
    key: str | None = None  # its lane
    kept: tuple[StepRecord, ...] = ()
    unfilled: str = ""  # why the lane has no name


def replay(tx: Tx, user_id: int, run_id: int, again: Again, now: datetime) -> int:
    """Queue a new run that repeats the finished run `run_id`, which stays as it is; the new one's id.

    Raises NotFoundError when the run or its automation is gone, BadInputError while the run has not finished.
    """
    run = get(tx, user_id, run_id)
    need_finished(run)
    how = How(
        key=again.key,
        by_hand=True,
        revision=again.revision,
        replay_of=run.id,
        ignores_conditions=run.ignores_conditions,
        only_inside=run.only_inside,
        unfilled=again.unfilled,
    )
    event = Event(f"{TRIGGER}:{randomness.token_hex(8)}", dict(again.data))
    made = enqueue(tx, run.automation_id, event, now, trigger=TRIGGER, how=how).run_id
    take_over(tx, made, again.kept)
    logs.note(tx, EventType.QUEUED, _words(run, again), now, automation_id=run.automation_id, run_id=made)
    return made


def need_finished(run: Run) -> None:
    """Raises BadInputError for a run that can't be repeated yet."""
    if not run.status.finished:
        raise BadInputError(
            f"Run {run.id} has not ended yet: it is {run.status}.", f"Wait for it, or stop it: nomologi cancel {run.id}"
        )


def _words(run: Run, again: Again) -> str:
    names = ", ".join(f"“{clean_line(one.called)}”" for one in again.kept)
    return f"Repeats run {run.id}" + (f"; taken over from it: {names}" if names else "")
