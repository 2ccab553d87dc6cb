"""Durable runs a second through the store, against the limit: the same rows written by raw sqlite3, as durably."""

import asyncio
import random
import sqlite3
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

from benchmarks.figures import Figure, Line, median_ratio
from benchmarks.places import PARALLEL, Home, command, home, now, schedule
from nomologi_tui.model import Automation, Event, Run, RunStatus, StepRecord, StepStatus, StepType
from nomologi_tui.store import Store, runs, sqlite

WRITERS = 50
AUTOMATIONS = 50
RUNS = 2_000  # in one turn
TURNS = 3
GROUP = WRITERS  # writes in one transaction of raw sqlite3: as many as can wait for the store at once
TOKEN = "benchmark"  # noqa: S105 - a runner's name, not a secret


def measure() -> Iterator[Line]:
    """Runs a second: taken in, claimed, one step begun and ended, finished; each on disk before the next thing."""
    with home() as here:
        made = here.add([(schedule(number), command("true")) for number in range(AUTOMATIONS)], PARALLEL)
        stored: list[float] = []
        raw: list[float] = []
        for turn in range(TURNS):
            raw.append(raw_rate(here, made, turn))
            with here.store() as store:
                stored.append(asyncio.run(_stored_rate(store, made, turn)))
    yield Figure(f"runs/s, raw sqlite3, {GROUP} writes a commit", statistics.median(raw), "/s")
    ratio = median_ratio(stored, raw)
    yield Figure(f"runs/s, store, {WRITERS} writers", statistics.median(stored), "/s", ratio=ratio, at_least=0.25)


async def _stored_rate(store: Store, made: list[Automation], turn: int) -> float:
    """Runs a second that were finished: what was taken in but not carried out does not count."""
    numbers = iter(range(RUNS))
    began = time.perf_counter()
    finished = await asyncio.gather(*(_writer(store, made, turn, numbers) for _ in range(WRITERS)))
    return sum(finished) / (time.perf_counter() - began)


async def _writer(store: Store, made: list[Automation], turn: int, numbers: Iterator[int]) -> int:
    """One of those who bring work: take an event in, carry a run out as the worker does. How many were finished."""
    finished = 0
    for number in numbers:
        automation = made[number % AUTOMATIONS]
        event = Event(f"event:{turn}:{number}", {"number": number})
        await store.awrite(runs.enqueue, automation.id, event, now(), trigger="webhook")
        for run in await store.awrite(runs.claim, TOKEN, now(), 1):
            finished += await _carry_out(store, run)
    return finished


async def _carry_out(store: Store, run: Run) -> bool:
    begun = StepRecord(run.id, 1, StepType.ACTION, "run_command", "do", StepStatus.STARTED, input={"command": "true"})
    await store.awrite(runs.begin_step, begun, now())
    ended = replace(begun, status=StepStatus.SUCCESS, output={"exit_code": 0}, reason="ran true")
    store.submit(runs.end_step, ended, now())
    return await store.awrite(
        runs.finish, run.id, TOKEN, RunStatus.SUCCESS, now(), summary="Done: ran true.", output={}
    )


# One run as raw SQL: the same rows in the same tables with the same indexes, but nothing looked up and nothing checked.
STEPS = (
    (
        (
            "INSERT INTO execution_run (id, automation_id, status, input, revision, trigger, event_id, created_at, summary,"
            " error, attempt, cancel_requested, worked, ignores_conditions) VALUES (:run, :automation, 'pending', '{}', 1,"
            " 'webhook', :event, :now, '', '', 1, 0, 0, 0)"
        ),
        ":log 'queued', 'Queued by webhook')",
    ),
    (
        "UPDATE execution_run SET status = 'running', token = 'raw', started_at = :now WHERE id = :run",
        ":log 'started', 'Started by webhook')",
    ),
    (
        (
            "INSERT INTO execution_step (run_id, position, lap, type, block, name, status, attempt, input, reason, error,"
            " started_at) VALUES (:run, 1, '', 'action', 'run_command', 'do', 'started', 1, '{}', '', '', :now)"
        ),
        ":log 'step_started', 'Step 2 do: started')",
    ),
    (
        (
            "UPDATE execution_step SET status = 'success', output = '{}', reason = 'ran true', finished_at = :now"
            " WHERE run_id = :run AND position = 1 AND attempt = 1"
        ),
        ":log 'step_completed', 'Step 2 do: ran true')",
    ),
    (
        (
            "UPDATE execution_run SET status = 'success', summary = 'Done: ran true.', output = '{}', finished_at = :now"
            " WHERE id = :run"
        ),
        ":log 'completed', 'Done: ran true.')",
    ),
)
LOG = (
    "INSERT INTO execution_log (automation_id, run_id, timestamp, level, event_type, description)"
    " VALUES (:automation, :run, :now, 20,"
)


def raw_rate(here: Home, made: list[Automation], turn: int, group: int = GROUP) -> float:
    """Runs a second of one thread that writes the next step of `group` runs in each transaction."""
    with closing(sqlite.connect(here.places.database)) as connection:
        first = 1 + connection.execute("SELECT coalesce(max(id), 0) FROM execution_run").fetchone()[0]
        values = [
            {
                "run": first + number,
                "automation": random.choice(made).id,  # noqa: S311 - no secret
                "event": f"raw:{turn}:{number}",
                "now": sqlite.stamp(now()),
            }
            for number in range(RUNS)
        ]
        began = time.perf_counter()
        for start in range(0, RUNS, group):
            _write_group(connection, values[start : start + group])
        return RUNS / (time.perf_counter() - began)


def _write_group(connection: sqlite3.Connection, values: list[dict[str, object]]) -> None:
    for statement, log in STEPS:
        connection.execute("BEGIN IMMEDIATE")
        for one in values:
            connection.execute(statement, one)
            connection.execute(log.replace(":log", LOG), one)
        connection.execute("COMMIT")
