"""One widget in an app, and what it says."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from textual.app import App, ComposeResult
from textual.message import Message
from textual.pilot import Pilot
from textual.screen import Screen
from textual.widget import Widget

from nomologi_tui.widgets.control_strip import ControlStrip


class _Page(Screen[None]):
    """What fields ask of the screen that they are on."""

    def action_next_field(self) -> None:
        self.focus_next()


class Stage(App[None]):
    """Shows one widget and remembers its messages."""

    def __init__(self, make: Callable[[], Widget]) -> None:
        super().__init__()
        self._make = make
        self.heard: list[Message] = []

    def get_default_screen(self) -> Screen[None]:
        return _Page()

    def compose(self) -> ComposeResult:
        self.widget = self._make()
        yield self.widget

    def get_line_filters(self) -> Any:
        return [*super().get_line_filters(), ControlStrip()]

    @property
    def text(self) -> str:
        """The screen as text, line by line."""
        strips = self.screen._compositor.render_strips()
        return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in strips)

    def last(self, kind: type[Message]) -> Any:
        """The last message of a kind."""
        return [one for one in self.heard if isinstance(one, kind)][-1]


@asynccontextmanager
async def on_stage(
    make: Callable[[], Widget], size: tuple[int, int] = (80, 24)
) -> AsyncIterator[tuple[Stage, Pilot[None]]]:
    stage = Stage(make)
    async with stage.run_test(size=size, message_hook=stage.heard.append) as pilot:
        await pilot.pause()
        yield stage, pilot
