"""A store that can't be written for now is said once, and once when it works again; nothing is lost meanwhile."""

import asyncio
import logging

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.runner.tools import AGAIN, Trouble, until_it_works
from nomologi_tui.testing import FakeClock
from tests.runner.bench import Bench
from tests.support import eventually

FULL = StoreError("The disk is full.", "Free some space.", passing=True)


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


class Disk:
    """A write that fails until there is room."""

    def __init__(self) -> None:
        self.full = True
        self.asked = 0

    async def write(self) -> str:
        self.asked += 1
        if self.full:
            raise FULL
        return "written"


async def test_it_is_said_once_and_once_when_it_is_over(
    bench: Bench, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    disk = Disk()
    writing = asyncio.create_task(until_it_works(bench.tools, disk.write))
    for asked in (1, 2, 3):
        await eventually(lambda asked=asked: disk.asked == asked)  # type: ignore[misc]
        disk.full = asked < 3
        clock.tick(AGAIN)
    assert await writing == "written"
    assert [record.getMessage() for record in caplog.records] == [
        "The disk is full. Free some space. It is tried again each 5 seconds.", "The store works again.",
    ]  # fmt: skip


def test_what_works_says_nothing(caplog: pytest.LogCaptureFixture) -> None:
    trouble = Trouble()
    trouble.over()
    assert caplog.records == []
    trouble.say(FULL)
    assert [record.levelno for record in caplog.records] == [logging.WARNING]
