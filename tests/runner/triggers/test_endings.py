import asyncio
from dataclasses import replace
from datetime import timedelta

from nomologi_tui.model import Automation, ListenerState, Run, RunStatus, Step, StepType
from nomologi_tui.store import automations, listeners, runs, users
from tests.runner.bench import Bench
from tests.runner.ears import Ears, MakeEars
from tests.runner.made import automation, say
from tests.support import eventually

HAND = Step(StepType.TRIGGER, "manual")


def after(other: str, when: str = "automation ends") -> Step:
    return Step(StepType.TRIGGER, "after", {"when": when, "automation": other})


def make(bench: Bench, *steps: Step, slug: str) -> Automation:
    return bench.add(replace(automation(*steps, say("x")), slug=slug))


def begin(bench: Bench, one: Automation) -> int:
    run_id = bench.queue(one)
    bench.store.write(runs.claim, bench.tools.token, bench.tools.clock.now(), 1, run_id)
    return run_id


def end(bench: Bench, run_id: int, status: RunStatus = RunStatus.SUCCESS) -> None:
    now = bench.tools.clock.now()
    assert bench.store.write(runs.finish, run_id, bench.tools.token, status, now, summary="done")


def started(bench: Bench, one: Automation) -> list[Run]:
    return [run for run in reversed(bench.runs()) if run.automation_id == one.id]


async def told(bench: Bench, ears: Ears, one: Automation, *run_ids: int) -> None:
    await ears.sources.endings.look()
    await eventually(lambda: [run.input["run"] for run in started(bench, one)] == list(run_ids))


async def test_each_end_is_told_in_the_order_of_the_ends(bench: Bench, make_ears: MakeEars) -> None:
    first, second = make(bench, HAND, slug="first"), make(bench, after("first"), slug="second")
    ears = make_ears()
    await ears.follow(second)
    await ears.state(second, ListenerState.OK)
    one, two = begin(bench, first), begin(bench, first)
    end(bench, two)
    await told(bench, ears, second, two)
    end(bench, one, RunStatus.FAILURE)
    await told(bench, ears, second, two, one)
    assert started(bench, second)[1].input["status"] == "failure"


async def test_what_ended_before_it_first_listened_is_not_told(bench: Bench, make_ears: MakeEars) -> None:
    first, second = make(bench, HAND, slug="first"), make(bench, after("first"), slug="second")
    end(bench, begin(bench, first))
    ears = make_ears()
    await ears.follow(second)
    await ears.state(second, ListenerState.OK)
    end(bench, run := begin(bench, first))
    await told(bench, ears, second, run)


async def test_what_ended_while_nobody_listened_is_told_once_after_the_start(bench: Bench, make_ears: MakeEars) -> None:
    first, second = make(bench, HAND, slug="first"), make(bench, after("first"), slug="second")
    before = make_ears()
    await before.follow(second)
    await before.state(second, ListenerState.OK)
    end(bench, one := begin(bench, first))
    await told(bench, before, second, one)
    await before.close()
    end(bench, two := begin(bench, first))
    for _ in range(2):
        later = make_ears()
        await later.follow(second)
        await told(bench, later, second, one, two)
        await later.close()


async def test_an_end_that_was_told_without_its_place_being_kept_makes_no_second_run(
    bench: Bench, make_ears: MakeEars
) -> None:
    first, second = make(bench, HAND, slug="first"), make(bench, after("first"), slug="second")
    ears = make_ears()
    await ears.follow(second)
    await ears.state(second, ListenerState.OK)
    before = bench.listener(second).cursor
    end(bench, one := begin(bench, first))
    await told(bench, ears, second, one)
    await ears.close()
    assert before is not None
    bench.store.write(listeners.remember, second.triggers[0].id, before)
    again = make_ears()
    await again.follow(second)
    await eventually(lambda: again.events == 1)
    await told(bench, again, second, one)


async def test_more_ends_than_are_read_at_once_are_all_told(bench: Bench, make_ears: MakeEars) -> None:
    first, second = make(bench, HAND, slug="first"), make(bench, after("first"), slug="second")
    ears = make_ears()
    await ears.follow(second)
    await ears.state(second, ListenerState.OK)
    ended = [begin(bench, first) for _ in range(120)]
    for one in ended:
        await asyncio.to_thread(end, bench, one)
    await told(bench, ears, second, *ended)


async def test_one_that_is_gone_is_said_and_listened_to_again_when_it_is_there(
    bench: Bench, make_ears: MakeEars
) -> None:
    second, ears = make(bench, after("first"), slug="second"), make_ears()
    await ears.follow(second)
    assert "no automation called “first”" in await ears.state(second, ListenerState.RETRYING)
    make(bench, HAND, slug="first")
    await ears.state(second, ListenerState.OK)


async def test_another_user_s_automation_is_not_seen(bench: Bench, make_ears: MakeEars) -> None:
    stranger = bench.store.write(users.ensure_os_user, "eve", "Eve", bench.tools.clock.now())
    other = replace(automation(HAND, say("x")), slug="first", user_id=stranger.id)
    bench.store.write(automations.create, other, bench.tools.clock.now())
    second, ears = make(bench, after("first"), slug="second"), make_ears()
    await ears.follow(second)
    assert "no automation called “first”" in await ears.state(second, ListenerState.RETRYING)


async def test_the_runner_s_start_counts_once_and_not_where_it_was_switched_on_later(
    bench: Bench, make_ears: MakeEars
) -> None:
    waits = make(bench, after("", "the runner starts"), slug="waits")
    later = make(bench, after("", "the runner starts"), slug="later")
    now = bench.tools.clock.now()
    bench.store.write(listeners.begin, later.triggers[0].id, now + timedelta(hours=1), None)
    for _ in range(2):
        ears = make_ears()
        await ears.follow(waits, later)
        await ears.heard(1)
        await ears.close()
    assert [run.event_id for run in bench.runs()] == ["runner:this-runner"]


async def test_silence_hears_when_a_run_last_succeeded(bench: Bench, make_ears: MakeEars) -> None:
    quiet = Step(StepType.TRIGGER, "silence", {"no": "run succeeds", "after": "1s", "automation": "first"})
    first, second = make(bench, HAND, slug="first"), make(bench, quiet, slug="second")
    end(bench, begin(bench, first))
    (done,) = started(bench, first)
    ears = make_ears()
    await ears.follow(second)
    await eventually(lambda: started(bench, second))
    assert done.finished_at is not None
    assert started(bench, second)[0].input["since"] == done.finished_at.isoformat()
