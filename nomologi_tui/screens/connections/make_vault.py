"""Make the sealed file for secrets: by the key file of the settings, or by a passphrase that is typed twice."""

from typing import Any

from nomologi_tui.errors import BadInputError
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.twice import Twice, Wanted
from nomologi_tui.screens.page import Page
from nomologi_tui.store.vault_key import LEAST
from nomologi_tui.usecases.workspace import Workspace

PASSPHRASE = Wanted(
    "A passphrase for the vault", "Passphrase", LEAST,
    "There is no keyring here that is ready, so secrets are sealed in a file that this passphrase opens. It is asked "
    "for each time Nomologi begins on a terminal; nobody can tell it to you again.",
    "Make the vault",
)  # fmt: skip


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
    typed = await page.app.push_screen_wait(Twice(PASSPHRASE))
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
    from nomologi_tui.usecases.doctor import doctor

    return doctor.make_vault(ws, passphrase)
