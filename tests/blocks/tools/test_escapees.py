import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.escapees import descendants, sweep


@pytest.fixture
def family() -> Iterator[subprocess.Popen[str]]:
    """A shell whose child has another session and no environment; the shell prints the child's id."""
    script = "setsid env -i sleep 600 & echo $!; wait"
    with subprocess.Popen(["sh", "-c", script], stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def test_a_child_without_environment_is_found_by_its_parents(family: subprocess.Popen[str]) -> None:
    assert family.stdout is not None
    child = int(family.stdout.readline())
    tree = descendants(family.pid)
    assert child in {pid for pid, _ in tree}
    sweep(b"NO=body", tree)
    assert family.wait(10) == 0  # the shell waited for it


def test_one_that_took_over_a_number_is_left_alone(family: subprocess.Popen[str]) -> None:
    sweep(b"NO=body", {(family.pid, "1")})
    assert family.poll() is None
    assert family.stdout is not None
    os.kill(int(family.stdout.readline()), 9)


def test_nobody_descends_from_a_process_that_is_gone() -> None:
    done = subprocess.run(["true"], check=True)
    assert done.returncode == 0
    assert descendants(2**22 + 1) == set()
    assert not Path(f"/proc/{2**22 + 1}").exists()
