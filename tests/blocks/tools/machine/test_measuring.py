import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.machine.measuring import UNITS, Meter, measure
from nomologi_tui.errors import BlockError


def test_the_disk_is_measured_as_the_system_says(tmp_path: Path) -> None:
    usage = shutil.disk_usage(tmp_path)
    assert measure("disk free", str(tmp_path), "") == pytest.approx(usage.free / 1e9, abs=1)
    percent = 100 * usage.used / (usage.used + usage.free)
    assert measure("disk used", str(tmp_path), "") == pytest.approx(percent, abs=1)


def test_the_load_is_that_of_the_last_minute() -> None:
    assert measure("load average", "/", "") == pytest.approx(os.getloadavg()[0], abs=1)


@pytest.mark.parametrize("what", ["memory used", "swap used", "processor used"])
def test_shares_are_percentages(what: str) -> None:
    assert 0 <= measure(what, "/", "") <= 100


def test_the_processor_is_measured_since_the_last_look() -> None:
    meter = Meter("processor used", "/", "")
    assert 0 <= meter.read() <= 100
    subprocess.run([sys.executable, "-c", "sum(range(20_000_000))"], check=True)  # works for a while
    assert 10 < meter.read() <= 100
    assert Meter("load average", "/", "").read() == pytest.approx(os.getloadavg()[0], abs=1)


@pytest.mark.parametrize("what", UNITS)
def test_what_this_machine_has_not_is_a_sentence(what: str) -> None:
    try:
        measure(what, "/no/such/folder", "no such sensor")
    except BlockError as error:
        assert error.message.endswith(".")  # noqa: PT017 - machines differ: some have a battery
    else:
        assert not what.startswith("disk")
