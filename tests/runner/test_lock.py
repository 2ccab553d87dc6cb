import subprocess
import sys
from pathlib import Path

from nomologi_tui.runner.lock import RunnerLock, is_held

HOLD = """
import sys
from pathlib import Path
from nomologi_tui.runner.lock import RunnerLock
print(RunnerLock(Path(sys.argv[1])).acquire(), flush=True)
sys.stdin.read()
"""


def test_one_holds_it_and_another_one_does_not(tmp_path: Path) -> None:
    first, second = RunnerLock(tmp_path / "lock"), RunnerLock(tmp_path / "lock")
    assert first.acquire()
    assert first.acquire()
    assert not second.acquire()
    assert (first.held, second.held) == (True, False)


def test_a_released_lock_is_free(tmp_path: Path) -> None:
    first, second = RunnerLock(tmp_path / "lock"), RunnerLock(tmp_path / "lock")
    first.acquire()
    first.release()
    first.release()
    assert second.acquire()
    second.release()


def test_asking_does_not_take_it(tmp_path: Path) -> None:
    path, lock = tmp_path / "lock", RunnerLock(tmp_path / "lock")
    assert not is_held(path)
    assert not path.exists()
    assert lock.acquire()
    assert is_held(path)
    lock.release()
    assert not is_held(path)


def test_a_killed_process_gives_it_back(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    command = [sys.executable, "-c", HOLD, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "True\n"
        assert is_held(path)
        process.kill()
        process.wait()
    assert not is_held(path)


def test_only_its_owner_may_read_the_file(tmp_path: Path) -> None:
    lock = RunnerLock(tmp_path / "lock")
    lock.acquire()
    assert (tmp_path / "lock").stat().st_mode & 0o777 == 0o600
    lock.release()
