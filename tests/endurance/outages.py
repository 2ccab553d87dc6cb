"""Machines that were off for a minute, an hour, a day, 31 and 400 days: how fast the runner starts, and what it catches
up by each policy. The outage is made by moving every time in the store back.
"""

import os
import signal
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median

from nomologi_tui.model import Automation, CatchUp, Configuration, Step, StepType
from nomologi_tui.runner.triggers.listening import LATE
from nomologi_tui.store import sqlite
from tests.endurance.figures import Figure, Line, Promise, none_of
from tests.endurance.kills import until_it_serves
from tests.endurance.world import Process, World, end
from tests.support import wait_until

OPTIONS = {"times": 3}
OUTAGES = {"no time": 0, "1 min": 60, "1 h": 3600, "1 day": 86_400, "31 days": 31 * 86_400, "400 days": 400 * 86_400}
POLICIES = {CatchUp.SKIP: 0, CatchUp.ONCE: 1, CatchUp.EACH: 100}  # at most so many runs for what was missed
EACH = 5  # automations of each policy and schedule
MINUTE, DAY = 60, 86_400
SECOND = 1_000.0  # ms
PATIENCE = 120.0  # seconds until what was missed has been worked off


def prove(times: int) -> Iterator[Line]:
    """Each outage `times` times on a fresh store."""
    for words, seconds in OUTAGES.items():
        found = [_returned(seconds) for _ in range(times)]
        yield Promise(f"off for {words}: ms until everything listens", median(one.wall for one in found), SECOND)
        yield Promise(f"off for {words}: ms of processor time until then", median(one.work for one in found), SECOND)
        wrong = (case for one in found for case in one.wrong)
        yield none_of(f"off for {words}: automations that caught up wrongly", wrong)
    yield Figure("automations in each store", 2 * EACH * len(POLICIES))


def _returned(seconds: int) -> "Return":
    with tempfile.TemporaryDirectory(prefix="nomologi-outage-") as folder:
        return outage(World(Path(folder)), seconds)


@dataclass(frozen=True, slots=True)
class Return:
    """How a runner came back: ms until all triggers listened, of the clock and of its own work; what was wrong."""

    wall: float
    work: float
    wrong: list[str]


def outage(world: World, seconds: int, each: int = EACH) -> Return:
    """Serve, be off for so long, serve again."""
    made = world.make(*_automations(world, each))
    _serve_once(world, len(made))
    _move_back(world, seconds)
    before = {
        row["automation_id"]: row["last_due"] for row in world.rows("SELECT automation_id, last_due FROM listener")
    }
    began, at = time.perf_counter(), _now()
    with world.runner() as runner:
        until_it_serves(runner)
        wait_until(lambda: _listening(world, runner) == len(made))
        took, worked = 1000 * (time.perf_counter() - began), _work_of(runner.pid)
        with suppress(TimeoutError):
            wait_until(lambda: _open(world) == 0 and not _wrong(world, made, before, at), PATIENCE)
        end(runner, signal.SIGTERM)
    return Return(took, worked, _wrong(world, made, before, at))


def _work_of(pid: int) -> float:
    """The processor time that a process has used, in ms: other work on the machine does not count."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(") ")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _wrong(world: World, made: list[Automation], before: dict[int, datetime], began: datetime) -> list[str]:
    now = _now()
    return [words for one in made if (words := _judged(world, one, before[one.id], began, now))]


def _now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - an outage is measured by the machine's own clock


def _automations(world: World, each: int) -> Iterator[Automation]:
    """For each policy some that are due each minute, and some that are due once a day, an hour ago."""
    mark = Step(StepType.ACTION, "mark_again", {"ledger": str(world.ledger)})
    earlier = _now() - timedelta(hours=1)
    for policy in POLICIES:
        for number in range(each):
            for words, config in (("minute", {"every": "1m"}), ("day", {"times": [f"{earlier:%H:%M}"]})):
                trigger = Step(StepType.TRIGGER, "schedule", {"timezone": "UTC", **config})
                yield Automation(
                    f"{policy} {words} {number}", (trigger, mark), configuration=Configuration(catch_up=policy)
                )


def _serve_once(world: World, count: int) -> None:
    """So that each trigger has listened, and each schedule has a last time."""
    with world.runner() as runner:
        until_it_serves(runner)
        wait_until(lambda: _listening(world, runner) == count)
        end(runner, signal.SIGTERM)


def _listening(world: World, runner: Process) -> int:
    if runner.poll() is not None:
        raise RuntimeError(f"the runner ended: {runner.stdout and runner.stdout.read()}")
    rows = world.rows(
        "SELECT count(*) AS n FROM listener, runner WHERE state = 'ok' AND last_alive >= since AND pid = ?", runner.pid
    )
    return int(rows[0]["n"])


def _open(world: World) -> int:
    return int(world.rows("SELECT count(*) AS n FROM execution_run WHERE finished_at IS NULL")[0]["n"])


def _move_back(world: World, seconds: int) -> None:
    """As if everything in the store had happened so much earlier."""
    with closing(sqlite.connect(world.places.database)) as connection:
        tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        for table in tables:
            for _, column, kind, *_ in connection.execute(f"PRAGMA table_info({table})").fetchall():
                if kind == "DATETIME":
                    _shift(connection, table, column, seconds)


def _shift(connection: sqlite3.Connection, table: str, column: str, seconds: int) -> None:
    moved = f"strftime('%Y-%m-%d %H:%M:%S', \"{column}\", '-{seconds} seconds') || substr(\"{column}\", 20)"
    connection.execute(f'UPDATE "{table}" SET "{column}" = {moved} WHERE "{column}" IS NOT NULL')


def _judged(world: World, one: Automation, before: datetime, began: datetime, now: datetime) -> str:
    """What is wrong with how it caught up; empty when it is right."""
    rows = world.rows("SELECT due FROM execution_run WHERE automation_id = ? AND due > ?", one.id, sqlite.stamp(before))
    found = [row["due"] for row in rows]
    missed, meanwhile = _dues(one, before, began), _dues(one, began, now)
    late = {due for due in missed if began - due < LATE}  # was not missed: it may run whatever the policy
    caught, most = {*found} - {*meanwhile}, POLICIES[one.configuration.catch_up]
    wanted = missed[-most:] if most else []
    if len(found) == len({*found}) and caught <= {*wanted} | late and len(found) >= len(wanted):
        return ""
    return f"{one.goal}: of {len(missed)} missed {len(caught)} ran, {len(wanted)} should have"


def _dues(one: Automation, after: datetime, until: datetime) -> list[datetime]:
    """When it was due after `after` and up to `until`, by counting."""
    config = one.triggers[0].config
    period, place = (MINUTE, 0) if "every" in config else (DAY, _second_of_day(config["times"][0]))
    first, last = ((int(at.timestamp()) - place) // period for at in (after, until))
    return [datetime.fromtimestamp(number * period + place, UTC) for number in range(first + 1, last + 1)]


def _second_of_day(clock: str) -> int:
    hour, minute = clock.split(":")
    return 3600 * int(hour) + 60 * int(minute)
