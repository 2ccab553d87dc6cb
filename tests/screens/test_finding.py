"""What fits what somebody types in the palette, and what fits better."""

import pytest

from nomologi_tui.screens.palette.finding import fits

BETTER_FIRST = ["backup every night", "run 'backup.sh'", "my old backups", "the nasbackup", "back-up now"]


def test_whole_words_come_before_pieces_and_pieces_before_letters_in_that_order() -> None:
    scores = [fits("backup", one) for one in BETTER_FIRST]
    assert scores == sorted(scores, reverse=True)
    assert scores[0] > scores[1] > scores[3] > scores[4] > 0


@pytest.mark.parametrize(
    ("query", "text"), [("bkp", "run backup now"), ("misd", "missed times"), ("now run", "run it now"), ("w", "why")]
)
def test_letters_left_out_and_words_in_another_order_still_find_it(query: str, text: str) -> None:
    assert fits(query, text) > 0


@pytest.mark.parametrize(("query", "text"), [("", "why"), ("   ", "why"), ("xyz", "why"), ("rwy", "are we any")])
def test_what_is_not_meant_is_not_found(query: str, text: str) -> None:
    assert fits(query, text) == 0


def test_a_text_of_one_letter_only_takes_no_longer() -> None:
    assert fits("a" * 40 + "b", "a " * 50_000) == 0
