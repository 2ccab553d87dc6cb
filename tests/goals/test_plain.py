"""Words that a person says stand for nothing: they stay text, and the rest is read as if they were unknown."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.errors import BadInputError
from nomologi_tui.goals.plain import read_without, stands_in
from nomologi_tui.goals.reading import Reading, read_goal
from tests.goals.blocks import REGISTRY

GOAL = "every day at 7 run 'x' at noon"


def read(goal: str) -> Reading:
    return read_goal(goal, registry=REGISTRY, timezone="UTC", now=datetime(2026, 11, 22, 9, tzinfo=UTC))


def test_without_anything_it_is_the_same_reading() -> None:
    assert read_without(GOAL, (), read) == read(GOAL)


def test_a_time_as_plain_text_is_no_time() -> None:
    reading = read_without(GOAL, ("at noon",), read)
    assert reading.when[0].config == {"times": ["07:00"]}
    assert (reading.goal, reading.not_understood) == (GOAL, ())


def test_a_plain_word_can_be_part_of_a_message() -> None:
    reading = read_without("every hour tell me to eat at noon", ("at noon",), read)
    assert reading.what[0].config == {"message": "eat at noon"}


def test_the_places_of_the_rest_stay_right() -> None:
    reading = read_without(GOAL, ("every day",), read)
    assert [GOAL[start:end] for start, end in reading.spans if end]


def test_text_that_is_gone_from_the_goal_does_not_count() -> None:
    assert read_without(GOAL, ("at midnight", " "), read) == read(GOAL)


@given(st.text(max_size=60), st.lists(st.text(max_size=12), max_size=4))
def test_whatever_is_left_plain_it_never_raises_and_leaves_no_stand_in_behind(goal: str, plain: list[str]) -> None:
    reading = read_without(goal, [goal[3:9], *plain], read)
    assert reading.goal == goal
    shown = str((reading.when, reading.what, reading.not_understood, reading.slots))
    assert "\ua000" in goal or "\ua000" not in shown


def test_words_are_found_whatever_their_case() -> None:
    assert stands_in(GOAL, " At Noon ") == "at noon"
    for text in ("at nine", "  "):
        with pytest.raises(BadInputError, match="does not stand in the goal"):
            stands_in(GOAL, text)
