"""Runs: taken in (`queue`), claimed and ended (`states`), step by step (`steps`), forgotten at last (`retention`)."""

from nomologi_tui.store.runs.queue import enqueue
from nomologi_tui.store.runs.retention import prune
from nomologi_tui.store.runs.states import (
    cancel,
    cancel_open,
    cancel_requests,
    claim,
    finish,
    get,
    left_behind,
    requeue,
    wait,
)
from nomologi_tui.store.runs.steps import begin_step, end_step, steps

__all__ = [
    "begin_step",
    "cancel",
    "cancel_open",
    "cancel_requests",
    "claim",
    "end_step",
    "enqueue",
    "finish",
    "get",
    "left_behind",
    "prune",
    "requeue",
    "steps",
    "wait",
]
