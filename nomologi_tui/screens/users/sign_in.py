"""Sign-in: who you are, where the user of this store has a password. Nothing of anybody is shown before."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Button, Input

from nomologi_tui.errors import NomologiError
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import HELP_IN_FORM, Page
from nomologi_tui.settings.keymap import keyed
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.field import Field
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line


class SignInScreen(Page[bool]):
    """A name and a password. A wrong one is said, with the seconds until the next try where it has to wait."""

    NAME = "sign-in"
    ESCAPE = "{sign_in.leave} quits"
    CSS_PATH = "sign_in.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q", "app.leave", "quit", key_display="Esc", id="sign_in.leave", tooltip="Quit"),
        Binding("down", "app.focus_next", "Next", show=False, id="sign_in.next", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Before", show=False, id="sign_in.before", tooltip="To the field before"),
        HELP_IN_FORM,
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.login = Field(desk.ws.machine.user, id="login")
        self.password = Input(password=True, compact=True, id="password")

    def compose(self) -> ComposeResult:
        yield Ends("Nomologi: sign in", keyed(self.ESCAPE), id="top")
        with VerticalScroll(id="fields", can_focus=False):
            yield Line("Several people may use this store. What is yours is shown once you sign in.", id="why")
            for name, field in (("Name", self.login), ("Password", self.password)):
                field.cursor_blink = False
                with Horizontal(classes="row"):
                    yield Line(name, classes="label")
                    yield field
            yield Button(Content("[ Sign in ]"), id="yes", compact=True)
            yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.password.focus()

    @on(Input.Submitted, "#password")
    @on(Button.Pressed, "#yes")
    def _sign_in(self) -> None:
        if self.password.value:
            self._try(self.login.value.strip(), self.password.value)
        else:
            self.say("The password is empty.")

    @work(exclusive=True, group="sign_in")
    async def _try(self, login: str, password: str) -> None:
        self.password.value = ""
        self.say("Looking whether that is right …")
        try:
            await self.desk.call(Workspace.sign_in, login, password)
        except NomologiError as error:
            self.trouble(error)
            self.password.focus()
        else:
            self.dismiss(True)


class SwitchScreen(SignInScreen):
    """Somebody else signs in while the app is open; Esc goes back where who was there is still in."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "back", key_display="Esc", id="sign_in.back", tooltip="Back, or quit after sign-out"),
    ]
    ESCAPE = "{sign_in.back} back"

    def __init__(self, desk: Desk, login: str, *, may_go_back: bool) -> None:
        super().__init__(desk)
        self._may_go_back = may_go_back
        if not may_go_back:
            self.ESCAPE = super().ESCAPE
        self.login.value = login or ("" if may_go_back else desk.ws.machine.user)

    def on_mount(self) -> None:
        (self.password if self.login.value else self.login).focus()

    async def action_back(self) -> None:
        if self._may_go_back:
            self.dismiss(False)
        else:
            await self.run_action("app.leave")
