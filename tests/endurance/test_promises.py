"""The harnesses in short, as far as every change can wait for them; docs/guide/trust.md tells of the long ones."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.model import Event
from nomologi_tui.store import Store, runs
from nomologi_tui.testing import START, FakeClock
from tests.endurance import commands, faults, flood, history, kills, outages, power_cut, rivals, storm, sweep
from tests.endurance.faulty import compiled
from tests.endurance.figures import Line, broken
from tests.endurance.judge import judge
from tests.endurance.needs import Missing
from tests.endurance.world import World
from tests.support import require


@contextmanager
def as_far_as_possible() -> Iterator[None]:
    """Skips where the machine lacks something; in CI that fails."""
    try:
        yield
    except Missing as missing:
        require(False, str(missing))


def are_kept(prove: Callable[[], Iterable[Line]]) -> None:
    """Fails with the cases of each broken promise."""
    with as_far_as_possible():
        lines = list(prove())
    assert [(one.what, one.found, one.examples) for one in broken(lines)] == []


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """What makes writes and syncs fail."""
    with as_far_as_possible():
        return compiled(tmp_path)


def test_a_runner_and_commands_that_are_killed_at_random_lose_and_double_nothing() -> None:
    are_kept(lambda: kills.prove(cycles=5, seed=3))


def test_a_power_cut_loses_nothing_that_was_acknowledged_and_a_disk_that_lies_does() -> None:
    are_kept(lambda: power_cut.prove(cuts=2, control=2, seed=3))


def test_a_flood_with_rascals_in_it_loses_no_accepted_request() -> None:
    are_kept(lambda: flood.prove(requests=300, clients=16, slow=0, seed=3))


def test_more_changes_than_the_kernel_keeps_lose_no_file() -> None:
    are_kept(lambda: storm.prove(files=200, queue=16))


@pytest.mark.parametrize("at", [60, 130])
def test_a_runner_that_dies_at_a_write_or_sync_is_put_right(tmp_path: Path, library: Path, at: int) -> None:
    world = World(tmp_path)
    world.make(*sweep.without_clock(world))
    assert sweep.die_at(world, library, sweep.serve, "torn", at) == []


def test_a_runner_on_a_full_disk_waits_and_goes_on_by_itself() -> None:
    are_kept(lambda: faults.full_disk(rounds=1))


@pytest.mark.parametrize("deed", [faults.make, faults.carry_out])
def test_a_disk_that_reports_errors_is_a_sentence(tmp_path: Path, library: Path, deed: faults.Deed) -> None:
    assert faults.attack(tmp_path, library, deed, "5", 30) == []


def test_of_three_runners_one_runs() -> None:
    are_kept(lambda: rivals.rivals(rounds=1))


def test_one_delivery_from_many_clients_is_one_run() -> None:
    are_kept(lambda: rivals.same_delivery(320))


def test_after_an_outage_each_policy_catches_up_as_it_says(tmp_path: Path) -> None:
    assert outages.outage(World(tmp_path), 31 * outages.DAY, each=1).wrong == []


def test_no_process_of_a_command_outlives_its_limit(tmp_path: Path) -> None:
    kinds = ("leaves twice and ignores TERM", "forks as fast as it is killed", "forgets its environment", "floods")
    lives, left = commands.stop_all(World(tmp_path), {kind: commands.SHELL[kind] for kind in kinds})
    assert left == []
    assert set(lives) == set(kinds)


def test_a_pruned_history_leaves_a_file_not_much_larger_than_what_it_holds() -> None:
    are_kept(lambda: history.in_short(runs=2_000))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> World:
    """A world with one run of `hand`, which keeps every promise."""
    world = World(tmp_path_factory.mktemp("judged"))
    world.make()
    assert world.run("run", "hand", "--wait").returncode == 0
    world.acknowledged.runs.add(1)
    return world


@pytest.fixture
def judged(kept: World) -> Iterator[World]:
    """The same world, to be spoilt; afterwards it is as it was."""
    files = (kept.ledger, kept.places.database)
    before = [file.read_bytes() for file in files]
    assert broken(judge(kept)) == []
    yield kept
    kept.acknowledged.deliveries.clear()
    for file, content in zip(files, before, strict=True):
        file.write_bytes(content)


def _repeat_a_once_step(world: World) -> None:
    world.ledger.write_text(world.ledger.read_text() * 2)


def _forget_an_effect(world: World) -> None:
    world.ledger.write_text("")


def _lose_a_request(world: World) -> None:
    world.acknowledged.deliveries.add("lost")


def _change(statement: str) -> Callable[[World], None]:
    return lambda world: world.change(statement)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (_repeat_a_once_step, "once steps carried out twice without the user's word"),
        (_forget_an_effect, "successful runs with an effect missing"),
        (_lose_a_request, "acknowledged requests without a run"),
        (_change("DELETE FROM execution_run"), "acknowledged runs and automations that are gone"),
        (_change("UPDATE execution_run SET status = 'running', finished_at = NULL"), "runs that are stuck"),
        (_change("UPDATE execution_run SET status = 'waiting', finished_at = NULL"), "waiting runs that do not ask"),
        (_change("DELETE FROM execution_step"), "effects of a step that was not on disk"),
        (_change("UPDATE execution_run SET status = 'failure'"), "runs that failed"),
        (_change("DELETE FROM execution_log"), "runs that were told two ends"),
    ],
)
def test_the_judge_sees_each_broken_promise(judged: World, spoil: Callable[[World], None], words: str) -> None:
    spoil(judged)
    assert [one for one in broken(judge(judged)) if one.what.startswith(words)] != []


def test_the_judge_sees_a_schedule_point_that_vanished(judged: World) -> None:
    trigger = judged.rows("SELECT step_id, automation_id FROM listener WHERE block = 'schedule'")[0]
    with Store.open(judged.places, FakeClock()) as store:
        for second in (10, 11, 13):
            due = START + timedelta(seconds=second)
            store.write(
                runs.enqueue, trigger["automation_id"], Event(f"due:{due}", due=due), due,
                trigger="schedule", trigger_step_id=trigger["step_id"],
            )  # fmt: skip
    assert "schedule points without a run or a log line" in [one.what for one in broken(judge(judged))]
