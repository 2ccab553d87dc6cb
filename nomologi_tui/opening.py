"""The terminal app from its first paint to its end: what is asked before, how it is drawn, what is left behind."""

import os
import sys
from collections.abc import Callable
from dataclasses import dataclass

from nomologi_tui.app import NomologiApp
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.terminal import terminal
from nomologi_tui.settings import Settings
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.ascii_only import AsciiOnly, asks_for_ascii

PATIENCE = 0.5  # seconds in which a lost terminal's app ends
QUIT_PATIENCE = 10.0  # seconds that running steps get when a person quits


@dataclass(frozen=True, slots=True)
class Opening:
    """How a person wants the app: `ascii_only` draws with ASCII, without `mouse` the terminal selects text itself."""

    ascii_only: bool = False
    mouse: bool = True


PLAINLY = Opening()


def run(
    settings: Settings,
    password: str = "",
    ask_passphrase: Callable[[], str] | None = None,
    how: Opening = PLAINLY,
    *,
    says_goodbye: bool = True,
) -> int:
    """The app from its first paint to its end; returns the exit code.

    `password` is of a user who has one, where the environment gives it: else the app asks. The vault's passphrase is
    asked for before anything is painted.
    """
    desk = Desk(Workspace(settings, password_of=lambda _: password))
    _ = desk.ws.user_id if password else desk.ws.must_sign_in  # what is wrong is said here, on the terminal
    desk.ws.ask_passphrase = ask_passphrase
    desk.ws.settle_secrets()
    colourless = os.environ.get("NO_COLOR")
    marks, letters = asks_for_ascii(os.environ)
    app = NomologiApp(desk, AsciiOnly(letters_too=letters) if marks or how.ascii_only else None)
    if colourless:  # Textual takes it away, but the commands that automations run shall see it
        os.environ["NO_COLOR"] = colourless
    app.driver_class = terminal.outliving(app.driver_class)
    app.run(mouse=how.mouse)
    code = app.return_code or 0
    desk.close(PATIENCE if code else QUIT_PATIENCE)
    if code:
        terminal.let_go()
    if app.farewell and says_goodbye:
        sys.stdout.write(app.farewell + "\n")
    return code
