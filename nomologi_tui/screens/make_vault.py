"""Make the sealed file for secrets: by the key file of the settings, or by a passphrase that is typed twice."""

from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Button

from nomologi_tui.errors import BadInputError
from nomologi_tui.screens.ask import Ask, Question
from nomologi_tui.screens.page import Page
from nomologi_tui.store.vault_key import LEAST
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.field import Field
from nomologi_tui.widgets.lines import Line

WHAT = (
    "Secrets are sealed in a file that this passphrase opens. It is asked for each time Nomologi begins on a terminal; "
    "nobody can tell it to you again."
)


class Passphrase(ModalScreen[str | None]):
    """A passphrase that was typed the same twice, or None."""

    CSS_PATH = "make_vault.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Cancel", id="vault.cancel", tooltip="Make no vault"),
        Binding("down", "app.focus_next", "Next", id="vault.next", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Back", id="vault.before", tooltip="To the field before"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._fields = [Field(password=True) for _ in range(2)]
        self._wrong = Line(id="wrong")

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box", can_focus=False):
            yield Line("A passphrase for the vault", id="title")
            yield Line(WHAT)
            for name, field in zip((f"Passphrase, {LEAST} characters or more", "Once more"), self._fields, strict=True):
                yield Line(name, classes="asked")
                yield field
            yield self._wrong
            with Horizontal():
                yield Button(Content("[ Make the vault ]"), id="yes", compact=True)
                yield Button(Content("[ Cancel ]"), id="cancel", compact=True)

    def on_mount(self) -> None:
        self._fields[0].focus()

    def action_next_field(self) -> None:
        """Enter goes to the next field, and from the last one to the button."""
        self.focus_next()

    @on(Button.Pressed)
    def _pressed(self, message: Button.Pressed) -> None:
        first, again = (field.value for field in self._fields)
        if message.button.id == "cancel":
            self.dismiss(None)
        elif len(first.encode()) < LEAST or first != again:
            self._wrong.say("! They are not the same." if first != again else f"! It is shorter than {LEAST}.")
            self._fields[0].focus()
        else:
            self.dismiss(first)


async def make_vault(page: Page[Any]) -> str:
    """Make it; what opens it, in words, or "" where the person did not want it.

    Raises BadInputError where there is one, or a keyring makes it needless.
    """
    by_file, keyring_is_ready = await page.desk.look(_look)
    if keyring_is_ready and not by_file:
        raise BadInputError("The keyring of this session is ready: no vault is needed.")
    if by_file:
        sure = await page.app.push_screen_wait(Ask(_question(by_file)))
        return await page.desk.look(_make, "") if sure else ""
    typed = await page.app.push_screen_wait(Passphrase())
    return await page.desk.look(_make, typed) if typed else ""


def _look(ws: Workspace) -> tuple[str, bool]:
    """The key file that opens it, and whether it is needless. Raises BadInputError where there is one."""
    if ws.secrets.in_vault:
        raise BadInputError("There is a vault already.", ws.secrets.state().words)
    return ws.settings.vault_key_file, ws.secrets.state().ready


def _question(file: str) -> Question:
    return Question(
        "Make a sealed file for secrets?",
        f"The key file {file} opens it; where that is not there yet it is made. Secrets go into the vault from now on, "
        "also where there is a keyring.",
        "Make the vault",
    )


def _make(ws: Workspace, passphrase: str) -> str:
    from nomologi_tui.usecases import doctor

    return doctor.make_vault(ws, passphrase)
