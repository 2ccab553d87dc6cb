import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from nomologi_tui.blocks.tools.processes.escapees import descendants, started_since, sweep


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


def test_those_who_were_started_later_are_the_few_with_higher_numbers(family: subprocess.Popen[str]) -> None:
    assert family.stdout is not None
    child = int(family.stdout.readline())
    later = started_since(family.pid)
    assert child in later
    assert os.getpid() not in later
    assert os.getppid() not in later


def test_everybody_is_looked_at_where_the_numbers_began_anew() -> None:
    assert {1, os.getpid()} <= set(started_since(2**22 + 1))


def test_who_is_just_becoming_another_program_is_found() -> None:
    for _ in range(50):
        with subprocess.Popen(["sleep", "600"], env={"TAG": "new"}) as carrier:
            sweep(b"TAG=new", (), carrier.pid - 1)
            assert carrier.wait(10) == -9


def test_who_carries_the_variable_is_found_among_those_who_came_later() -> None:
    with subprocess.Popen(["sh", "-c", "echo; read line"], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as first:
        carrier = subprocess.Popen(["sleep", "600"], env={"TAG": "later"})
        sweep(b"TAG=later", (), carrier.pid)  # it began with this one: itself is for its group to end
        assert carrier.poll() is None
        sweep(b"TAG=later", (), first.pid)
        assert carrier.wait(10) == -9
