"""One person's way into everything."""

from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.store import runners
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.usecases.workspace import Workspace


def test_looking_creates_nothing_and_owns_nothing(ws: Workspace) -> None:
    assert (ws.user_id, ws.who_runs()) == (0, None)
    assert not ws.settings.places.data.exists()


def test_the_first_start_makes_the_person_once(ws: Workspace) -> None:
    assert ws.user.email == "ada"
    assert ws.user_id == ws.user.id
    again = Workspace(ws.settings, ws.clock)
    assert again.user_id == ws.user.id
    again.close()


def test_closing_twice_does_no_harm(ws: Workspace) -> None:
    _ = ws.user
    ws.close()
    ws.close()


def test_who_runs_is_who_holds_the_lock_and_not_who_wrote_himself_down_before(ws: Workspace) -> None:
    lock, info = RunnerLock(ws.settings.places.runner_lock), RunnerInfo(1, "here", "killed", "app", "0", ws.clock.now())
    ws.store.write(runners.started, info)
    assert ws.who_runs() is None
    lock.acquire("another")
    assert ws.who_runs() is None
    lock.release()
    lock.acquire("killed")
    assert ws.who_runs() == info
    lock.release()
