"""Drawing characters and marks in ASCII, each as wide as what it stands for: the last thing before the terminal."""

import re
import unicodedata
from collections.abc import Mapping

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_MARKS = {
    **dict.fromkeys("─━═╌┄┈–—‐‑−╴╶╸╺▔⎯", "-"), **dict.fromkeys("│┃║╎┆┊▏▎▕╷╵▌▐", "|"),
    **dict.fromkeys("┌┐└┘├┤┬┴┼┏┓┗┛┣┫┳┻╋╔╗╚╝╠╣╦╩╬╭╮╯╰", "+"),
    **dict(zip("▁▂▃▄▅▆▇█", "_.:-=+*#", strict=True)),  # columns of charts: the higher, the heavier
    **dict.fromkeys("▀▉▊▋▍░▒▓■", "#"), **dict.fromkeys("•●○◉·∙◦▪", "*"), **dict.fromkeys("…", "~"),
    **dict.fromkeys("“”„«»", '"'), **dict.fromkeys("‘’‚", "'"), **dict.fromkeys("→▶►▸›❯", ">"),
    **dict.fromkeys("←◀◂‹⏎", "<"),
    **dict.fromkeys("↑▲△", "^"), **dict.fromkeys("↓▼▽", "v"), **dict.fromkeys("✓✔", "v"), **dict.fromkeys("✗✘×", "x"),
    **dict.fromkeys("\ufffd", "?"), **dict.fromkeys("\xa0", " "), "🔎": "> ",
}  # fmt: skip
_MARKED = re.compile(f"[{''.join(map(re.escape, _MARKS))}]")
_OTHER = re.compile("[^\x00-\x7f]")


class AsciiOnly(LineFilter):
    """Letters of other scripts stay as they are unless `letters_too`: most old terminals show them."""

    def __init__(self, *, letters_too: bool) -> None:
        super().__init__()
        self._letters_too = letters_too

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        return [
            segment if segment.control is not None or segment.text.isascii()
            else Segment(in_ascii(segment.text, letters_too=self._letters_too), segment.style)
            for segment in segments
        ]  # fmt: skip


def in_ascii(text: str, *, letters_too: bool) -> str:
    """The text on as many cells as before, without marks that an old terminal lacks."""
    text = _MARKED.sub(lambda found: _MARKS[found[0]], text)
    return _OTHER.sub(lambda found: _letter(found[0]), text) if letters_too else text


def _letter(one: str) -> str:
    bare = unicodedata.normalize("NFKD", one)[0]
    width = cell_len(one)
    return bare if width == 1 and bare.isascii() else "?" * width


def asks_for_ascii(environ: Mapping[str, str]) -> tuple[bool, bool]:
    """(marks in ASCII, letters too) as the terminal and the locale need it.

    Letters become ASCII only where the locale says outright that it has nothing else: one that says nothing, as in a
    container, is no reason to take somebody's umlauts away.
    """
    locale = next((environ[name] for name in ("LC_ALL", "LC_CTYPE", "LANG") if environ.get(name)), "")
    letters = bool(locale) and "utf" not in locale.lower()
    return letters or environ.get("TERM") == "linux", letters
