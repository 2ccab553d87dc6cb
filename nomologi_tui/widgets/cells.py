"""Text in columns: widths are terminal cells, never characters."""

from functools import lru_cache

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


@lru_cache(maxsize=2_048)
def wrapped(text: str, width: int) -> tuple[str, ...]:
    """`text` in lines of at most `width` cells, broken at spaces where there are any; at least one line."""
    lines, rest = [], clean(text).translate(_FLAT)
    while width > 0 and cell_len(rest) > width:
        head = _head(rest, width)
        lines.append(head.rstrip())
        rest = rest[len(head) :]
    return (*lines, rest)


def _head(text: str, width: int) -> str:
    """As much from its beginning as fits, one character at least, up to a space where one is near."""
    at = len(text)
    while at > 1 and cell_len(text[:at]) > width:
        at = min(at - 1, max(at * width // cell_len(text[:at]), 1))
    while at < len(text) and cell_len(text[: at + 1]) <= width:
        at += 1
    space = text.rfind(" ", 0, at + 1)
    return text[: space + 1] if space > at // 2 else text[:at]
