"""One runner at a time, between real processes: the app, services, and runs by hand."""

import random
import signal
import socket
import struct
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from nomologi_tui.runner.lock import is_held
from nomologi_tui.runner.runner import PATIENCE
from nomologi_tui.settings import Places, load_settings
from nomologi_tui.usecases.automations import automations
from nomologi_tui.usecases.flow import drafting
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.workspace import Workspace
from tests.endurance.handover import hand_over
from tests.screens.terminal import Terminal, terminal
from tests.support import DEADLINE, PROGRAM, Background, environment, nomologi, wait_until

ADA = {"NOMOLOGI_USER": "ada", "NOMOLOGI_WEBHOOK_PORT": "0"}
QUIT = "\x11"  # ctrl+q
WAITS = "waits for its turn"
Start = Callable[[], Background]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Where the program in a terminal has its home too."""
    return tmp_path / "nomologi"


@pytest.fixture
def service(home: Path) -> Iterator[Start]:
    """Starts a headless runner."""
    with ExitStack() as ends:
        yield lambda: ends.enter_context(Background(home, "runner", environ=ADA))


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Terminal]:
    with terminal(tmp_path, more=ADA) as program:
        program.sees("runner ON (app)")
        yield program


@contextmanager
def ada(home: Path) -> Iterator[Workspace]:
    ws = Workspace(load_settings({"NOMOLOGI_HOME": str(home), "NOMOLOGI_TIMEZONE": "UTC", **ADA}))
    try:
        yield ws
    finally:
        ws.close()


def pid(home: Path) -> int:
    """The process that runs; 0 for none."""
    with ada(home) as ws:
        runner = ws.who_runs()
    return runner.pid if runner else 0


def states(home: Path) -> list[str]:
    """How the runs are, the newest first."""
    with ada(home) as ws:
        return [run.status.value for run in ws.reader.runs(ws.user_id)]


def starts(home: Path) -> int:
    with ada(home) as ws:
        return len(ws.reader.logs(ws.user_id, grep="The runner started"))


def add(home: Path, command: str, *, run: bool = True) -> None:
    """An automation that is on, with a run by hand."""
    with ada(home) as ws:
        flow, _ = drafting.flow_from_goal(ws, f"every day at 4:00 run '{command}'")
        made = automations.save(ws, flow, turn_on=True)
        if run:
            running.run_now(ws, made)


def test_the_app_gives_way_to_a_service_and_serves_again_when_it_was_killed(app: Terminal, service: Start) -> None:
    first = service()
    app.sees("runner ON (service)")
    first.process.kill()
    app.sees("runner ON (app)")
    second = service()
    app.sees("runner ON (service)")
    assert second.stop() == 0
    app.sees("runner ON (app)")


def test_quitting_a_client_leaves_the_service_alone_and_says_so(app: Terminal, service: Start, home: Path) -> None:
    serving = service()
    app.sees("runner ON (service)")
    app.send(QUIT)
    assert app.code() == 0
    app.sees(f"The runner goes on (service, process {serving.process.pid})")
    assert pid(home) == serving.process.pid


@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGHUP, signal.SIGTERM])
def test_a_service_takes_over_when_the_app_ends_in_the_middle_of_a_run(
    app: Terminal, service: Start, home: Path, tmp_path: Path, ending: signal.Signals
) -> None:
    add(home, f'sh -c "echo begun >> {tmp_path / "acts"}; exec sleep 600"')
    app.until((tmp_path / "acts").exists)
    waiting = service()
    waiting.err.wait_for(lambda line: WAITS in line)
    app.signal(ending)
    app.code()
    wait_until(lambda: pid(home) == waiting.process.pid)
    wait_until(lambda: states(home) == ["waiting"])
    assert (tmp_path / "acts").read_text() == "begun\n"


def test_of_three_that_start_at_once_one_runs_and_the_others_follow_one_by_one(service: Start, home: Path) -> None:
    left = [service() for _ in range(3)]
    for number in (1, 2, 3):
        serving = wait_until(lambda: [one for one in left if one.process.pid == pid(home)])
        assert (len(serving), starts(home)) == (1, number)
        left.remove(serving[0])
        for one in left:
            one.err.wait_for(lambda line: WAITS in line)
        serving[0].process.kill()
        serving[0].process.wait()


def test_a_killed_service_is_not_shown_as_alive(service: Start, home: Path) -> None:
    serving = service()
    wait_until(lambda: pid(home) == serving.process.pid)
    serving.process.kill()
    serving.process.wait()
    assert pid(home) == 0
    assert "runner: off" in nomologi(home, "status", environ=ADA).stdout


def test_a_run_that_is_waited_for_ends_though_the_runner_changes_meanwhile(
    app: Terminal, service: Start, home: Path, tmp_path: Path
) -> None:
    add(home, f'sh -c "echo begun >> {tmp_path / "acts"}; read x < {tmp_path / "go"}"', run=False)
    subprocess.run(["mkfifo", tmp_path / "go"], check=True)
    with Background(home, "run", "every-day", "--wait", environ=ADA) as waiting:
        app.until((tmp_path / "acts").exists)
        serving = service()
        serving.err.wait_for(lambda line: WAITS in line)
        (tmp_path / "go").write_text("go\n")
        assert waiting.process.wait(DEADLINE) == 0
    app.sees("runner ON (service)")
    assert (states(home), (tmp_path / "acts").read_text()) == (["success"], "begun\n")


def test_a_run_that_was_queued_for_a_runner_that_ends_is_carried_out_by_who_waits_for_it(
    home: Path, service: Start
) -> None:
    add(home, "true", run=False)
    serving, places = service(), Places(home, home, home)
    wait_until(lambda: is_held(places.runner_lock))
    with Background(home, "run", "every-day", "--wait", environ=ADA) as waiting:
        serving.process.kill()
        assert waiting.process.wait(DEADLINE) in (0, 4)
    assert states(home) in (["success"], ["waiting"])


def _behind(path: Path) -> int:
    """The process that listens at the socket; 0 where none does."""
    try:
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(str(path))
            return struct.unpack("3i", client.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12))[0]  # type: ignore[no-any-return]
    except OSError:
        return 0


def test_who_takes_over_also_takes_the_door_and_what_was_queued_at_it(home: Path, service: Start) -> None:
    first = service()
    door = load_settings(environment(home)).places.runner_socket
    wait_until(lambda: _behind(door) == first.process.pid)
    second = service()
    second.err.wait_for(lambda line: WAITS in line)
    add(home, "sleep 0.1")  # it knocks
    first.process.kill()
    wait_until(lambda: _behind(door) == second.process.pid)
    wait_until(lambda: states(home)[0] in ("success", "waiting"))  # waiting: the first one had begun it
    assert second.stop() == 0
    assert not door.exists()


def test_a_second_sigterm_ends_a_service_whose_run_goes_on_and_on(home: Path, service: Start, tmp_path: Path) -> None:
    add(home, f'sh -c "touch {tmp_path / "begun"}; exec sleep 600"')
    serving = service()
    wait_until((tmp_path / "begun").exists)
    serving.process.send_signal(signal.SIGTERM)
    serving.process.send_signal(signal.SIGINT)  # two equal ones may be delivered as one
    assert serving.process.wait(PATIENCE - 2) == 0


def test_a_hang_up_ends_a_service_in_order(home: Path, service: Start) -> None:
    serving = service()
    wait_until(lambda: pid(home))
    assert serving.stop(signal.SIGHUP) == 0


def test_under_nohup_a_hang_up_ends_nothing(home: Path) -> None:
    command = ["nohup", *PROGRAM, "runner"]
    with subprocess.Popen(command, env=environment(home, **ADA), stderr=subprocess.DEVNULL) as serving:
        wait_until(lambda: pid(home) == serving.pid)
        serving.send_signal(signal.SIGHUP)
        add(home, "true")
        wait_until(lambda: states(home) == ["success"])
        serving.terminate()
        assert serving.wait(DEADLINE) == 0


def test_no_webhook_is_lost_or_acted_on_twice_while_the_runner_changes_hands(tmp_path: Path) -> None:
    figures = hand_over(4, tmp_path, random.Random(3))  # noqa: S311 - chance, no secret
    assert (figures.lost, figures.doubled, figures.stuck) == (set(), set(), 0)
    assert len(figures.sent) > 20
