"""What all screens share: the desk, one place to say something, help, and hearing that somebody wrote."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from textual import work
from textual.binding import ActiveBinding, Binding
from textual.message import Message

from nomologi_tui.errors import NomologiError, StoreError
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.troubles import Telling
from nomologi_tui.settings.keymap import NONE
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.rows import Rows

Result = TypeVar("Result")

# Each screen lists it last, so that the footer does.
HELP = Binding(
    "question_mark,f1", "help", "help", key_display="F1", id="page.help", tooltip="The keys of what has focus"
)
HELP_IN_FORM = Binding("f1", "help", "help", id="page.help", tooltip="The keys of what has focus")

Screens = TypeVar("Screens", bound="Page[Any]")
P = ParamSpec("P")


def tells_trouble(
    method: Callable[Concatenate[Screens, P], Awaitable[None]],
) -> Callable[Concatenate[Screens, P], Coroutine[None, None, None]]:
    """A coroutine method of a screen whose NomologiError the screen shows."""

    @wraps(method)
    async def telling(self: Screens, /, *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            await method(self, *args, **kwargs)
        except NomologiError as error:
            self.trouble(error)

    return telling


class Page(Telling[Result]):
    """A full screen. Its line `#said` is where it answers; it stays until the next key in a list."""

    AUTO_FOCUS = ""  # each screen says where the focus goes first

    @dataclass
    class StoreChanged(Message):
        """Some process committed; `last_log_id` is the log's newest position."""

        last_log_id: int

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, Page.StoreChanged)

    class UserSwitched(Message):
        """Everything that is shown belongs to somebody else from now on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.said = Line(id="said")  # held, not looked up: an answer may come when the screen is just being left

    @property
    def idle(self) -> frozenset[str]:
        """The actions that have nothing to act on now: their keys only say so, and no list of keys names them."""
        return frozenset()

    @property
    def active_bindings(self) -> dict[str, ActiveBinding]:
        """Without those that are bound to no key; other keys than the code's keep the places of the bindings."""
        idle = self.idle
        found = {name: one for name, one in super().active_bindings.items() if one.binding.action not in idle}
        if not self.app._keymap:  # noqa: SLF001 - Textual has no other way to ask
            return found
        order = {one.id: place for place, one in enumerate(self.BINDINGS) if isinstance(one, Binding)}
        nodes = list(dict.fromkeys(id(one.node) for one in found.values()))
        known = [(key, one) for key, one in found.items() if key != NONE]
        known.sort(key=lambda item: (nodes.index(id(item[1].node)), order.get(item[1].binding.id, len(order))))
        return dict(known)

    def say(self, text: str) -> None:
        """Answer in words, without taking the screen away."""
        self.said.say(text)

    def on_key(self) -> None:
        """An answer was read when somebody goes on. In a form it stays: a field is corrected by many keys."""
        if isinstance(self.focused, Rows):
            self.said.say("")

    def trouble(self, error: NomologiError) -> None:
        """Say what failed and what to do, unless it stands at the top already."""
        if isinstance(error, StoreError):
            self.post_message(self.Troubled())
        if not self.tells(error):
            self.say(str(error))

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def with_path(self, title: str, question: str, default: str, verb: str, do: Callable[..., str]) -> None:
        """Ask for a path, do something with it on the desk's thread, and say what came of it."""
        from nomologi_tui.screens.dialogs.inputs import Inputs

        given = await self.app.push_screen_wait(Inputs({question: default}, title, verb))
        if given and given[question].strip():
            self.say(await self.desk.call(do, given[question].strip()))

    def action_next_field(self) -> None:
        """Enter in a field."""
        self.focus_next()

    def last_words(self) -> None:
        """Hand over what is not saved yet: the app ends at once."""

    def action_help(self) -> None:
        from nomologi_tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.desk, self))
