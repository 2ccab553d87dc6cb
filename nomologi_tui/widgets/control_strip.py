"""The last line of defence: no widget can get a control character past it to the terminal."""

import re

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_CONTROL = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\U000e0000-\U000e007f]"
)


class ControlStrip(LineFilter):
    """Replaces control and bidi characters in whatever is about to be drawn.

    Text is cleaned at the store's edge already; here a mistake elsewhere costs a wrong column, not the terminal.
    """

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:  # noqa: ARG002 - Textual's signature
        return [_stripped(segment) for segment in segments]


def _stripped(segment: Segment) -> Segment:
    text, style, control = segment
    if control is not None or text.isprintable():
        return segment
    return Segment(_CONTROL.sub("\ufffd", text), style)
