import shutil
import subprocess
import sys
import zoneinfo
from collections.abc import Iterator
from datetime import UTC, datetime, time
from importlib.resources import as_file, files
from pathlib import Path

import pytest

from nomologi_tui.schedules import AtTimes, Schedule, next_after, upcoming

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAILY = Schedule(AtTimes((time(9),)), "Europe/Berlin")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Path]:
    """A zone database of our own in which Berlin goes by the clock of Tokyo."""
    (tmp_path / "Europe").mkdir()
    with as_file(files("tzdata.zoneinfo.Asia") / "Tokyo") as tokyo:
        shutil.copy(tokyo, tmp_path / "Europe" / "Berlin")
    before = zoneinfo.TZPATH
    yield tmp_path
    zoneinfo.reset_tzpath(to=before)
    forget()


def forget() -> None:
    """As a process that is started anew: it knows no zone."""
    zoneinfo.ZoneInfo.clear_cache()


def test_after_an_update_of_the_zones_the_next_moment_goes_by_the_new_rules(database: Path) -> None:
    assert next_after(DAILY, NOW) == datetime(2026, 11, 23, 8, tzinfo=UTC)
    zoneinfo.reset_tzpath(to=[str(database)])
    forget()
    assert upcoming(DAILY, NOW, 2) == [datetime(2026, 11, day, 0, tzinfo=UTC) for day in (23, 24)]


def test_holidays_and_the_sun_are_loaded_by_the_schedules_that_ask_only() -> None:
    code = (
        "import sys\n"
        "from datetime import UTC, datetime, time\n"
        "from nomologi_tui.schedules import *\n"
        "every = [Schedule(AtTimes((time(9),))), Schedule(Every(5)), Schedule(OnDays(BusinessDays(''), (time(9),)))]\n"
        "for one in every:\n"
        "    in_words(check_schedule(one)), remarks(one, datetime(2026, 1, 1, tzinfo=UTC))\n"
        "print('holidays' in sys.modules, 'astral' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False False\n"
