"""A person at the terminal: presses keys, reads the screen, and waits until something is to be seen."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime

from textual import events
from textual.pilot import Pilot
from textual.strip import Strip

from nomologi_tui.app import NomologiApp
from nomologi_tui.clock import SystemClock
from nomologi_tui.screens.desk import Desk
from nomologi_tui.testing import START
from nomologi_tui.usecases.workspace import Workspace
from tests.support import DEADLINE

NAMES = {
    " ": "space", "'": "apostrophe", '"': "quotation_mark", "/": "slash", ".": "full_stop", "~": "tilde", "-": "minus",
    "{": "left_curly_bracket", "}": "right_curly_bracket", "*": "asterisk", "%": "percent_sign",
    ">": "greater_than_sign",
    "+": "plus", "$": "dollar_sign", "=": "equals_sign", ":": "colon", "[": "left_square_bracket",
    "]": "right_square_bracket", "@": "at", ",": "comma", "_": "underscore", "(": "left_parenthesis",
    ")": "right_parenthesis", "|": "vertical_line",
}  # fmt: skip


class StillClock(SystemClock):
    """The wall stands still, so that screens can be compared; waiting takes its time."""

    def now(self) -> datetime:
        return START


class Person:
    """What a test does with the app is what a person could do."""

    def __init__(self, app: NomologiApp, pilot: Pilot[int]) -> None:
        self.app = app
        self._pilot = pilot

    @property
    def lines(self) -> list[Strip]:
        """The screen line by line, with its looks."""
        return self.app.screen._compositor.render_strips()

    @property
    def text(self) -> str:
        """The screen as text."""
        return "\n".join("".join(segment.text for segment in strip) for strip in self.lines)

    async def press(self, *keys: str) -> None:
        await self._pilot.press(*keys)
        await self._pilot.pause()

    async def click(self, words: str) -> None:
        """Click where these words begin on the screen."""
        y, line = next((y, line) for y, line in enumerate(self.text.splitlines()) if words in line)
        await self._pilot.click(offset=(line.index(words), y))
        await self._pilot.pause()

    async def resize(self, columns: int, rows: int) -> None:
        """Somebody pulls at the window's corner."""
        await self._pilot.resize_terminal(columns, rows)
        await self._pilot.pause()

    async def paste(self, text: str) -> None:
        """Put a longer text into the field that has the focus."""
        self.app.post_message(events.Paste(text))
        await self._pilot.pause()

    async def type(self, text: str) -> None:
        await self.press(*[NAMES.get(letter, letter) for letter in text])

    async def burst(self, text: str) -> None:
        """Send letters, line ends and ⌫ at once, as a slow line does, before any of them is carried out."""
        keys = {"\n": "enter", "⌫": "backspace"}
        for letter in text:
            printable = None if letter in keys else letter
            self.app.post_message(events.Key(keys.get(letter) or NAMES.get(letter, letter), printable))
        await self._pilot.pause()

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait for what must come; fails with the screen's text when it does not."""
        end = time.monotonic() + DEADLINE
        while not condition():
            assert time.monotonic() < end, f"it did not come:\n{self.text}"
            await self._pilot.pause(0.02)

    async def sees(self, *words: str) -> None:
        """Wait until all these words are on the screen."""

        def all_there() -> bool:
            text = self.text  # drawn anew each time
            return all(one in text for one in words)

        await self.until(all_there)

    async def reads(self, words: str) -> None:
        """`sees`, wherever the lines break: where a path stands before the words, its length decides that."""
        wanted = "".join(words.split())
        await self.until(lambda: wanted in "".join(self.text.split()))

    async def sees_no(self, words: str) -> None:
        """Wait until these words are gone."""
        await self.until(lambda: words not in self.text)

    async def rest(self) -> None:
        """Wait until the app has done what it was told: queued work, messages, drawing."""
        await self.app.desk.ready()
        for _ in range(3):
            await self.until(lambda: all(one.is_finished for one in self.app.workers if one.group not in ENDLESS))
            await self._pilot.pause()


ENDLESS = {"follow", "flow", "pick", "leave"}


@asynccontextmanager
async def at_terminal(
    ws: Workspace, size: tuple[int, int] = (80, 24), *, runner: bool = False
) -> AsyncIterator[Person]:
    """Open the app; it is closed with everything that it opened."""
    desk = Desk(ws, with_runner=runner)
    app = NomologiApp(desk)
    try:
        async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
            yield Person(app, pilot)
    finally:
        await asyncio.to_thread(desk.close, 10)
