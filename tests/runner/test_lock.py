import subprocess
import sys
from pathlib import Path

import pytest

from nomologi_tui.errors import StoreError
from nomologi_tui.runner.lock import RunnerLock, Turn, holder, is_held
from nomologi_tui.settings import Places

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


def test_a_lock_that_can_not_be_opened_is_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="can't be opened: No such file or directory"):
        RunnerLock(tmp_path / "gone" / "lock").acquire()


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


def test_it_names_its_holder_and_nobody_else(tmp_path: Path) -> None:
    path, first, second = tmp_path / "lock", RunnerLock(tmp_path / "lock"), RunnerLock(tmp_path / "lock")
    first.acquire("a long token")
    first.release()
    assert holder(path) is None
    second.acquire("short")
    assert holder(path) == "short"
    second.release()


@pytest.fixture
def places(tmp_path: Path) -> Places:
    return Places(tmp_path, tmp_path, tmp_path)


@pytest.mark.parametrize("kind", ["app", "run"])
def test_a_service_that_waits_goes_before_all_else(places: Places, kind: str) -> None:
    first, service, other = Turn(places, "app"), Turn(places, "service"), Turn(places, kind)
    assert (first.take("1"), first.wanted) == (True, False)
    assert (service.take("2"), first.wanted) == (False, True)
    first.end()
    assert (other.take("3"), service.take("2"), other.take("3")) == (False, True, False)
    assert not service.wanted
    service.end()
    assert other.take("3")
    other.end()


def test_services_keep_their_order(places: Places) -> None:
    first, second, third = (Turn(places, "service") for _ in range(3))
    assert (first.take("1"), second.take("2"), third.take("3")) == (True, False, False)
    first.end()
    assert (third.take("3"), second.take("2")) == (False, True)
    second.end()
    assert third.take("3")
    third.end()


def test_a_service_that_waits_no_longer_stands_in_nobodys_way(places: Places) -> None:
    first, service = Turn(places, "app"), Turn(places, "service")
    first.take("1")
    service.take("2")
    service.end()
    assert not first.wanted
    first.end()
    assert first.take("1")
    first.end()
