"""What a waiting run asks, and that each answer counts once."""

from dataclasses import replace

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import Answer, Step, StepType, WaitingFor
from nomologi_tui.store import automations as rows
from nomologi_tui.usecases.runs import deciding
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed

SEND, AFTER = (Step(StepType.ACTION, "run_command", {"command": word}, name=word) for word in ("send", "after"))
MEND = replace(SEND, name="mend", enabled=False)


def test_a_question_names_its_step_and_what_comes_behind_it(ws: Workspace) -> None:
    made = seed.acting(ws, "send the report", SEND, MEND, AFTER)
    asked = deciding.asked(ws, seed.waits(ws, made, WaitingFor.DECISION, "needs your decision"))
    assert (asked.goal, asked.kind, asked.question) == (made.goal, WaitingFor.DECISION, "needs your decision")
    assert (asked.step, asked.does, asked.behind) == ("send", "run `send`", ("run `after`",))


def test_a_question_is_about_the_automation_as_it_was_when_the_run_was_accepted(ws: Workspace) -> None:
    made = seed.acting(ws, "send the report", SEND, AFTER)
    run_id = seed.waits(ws, made, WaitingFor.APPROVAL, "Asks: now?")
    ws.store.write(rows.update, replace(made, goal="another", steps=made.steps[:2]), ws.clock.now())
    assert (deciding.asked(ws, run_id).goal, deciding.asked(ws, run_id).behind) == ("send the report", ("run `after`",))


def test_an_answered_question_is_none_any_more(ws: Workspace) -> None:
    run_id = seed.waits(ws, seed.acting(ws, "send the report", SEND), WaitingFor.DECISION, "needs your decision")
    deciding.decide(ws, run_id, Answer.HAPPENED)
    with pytest.raises(BadInputError, match="waits for no answer"):
        deciding.asked(ws, run_id)
    with pytest.raises(NotFoundError):
        deciding.asked(ws, 99)
