"""What the terminal sends, cut anywhere: a paste is text, keys stay keys."""

from pathlib import Path

import pytest
from textual.events import AppFocus, Key, Paste

from nomologi_tui.screens.terminal.typed_in import END, START, Early, Pastes
from tests.screens.terminal import terminal

TYPED = f"a\x1b[A{START}one\x1b]52;c;eA==\x07\ttwo\n\x1b[20\x9b{END}b\x1b{START}{END}\x1b"
SHOWN = f"a\x1b[A{START}one\ufffd]52;c;eA==\ufffd\ttwo\n\ufffd[20\ufffd{END}b\x1b{START}{END}\x1b"


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 1000])
def test_however_it_is_cut_a_paste_holds_no_code_and_keys_are_untouched(size: int) -> None:
    pastes = Pastes()
    pieces = [TYPED[at : at + size] for at in range(0, len(TYPED), size)]
    assert "".join(pastes.clean(piece) for piece in pieces) == SHOWN


def test_an_escape_key_is_handed_over_at_once() -> None:
    assert Pastes().clean("\x1b") == "\x1b"


def test_a_paste_of_codes_and_bytes_that_are_no_text_press_no_key(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        program.sees("Nothing runs yet", "runner ON (app)")
        codes = "\x1b]0;pwned\x07\x1b[2J\x11\x1bq" * 1_000
        program.write(f"{START}every day at 7 {codes}{END}".encode())
        program.write(b"\xff\xfe\x1b[M\xff\xff\xff\x80")
        program.sees("every day at 7")
        assert b"pwned\x07" not in program.sent
        program.send("\x11")
        assert program.code() == 0
        assert b"Traceback" not in program.sent


def test_what_is_typed_before_the_first_paint_is_carried_out_after_it(tmp_path: Path) -> None:
    with terminal(tmp_path) as program:
        program.send("every hour run 'date'\r")
        program.sees("STEP 2 of 3", "every hour", "draft saved")
        program.send("\x11")
        assert program.code() == 0


def test_keys_are_kept_in_their_order_until_a_screen_takes_them() -> None:
    early = Early()
    first, second, other = Key("a", "a"), Paste("b"), AppFocus()
    assert [early.keeps(one) for one in (first, other, second)] == [True, False, True]
    assert early.let_go() == [first, second]
    assert not early.keeps(first)
