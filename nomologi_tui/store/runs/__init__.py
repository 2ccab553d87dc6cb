"""Runs: taken in (`queue`), claimed and ended (`states`), answered (`decisions`), step by step (`steps`), repeated
(`replays`), asked about (`results`), forgotten at last (`retention`).
"""

from nomologi_tui.store.runs.decisions import STOPPED, check_answer, decide, stop_as_told
from nomologi_tui.store.runs.queue import How, enqueue
from nomologi_tui.store.runs.replays import Again, need_finished, replay
from nomologi_tui.store.runs.results import result
from nomologi_tui.store.runs.retention import Edge, edge, prune
from nomologi_tui.store.runs.states import (
    cancel,
    cancel_all,
    cancel_open,
    cancel_queued,
    cancel_requests,
    claim,
    finish,
    get,
    hold,
    left_behind,
    next_resume,
    requeue,
    resume_due,
)
from nomologi_tui.store.runs.steps import begin_step, end_step, has_steps, steps

__all__ = [
    "STOPPED",
    "Again",
    "Edge",
    "How",
    "begin_step",
    "cancel",
    "cancel_all",
    "cancel_open",
    "cancel_queued",
    "cancel_requests",
    "check_answer",
    "claim",
    "decide",
    "edge",
    "end_step",
    "enqueue",
    "finish",
    "get",
    "has_steps",
    "hold",
    "left_behind",
    "need_finished",
    "next_resume",
    "prune",
    "replay",
    "requeue",
    "result",
    "resume_due",
    "steps",
    "stop_as_told",
]
