"""The log view over a million entries: a page at its end, in its middle, of one automation, of errors; following."""

import random
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime

from benchmarks.figures import Figure, Line
from benchmarks.places import NOMOLOGI, Home, command, home, schedule
from benchmarks.starting import milliseconds
from nomologi_tui.model import Automation, Level
from nomologi_tui.runner.indexing import PIECE
from nomologi_tui.store import logs, sqlite
from nomologi_tui.store.reading import Reader

ENTRIES = 1_000_000
AUTOMATIONS = 50
PAGE = 200
SAMPLES = 40
COMMANDS = (
    ("--since", "1m"),
    ("--grep", "no such text"),
)
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
        fill(here, made)
        with here.reader() as reader:
            yield from _pages(reader, made, "")
            yield from _index(here)
            yield from _pages(reader, made, ", indexed", only="text")
        for arguments in COMMANDS:
            times = [milliseconds((*NOMOLOGI, "logs", *arguments), here.environ) for _ in range(5)]
            yield Figure(f"nomologi logs {' '.join(arguments)}, whole process", statistics.median(times))


def _index(here: Home) -> Iterator[Line]:
    """Put all entries into the index of words, as the runner does it."""
    before, began, longest, number = sqlite.size(here.places.database), time.perf_counter(), 0.0, PIECE
    with here.store() as store:
        while number == PIECE:
            at = time.perf_counter()
            number = store.write(logs.index, PIECE)
            longest = max(longest, time.perf_counter() - at)
    yield Figure("indexing 1,000,000 entries", time.perf_counter() - began, "s")
    yield Figure(f"indexing, the longest write of {PIECE:,}", longest * 1_000)
    yield Figure("the index", (sqlite.size(here.places.database) - before) / 1e6, "MB")


def fill(here: Home, made: list[Automation]) -> None:
    """A million entries by one statement; the pragmas of a real writer would only make it slower."""
    connection = sqlite.connect(here.places.database)
    connection.execute("PRAGMA synchronous=off")
    connection.execute(FILL, {"entries": ENTRIES, "first": made[0].id, "automations": AUTOMATIONS})
    connection.execute("PRAGMA wal_checkpoint(truncate)")
    connection.close()


def _pages(reader: Reader, made: list[Automation], how: str, only: str = "") -> Iterator[Line]:
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
        "text that stands once": lambda: reader.logs(user, grep=f"said {last // 2 * 7919:x}", limit=PAGE),
        "text of pieces that stand everywhere": lambda: reader.logs(user, grep="and ran", limit=PAGE),
        "since now: nothing": lambda: reader.logs(user, since=datetime.now(UTC), limit=PAGE),  # noqa: TID251 - as it is
        "follow: nothing new": lambda: reader.logs(user, after_id=last, limit=PAGE),
        "follow: 10 new": lambda: reader.logs(user, after_id=last - 10, limit=PAGE),
        "newest position": reader.last_log_id,
    }
    for name, call in cases.items():
        if name.startswith(only):
            yield Figure(f"log, 1,000,000 entries: {name}{how}", statistics.median(_times(call)))


def _times(call: Callable[[], object]) -> list[float]:
    """Milliseconds of each call; fewer calls where they are slow."""
    call()
    times: list[float] = []
    while len(times) < SAMPLES and sum(times) < LONG_ENOUGH:
        began = time.perf_counter()
        call()
        times.append((time.perf_counter() - began) * 1_000)
    return times
