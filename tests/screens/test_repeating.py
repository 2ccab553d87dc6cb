"""Repeating a run, and a run by hand that asks for its inputs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from nomologi_tui.model import Automation, RunStatus, StepRecord, StepStatus, StepType
from nomologi_tui.store import automations, runs
from nomologi_tui.testing import START
from nomologi_tui.usecases.runs.differences import event_data
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
ASKS = "when I say so run 'echo {{ event.title }}'"


def made(ws: Workspace, status: RunStatus = RunStatus.FAILURE) -> Automation:
    one = seed.make(ws, "every day at 7 run 'report.sh --send'")
    seed.ran(ws, one, status, minutes_ago=120)
    return one


async def open_it(person: Person) -> None:
    await person.sees("1 of 1")
    await person.press("enter")
    await person.sees("DO   run")


async def test_the_ways_to_repeat_a_run(ws: Workspace, golden: Golden) -> None:
    made(ws)
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.press("R")
        await person.sees("Repeat run 1", "from the failed step")
        await person.rest()
        golden("repeat-ways", person.text)
        await person.press("escape")
        await person.sees("exit code 2")
        assert len(ws.reader.runs(ws.user_id)) == 1


async def test_from_the_failed_step_it_is_queued_at_once(ws: Workspace) -> None:
    made(ws)
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.press("R")
        await person.sees("from the failed step")
        await person.press("j", "enter")
        await person.sees("Run 2 repeats run 1; it starts as soon as a runner is on.")
        run = ws.store.read(runs.get, ws.user.id, 2)
        assert (run.replay_of, run.trigger, run.status) == (1, "replay", RunStatus.PENDING)


async def test_what_happened_already_is_asked_about_first(ws: Workspace, golden: Golden) -> None:
    made(ws, RunStatus.SUCCESS)
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.press("R")
        await person.sees("the whole run")
        await person.press("enter")
        await person.sees("Do it again?", "2 run_command")
        await person.rest()
        golden("repeat-twice", person.text)
        await person.press("enter")
        await person.sees("Nothing was done.")
        await person.press("R", "enter")
        await person.sees("Do it again?")
        await person.press("right", "enter")
        await person.sees("Run 2 repeats run 1")


async def test_a_run_that_can_not_be_repeated_so_is_a_sentence(ws: Workspace) -> None:
    made(ws, RunStatus.SUCCESS)
    async with at_terminal(ws) as person:
        await open_it(person)
        await person.press("R")
        await person.sees("from the failed step")
        await person.press("j", "enter")
        await person.sees("No step of run 1 failed.")


async def test_the_trace_of_a_replay_shows_what_differs(ws: Workspace, golden: Golden) -> None:
    made(ws)
    repeated(ws, 1)
    async with at_terminal(ws, (120, 40)) as person:
        await open_it(person)
        await person.sees("Run 2 went well", "Repeats run 1. What differs:", "status: failure → success")
        await person.rest()
        golden("trace-of-a-replay", person.text)


def repeated(ws: Workspace, run_id: int) -> None:
    """A replay of a run whose only step failed; now it went well."""
    (step,) = ws.store.read(runs.steps, run_id)
    earlier = replace(step, position=0, name="before", status=StepStatus.SUCCESS, error="", reason="took a look")
    at = START - timedelta(minutes=3)
    data = event_data(ws.store.read(runs.get, ws.user.id, run_id)) | {"path": "/home/ada/in/c.pdf"}
    again = ws.store.write(runs.replay, ws.user.id, run_id, runs.Again(data, 1, kept=(earlier,)), at)
    ws.store.write(runs.claim, seed.TOKEN, at, 1)
    done = StepRecord(
        again, 1, StepType.ACTION, "run_command", "run_command", StepStatus.SUCCESS, output={"stdout": "sent\n3 pages"},
        reason="run `report.sh --send`", started_at=at, finished_at=at + timedelta(seconds=2),
    )  # fmt: skip
    ws.store.write(runs.end_step, done, at)
    ws.store.write(runs.finish, again, seed.TOKEN, RunStatus.SUCCESS, at, summary="Done: run `report.sh --send`.")


async def test_a_replay_whose_run_was_pruned_says_so(ws: Workspace) -> None:
    one = made(ws)
    repeated(ws, 1)
    seed.ran(ws, one, RunStatus.FAILURE, minutes_ago=1)
    ws.store.write(runs.prune, runs.Edge(START), 1)
    async with at_terminal(ws, (120, 40)) as person:
        await open_it(person)
        await person.press("j")
        await person.sees("Run 2 went well", "It is not there any more to compare with.")


async def test_a_run_by_hand_asks_for_its_inputs(ws: Workspace, golden: Golden) -> None:
    asking(ws, {"title": "Untitled", "note": ""})
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("r")
        await person.sees("Run it with", "title", "Untitled", "note")
        await person.rest()
        golden("run-inputs", person.text)
        await person.press("ctrl+u")
        await person.type("Hello")
        await person.press("enter", "enter", "enter")
        await person.sees("Run 1 is queued")
        assert ws.store.read(runs.get, ws.user.id, 1).input["inputs"] == {"title": "Hello", "note": ""}


async def test_a_run_by_hand_asks_for_what_only_a_trigger_tells(ws: Workspace) -> None:
    seed.make(ws, "when a file appears in /tmp run 'echo {{ event.name }}'", turn_on=False)
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("r")
        await person.sees("Run it as if its trigger saw this", "name")
        await person.type("a.pdf")
        await person.press("enter", "enter")
        await person.sees("Run 1 is queued")
        assert ws.store.read(runs.get, ws.user.id, 1).input["name"] == "a.pdf"


async def test_escape_runs_nothing(ws: Workspace) -> None:
    asking(ws, {"title": "\x1b]0;x\x07\nUntitled"})
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("r")
        await person.sees("Run it with", "Untitled")
        await person.press("escape")
        await person.sees_no("Run it with")
        assert ws.reader.runs(ws.user_id) == []


def asking(ws: Workspace, inputs: dict[str, str]) -> None:
    """An automation that a person runs and that asks for these."""
    one = seed.make(ws, ASKS, turn_on=False)
    first, *rest = one.steps
    ws.store.write(automations.update, replace(one, steps=(replace(first, config={"inputs": inputs}), *rest)), START)
