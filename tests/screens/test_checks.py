"""The checks: what needs a look comes first, `m` mends what can be mended, `s` makes the service."""

from collections.abc import Callable
from pathlib import Path

import pytest

from nomologi_tui.screens.dialogs.ask import Ask
from nomologi_tui.screens.settings.checks import service_question
from nomologi_tui.usecases.service import ServiceState
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]


async def opened(person: Person) -> None:
    await person.sees("every hour")
    await person.press("5")
    await person.sees("[5 Settings]", "FROM")
    await person.press("c")
    await person.sees("Checks: what could keep", "findings")


async def test_a_file_that_is_open_to_others_comes_first_and_m_closes_it(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'true'")
    database = ws.settings.places.database
    database.chmod(0o644)
    async with at_terminal(ws) as person:
        await opened(person)
        await person.reads(f"{database} has mode 0644: others may open it.")
        await person.press("m")
        await person.sees("mended.")
        assert database.stat().st_mode & 0o077 == 0


async def test_where_nothing_keeps_services_s_says_so(
    ws: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed.make(ws, "every hour run 'true'")
    for name, value in (("PATH", "/nowhere"), ("HOME", str(tmp_path)), ("XDG_CONFIG_HOME", str(tmp_path))):
        monkeypatch.setenv(name, value)
    async with at_terminal(ws) as person:
        await opened(person)
        await person.press("s")
        await person.sees("Make a service?", "[ Cancel ]")
        await person.press("right", "enter")
        await person.sees("There is no systemctl here.")


@pytest.mark.parametrize("installed", [False, True])
async def test_a_service_is_made_and_removed_only_after_a_question(
    ws: Workspace, golden: Golden, *, installed: bool
) -> None:
    state = ServiceState(Path("/home/ada/.config/systemd/user/nomologi.service"), installed)
    async with at_terminal(ws) as person:
        await person.sees("Nothing runs yet")
        await person.app.push_screen(Ask(service_question(state)))
        await person.sees("service?", "[ Cancel ]")
        await person.rest()
        golden(f"checks-service-{'remove' if installed else 'make'}", person.text)
