"""What a word may be a form of."""

import pytest

from nomologi_tui.goals.words.forms import plain, stems


@pytest.mark.parametrize(("word", "stem"), [
    ("copies", "copy"), ("stopped", "stop"), ("muevelo", "mueve"), ("kellerfenster", "fenster"),
    ("systemdienst", "dienst"),
])  # fmt: skip
def test_a_word_is_a_form_of_another(word: str, stem: str) -> None:
    assert stem in stems(word)


def test_a_short_word_is_no_compound() -> None:
    assert stems("fenster") == ()


def test_accents_and_capitals_do_not_count() -> None:
    assert plain("Größe") == "grosse"
