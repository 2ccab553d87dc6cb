from datetime import time

import pytest

from nomologi_tui.blocks.registry import Registry
from nomologi_tui.goals.conditions.conditions import comparison, hours_condition
from nomologi_tui.goals.times.element import Element
from nomologi_tui.goals.words.tokens import tokens_of
from tests.goals.blocks import REGISTRY

NINE_TO_FIVE = Element("window", (time(9), time(17)), 0, 1)
WEEKEND = Element("weekdays", (frozenset({5, 6}), True), 1, 2)


def test_hours_and_weekdays_fill_the_block_that_has_them() -> None:
    found = hours_condition([NINE_TO_FIVE, WEEKEND], REGISTRY)
    assert found is not None
    assert found[0].name == "time_window"
    assert found[1] == {"from_time": "09:00", "to_time": "17:00", "weekdays": ["sat", "sun"]}


def test_two_windows_are_too_many_for_one_condition() -> None:
    assert hours_condition([NINE_TO_FIVE, NINE_TO_FIVE], REGISTRY) is None


def test_without_such_a_block_there_is_no_condition() -> None:
    assert hours_condition([NINE_TO_FIVE], Registry([])) is None
    assert comparison(tokens_of("if {{ a }} is 1"), Registry([])) is None


COMPARED = [
    ("if {{ a }} is 5", {"left": "{{ a }}", "operator": "is", "right": "5"}),
    ("if {{ a }} is not 'x y'", {"left": "{{ a }}", "operator": "is not", "right": "x y"}),
    ("if {{ a }} is more than 3", {"left": "{{ a }}", "operator": "greater than", "right": "3"}),
    ("if {{ a }} < 3", {"left": "{{ a }}", "operator": "less than", "right": "3"}),
    ("if {{ a }} is empty", {"left": "{{ a }}", "operator": "is empty"}),
]


@pytest.mark.parametrize(("text", "config"), COMPARED, ids=[text for text, _ in COMPARED])
def test_a_named_value_is_compared_as_said(text: str, config: dict[str, str]) -> None:
    found = comparison(tokens_of(text), REGISTRY)
    assert found is not None
    assert found[1] == config


@pytest.mark.parametrize(
    "text", ["if it is 5", "{{ a }} is 5", "if {{ a }} glows", "if {{ a }} is", "if {{ a }} matches x"]
)
def test_what_is_not_plainly_a_comparison_is_left(text: str) -> None:
    assert comparison(tokens_of(text), REGISTRY) is None
