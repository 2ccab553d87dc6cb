"""What a goal left open, answered."""

import pytest

from nomologi_tui.errors import BadInputError, NeedsPersonError
from nomologi_tui.usecases.flow import answers, drafting
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.workspace import Workspace


def flow(ws: Workspace, goal: str) -> Flow:
    return drafting.flow_from_goal(ws, goal)[0]


def test_a_value_is_put_where_its_key_points(ws: Workspace) -> None:
    one = flow(ws, "every day at 8 run 'true' and then run 'false'")
    set_ = answers.set_values(ws.registry, one, ["what.2.command=id", "when.weekdays=mon,tue"])
    assert [step.config.get("command") for step in set_.steps] == [None, "true", "id"]
    assert set_.steps[0].config["weekdays"] == ["mon", "tue"]


def test_an_empty_value_takes_an_answer_back(ws: Workspace) -> None:
    one = answers.set_values(ws.registry, flow(ws, "every day at 8 run 'true'"), ["timeout=5s"])
    assert "timeout" not in answers.set_values(ws.registry, one, ["timeout="]).steps[1].config


@pytest.mark.parametrize("pair", ["", "=", "x", "x=1", "when=1", "what.3.command=a", "folder.x=1"])
def test_a_pair_that_names_no_field_is_refused(ws: Workspace, pair: str) -> None:
    with pytest.raises(BadInputError):
        answers.set_values(ws.registry, flow(ws, "every day at 8 run 'true'"), [pair])


def test_a_typed_secret_is_taken_and_one_on_a_command_line_is_not(ws: Workspace) -> None:
    one = flow(ws, "when a webhook arrives run 'true'")
    assert answers.answer(ws.registry, one, "when.secret", "hunter22").steps[0].config["secret"] == "hunter22"
    with pytest.raises(BadInputError):
        answers.set_values(ws.registry, one, ["when.secret=hunter22"])


def test_what_is_missing_is_named_with_its_key(ws: Workspace) -> None:
    with pytest.raises(NeedsPersonError, match=r"what\.message: This is needed.*--set what\.message="):
        answers.need_no_more(ws.registry, flow(ws, "every day at 8 tell me").steps)
    answers.need_no_more(ws.registry, flow(ws, "every day at 8 run 'true'").steps)
