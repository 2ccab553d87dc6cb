"""Conditions inside a group or a branch, built by keys on a command line."""

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.model import Step, StepType
from nomologi_tui.usecases.flow import answers, checking
from nomologi_tui.usecases.flow.drafting import Flow
from nomologi_tui.usecases.workspace import Workspace


def flow() -> Flow:
    steps = (Step(StepType.TRIGGER, "manual"), Step(StepType.CONDITION, "group"), Step(StepType.ACTION, "stop"))
    return Flow("x", steps)


def built(ws: Workspace, *pairs: str) -> list[dict[str, object]]:
    made = answers.set_values(ws.registry, flow(), pairs)
    found: list[dict[str, object]] = made.steps[1].config["conditions"]
    return found


def test_conditions_are_begun_and_filled_in_also_in_a_group_of_their_own(ws: Workspace) -> None:
    found = built(
        ws, "if.conditions.1=compare", "if.conditions.1.left={{ event.x }}", "if.1.conditions.1.right=3",
        "if.conditions.2=group", "if.conditions.2.mode=any", "if.conditions.2.conditions.1=time_window",
        "if.conditions.2.conditions.1.weekdays=sat, sun",
    )  # fmt: skip
    assert found == [
        {"block": "compare", "config": {"left": "{{ event.x }}", "right": "3"}},
        {"block": "group", "config": {"mode": "any", "conditions": [
            {"block": "time_window", "config": {"weekdays": ["sat", "sun"]}}]}},
    ]  # fmt: skip
    made = answers.set_values(ws.registry, flow(), ["if.conditions.1=compare", "if.conditions.1.left=1"])
    assert not [one for one in checking.problems(ws.registry, made.steps) if one.key.startswith("if")]


def test_a_condition_is_replaced_and_a_field_taken_back(ws: Workspace) -> None:
    begun = ("if.conditions.1=compare", "if.conditions.1.left=1")
    assert built(ws, *begun, "if.conditions.1=expression") == [{"block": "expression", "config": {}}]
    assert built(ws, *begun, "if.conditions.1.right=2", "if.conditions.1.right=")[0]["config"] == {
        "left": "1", "right": "",
    }  # fmt: skip


@pytest.mark.parametrize(("pair", "words"), [
    ("if.conditions.3=compare", "has no condition 3 yet"), ("if.conditions.0=compare", "has no condition 0 yet"),
    ("if.conditions.2.left=1", "has no condition 2 yet"), ("if.conditions.1.flurb=1", "is no field of compare"),
    ("if.conditions.1.left.x=1", "is no field of compare"), ("if.conditions.1.operator=flurb", "operator: "),
    ("if.conditions=[]", "holds conditions"), ("if.conditions.1.=x", "is no field of this automation"),
])  # fmt: skip
def test_a_key_or_value_that_does_not_fit_is_a_sentence(ws: Workspace, pair: str, words: str) -> None:
    with pytest.raises(BadInputError, match=words):
        built(ws, "if.conditions.1=compare", pair)


def test_a_condition_that_is_not_known_is_named_with_the_nearest(ws: Workspace) -> None:
    with pytest.raises(NotFoundError, match="compar"):
        built(ws, "if.conditions.1=compar")
