"""Text from outside: nothing that a terminal would obey survives."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomologi_tui.text import MAX_LINE, clean, clean_line, in_latin, lower_first, shorten, shorten_words, span

ANY_TEXT = st.text(st.characters(exclude_categories=()), max_size=300)


@given(ANY_TEXT)
def test_no_control_character_survives_and_newlines_stay(text: str) -> None:
    cleaned = clean(text)
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"]
    assert cleaned.count("\n") == text.count("\n")


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_and_can_be_encoded(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    clean(text).encode()


@given(ANY_TEXT)
def test_one_line_stays_one_line(text: str) -> None:
    assert "\n" not in clean_line(text)
    assert "\t" not in clean_line(text)


@pytest.mark.parametrize(
    "hostile",
    [
        "\x1b[31m",
        "\x9b31m",
        "\x00",
        "\x07",
        "\x7f",
        "\u202e",
        "\u2066",
        "\u200b",
        "\u2028",
        "\ufeff",
        "\udcff",
        "\U000e0041",
    ],
)
def test_a_hostile_character_becomes_visible(hostile: str) -> None:
    assert clean(f"a{hostile[0]}b") == "a\ufffdb"


@pytest.mark.parametrize("harmless", ["[/foo] {x} $(id)", "é 文 🙂 ñ", "a\tb", "a\nb"])
def test_other_text_stays_as_it_is(harmless: str) -> None:
    assert clean(harmless) == harmless


def test_line_ends_of_another_system_are_no_attack() -> None:
    assert clean("a\r\nb\rc") == "a\nb\ufffdc"


def test_a_long_line_is_cut_and_the_cut_is_marked() -> None:
    assert clean("x" * (MAX_LINE + 1) + "\nshort") == "x" * MAX_LINE + "…\nshort"


@given(ANY_TEXT, st.integers(1, 50))
def test_shortened_text_fits(text: str, width: int) -> None:
    assert len(shorten(text, width)) <= width


def test_shortening_ends_at_a_word_where_one_is_near() -> None:
    assert shorten("one two three", 10) == "one two…"
    assert shorten("short", 10) == "short"


@pytest.mark.parametrize(("written", "shown"), [
    ("👩\u200d👧", "👩👧"), ("🏳\ufe0f\u200d🌈", "🏳\ufe0f🌈"), ("می\u200cخواهم", "میخواهم"),
    ("pay\u200dpal", "pay\ufffdpal"), ("👩\u200d\u200d👧", "👩\ufffd\ufffd👧"),
])  # fmt: skip
def test_a_joiner_is_left_out_where_people_write_one_and_visible_elsewhere(written: str, shown: str) -> None:
    assert clean(written) == shown


@given(ANY_TEXT)
def test_every_text_can_be_spelled_in_latin_letters(text: str) -> None:
    assert in_latin(text).isascii()


def test_a_long_word_hides_no_sentence() -> None:
    assert shorten_words(f"“{'x' * 900}” is no path. Name one.", 20) == f"“{'x' * 18}… is no path. Name one."
    assert lower_first("It is so.") == "it is so."


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (0.0001, "1 ms"), (0.0061, "6 ms"), (0.0099, "10 ms"), (0.34, "0.34 s"), (100, "1 min 40 s")],
    ids=str,
)
def test_a_length_of_time_has_no_row_of_noughts(seconds: float, words: str) -> None:
    assert span(seconds) == words
