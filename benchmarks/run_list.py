"""The pages of mode 2, and what charts count, over a million runs of ten thousand automations."""

import random
import statistics
from collections.abc import Callable, Iterator
from datetime import UTC, timedelta

from benchmarks.figures import Figure, Line
from benchmarks.log_view import _times
from benchmarks.places import Home, command, home, now, schedule
from nomologi_tui.model import RunStatus
from nomologi_tui.store import sqlite
from nomologi_tui.store.reading import Reader
from nomologi_tui.store.records import RunFilter, RunSpan
from nomologi_tui.telling import charts

RUNS, AUTOMATIONS = 1_000_000, 10_000
PAGE = 200

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
            yield from _charts(reader, first.user_id, first.id)


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
        "page in the middle": lambda: page(every, chance.randrange(PAGE, last))(),  # noqa: PLW0108 - another place each time
        "oldest page": lambda: pages.page(user, every, RunSpan(oldest=True, limit=PAGE)),
        "one automation": page(RunFilter(first + 5)),
        "failed": page(failed),
        "failed, in the middle": lambda: page(failed, chance.randrange(PAGE, last))(),  # noqa: PLW0108 - as above
        "those that ask: none": page(RunFilter(asks=True)),
        "since an hour": page(RunFilter(since=now() - timedelta(hours=1))),
        "since an hour, below its end": page(RunFilter(since=now() - timedelta(hours=1)), last - 2_000),
        "words among 20,000 runs: none": lambda: pages.page(
            user, RunFilter(words="no such words"), RunSpan(last - 20_000, last + 1)
        ),
    }
    for name, call in cases.items():
        yield Figure(f"runs, 1,000,000: {name}", statistics.median(_times(call)))


def _charts(reader: Reader, user: int, first: int) -> Iterator[Line]:
    drawn, end = reader.charts, now()
    days, since = charts.days_until(end, UTC), end - timedelta(hours=charts.HOURS)
    cases: dict[str, Callable[[], object]] = {
        "24 hours of one automation": lambda: drawn.per_hour(user, first + 5, since, charts.HOURS),
        "durations of one automation": lambda: drawn.took(user, first + 5, charts.HOURS),
        "14 days of one automation": lambda: drawn.per_day(user, first + 5, days),
        "14 days of all": lambda: drawn.per_day(user, None, days),
        "500 of those due in 24 hours": lambda: drawn.ahead(user, end + timedelta(hours=charts.HOURS)),
    }
    for name, call in cases.items():
        yield Figure(f"charts, 1,000,000 runs: {name}", statistics.median(_times(call)))
