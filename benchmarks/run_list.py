"""Mode 2 over a million runs of ten thousand automations: the reader's pages, and from a key to what it paints."""

import asyncio
import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from benchmarks.figures import Figure, Line
from benchmarks.log_view import _times
from benchmarks.places import LOGIN, Home, command, home, now, schedule
from nomologi_tui.clock import SystemClock
from nomologi_tui.model import RunStatus
from nomologi_tui.settings import Settings
from nomologi_tui.store import sqlite
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunFilter, RunSpan
from nomologi_tui.usecases.workspace import Workspace

RUNS, AUTOMATIONS = 1_000_000, 10_000
PAGE = 200
KEYS = 200
PATIENCE = 30.0  # seconds

# Of 1,000 runs one failed and one was skipped; a run each four seconds, the last one just now.
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :runs)
INSERT INTO execution_run (automation_id, status, input, revision, trigger, event_id, created_at, started_at,
                           finished_at, summary, error, attempt, cancel_requested, worked, ignores_conditions)
SELECT :first + i % :automations, CASE i % 1000 WHEN 500 THEN 'failure' WHEN 600 THEN 'skipped' ELSE 'success' END,
       '{}', 1, 'schedule', 'filled:' || i, at, at, at, 'Done: wrote ' || hex(i * 7919), '', 1, 0, 0, 0
  FROM (SELECT i, strftime('%Y-%m-%d %H:%M:%S', :end - (:runs - i) * 4, 'unixepoch') || '.000000' AS at FROM n)
"""


def measure() -> Iterator[Line]:
    """Milliseconds."""
    with home() as here:
        first = here.add([(schedule(0), command("true"))])[0]
        here.copy(first, [(schedule(place), command("true")) for place in range(1, AUTOMATIONS)])
        _fill(here, first.id)
        with here.reader() as reader:
            yield from _pages(reader, first.user_id, first.id)
        yield from asyncio.run(_keys(here))


def _fill(here: Home, first: int) -> None:
    connection = sqlite.connect(here.places.database)
    connection.execute("PRAGMA synchronous=off")
    values = {"runs": RUNS, "first": first, "automations": AUTOMATIONS, "end": int(now().timestamp())}
    connection.execute(FILL, values)
    connection.execute("PRAGMA wal_checkpoint(truncate)")
    connection.close()


def _pages(reader: Reader, user: int, first: int) -> Iterator[Line]:
    pages, chance = reader.run_pages, random.Random(1)  # noqa: S311 - places, not secrets
    last = pages.newest()

    def page(chosen: RunFilter, before: int | None = None) -> Callable[[], object]:
        return lambda: pages.page(user, chosen, RunSpan(before=before, limit=PAGE))

    every, failed = RunFilter(), RunFilter(status=RunStatus.FAILURE)
    cases: dict[str, Callable[[], object]] = {
        "newest page": page(every),
        "page in the middle": lambda: page(every, chance.randrange(PAGE, last))(),
        "oldest page": lambda: pages.page(user, every, RunSpan(oldest=True, limit=PAGE)),
        "one automation": page(RunFilter(first + 5)),
        "failed": page(failed),
        "failed, in the middle": lambda: page(failed, chance.randrange(PAGE, last))(),
        "those that ask: none": page(RunFilter(asks=True)),
        "since an hour": page(RunFilter(since=now() - timedelta(hours=1))),
        "since an hour, below its end": page(RunFilter(since=now() - timedelta(hours=1)), last - 2_000),
        "words among 20,000 runs: none": lambda: pages.page(
            user, RunFilter(words="no such words"), RunSpan(last - 20_000, last + 1)
        ),
    }
    for name, call in cases.items():
        yield Figure(f"runs, 1,000,000: {name}", statistics.median(_times(call)))


async def _keys(here: Home) -> Iterator[Line]:
    """From a key to the frame that shows what it did, in an app without a terminal."""
    from nomologi_tui.app import NomologiApp
    from nomologi_tui.screens.desk import Desk
    from nomologi_tui.screens.runs import RunsScreen
    from nomologi_tui.widgets.run_list import RunList

    desk = Desk(Workspace(Settings(here.places, user=LOGIN), SystemClock()), with_runner=False)
    app = NomologiApp(desk)
    lines: list[Line] = []
    async with app.run_test(size=(120, 40)) as pilot:

        async def until(condition: Callable[[], bool]) -> None:
            end = time.perf_counter() + PATIENCE
            while not condition():
                if time.perf_counter() > end:
                    raise TimeoutError("the screen did not come")
                await pilot.pause()

        await until(lambda: desk.opened is not None and desk.opened.done())
        began = time.perf_counter()
        await pilot.press("2")
        await until(lambda: isinstance(app.screen, RunsScreen) and app.screen.query_one(RunList).count == PAGE)
        lines.append(Figure("runs, 1,000,000: from 2 to the first rows", (time.perf_counter() - began) * 1_000))
        listing = app.screen.query_one(RunList)
        for name, keys in (("j", "j"), ("PgDn", "pagedown")):
            times = []
            for _ in range(KEYS):
                before, began = listing.cursor, time.perf_counter()
                await app.screen.query_one(RunList).run_action("move(1)" if keys == "j" else "page(1)")
                await pilot.pause()
                if listing.cursor != before:
                    times.append((time.perf_counter() - began) * 1_000)
            slowest = statistics.quantiles(times, n=100)[98]
            lines.append(Figure(f"runs, 1,000,000: {name} to its frame, slowest of 100", slowest, at_most=50))
        began = time.perf_counter()
        await pilot.press("G")
        await until(lambda: listing.selected is not None and listing.selected.id == 1)
        lines.append(Figure("runs, 1,000,000: G to the oldest run", (time.perf_counter() - began) * 1_000))
    await asyncio.to_thread(desk.close, 10)
    return iter(lines)


