"""What could keep automations from running here, what to do about it, and the service that runs without the app."""

import os
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from textual import work
from textual.binding import Binding, BindingType

from nomologi_tui.screens.automations import files
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.listed import FILTER, ListedPage
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.table_list import Column, TableRow

if TYPE_CHECKING:
    from nomologi_tui.usecases.doctor.doctor import Check
    from nomologi_tui.usecases.service import ServiceState


class ChecksScreen(ListedPage):
    """What needs a look comes first."""

    NAME = "the checks"
    BACK = "checks.back"
    LEGEND: ClassVar[dict[str, str]] = {
        "LOOK": "it needs attention; below the list stands what to do",
        "OK": "it is well",
    }
    TITLE_WORDS = "Checks: what could keep automations from running"
    COLUMNS = (Column("STATE", 5), Column("CHECK", 12), Column("FINDING"))
    COUNTED = "finding"
    ENTER_OPENS = False
    NOTHING = "looking …"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("m", "mend", "mend", id="checks.mend", tooltip="Close files that are open to others"),
        Binding("s", "service", "service", id="checks.service",
                tooltip="Make a service that runs automations without the app, or take it away"),
        Binding("B", "back_up", "Back up", show=False, id="checks.back_up", tooltip="Everything into one file"),
        FILTER,
        Binding("escape", "back", "back", key_display="Esc", id="checks.back", tooltip="Back"),
        HELP,
    ]  # fmt: skip

    async def rows(self) -> Sequence[TableRow]:
        self.nothing.display = not self.list.count
        return await self.desk.look(_rows)

    def open_row(self) -> None:
        """There is nothing behind a row."""

    @work(exclusive=True, group="deeds")
    @tells_trouble
    async def action_mend(self) -> None:
        self.say(await self.desk.call(_mend))
        self.refresh_rows()

    def action_back_up(self) -> None:
        ask_for_backup(self)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_service(self) -> None:
        """Ask first: it changes what the system starts."""
        state = await self.desk.look(_service)
        if await self.app.push_screen_wait(Ask(service_question(state))):
            self.say(await self.desk.look(_remove if state.installed else _install))
            self.refresh_rows()


def ask_for_backup(page: Page[Any]) -> None:
    """Where to, and then do it."""
    page.with_path("Back up everything", "Into which new file, or folder?", "~/nomologi.zip", "Back up", files.back_up)


def service_question(state: "ServiceState") -> Question:
    """Asked before a service is made or taken away."""
    if state.installed:
        what = f"{state.file} is removed and its runner ends. What you made stays, and runs while the app is open."
        return Question("Remove the service?", what, "Remove")
    what = (
        f"{state.file} is written and started. It runs your automations also while the app is closed, and starts by "
        "itself from then on. The app gives way to it."
    )
    return Question("Make a service?", what, "Make it")


def _rows(ws: Workspace) -> list[TableRow]:
    from nomologi_tui.usecases.doctor.doctor import examine

    found = sorted(examine(ws), key=lambda one: one.ok)
    return [_row(number, one) for number, one in enumerate(found)]


def _row(number: int, one: "Check") -> TableRow:
    texts = ("OK" if one.ok else "LOOK", one.name, one.finding)
    return TableRow(number, texts, f"{one.finding}\n{one.hint}".rstrip(), state="good" if one.ok else "bad")


def _mend(ws: Workspace) -> str:
    from nomologi_tui.usecases.doctor.doctor import examine, mend

    done = mend(examine(ws))
    return (
        "\n".join(done) if done else "There is nothing that could be mended without harm; each finding says what to do."
    )


def _service(_ws: Workspace) -> "ServiceState":
    from nomologi_tui.usecases.service import manager

    return manager().state()


def _install(_ws: Workspace) -> str:
    from nomologi_tui.usecases.service import manager, start_from

    start = start_from(os.environ)
    state = manager().install(start, hardened=False)
    left_out = f" Not part of it: {', '.join(start.left_out)}." if start.left_out else ""
    return f"Made: {state.file}, {'active' if state.active else 'not active'}. {state.words}{left_out}"


def _remove(_ws: Workspace) -> str:
    from nomologi_tui.usecases.service import manager

    kept = manager()
    kept.remove()
    return f"Removed: {kept.file()}"
