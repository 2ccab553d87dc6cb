"""The log's words are indexed some time later, and forgotten with their entries."""

from datetime import timedelta

import pytest

from nomologi_tui.model import EventType, LogEntry
from nomologi_tui.runner.housekeeping import tidy
from nomologi_tui.runner.indexing import LEAST, index_log
from nomologi_tui.store import logs
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


def write(bench: Bench, number: int, word: str = "line") -> None:
    entries = [LogEntry(EventType.OUTPUT, f"{word} {one}") for one in range(number)]
    bench.store.write(logs.add, entries, bench.tools.clock.now())


async def test_a_few_entries_wait_until_there_are_more(bench: Bench) -> None:
    write(bench, LEAST - 1)
    assert await index_log(bench.tools) == 0
    write(bench, 1)
    assert await index_log(bench.tools) == LEAST
    assert await index_log(bench.tools) == 0


async def test_the_index_is_made_anew_when_most_of_its_entries_are_gone(bench: Bench, clock: FakeClock) -> None:
    write(bench, 12_000, "old and gone")
    await index_log(bench.tools)
    full = _bytes(bench)
    clock.set_wall(clock.now() + timedelta(days=400))
    write(bench, LEAST, "new")
    clock.set_wall(clock.now() + timedelta(days=8))
    await tidy(bench.tools)
    assert bench.store.read(lambda tx: tx.exec_driver_sql("PRAGMA freelist_count").scalar()) == 0
    assert await index_log(bench.tools) >= LEAST
    assert _bytes(bench) < full / 3
    assert [entry.description for entry in bench.log()][-1] == "12,000 old entries were removed"


def _bytes(bench: Bench) -> int:
    sizes = bench.store.read(lambda tx: tx.exec_driver_sql("SELECT sum(length(block)) FROM log_words_data").scalar())
    return int(sizes or 0)
