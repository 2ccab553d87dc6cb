"""The log view over a million entries: a page at its end, in its middle, of one automation, of errors; following."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks.figures import Figure, Line
from benchmarks.places import Home, command, home, schedule
from nomologi_tui.model import Automation, Level
from nomologi_tui.store import sqlite
from nomologi_tui.store.reading import Reader

ENTRIES = 1_000_000
AUTOMATIONS = 50
PAGE = 200
SAMPLES = 40
LONG_ENOUGH = 1_000  # milliseconds of one case

# Of 100 entries one is an error, four are warnings; every tenth is what a step wrote.
FILL = """
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < :entries)
INSERT INTO execution_log (automation_id, event_type, description, timestamp, level)
SELECT :first + i % :automations,
       CASE WHEN i % 100 = 0 THEN 'step_failed' WHEN i % 10 = 0 THEN 'output' ELSE 'step_completed' END,
       'Step ' || (i % 7) || ' do: ran a command and said ' || hex(i * 7919),
       strftime('%Y-%m-%d %H:%M:%S', 1760000000 + i, 'unixepoch') || '.000000',
       CASE WHEN i % 100 = 0 THEN 40 WHEN i % 25 = 0 THEN 30 ELSE 20 END
  FROM n
"""


def measure() -> Iterator[Line]:
    """Milliseconds of one call of the reader."""
    with home() as here:
        made = here.add([(schedule(number), command("true")) for number in range(AUTOMATIONS)])
        _fill(here, made)
        with here.reader() as reader:
            yield from _pages(reader, made)


def _fill(here: Home, made: list[Automation]) -> None:
    """A million entries by one statement; the pragmas of a real writer would only make it slower."""
    connection = sqlite.connect(here.places.database)
    connection.execute("PRAGMA synchronous=off")
    connection.execute(FILL, {"entries": ENTRIES, "first": made[0].id, "automations": AUTOMATIONS})
    connection.execute("PRAGMA wal_checkpoint(truncate)")
    connection.close()


def _pages(reader: Reader, made: list[Automation]) -> Iterator[Line]:
    user = made[0].user_id
    last, chance = reader.last_log_id(), random.Random(1)  # noqa: S311 - positions, not secrets

    def somewhere() -> int:
        return chance.randrange(PAGE, last)

    def someone() -> int:
        return chance.choice(made).id

    cases: dict[str, Callable[[], object]] = {
        "page at the end": lambda: reader.logs(user, limit=PAGE),
        "page in the middle, upwards": lambda: reader.logs(user, before_id=somewhere(), limit=PAGE),
        "page in the middle, downwards": lambda: reader.logs(user, after_id=somewhere(), limit=PAGE),
        "one automation, at the end": lambda: reader.logs(user, someone(), limit=PAGE),
        "one automation, in the middle": lambda: reader.logs(user, someone(), before_id=somewhere(), limit=PAGE),
        "warnings and errors": lambda: reader.logs(user, level=Level.WARNING, before_id=somewhere(), limit=PAGE),
        "errors": lambda: reader.logs(user, level=Level.ERROR, before_id=somewhere(), limit=PAGE),
        "text that stands often": lambda: reader.logs(user, grep="COMMAND", before_id=somewhere(), limit=PAGE),
        "text that stands nowhere": lambda: reader.logs(user, grep="no such text", limit=PAGE),
        "since now: nothing": lambda: reader.logs(user, since=datetime.now(UTC), limit=PAGE),  # noqa: TID251 - as it is
        "follow: nothing new": lambda: reader.logs(user, after_id=last, limit=PAGE),
        "follow: 10 new": lambda: reader.logs(user, after_id=last - 10, limit=PAGE),
        "newest position": reader.last_log_id,
    }
    for name, call in cases.items():
        yield Figure(f"log, 1,000,000 entries: {name}", statistics.median(_times(call)))


def _times(call: Callable[[], object]) -> list[float]:
    """Milliseconds of each call; fewer calls where they are slow."""
    call()
    times: list[float] = []
    while len(times) < SAMPLES and sum(times) < LONG_ENOUGH:
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1_000)
    return times
