from nomologi_tui.model import RunStatus
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.store import runners, runs
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.usecases.runs import running
from nomologi_tui.usecases.runs.interrupted import INTERRUPTED, as_they_are, is_left, overview
from nomologi_tui.usecases.why import why
from nomologi_tui.usecases.workspace import Workspace
from tests.usecases.doing import add, command


def test_a_run_of_a_dead_runner_is_not_shown_as_under_way(ws: Workspace) -> None:
    one = add(ws, command("say", "echo x"))
    first, second = (running.run_now(ws, one, {}) for _ in range(2))
    ws.store.write(runs.claim, "killed", ws.clock.now(), 1, only=first)
    ws.store.write(runners.started, RunnerInfo(1, "here", "killed", "service", "0", ws.clock.now()))
    found = [ws.reader.run(ws.user_id, number) for number in (first, second)]
    assert [(run.status, run.summary) for run in as_they_are(ws, found)] == [
        (RunStatus.RUNNING, INTERRUPTED),
        (RunStatus.PENDING, ""),
    ]
    assert [is_left(run) for run in as_they_are(ws, found)] == [True, False]
    [listed] = overview(ws)
    assert (listed.running, listed.interrupted) == (False, True)
    told = [line.text for line in why(ws, one).lines]
    assert "run 1: Interrupted: its runner is gone, and the next one sees to it" in told
    RunnerLock(ws.settings.places.runner_lock).acquire("killed")
    assert as_they_are(ws, found) == found
    assert overview(ws)[0].running
