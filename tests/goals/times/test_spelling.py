import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.goals.times.spelling import mended

KNOWN = (
    "every",
    "monday",
    "tuesday",
    "wednesday",
    "weekday",
    "month",
    "minute",
    "minutes",
    "hourly",
    "tomorrow",
    "until",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("evry", "every"), ("evrey", "every"), ("mondya", "monday"), ("tueday", "tuesday"), ("mounth", "month"),
        ("minuts", "minutes"), ("wensday", "wednesday"), ("tommorow", "tomorrow"), ("hourley", "hourly"),
    ],
)  # fmt: skip
def test_a_mistyped_word_is_the_one_that_is_nearest(typed: str, meant: str) -> None:
    assert mended(typed, KNOWN) == meant


@pytest.mark.parametrize(
    "word", ["mouth", "earnings", "util", "ever", "very", "money", "sunday", "evy1", "eve", "", "xmonday"]
)
def test_right_words_short_ones_and_those_far_away_stay(word: str) -> None:
    assert mended(word, KNOWN) == ""


def test_between_two_that_are_as_near_there_is_no_choice() -> None:
    assert mended("monuay", ("monday", "monxay")) == ""


@given(st.sampled_from(KNOWN), st.integers(0, 20))
def test_a_letter_left_out_of_a_long_word_is_found(word: str, place: int) -> None:
    typed = word[: 1 + place % (len(word) - 1)] + word[2 + place % (len(word) - 1) :]
    assert mended(typed, KNOWN) in (word, "minute", "minutes", "")
