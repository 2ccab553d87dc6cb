"""A person's answer to a waiting run: it counts once, and the step is told what came of it."""

from datetime import timedelta

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import Answer, Run, RunStatus, StepStatus, WaitingFor
from nomologi_tui.store import Store, runs
from tests.store.making import NOW, TOKEN, World, later, make_world, step_record


@pytest.fixture
def doubtful(world: World) -> Run:
    """A run that waits because nobody knows whether its step happened."""
    run_id = world.event("a")
    world.claim()
    world.store.write(runs.begin_step, step_record(run_id), NOW)
    world.store.write(runs.hold, run_id, TOKEN, WaitingFor.DECISION, "Needs your decision", NOW)
    return world.run(run_id)


def decide(world: World, run: Run, answer: Answer) -> Run:
    world.store.write(runs.decide, world.user.id, run.id, answer, later(5))
    return world.run(run.id)


def step_of(world: World, run: Run) -> StepStatus:
    return world.store.read(runs.steps, run.id)[-1].status


def test_run_it_makes_another_attempt_and_keeps_the_doubtful_one(world: World, doubtful: Run) -> None:
    after = decide(world, doubtful, Answer.RUN)
    assert (after.status, after.attempt, after.approved, after.waiting_for) == (RunStatus.PENDING, 2, "0", None)
    assert step_of(world, doubtful) is StepStatus.RETRYING


def test_it_happened_goes_on_behind_the_step(world: World, doubtful: Run) -> None:
    after = decide(world, doubtful, Answer.HAPPENED)
    assert (after.status, after.attempt) == (RunStatus.PENDING, 1)
    assert step_of(world, doubtful) is StepStatus.SUCCESS


def test_stop_ends_the_run_and_its_step(world: World, doubtful: Run) -> None:
    after = decide(world, doubtful, Answer.STOP)
    assert (after.status, after.finished_at) == (RunStatus.CANCELLED, later(5))
    assert after.summary == "Stopped at “work” by your word"
    assert step_of(world, doubtful) is StepStatus.FAILURE


@pytest.mark.parametrize("second", list(Answer))
@pytest.mark.parametrize("first", list(Answer))
def test_a_second_answer_is_refused_and_changes_nothing(
    world: World, doubtful: Run, first: Answer, second: Answer
) -> None:
    after = decide(world, doubtful, first)
    with pytest.raises(BadInputError, match=f"Run {doubtful.id} waits for no answer: it {after.status.told}"):
        decide(world, doubtful, second)
    assert world.run(doubtful.id) == after


def test_a_run_that_waits_for_a_time_takes_no_answer(world: World) -> None:
    run_id = world.event("a")
    world.claim()
    world.store.write(runs.hold, run_id, TOKEN, WaitingFor.RETRY, "Tries again", NOW, resume_at=later(60))
    with pytest.raises(BadInputError, match="waits for its next try"):
        world.store.write(runs.decide, world.user.id, run_id, Answer.RUN, NOW)


def test_an_approval_is_not_a_doubt(world: World) -> None:
    run_id = world.event("a")
    world.claim()
    world.store.write(runs.begin_step, step_record(run_id), NOW)
    world.store.write(runs.end_step, step_record(run_id, StepStatus.WAITING), NOW)
    world.store.write(runs.hold, run_id, TOKEN, WaitingFor.APPROVAL, "Asks: Send it?", NOW)
    with pytest.raises(BadInputError, match="nothing is in doubt"):
        world.store.write(runs.decide, world.user.id, run_id, Answer.HAPPENED, NOW)
    world.store.write(runs.decide, world.user.id, run_id, Answer.RUN, NOW)
    after = world.run(run_id)
    assert (after.status, after.attempt, after.approved) == (RunStatus.PENDING, 1, "0")


def test_nobody_answers_for_another_user(store: Store, doubtful: Run) -> None:
    other = make_world(store, "eve")
    with pytest.raises(NotFoundError, match=f"There is no run {doubtful.id}"):
        store.write(runs.decide, other.user.id, doubtful.id, Answer.RUN, NOW)


def test_a_waiting_decision_lets_the_next_run_begin_a_waiting_try_does_not(world: World, doubtful: Run) -> None:
    second = world.event("b")
    assert [run.id for run in world.claim()] == [second]
    world.store.write(runs.hold, second, TOKEN, WaitingFor.RETRY, "Tries again", NOW, resume_at=later(60))
    world.event("c")
    assert world.claim() == []
    assert doubtful.status is RunStatus.WAITING


def test_waits_end_at_their_time_and_a_try_counts_as_an_attempt(world: World) -> None:
    for name, kind in (("a", WaitingFor.RETRY), ("b", WaitingFor.TIME)):
        run_id = world.event(name)
        assert [run.id for run in world.claim()] == [run_id]
        world.store.write(runs.hold, run_id, TOKEN, kind, "Waits", NOW, resume_at=later(60), worked=2.5)
        assert world.store.read(runs.next_resume) == later(60)
        assert world.store.write(runs.resume_due, later(60) - timedelta(milliseconds=1)) == 0
        assert world.store.write(runs.resume_due, later(60)) == 1
        after = world.run(run_id)
        assert (after.status, after.attempt, after.worked) == (RunStatus.PENDING, 2 if name == "a" else 1, 2.5)
        assert [run.id for run in world.claim()] == [run_id]
        assert world.finish(run_id)
    assert world.store.read(runs.next_resume) is None
