"""Log a connection in: the code and where to type it, or the address to open; how long that holds; Esc gives up."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Input

from nomologi_tui.errors import NeedsPersonError, NomologiError
from nomologi_tui.model import Connection
from nomologi_tui.screens.apart import apart
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import HELP_IN_FORM, Page
from nomologi_tui.screens.terminal.copying import copied
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.connections.logging_in import EnterCode, LoggedIn, OpenAddress, Remark, Step, login
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line


class LogInScreen(Page[LoggedIn | None]):
    """The connection once it is logged in, or None. Nothing is kept of a login that was given up."""

    NAME = "log in"
    CSS_PATH = "log_in.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+y", "copy", "copy", key_display="ctrl+y", id="log_in.copy",
                tooltip="Send the address to the terminal's clipboard"),
        Binding("ctrl+r", "again", "again", key_display="ctrl+r", id="log_in.again", tooltip="Begin anew"),
        Binding("escape", "give_up", "give up", key_display="Esc", id="log_in.give_up",
                tooltip="Give up; nothing is kept"),
        HELP_IN_FORM,
    ]  # fmt: skip

    @dataclass
    class Came(Message):
        """What the login says next."""

        step: Step

    def __init__(self, desk: Desk, connection: Connection) -> None:
        super().__init__(desk)
        self._connection = connection
        self._pasted: asyncio.Queue[str] = asyncio.Queue()
        self._loop: asyncio.AbstractEventLoop | None = None  # of the login
        self._until: datetime | None = None
        self._url = ""
        self.top = Ends(f"Log in: “{connection.label}”", id="top")
        self.todo = Line("Asking the provider …", id="todo")
        self.address = Line(id="address")
        self.code = Line(id="code")
        self.left = Line(id="left")
        self.paste = Input(
            placeholder="the address that the browser ends at, if it can't come back", compact=True, id="paste"
        )

    def compose(self) -> ComposeResult:
        yield self.top
        with VerticalScroll(id="body", can_focus=False):
            yield self.todo
            yield self.address
            yield self.code
            yield self.left
            yield self.paste
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.paste.cursor_blink = False
        self.set_interval(1, self._count_down)
        self._log_in()

    @work(exclusive=True, group="log_in")
    async def _log_in(self) -> None:
        """In a thread of its own, which ends with this screen."""
        try:
            done = await apart(self._carry_out)
        except NomologiError as error:
            self._show_nothing(f"It is not logged in. {key('log_in.again')} begins anew.")
            self.trouble(error)
        else:
            self.dismiss(done)

    async def _carry_out(self) -> LoggedIn:
        self._loop, self._pasted = asyncio.get_running_loop(), asyncio.Queue()
        async with aclosing(login(self.desk.ws, self._connection, pasted=self._pasted.get)) as steps:
            async for step in steps:
                if isinstance(step, LoggedIn):
                    return step
                self.post_message(self.Came(step))
        raise NeedsPersonError("The login came to no end.")

    @on(Came)
    def _came(self, message: Came) -> None:
        match message.step:
            case EnterCode() as step:
                self._until, self._url = step.until, step.url
                self.todo.say("Open this address, here or on any other machine, and type the code there:")
                self.code.say(f"Code: {step.code}")
            case OpenAddress() as step:
                self._url = step.url
                first = f"On the machine of your browser, run first:\n{step.tunnel}\n\n" if step.tunnel else ""
                self.todo.say(f"{first}Open this address in a browser:")
                self.paste.display = True
                self.paste.focus()
            case Remark() as step:
                self.say(step.words)
        self.address.say(self._url)
        self._count_down()

    def _count_down(self) -> None:
        if self._until is not None:
            seconds = max(int((self._until - self.desk.ws.clock.now()).total_seconds()), 0)
            self.left.say(f"The code holds for {seconds // 60} min {seconds % 60} s more.")

    @on(Input.Submitted, "#paste")
    def _address_pasted(self, message: Input.Submitted) -> None:
        text, message.input.value = message.value.strip(), ""
        if text and self._loop is not None:
            self._loop.call_soon_threadsafe(self._pasted.put_nowait, text)

    def action_copy(self) -> None:
        if self._url:
            self.say(copied(self.app, self._url, "The address was", "The mouse marks it, shift held."))

    def action_again(self) -> None:
        self._show_nothing("Asking the provider …")
        self.say("")
        self._log_in()

    def _show_nothing(self, words: str) -> None:
        """No code and no address, only these words."""
        self._until, self._url = None, ""
        for line in (self.address, self.code, self.left):
            line.say("")
        self.paste.display = False
        self.todo.say(words)

    def action_give_up(self) -> None:
        self.dismiss(None)


async def log_in(page: Page[Any], connection: Connection) -> LoggedIn | None:
    """Log it in; None where that was given up."""
    return await page.app.push_screen_wait(LogInScreen(page.desk, connection))
