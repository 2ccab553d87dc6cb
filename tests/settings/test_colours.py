"""Themes: text that can be read, files that are looked through, and what `auto` stands for."""

from pathlib import Path

import pytest

from nomologi_tui.errors import BadInputError, NotFoundError
from nomologi_tui.settings.colours import BUILT_IN, contrast, find, hard_to_read, names, of_terminal


@pytest.mark.parametrize("name", list(BUILT_IN))
def test_every_text_of_a_built_in_theme_can_be_read_on_every_background(name: str) -> None:
    assert list(hard_to_read(BUILT_IN[name])) == []


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#fff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("dark = 1", "line 1: dark is neither"), ("# x\nerror = 'red'", "line 2: error is no colour"),
        ("eror = '#fff'", "Did you mean error?"), ("muted = '#222222'", "muted on background is hard to read"),
        ("dark = false\nbackground = '#000000'", "line 2"), ("= 1", "line 1"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_right_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "mine.toml").write_text(text)
    with pytest.raises(BadInputError) as refused:
        find("mine", tmp_path)
    assert said in str(refused.value)


def test_a_file_says_only_what_differs(tmp_path: Path) -> None:
    (tmp_path / "mine.toml").write_text('dark = false\naccent = "#702000"\n')
    assert find("mine", tmp_path)["accent"] == "#702000"
    assert find("mine", tmp_path)["background"] == BUILT_IN["light"]["background"]
    assert names(tmp_path) == ["auto", "dark", "light", "ansi", "mine"]


@pytest.mark.parametrize("name", ["nothing", "../config", "/etc/passwd"])
def test_a_theme_that_is_not_there_is_not_found(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFoundError):
        find(name, tmp_path)


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "xterm-256color"}, "dark"), ({"TERM": "linux"}, "ansi"), ({"TERM": "xterm"}, "ansi"), ({}, "dark"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, "dark"),
        ({"TERM": "tmux-256color", "COLORFGBG": "0;15"}, "light"),
        ({"TERM": "rxvt-256color", "COLORFGBG": "15;0"}, "dark"),
    ],
)  # fmt: skip
def test_auto_goes_by_what_the_terminal_says(environ: dict[str, str], theme: str) -> None:
    assert of_terminal(environ) == theme
