"""A real runner under a machine clock that the test sets: libfaketime changes what the kernel says the time is."""

import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from nomologi_tui.clock import SystemClock
from nomologi_tui.model import ListenerState
from nomologi_tui.settings import Places
from nomologi_tui.store.reading import Reader
from tests.support import Background, nomologi, nomologi_here, require, wait_until

NO_BATTERY = datetime(1970, 1, 1, 0, 1, tzinfo=UTC)
USER = 1  # the one that the first start makes


class Clock:
    """What the machine's clock says to the processes that `environ` is given to."""

    def __init__(self, library: Path, folder: Path) -> None:
        self._file = folder / "offset"
        self.environ = {
            "LD_PRELOAD": str(library), "FAKETIME_TIMESTAMP_FILE": str(self._file), "FAKETIME_NO_CACHE": "1",
            "FAKETIME_DONT_FAKE_MONOTONIC": "1", "DONT_FAKE_MONOTONIC": "1",
        }  # fmt: skip
        self.set(SystemClock().now())

    def set(self, wanted: datetime) -> None:
        """From now on it goes on from there."""
        new = self._file.with_suffix(".new")
        new.write_text(f"{(wanted - SystemClock().now()).total_seconds():+.3f}")
        new.rename(self._file)


@pytest.fixture
def clock(tmp_path: Path) -> Clock:
    found = [*Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"), *Path("/usr/lib").glob("faketime/*MT.so.1")]
    require(found, "libfaketime is not installed")
    return Clock(found[0], tmp_path)


def new(home: Path, goal: str, *more: str) -> None:
    made = nomologi_here(home, "new", goal, "--yes", *more)
    assert made.returncode == 0, made.stderr


@pytest.fixture
def beat(home: Path) -> None:
    """An automation that is due each second."""
    new(home, "every second run 'true'")


@pytest.fixture
def start(home: Path, clock: Clock) -> Iterator[Callable[[], Background]]:
    made: list[Background] = []

    def begin() -> Background:
        made.append(Background(home, "runner", environ={"NOMOLOGI_WEBHOOK_PORT": "0", **clock.environ}))
        return made[-1]

    yield begin
    for one in made:
        one.__exit__()


def due_times(home: Path) -> list[datetime]:
    """Of all runs."""
    with Reader.open(Places(home, home, home)) as reader:
        return [run.due for run in reader.runs(USER, limit=1000) if run.due]


def waits(home: Path) -> str:
    """What the trigger says while it does not listen."""
    with Reader.open(Places(home, home, home)) as reader:
        (found,) = reader.listeners(USER)
    return found.detail if found.state is ListenerState.RETRYING else ""


def test_a_start_in_1970_holds_schedules_until_the_clock_is_right(
    home: Path, clock: Clock, beat: None, start: Callable[[], Background]
) -> None:
    clock.set(NO_BATTERY)
    start()
    assert wait_until(lambda: waits(home)).startswith("the clock shows 1970-01-01 00:01 UTC, but 2")
    assert "schedule retrying: the clock shows 1970" in nomologi_here(home, "status").stdout
    assert due_times(home) == []
    clock.set(SystemClock().now())
    wait_until(lambda: len(due_times(home)) >= 2)
    assert min(due_times(home)).year > 2000


def test_a_clock_that_is_set_back_and_put_right_while_it_serves_runs_nothing_twice(
    home: Path, clock: Clock, beat: None, start: Callable[[], Background]
) -> None:
    start()
    wait_until(lambda: due_times(home))
    clock.set(SystemClock().now() - timedelta(hours=1))
    wait_until(lambda: waits(home))
    before = due_times(home)
    clock.set(SystemClock().now())
    wait_until(lambda: len(due_times(home)) > len(before) + 1)
    after = due_times(home)
    assert len(set(after)) == len(after)
    assert set(before) <= set(after)


def test_a_clock_that_was_years_ahead_is_accepted_when_a_person_says_so(
    home: Path, clock: Clock, beat: None, start: Callable[[], Background]
) -> None:
    clock.set(datetime(2099, 3, 4, 5, 6, tzinfo=UTC))
    start()
    wait_until(lambda: any(due.year == 2099 for due in due_times(home)))
    clock.set(SystemClock().now())
    wait_until(lambda: waits(home))
    said = nomologi_here(home, "doctor")
    assert "LOOK  time: older than the last record, 2099-03-04" in said.stdout
    accepted = nomologi(home, "doctor", "--accept-clock")
    assert "1 triggers had seen a later one" in accepted.stderr
    today = SystemClock().now()
    wait_until(lambda: any(today < due < today + timedelta(days=1) for due in due_times(home)))
    assert "LOOK  time" not in nomologi_here(home, "doctor").stdout


def test_a_clock_that_jumps_hours_ahead_as_after_sleep_is_one_missed_run(
    home: Path, clock: Clock, start: Callable[[], Background]
) -> None:
    far = (SystemClock().now().minute + 30) % 60  # no time comes while the test goes on
    new(home, "every hour run 'true'", "--set", "when.every=", "--set", f"when.cron={far} * * * *")
    start()
    wait_until(lambda: json.loads(nomologi_here(home, "status", "--json").stdout)["listeners"][0]["state"] == "ok")
    later = SystemClock().now() + timedelta(hours=8)
    clock.set(later)
    (due,) = wait_until(lambda: due_times(home))
    assert timedelta() <= later - due < timedelta(hours=1)
    assert "missed" in nomologi_here(home, "logs").stdout.lower()
