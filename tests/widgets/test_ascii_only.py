"""What stands on a screen, in ASCII: each mark as wide as before."""

import re
from pathlib import Path

import pytest
from rich.cells import cell_len

from nomologi_tui.widgets.ascii_only import asks_for_ascii, in_ascii

PACKAGE = Path(__file__).parents[2] / "nomologi_tui"
GOLDENS = Path(__file__).parents[1] / "screens" / "goldens"
ROOMS = ("screens", "widgets", "telling", "usecases")


def test_every_mark_of_ours_has_one_of_ascii_and_keeps_its_width() -> None:
    sources = [path for room in ROOMS for path in (PACKAGE / room).rglob("*.py") if path.name != "ascii_only.py"]
    texts = [path.read_text(encoding="utf-8") for path in (*sources, *GOLDENS.glob("*.txt"), PACKAGE / "app.py")]
    marks = set(re.findall(r"[^\x00-\x7f]", "".join(texts)))
    assert len(marks) > 10
    left = {one: in_ascii(one, letters_too=False) for one in marks}
    assert {one: shown for one, shown in left.items() if not shown.isascii() or cell_len(shown) != cell_len(one)} == {}


def test_letters_stay_where_the_terminal_has_them() -> None:
    assert in_ascii("“Grüße” → 東京…", letters_too=False) == '"Grüße" > 東京~'
    assert in_ascii("“Grüße” → 東京…", letters_too=True) == '"Gru?e" > ????~'


@pytest.mark.parametrize(
    ("environ", "wanted"),
    [
        ({"LC_ALL": "POSIX"}, (True, True)),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, (True, True)),
        ({"LANG": "de_DE.ISO-8859-1"}, (True, True)),
        ({"LC_ALL": "", "LANG": "C.UTF-8"}, (False, False)),
        ({"LANG": "en_US.utf8", "TERM": "linux"}, (True, False)),
        ({}, (False, False)),
    ],
)
def test_the_locale_and_the_terminal_say_what_they_lack(environ: dict[str, str], wanted: tuple[bool, bool]) -> None:
    assert asks_for_ascii(environ) == wanted
