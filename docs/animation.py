"""Screens of a terminal as one SVG that plays them, for pages that run no script.

Each different line is drawn once and used again, so a screen that stays much the same costs little.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape

from rich.segment import Segment
from rich.style import Style
from rich.terminal_theme import TerminalTheme

CELL, LINE, SIZE, EDGE = 8.4, 18, 14, 12  # width and height of a cell, of the letters, of the frame around: pixels
INK, PAPER = "#d8dee9", "#1b1e26"
_NORMAL = [
    (46, 52, 64),
    (224, 108, 117),
    (140, 190, 120),
    (229, 192, 123),
    (97, 160, 225),
    (198, 130, 220),
    (86, 182, 194),
]
COLOURS = TerminalTheme((27, 30, 38), (216, 222, 233), [*_NORMAL, (216, 222, 233)])
Lines = Sequence[Sequence[Segment]]


@dataclass(frozen=True, slots=True)
class Frame:
    """A screen, and for how many seconds it is shown."""

    lines: Lines
    seconds: float


def animation(frames: Sequence[Frame], size: tuple[int, int], about: str) -> str:
    """The whole picture, `size` in columns and lines; `about` is its title, read out in its place."""
    rows: dict[str, int] = {}
    groups = [_group(place, frame, rows) for place, frame in enumerate(frames)]
    width, height = size[0] * CELL + 2 * EDGE, size[1] * LINE + 2 * EDGE
    return "\n".join([
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" role="img">',
        f"<title>{escape(about)}</title>",
        "<style>", *_styles(frames), "</style>",
        "<defs>", *(f'<g id="r{number}">{row}</g>' for row, number in rows.items()), "</defs>",
        f'<rect width="{width:g}" height="{height:g}" rx="8" fill="{PAPER}"/>',
        f'<g transform="translate({EDGE} {EDGE})">', *groups, "</g>", "</svg>", "",
    ])  # fmt: skip


def _styles(frames: Sequence[Frame]) -> Iterator[str]:
    """One after the other, for ever; only the last one where nothing may move."""
    whole = sum(frame.seconds for frame in frames)
    yield f"text{{font:{SIZE}px ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace;fill:{INK};white-space:pre}}"
    yield ".b{font-weight:bold}.f{visibility:hidden}.f:last-of-type{visibility:visible}"
    yield f"@media not (prefers-reduced-motion:reduce){{.f,.f:last-of-type{{animation:{whole:g}s step-end infinite}}"
    passed = 0.0
    for place, frame in enumerate(frames):
        begin, end = 100 * passed / whole, 100 * (passed + frame.seconds) / whole
        passed += frame.seconds
        hidden = "0%{visibility:hidden}" if begin else ""
        after = "" if place == len(frames) - 1 else f"{end:.3f}%{{visibility:hidden}}"
        yield f"@keyframes k{place}{{{hidden}{begin:.3f}%{{visibility:visible}}{after}}}"
        yield f"#f{place}{{animation-name:k{place}}}"
    yield "}"


def _group(place: int, frame: Frame, rows: dict[str, int]) -> str:
    uses = [
        f'<use href="#r{rows.setdefault(row, len(rows))}" y="{number * LINE}"/>'
        for number, row in enumerate(map(_row, frame.lines))
        if row
    ]
    return f'<g id="f{place}" class="f">{"".join(uses)}</g>'


def _row(line: Sequence[Segment]) -> str:
    """A line's coloured boxes, then its words, each at its column so that no font shifts them."""
    boxes, words, column = [], [], 0
    for segment in Segment.simplify(line):
        ink, paper, bold = _look(segment.style or Style.null())
        if paper:
            wide = len(segment.text) * CELL
            boxes.append(f'<rect x="{column * CELL:g}" width="{wide:g}" height="{LINE}" fill="{paper}"/>')
        for word in re.finditer(r"\S+(?: \S+)*", segment.text):
            at, wide = (column + word.start()) * CELL, len(word[0]) * CELL
            kind, text = _kind(ink, bold=bold), escape(word[0], quote=False)
            words.append(f'<text x="{at:g}" y="{LINE - 5}" textLength="{wide:g}"{kind}>{text}</text>')
        column += len(segment.text)
    return "".join([*boxes, *words])


def _kind(ink: str, *, bold: bool) -> str:
    return (' class="b"' if bold else "") + (f' style="fill:{ink}"' if ink != INK else "")


def _look(style: Style) -> tuple[str, str, bool]:
    """Colour of letters, colour behind them or nothing, and whether they are bold."""
    ink = style.color.get_truecolor(COLOURS).hex if style.color and not style.color.is_default else INK
    paper = style.bgcolor.get_truecolor(COLOURS).hex if style.bgcolor and not style.bgcolor.is_default else ""
    if style.reverse:
        ink, paper = paper or PAPER, ink
    return ink, paper, bool(style.bold)
