"""Schedules: a thousand that are due in the same second, and one that is due each second."""

import statistics
import time
from collections.abc import Iterator
from datetime import datetime, timedelta

from benchmarks.figures import Figure, Line
from benchmarks.places import Home, command, home, now
from nomologi_tui.model import Automation, Step, StepType
from nomologi_tui.store import sqlite

SCHEDULES = 1_000
AHEAD = 10  # seconds until they are due: the runner has started, and is quiet
TURNS = 3
SECONDS = 30  # of the schedule that is due each second
_DUE = "SELECT count(*) FROM execution_run WHERE due = ?"
_LISTENING = "SELECT count(*) FROM listener WHERE state = 'ok'"


def measure() -> Iterator[Line]:
    """Milliseconds after the due instant until the last run is on disk, and until the last command has started."""
    saved: list[float] = []
    started: list[float] = []
    for _ in range(TURNS):
        late, last = _all_at_once()
        saved.append(late)
        started.append(last)
    yield Figure("1,000 schedules due in one second: all on disk", statistics.median(saved), at_most=100)
    yield Figure("1,000 schedules due in one second: last command begun", statistics.median(started), at_most=1_500)
    yield from _each_second()


def _all_at_once() -> tuple[float, float]:
    """The last row is seen by another connection; a command has begun by the time its step's end says, at the latest."""
    with home() as here:
        due = now().replace(microsecond=0) + timedelta(seconds=AHEAD)
        steps = (_at(due), command("true"))
        here.copy(here.add([steps])[0], [steps] * (SCHEDULES - 1))
        with here.runner():
            here.reach(SCHEDULES, _LISTENING)
            time.sleep(max(0.0, (due - now()).total_seconds() - 0.2))  # noqa: TID251 - nobody looks before it is due
            saved = here.reach(SCHEDULES, _DUE, sqlite.stamp(due)) - due
            here.reach(SCHEDULES, "SELECT count(*) FROM execution_run WHERE status = 'success'")
            ended = here.count(
                "SELECT 1e6 * (julianday(max(finished_at)) - julianday(?)) * 86400 FROM execution_step",
                sqlite.stamp(due),
            )
    return saved.total_seconds() * 1_000, ended / 1_000


def _at(due: datetime) -> Step:
    times = [f"{due:%H:%M:%S}"]
    return Step(StepType.TRIGGER, "schedule", {"times": times, "timezone": "UTC"}, name="when")


def _each_second() -> Iterator[Line]:
    with home() as here:
        every = Step(StepType.TRIGGER, "schedule", {"every": 1}, name="when")
        one = here.add([(every, command("true"))])[0]
        with here.runner():
            here.reach(SECONDS, "SELECT count(*) FROM execution_run WHERE finished_at IS NOT NULL")
        late = sorted(_lateness(here, one))
    yield Figure("due each second: step begun late by, p50", statistics.median(late), at_most=5)
    yield Figure("due each second: step begun late by, p99", late[int(len(late) * 0.99)], at_most=25)
    yield Figure("due each second: begun early", sum(moment < 0 for moment in late), "runs", at_most=0)


def _lateness(here: Home, one: Automation) -> Iterator[float]:
    with here.reader() as reader:
        for run in reader.runs(1, one.id, limit=SECONDS):
            begun = [step.started_at for step in reader.steps(1, run.id) if step.started_at]
            if begun and run.due:
                yield (begun[0] - run.due).total_seconds() * 1_000
