"""As in a container: no name and no home, one volume, the log on stderr, a health check."""

import json
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import DEADLINE, PROGRAM, Lines, environment, require_programs

NAMELESS = ("unshare", "--user", "--map-user=12345", "--map-group=12345")


@pytest.fixture
def volume(tmp_path: Path) -> Iterator[dict[str, str]]:
    require_programs("unshare")
    found = environment(tmp_path / "data", PYTHONPATH=str(Path.cwd()))
    yield {name: value for name, value in found.items() if name not in ("HOME", "USER", "LOGNAME", "XDG_RUNTIME_DIR")}
    shutil.rmtree(tmp_path / "data")


def in_container(volume: dict[str, str], *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*NAMELESS, *PROGRAM, *arguments], env=volume, cwd="/", stdin=subprocess.DEVNULL, capture_output=True,
        text=True, timeout=DEADLINE, check=False,
    )  # fmt: skip


def test_a_runner_works_and_says_that_it_is_well(volume: dict[str, str]) -> None:
    made = in_container(volume, "new", "every 5 minutes run 'echo from a container'", "--yes", "--json")
    assert (made.returncode, made.stderr) == (0, "")
    assert in_container(volume, "status", "--check").returncode == 1
    with ExitStack() as ends:
        runner = subprocess.Popen(
            [*NAMELESS, *PROGRAM, "runner", "--log", "json"], env=volume, cwd="/", stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        ends.callback(runner.wait)
        ends.callback(runner.kill)
        assert runner.stderr is not None
        log = Lines(runner.stderr)
        log.wait_for(lambda line: "listener_ready" in line)
        assert in_container(volume, "status", "--check").returncode == 0
        assert in_container(volume, "run", json.loads(made.stdout)["slug"]).returncode == 0
        assert "from a container" in log.wait_for(lambda line: '"output"' in line)
        runner.terminate()
        assert runner.wait(DEADLINE) == 0
