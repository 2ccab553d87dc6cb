"""Mistyped words."""

import pytest

from nomologi_tui.goals.sentence.slips import respelled
from nomologi_tui.goals.words.tokens import tokens_of


def words(text: str, *known: str) -> list[str]:
    return [token.value for token in respelled(tokens_of(text), known.__contains__)]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("recieved", "received"),  # swapped
        ("wehn", "when"),
        ("folde", "folde"),  # the last letter is left alone: it may be another form
        ("tomorow", "tomorrow"),  # missing
        ("remiinder", "reminder"),  # too many
        ("notfiy", "notify"),
        ("plz", "please"),
    ],
)
def test_one_slip_inside_a_frequent_word_is_mended(typed: str, meant: str) -> None:
    assert words(typed) == [meant]


@pytest.mark.parametrize("word", ["minuten", "heure", "every", "wenn", "xyzzy", "ever", "größer"])
def test_other_words_stay(word: str) -> None:
    assert words(word) == [word]


def test_a_word_that_means_something_stays_though_another_is_near() -> None:
    assert words("form there", "form", "there") == ["form", "there"]


def test_what_is_quoted_and_paths_stay() -> None:
    assert words("'recieved' ~/recieved") == ["recieved", "~/recieved"]
