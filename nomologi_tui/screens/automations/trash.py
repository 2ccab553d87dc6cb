"""The trash: what was deleted, and back again."""

from collections.abc import Sequence
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from nomologi_tui.screens.automations import deeds
from nomologi_tui.screens.listed import FILTER, ListedPage
from nomologi_tui.screens.page import HELP, tells_trouble
from nomologi_tui.screens.words import ago, moment
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.table_list import Column, TableRow


class TrashScreen(ListedPage):
    """The latest first; Enter brings one back, switched off."""

    NAME = "the trash"
    BACK = "trash.back"
    LEGEND: ClassVar[dict[str, str]] = {}
    TITLE_WORDS = "Trash"
    COLUMNS = (Column("GOAL"), Column("DELETED", 12), Column("KEPT UNTIL", 12))
    COUNTED = "automation"
    OF_ROW = frozenset({"restore"})
    ENTER_OPENS = False
    NOTHING = "The trash is empty. What is deleted lies here for 30 days. {trash.back} goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("u", "restore", "bring back", id="trash.restore", tooltip="Bring it back, switched off"),
        FILTER,
        Binding("escape", "back", "back", key_display="Esc", id="trash.back", tooltip="Back"),
        HELP,
    ]

    async def rows(self) -> Sequence[TableRow]:
        return await self.desk.call(_rows)

    def open_row(self) -> None:
        self.action_restore()

    @work(group="deeds")
    @tells_trouble
    async def action_restore(self) -> None:
        if self.list.selected:
            self.say(await self.desk.call(deeds.restore, self.list.selected.id))
            self.refresh_rows()


def _rows(ws: Workspace) -> list[TableRow]:
    from nomologi_tui.usecases.automations import trash

    now, zone = ws.clock.now(), ws.settings.zone
    return [
        TableRow(one.id, (one.goal, ago(one.at, now, zone), moment(trash.until(one), now, zone)), one.goal)
        for one in trash.listed(ws)
    ]
