"""A finished run again: what it does, what it does not do again, and what it refuses."""

from dataclasses import replace
from pathlib import Path

import pytest

from nomologi_tui.clock import SystemClock
from nomologi_tui.errors import BadInputError, NomologiError, NotFoundError
from nomologi_tui.model import Automation, Run, RunStatus, Step, StepStatus, StepType
from nomologi_tui.store import automations, runs
from nomologi_tui.usecases.runs import comparing, replaying, running
from nomologi_tui.usecases.runs.replaying import Wish
from nomologi_tui.usecases.workspace import Workspace
from tests.usecases.doing import add, carried_out, change, command, compare

WHOLE, FAILED = Wish(), Wish(from_failed=True)


@pytest.fixture
def place(ws: Workspace, tmp_path: Path) -> Path:
    """Where commands leave their marks; the clock goes on by itself."""
    ws.clock = SystemClock()
    return tmp_path


def marks(place: Path) -> list[str]:
    """What the commands did, in order."""
    path = place / "marks"
    return path.read_text().split() if path.exists() else []


def mark(name: str, place: Path, more: str = "echo out-{{ event.v }}") -> Step:
    return command(name, f"echo {name} >> {place}/marks; {more}")


def three(place: Path) -> tuple[Step, ...]:
    """The second fails until the file `ok` is there; the third uses what the first one wrote."""
    third = mark("three", place, "echo got {{ steps.one.stdout }}")
    return mark("one", place), mark("two", place, f"test -e {place}/ok"), third


async def replayed(ws: Workspace, run: Run, wish: Wish = WHOLE) -> Run:
    plan = await replaying.plan(ws, run.id, wish)
    return await running.wait_for(ws, replaying.start(ws, plan))


def steps_of(ws: Workspace, run: Run) -> list[tuple[str, str]]:
    return [(one.name, one.status.value) for one in ws.store.read(runs.steps, run.id)]


def everything(ws: Workspace) -> tuple[object, ...]:
    """What a refusal must not change."""
    found = ws.reader.runs(ws.user_id)
    return found, [ws.store.read(runs.steps, one.id) for one in found], ws.reader.logs(ws.user_id)


async def refused(ws: Workspace, run_id: int, wish: Wish = WHOLE) -> NomologiError:
    before = everything(ws)
    with pytest.raises(NomologiError) as caught:
        await replaying.plan(ws, run_id, wish)
    assert everything(ws) == before
    assert "\n" not in str(caught.value)
    return caught.value


async def test_from_the_failed_step_what_succeeded_is_not_done_again(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, *three(place)), v="x")
    assert (first.status, marks(place)) == (RunStatus.FAILURE, ["one", "two"])
    (place / "ok").touch()
    again = await replayed(ws, first, FAILED)
    assert (again.status, again.trigger, again.replay_of) == (RunStatus.SUCCESS, "replay", first.id)
    assert marks(place) == ["one", "two", "two", "three"]
    assert ws.store.read(runs.steps, again.id)[-1].output["stdout"] == "got out-x"
    assert steps_of(ws, again) == [("one", "success"), ("two", "success"), ("three", "success")]


async def test_the_finished_run_stays_as_it_is(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, *three(place)), v="x")
    kept = ws.store.read(runs.steps, first.id)
    await replayed(ws, first, FAILED)
    assert ws.store.read(runs.get, ws.user.id, first.id) == first
    assert ws.store.read(runs.steps, first.id) == kept


async def test_what_is_taken_over_is_marked_and_what_differs_is_known(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, *three(place)), v="x")
    (place / "ok").touch()
    again = await replayed(ws, first, FAILED)
    assert [again.took_over(one) for one in ws.store.read(runs.steps, again.id)] == [True, False, False]
    assert not any(first.took_over(one) for one in ws.store.read(runs.steps, first.id))
    found = comparing.against_original(ws, again) or []
    assert ("two", "status", "failure", "success") in [(one.step, one.field, one.before, one.after) for one in found]
    assert "one" not in {one.step for one in found}


async def test_a_whole_replay_says_what_happens_twice_and_sees_the_same_event(ws: Workspace, place: Path) -> None:
    shown = mark("one", place, "echo {{ event.id }} {{ event.trigger }} {{ event.v }}")
    first = await carried_out(ws, add(ws, shown), v="x")
    plan = await replaying.plan(ws, first.id, WHOLE)
    assert [one.name for one in plan.twice] == ["one"]
    again = await running.wait_for(ws, replaying.start(ws, plan))
    assert comparing.against_original(ws, again) == []
    twice = await replayed(ws, again)
    assert comparing.compare(ws, first.id, twice.id) == []
    assert marks(place) == ["one", "one", "one"]


async def test_a_failed_step_does_not_count_as_having_happened(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, *three(place)), v="x")
    assert (await replaying.plan(ws, first.id, FAILED)).twice == ()


async def test_with_other_data(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, mark("one", place)), v="x")
    again = await replayed(ws, first, Wish(data={"v": "y"}))
    assert ws.store.read(runs.steps, again.id)[0].output["stdout"] == "out-y"


async def test_a_step_is_named_by_its_number_or_its_name(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, *three(place)), v="x")
    for start in ("2", "two"):
        plan = await replaying.plan(ws, first.id, Wish(start=start))
        assert [one.name for one in plan.kept] == ["one"]


async def test_an_edited_automation_is_replayed_as_it_was_or_as_it_is(ws: Workspace, place: Path) -> None:
    one = add(ws, *three(place))
    first = await carried_out(ws, one, v="x")
    moved = Step(StepType.TRIGGER, "manual", {}, name="by hand")
    change(ws, one, moved, *three(place)[:1], mark("two", place, "echo fixed"), mark("three", place, "true"))
    again = await replayed(ws, first, FAILED)
    assert (again.status, again.revision) == (RunStatus.FAILURE, 1)
    newer = await replayed(ws, first, replace(FAILED, newer=True))
    assert (newer.status, newer.revision) == (RunStatus.SUCCESS, 2)
    assert marks(place) == ["one", "two", "two", "two", "three"]


async def test_a_step_that_is_gone_in_the_newer_revision_is_refused(ws: Workspace, place: Path) -> None:
    one = add(ws, *three(place))
    first = await carried_out(ws, one, v="x")
    change(ws, one, three(place)[0])
    error = await refused(ws, first.id, replace(FAILED, newer=True))
    assert error.message == "The step “two” is not there any more in revision 2."


async def test_a_new_step_before_the_start_is_refused(ws: Workspace, place: Path) -> None:
    one = add(ws, *three(place))
    first = await carried_out(ws, one, v="x")
    change(ws, one, mark("zero", place), *three(place))
    error = await refused(ws, first.id, replace(FAILED, newer=True))
    assert "next is “zero”, which it did not carry out" in error.message


async def test_steps_after_a_failure_and_behind_a_closed_condition_can_not_be_the_beginning(
    ws: Workspace, place: Path
) -> None:
    failed = await carried_out(ws, add(ws, *three(place)), v="x")
    assert "it ends before" in (await refused(ws, failed.id, Wish(start="three"))).message
    skipped = await carried_out(ws, add(ws, compare("{{ event.v }}", "y"), mark("one", place)), v="x")
    assert "it ends before" in (await refused(ws, skipped.id, Wish(start="one"))).message


async def test_after_a_failure_that_is_gone_over_the_later_steps_can_be(ws: Workspace, place: Path) -> None:
    steps = (mark("one", place, "false"), mark("two", place), mark("three", place, "false"))
    first = await carried_out(ws, add(ws, *steps, on_failure="continue"), v="x")
    again = await replayed(ws, first, Wish(start="three"))
    assert marks(place) == ["one", "two", "three", "three"]
    assert again.status is RunStatus.FAILURE


async def test_from_a_step_that_ran_instead_of_a_failed_one(ws: Workspace, place: Path) -> None:
    steps = (mark("one", place, "false"), mark("two", place), replace(mark("instead", place, "false"), instead=True))
    first = await carried_out(ws, add(ws, *steps, on_failure="instead"), v="x")
    plan = await replaying.plan(ws, first.id, Wish(start="instead"))
    assert [(one.name, one.status) for one in plan.kept] == [("one", StepStatus.FAILURE)]
    await running.wait_for(ws, replaying.start(ws, plan))
    assert marks(place) == ["one", "instead", "instead"]


async def test_a_run_without_its_conditions_stays_without_them(ws: Workspace, place: Path) -> None:
    one = add(ws, compare("{{ event.v }}", "y"), mark("one", place))
    first = await running.wait_for(ws, running.run_now(ws, one, {"v": "x"}, ignores_conditions=True))
    again = await replayed(ws, first)
    assert (first.status, again.status) == (RunStatus.SUCCESS, RunStatus.SUCCESS)
    assert marks(place) == ["one", "one"]


async def test_a_value_that_was_not_kept_whole_is_not_taken_over(ws: Workspace, place: Path) -> None:
    flood = mark("one", place, "head -c 300000 /dev/zero | tr '\\0' '\"'")  # twice as long in JSON
    one = add(ws, flood, command("two", "test {{ steps.one.stdout }}"))
    first = await carried_out(ws, one, v="x")
    error = await refused(ws, first.id, Wish(start="two"))
    assert error.message.startswith("“two” needs steps.one.stdout, which can't be taken over: its recorded output was")


@pytest.mark.parametrize("start", ["0", "9", "nothing", "-1", "9" * 400, "", "\x1b[31m", "²"])
async def test_a_step_that_is_not_there_is_refused(ws: Workspace, place: Path, start: str) -> None:
    first = await carried_out(ws, add(ws, mark("one", place)), v="x")
    assert (await refused(ws, first.id, Wish(start=start))).exit_code == 2


async def test_without_a_failed_step_there_is_none_to_begin_with(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, mark("one", place)), v="x")
    assert "No step of run 1 failed." in (await refused(ws, first.id, FAILED)).message


async def test_a_run_that_has_not_ended_is_refused(ws: Workspace, place: Path) -> None:
    one = add(ws, mark("one", place))
    waiting = running.run_now(ws, one)
    assert (await refused(ws, waiting)).message == "Run 1 has not ended yet: it is pending."
    ws.store.write(runs.claim, "runner", ws.clock.now(), 1)
    assert (await refused(ws, waiting)).message == "Run 1 has not ended yet: it is running."


async def test_a_pruned_or_unknown_run_is_not_found(ws: Workspace, place: Path) -> None:
    one = add(ws, mark("one", place))
    first = await carried_out(ws, one, v="x")
    plan = await replaying.plan(ws, first.id, WHOLE)
    await carried_out(ws, one, v="x")
    prune(ws)
    for run_id in (first.id, 99, 0, -1, 10**30):
        assert (await refused(ws, run_id)).exit_code == 3
    with pytest.raises(NotFoundError):  # it went between the question and the answer
        replaying.start(ws, plan)
    assert len(ws.reader.runs(ws.user_id)) == 1


def prune(ws: Workspace) -> None:
    """Keep one run of each outcome."""
    while ws.store.write(runs.prune, runs.Edge(ws.clock.now()), 1):
        pass


async def test_what_a_pruned_run_was_compared_with_is_gone(ws: Workspace, place: Path) -> None:
    first = await carried_out(ws, add(ws, mark("one", place)), v="x")
    again = await replayed(ws, first)
    prune(ws)
    assert comparing.against_original(ws, again) is None


async def test_a_deleted_automation_is_not_found(ws: Workspace, place: Path) -> None:
    one = add(ws, mark("one", place))
    first = await carried_out(ws, one, v="x")
    plan = await replaying.plan(ws, first.id, WHOLE)
    ws.store.write(automations.delete, one.id, ws.clock.now())
    assert "was deleted" in (await refused(ws, first.id)).message
    with pytest.raises(NotFoundError):
        replaying.start(ws, plan)


async def test_a_revision_that_is_gone_is_said_and_the_newest_one_can_be_taken(ws: Workspace, place: Path) -> None:
    one = add(ws, mark("one", place))
    first = await carried_out(ws, one, v="x")
    change(ws, one, mark("one", place))
    ws.store.write(lambda tx: tx.exec_driver_sql("DELETE FROM automation_revision WHERE revision = 1"))
    error = await refused(ws, first.id)
    assert (error.exit_code, "--newer" in error.hint) == (3, True)
    assert (await replayed(ws, first, Wish(newer=True))).status is RunStatus.SUCCESS


async def test_a_replay_may_begin_at_a_condition(ws: Workspace, place: Path) -> None:
    one = add(ws, compare("{{ event.v }}", "y"), compare("{{ event.w }}", "y", "second"), mark("one", place))
    first = await carried_out(ws, one, v="y", w="x")
    again = await replayed(ws, first, Wish(start="second", data={"v": "now ignored", "w": "y"}))
    assert (first.status, again.status) == (RunStatus.SKIPPED, RunStatus.SUCCESS)


async def test_a_cancelled_run_can_be_repeated(ws: Workspace, place: Path) -> None:
    waiting = running.run_now(ws, add(ws, mark("one", place)), {"v": "x"})
    running.cancel(ws, waiting)
    again = await replayed(ws, ws.store.read(runs.get, ws.user.id, waiting))
    assert (again.status, marks(place)) == (RunStatus.SUCCESS, ["one"])


async def test_a_start_that_two_steps_could_mean_is_refused(ws: Workspace, place: Path) -> None:
    nameless = replace(mark("one", place), name="")
    first = await carried_out(ws, add(ws, nameless, nameless), v="x")
    with pytest.raises(BadInputError, match="Give a number: 1 and 2"):
        await replaying.plan(ws, first.id, Wish(start="run_command"))


async def test_cooldown_and_limits_are_not_in_the_way(ws: Workspace, place: Path) -> None:
    one: Automation = add(ws, mark("one", place), cooldown=3600.0)
    first = await carried_out(ws, one, v="x")
    assert (await replayed(ws, first)).status is RunStatus.SUCCESS


def loop(place: Path, **config: str) -> tuple[Step, ...]:
    """For each of three letters: a mark; then one that fails for `b` until the file `ok` is there."""
    first = mark("one", place, "echo got {{ item }}")
    second = mark("two", place, f"test {{{{ item }}}} != b || test -e {place}/ok")
    each = Step(StepType.ACTION, "for_each", {"items": "a\nb\nc", **config}, name="each")
    return each, replace(first, depth=1), replace(second, depth=1), mark("end", place)


async def test_from_the_item_that_failed_what_succeeded_is_not_done_again(ws: Workspace, place: Path) -> None:
    failed = await carried_out(ws, add(ws, *loop(place)), v="1")
    assert failed.status is RunStatus.FAILURE
    (place / "ok").touch()
    plan = await replaying.plan(ws, failed.id, FAILED)
    assert [one.place for one in plan.kept] == ["0", "1[1]", "1[2]", "2[1]"]
    again = await running.wait_for(ws, replaying.start(ws, plan))
    assert (again.status, marks(place)) == (RunStatus.SUCCESS, ["one", "two", "one", "two", "two", "one", "two", "end"])


async def test_a_step_inside_is_named_by_its_item(ws: Workspace, place: Path) -> None:
    (place / "ok").touch()
    done = await carried_out(ws, add(ws, *loop(place)), v="1")
    with pytest.raises(BadInputError, match="Give a number: 3"):
        await replaying.plan(ws, done.id, Wish(start="two"))
    plan = await replaying.plan(ws, done.id, Wish(start="3[2]"))
    assert [one.place for one in plan.kept] == ["0", "1[1]", "1[2]", "2[1]"]


async def test_from_a_step_behind_a_loop_all_of_it_is_taken_over(ws: Workspace, place: Path) -> None:
    (place / "ok").touch()
    done = await carried_out(ws, add(ws, *loop(place)), v="1")
    again = await replayed(ws, done, Wish(start="end"))
    assert (again.status, marks(place)[6:]) == (RunStatus.SUCCESS, ["end", "end"])


async def test_a_branch_is_not_decided_anew_from_a_step_inside_it(ws: Workspace, place: Path) -> None:
    branch = Step(StepType.ACTION, "branch", {"test": "event.v == '1'"}, name="branch")
    inner = [replace(mark("yes", place), depth=1), replace(mark("no", place), depth=1, otherwise=True)]
    done = await carried_out(ws, add(ws, branch, *inner), v="1")
    again = await replayed(ws, done, Wish(start="yes", data={"v": "2"}))
    assert (again.status, marks(place)) == (RunStatus.SUCCESS, ["yes", "yes"])
