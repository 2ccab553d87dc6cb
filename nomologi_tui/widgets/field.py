"""Fields for text, and keys that are carried out in the order in which they were pressed."""

import asyncio
from contextlib import suppress
from typing import ClassVar

from textual import events
from textual.app import App
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input

from nomologi_tui.widgets.cells import cut

_PATIENCE = 1.0  # seconds: a field that is just taken away answers no more

ENTER = Binding("enter", "screen.next_field", "Next field", show=False, id="field.next", tooltip="To the next field")


class Typed:
    """What letters are typed into, beside Textual's own `Input`."""


class Field(Input):
    """One line; Enter has the screen go on to the next field at once (`action_next_field`), not by a message."""

    BINDINGS: ClassVar[list[BindingType]] = [ENTER]

    def __init__(
        self,
        value: str = "",
        placeholder: str = "",
        *,
        password: bool = False,
        id: str | None = None,  # noqa: A002 - Textual's name
    ) -> None:
        super().__init__(value, placeholder, password=password, id=id, compact=True, select_on_focus=False)
        self._hint = placeholder
        self.cursor_blink = False

    def on_resize(self) -> None:
        """Show as many whole words of the hint as there is room for; Textual would cut it where the line ends."""
        self.placeholder = cut(self._hint, self.scrollable_content_region.width)


class AskField(Input):
    """One line that a screen asks for in passing; the last line of the screen says what ends it.

    Esc has the screen go back (`action_back`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "keep", id="asked.keep", tooltip="Keep what stands there"),
        Binding("escape", "screen.back", "leave", key_display="Esc", id="asked.leave", tooltip="Out of the field"),
    ]


async def take_in_turn(app: App[int], key: events.Event) -> bool:
    """Carry out a key that is no letter, after the letters that were typed before it; False where nothing binds it.

    Textual gives letters to the field at once and lets other keys climb from widget to widget first. So in a burst, as
    a slow line sends it, what follows Enter or Backspace would overtake it and land in the field before.
    """
    if not isinstance(key, events.Key) or key.is_forwarded or key.is_printable:
        return False
    field = app.focused
    if field is None or not isinstance(field, Input | Typed):
        return False
    await _drained(field)
    bound = app._check_bindings  # noqa: SLF001 - what Textual itself asks, once the key has climbed
    return await bound(key.key, priority=True) or await bound(key.key)


async def _drained(field: Widget) -> None:
    """Wait until the field has taken what was typed into it."""
    taken = asyncio.Event()
    if field.call_later(taken.set):
        with suppress(TimeoutError):
            await asyncio.wait_for(taken.wait(), _PATIENCE)
