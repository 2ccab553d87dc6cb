"""Runs that wait: the question on home and on the automation, one dialog, each answer once."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from nomologi_tui.model import Answer, Automation, RunStatus, Step, StepType, WaitingFor
from nomologi_tui.usecases.runs import deciding
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]
DOUBT = "needs your decision: the runner ended while “send” was under way, and nobody can know whether it happened"
BUSY = "Tries “send” again (try 2 of 4): The server is busy."
SEND = Step(StepType.ACTION, "run_command", {"command": "send-report --all"}, name="send")
AFTER = Step(StepType.ACTION, "run_command", {"command": "echo after"}, name="after")


def asking(ws: Workspace, question: str, *behind: Step) -> Automation:
    ask = Step(StepType.ACTION, "ask_for_approval", {"question": question}, name="ask")
    return seed.acting(ws, "send the report when I say so", ask, *behind)


def doubtful(ws: Workspace) -> int:
    return seed.waits(ws, seed.acting(ws, "send the report", SEND, AFTER), WaitingFor.DECISION, DOUBT)


async def open_question(person: Person) -> None:
    await person.sees("a answers")
    await person.press("a")
    await person.sees("waits for your word", "[ Cancel ]")


async def test_an_approved_run_goes_on_and_does_what_it_asked_about(ws: Workspace, tmp_path: Path) -> None:
    write = Step(StepType.ACTION, "write_file", {"path": f"{tmp_path}/out", "content": "sent"}, name="write")
    asking(ws, "Send it?", write)
    async with at_terminal(ws, runner=True) as person:
        await person.sees("runner ON (app)")
        await person.press("r")
        await person.sees("WAIT", "Run 1 asks: Send it?", "a answers")
        assert not (tmp_path / "out").exists()
        await open_question(person)
        await person.press("down", "enter")
        await person.sees("Run 1 goes on.", "OK ", "Done:")
    assert (tmp_path / "out").read_text(encoding="utf-8") == "sent\n"


async def test_a_denied_run_is_stopped(ws: Workspace) -> None:
    seed.waits(ws, asking(ws, "Send it?"), WaitingFor.APPROVAL, "Asks: Send it?")
    async with at_terminal(ws) as person:
        await open_question(person)
        await person.sees("Nothing comes behind it.", "Ends the run")
        await person.press("up", "enter")
        await person.sees("Run 1 is stopped.")
        await person.sees_no("a answers")
    assert ws.reader.run(1, 1).status is RunStatus.CANCELLED


@pytest.mark.parametrize(("downs", "status"), [(1, "pending"), (2, "pending"), (3, "cancelled")])
async def test_each_answer_to_a_step_in_doubt_is_passed_on(ws: Workspace, downs: int, status: str) -> None:
    run_id = doubtful(ws)
    async with at_terminal(ws) as person:
        await open_question(person)
        await person.press(*["down"] * downs, "enter")
        await person.sees("is stopped" if downs == 3 else "goes on as soon as a runner is on")
    assert ws.reader.run(1, run_id).status == status
    approved = {1: "1", 2: None, 3: None}[downs]
    assert ws.reader.run(1, run_id).approved == approved


@pytest.mark.parametrize("leave", ["enter", "escape"])
async def test_cancel_has_the_focus_and_leaves_the_run_waiting(ws: Workspace, leave: str) -> None:
    run_id = doubtful(ws)
    async with at_terminal(ws) as person:
        await open_question(person)
        await person.press(leave)
        await person.sees_no("[ Cancel ]")
        await person.sees("WAIT", "a answers")
    assert ws.reader.run(1, run_id).status is RunStatus.WAITING


async def test_whoever_answers_second_is_told_so(ws: Workspace) -> None:
    run_id = doubtful(ws)
    async with at_terminal(ws) as person:
        await open_question(person)
        deciding.decide(ws, run_id, Answer.STOP)
        await person.press("down", "enter")
        await person.sees("Run 1 waits for no answer: it was stopped.")
        await person.press("a")
        await person.sees("Nothing here waits for your word.")


async def test_the_automation_answers_the_chosen_run_else_the_oldest(ws: Workspace) -> None:
    made = seed.acting(ws, "send the report", SEND)
    for number in range(3):
        seed.waits(ws, made, WaitingFor.DECISION, f"needs your decision: the mail {number} may have left")
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("enter")
        await person.sees("Run 1 needs your decision: the mail 0", "a answers")
        await person.press("j", "a")
        await person.sees("Run 2 waits for your word", "the mail 1 may have left")
        await person.press("down", "down", "down", "enter")
        await person.sees("Run 2 is stopped.")


async def test_a_try_to_come_is_counted_down_in_words(ws: Workspace) -> None:
    made = seed.acting(ws, "send the report", SEND)
    seed.waits(ws, made, WaitingFor.RETRY, BUSY, timedelta(seconds=12))
    async with at_terminal(ws) as person:
        await person.sees("WAIT", "next try in 12 s   Run 1 tries “send” again (try 2 of 4)")
        await person.press("a")
        await person.sees("Nothing here waits for your word.")
        await person.press("enter")
        await person.sees("next try 10:00:12: Tries “send”", "next try in 12 s")


async def test_a_wait_for_a_time_says_until_when(ws: Workspace) -> None:
    made = seed.acting(ws, "send the report", SEND)
    seed.waits(ws, made, WaitingFor.TIME, "Waits until Monday", timedelta(hours=30))
    async with at_terminal(ws) as person:
        await person.sees("WAIT", "goes on Mon 16:00   Run 1 waits until Monday")


async def test_a_switched_off_automation_that_asks_shows_as_waiting(ws: Workspace) -> None:
    made = seed.acting(ws, "send the report", SEND, turn_on=False)
    seed.waits(ws, made, WaitingFor.DECISION, DOUBT)
    async with at_terminal(ws) as person:
        await person.sees("WAIT", "Run 1 needs your decision")


@pytest.mark.parametrize("text", ["[/foo] [b]", "\x1b]52;c;cHduZWQ=\x07\x1b[2J", "long " * 400, "\u202eexe.\u2066"])
async def test_a_question_from_outside_is_only_ever_text(ws: Workspace, text: str) -> None:
    made = asking(ws, f"Send {text}?", AFTER)
    seed.waits(ws, made, WaitingFor.APPROVAL, f"Asks: Send {text}?")
    async with at_terminal(ws) as person:
        await open_question(person)
        await person.sees("Asks: Send", "[ Approve ]", "[ Deny ]")
        assert not [letter for letter in person.text if not letter.isprintable() and letter != "\n"]


@pytest.mark.parametrize("size", [(80, 24), (60, 20)])
async def test_the_two_dialogs(ws: Workspace, golden: Golden, size: tuple[int, int]) -> None:
    seed.waits(ws, asking(ws, "Send 12 mails to all of sales?", SEND, AFTER), WaitingFor.APPROVAL,
               "Asks: Send 12 mails to all of sales?")  # fmt: skip
    doubtful(ws)
    async with at_terminal(ws, size) as person:
        await open_question(person)
        golden(f"decision-approval-{size[0]}x{size[1]}", person.text)
        await person.press("escape")
        await person.sees("1 of 2")
        await person.press("j")
        await open_question(person)
        golden(f"decision-doubt-{size[0]}x{size[1]}", person.text)


async def test_an_automation_with_a_question(ws: Workspace, golden: Golden) -> None:
    doubtful(ws)
    async with at_terminal(ws) as person:
        await person.sees("1 of 1")
        await person.press("enter")
        await person.sees("DO   run", "a answers")
        await person.rest()
        golden("automation-waits-80x24", person.text)
