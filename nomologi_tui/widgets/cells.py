"""Text in columns: widths are terminal cells, never characters."""

from rich.cells import cell_len, set_cell_size

from nomologi_tui.text import clean

_FLAT = str.maketrans("\n\t", "  ")


def fit(text: str, width: int, *, right: bool = False) -> str:
    """`text` on exactly `width` cells: cleaned, cut at a word's end with `…`, filled with spaces."""
    text = cut(clean(text).translate(_FLAT), width)
    room = " " * max(width - cell_len(text), 0)
    return room + text if right else text + room


def cut(text: str, width: int) -> str:
    """`text` on at most `width` cells, cut at a word's end where one is near."""
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    head = set_cell_size(text, width - 1).rstrip()
    at_word = head.rsplit(" ", 1)[0]
    return (at_word if cell_len(at_word) > width * 2 // 3 else head) + "…"
