"""w and p, by keys."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from nomologi_tui.model import Event, RunStatus, StepRecord, StepStatus, StepType
from nomologi_tui.runner.lock import RunnerLock
from nomologi_tui.store import runners, runs
from nomologi_tui.store.records import RunnerInfo
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import at_terminal

Golden = Callable[[str, str], None]
HOSTILE = ["\x1b[31mred\x1b[0m", "[bold]x[/]", "{{ x }} {when}", "\u202egnp.exe"]


def skipped(ws: Workspace, value: str, reason: str) -> None:
    """An automation whose last run was skipped by a condition."""
    one = seed.make(ws, "every day at 8 run 'backup.sh'")
    begun = START - timedelta(hours=1)
    run_id = ws.store.write(runs.enqueue, one.id, Event("seed"), begun, trigger="schedule").run_id
    ws.store.write(runs.claim, seed.TOKEN, begun, 1)
    record = StepRecord(
        run_id, 1, StepType.CONDITION, "compare", "enough room", StepStatus.SKIPPED, reason=reason,
        output={"met": False, "value": value},
    )  # fmt: skip
    ws.store.write(runs.end_step, record, begun)
    ws.store.write(runs.finish, run_id, seed.TOKEN, RunStatus.SKIPPED, begun, summary=f"Skipped: {reason}.")


@pytest.fixture
def service(ws: Workspace) -> Iterator[None]:
    """A runner elsewhere: its lock and its row."""
    info = RunnerInfo(42, "host", "token", "service", "0.1.0", START - timedelta(hours=3))
    ws.store.write(runners.started, info)
    lock = RunnerLock(ws.settings.places.runner_lock)
    assert lock.acquire("token")
    yield
    lock.release()


@pytest.mark.usefixtures("service")
async def test_w_says_why(ws: Workspace, golden: Golden) -> None:
    skipped(ws, "12", "12 is not more than 90")
    async with at_terminal(ws) as person:
        await person.sees("backup.sh", "1 of 1")
        await person.press("w")
        await person.sees("WHY", "It did not run at 09:00", "the condition “enough room” was not met")
        await person.rest()
        golden("why-80x24", person.text)
        await person.press("escape")
        await person.sees("1 of 1")


async def test_it_looks_again_when_something_changes_and_the_keys_work_there(ws: Workspace) -> None:
    seed.make(ws, "every day at 8 run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("enter")
        await person.sees("No runs yet")
        await person.press("w")
        await person.sees("no runner is on")
        await person.press("o")
        await person.sees("it is switched off", "Switch it on: press o.")


async def test_p_asks_how_long_and_ends_a_pause(ws: Workspace, golden: Golden) -> None:
    seed.make(ws, "every day at 8 run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("p")
        await person.sees("until tomorrow morning", "for an hour")
        await person.rest()
        golden("pick-pause", person.text)
        await person.press("j", "enter")
        await person.sees("Paused until 2026-11-23 08:00", "PAUSE", "Paused until Mon 08:00")
        await person.press("p")
        await person.sees("Goes on: every day")
        await person.sees_no("PAUSE")


async def test_p_pauses_until_a_person_comes(ws: Workspace) -> None:
    seed.make(ws, "every day at 8 run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("p")
        await person.sees("until I switch it on")
        await person.press("G", "enter")
        await person.sees("Paused until you switch it on")
        await person.press("w")
        await person.sees("it is paused until you switch it on", "press p")


async def test_what_is_off_can_not_be_paused(ws: Workspace) -> None:
    seed.make(ws, "every day at 8 run 'true'", turn_on=False)
    async with at_terminal(ws) as person:
        await person.sees("DRAFT")
        await person.press("p")
        await person.sees("nothing to pause")


@pytest.mark.parametrize("text", HOSTILE, ids=json.dumps)
async def test_values_from_outside_are_only_ever_text(ws: Workspace, text: str) -> None:
    skipped(ws, text, f"{text} is not more than 90")
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("w")
        await person.sees("no runner is on", "enough room")
        assert not any(letter in person.text for letter in "\x1b\u202e")
        if text.isprintable():
            assert text in person.text
