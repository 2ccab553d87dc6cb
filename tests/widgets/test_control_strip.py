"""Nothing that controls a terminal gets past the last filter."""

import pytest
from rich.segment import ControlType, Segment
from textual.color import Color
from textual.widgets import Static

from nomologi_tui.widgets.control_strip import ControlStrip
from tests.widgets.harness import on_stage

BLACK = Color(0, 0, 0)


@pytest.mark.parametrize("text", ["\x1b[31m", "\x07", "\x9b31m", "\u202e", "\u2066", "\r", "\ud800", "\U000e0041"])
def test_control_characters_become_visible(text: str) -> None:
    (segment,) = ControlStrip().apply([Segment(f"a{text}b")], BLACK)
    assert segment.text.startswith("a\ufffd")


def test_plain_text_and_the_apps_own_controls_pass() -> None:
    own = Segment("", None, [(ControlType.BELL,)])
    plain = Segment("Grüße, 日本語 ✓")
    assert ControlStrip().apply([plain, own], BLACK) == [plain, own]


async def test_even_a_careless_widget_is_harmless() -> None:
    async with on_stage(lambda: Static("\x1b]52;c;aGk=\x07hi", markup=False)) as (stage, _):
        strips = [
            stage.get_line_filters()[-1].apply(list(strip), BLACK) for strip in stage.screen._compositor.render_strips()
        ]
        assert not any("\x1b" in segment.text for strip in strips for segment in strip)
