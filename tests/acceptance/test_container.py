"""As in a container: no name and no home, one volume, the log on stderr, a health check."""

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support import DEADLINE, PROGRAM, Lines, environment, require, require_programs, wait_until

# As process 1, with all but the volume read-only: what an engine does, by hand.
_BOX = """
mount --make-rprivate / && mount --bind "$NOMOLOGI_HOME" "$NOMOLOGI_HOME" && mount -t proc proc /proc && cd /
for place in $(awk '{print $5}' /proc/self/mountinfo); do
  case $place in /proc*|/dev*|/sys*|"$NOMOLOGI_HOME") ;; *) mount -o remount,bind,ro "$place" || exit ;; esac
done
exec "$@"
"""
BOX = ("unshare", "--mount", "--pid", "--fork", "sh", "-c", _BOX, "sh")
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


def test_as_process_1_with_nothing_but_the_volume_to_write_to_it_ends_in_order(volume: dict[str, str]) -> None:
    require(os.geteuid() == 0, "only root may mount")
    home = Path(volume["NOMOLOGI_HOME"])
    home.mkdir(mode=0o700)
    volume["HOME"] = "/nonexistent"  # of the account nobody, which is 65534 in Debian's images
    written = f"touch {home.parent}/no 2>/dev/null; echo $PPID > {home}/pid; echo begun; sleep 300"
    assert in_container(volume, "new", f"every 1 second run '{written}'", "--yes").returncode == 0
    with ExitStack() as ends:
        box = subprocess.Popen(
            [*BOX, *NAMELESS, *PROGRAM, "runner", "--log", "json"], env=volume, cwd="/", stdin=subprocess.DEVNULL,
            stderr=subprocess.PIPE, text=True,
        )  # fmt: skip
        ends.callback(box.wait)
        ends.callback(box.kill)
        assert box.stderr is not None
        log = Lines(box.stderr)
        wait_until((home / "pid").exists)
        inside = int(Path(f"/proc/{box.pid}/task/{box.pid}/children").read_text())
        os.kill(inside, signal.SIGTERM)
        assert box.wait(DEADLINE) == 0
        assert "runner_stopped" in log.wait_for(lambda line: "runner_stopped" in line)
    assert (home / "pid").read_text() == "1\n"
    assert not (home.parent / "no").exists()
