import os
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nomologi_tui.model import Step, StepType
from nomologi_tui.runner.triggers.zone_rules import ZoneRules
from nomologi_tui.store import listeners
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.runner.ears import MakeEars
from tests.runner.made import automation, say
from tests.support import eventually

NOON = datetime(2026, 11, 22, 12, 30, tzinfo=UTC)
AT_EIGHT = Step(StepType.TRIGGER, "schedule", {"times": ["20:00"], "timezone": "Land/Town"})


class Database:
    """A zone database with one zone, which keeps the hours of another one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "Land").mkdir(parents=True)

    def put(self, hours_ahead: int) -> None:
        """As an update does: a new file takes the place of the old one."""
        name = f"{hours_ahead:+}"
        body = b"TZif2" + bytes(15) + bytes(24)  # no data of version 1
        ttinfo = (hours_ahead * 3600).to_bytes(4, "big", signed=True) + b"\0\0"
        counts = b"".join(number.to_bytes(4, "big") for number in (0, 0, 0, 0, 1, 4))
        new = self._folder / "Land" / "Town.new"
        new.write_bytes(
            body + b"TZif2" + bytes(15) + counts + ttinfo + b"XXX\0" + f"\n<{name}>{-hours_ahead}\n".encode()
        )
        new.rename(self._folder / "Land" / "Town")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    before = zoneinfo.TZPATH
    zoneinfo.reset_tzpath([tmp_path / "zones", *before])
    made = Database(tmp_path / "zones")
    made.put(1)
    os.utime(tmp_path / "zones" / "Land", (0, 0))  # it lies there for long: some kernels' clocks for files step by 4 ms
    zoneinfo.ZoneInfo.clear_cache(only_keys=["Land/Town"])
    yield made
    zoneinfo.reset_tzpath(before)


def test_an_update_is_noticed_once_and_read_anew(database: Database) -> None:
    rules, old = ZoneRules(), zoneinfo.ZoneInfo("Land/Town")
    assert not rules.are_new()
    database.put(3)
    assert zoneinfo.ZoneInfo("Land/Town") is old
    assert [rules.are_new(), rules.are_new()] == [True, False]
    assert zoneinfo.ZoneInfo("Land/Town").utcoffset(NOON) == timedelta(hours=3)


async def test_after_an_update_a_schedule_goes_by_the_new_rules(
    bench: Bench, make_ears: MakeEars, database: Database
) -> None:
    rules, clock, one = ZoneRules(), FakeClock(NOON), bench.add(automation(AT_EIGHT, say("x")))
    bench.store.write(listeners.begin, one.triggers[0].id, NOON, None)
    ears = make_ears(clock, waker_clock=clock)
    await ears.follow(one)
    await eventually(lambda: bench.listener(one).next_due == NOON.replace(hour=19, minute=0))
    database.put(5)
    assert rules.are_new()
    ears.sources.waker.ask_anew()
    await eventually(lambda: bench.listener(one).next_due == NOON.replace(hour=15, minute=0))
    assert bench.runs() == []
