"""What an automation was: its revisions, what each one changed, and back to one of them."""

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from nomologi_tui.screens.automations import deeds
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.listed import FILTER, ListedPage
from nomologi_tui.screens.page import HELP, tells_trouble
from nomologi_tui.screens.words import ago
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.table_list import Column, TableRow


class RevisionsScreen(ListedPage):
    """The newest first. Going back makes the next revision, so nothing is lost and nothing is asked."""

    NAME = "revisions"
    BACK = "revisions.back"
    LEGEND: ClassVar[dict[str, str]] = {}
    TITLE_WORDS = "Revisions"
    COLUMNS = (Column("NO.", 5), Column("MADE", 12), Column("CHANGED"))
    COUNTED = "revision"
    OF_ROW = frozenset({"put_back"})
    ENTER_OPENS = False
    NOTHING = "There is no revision yet. {revisions.back} goes back."
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("b", "put_back", "back to this one", id="revisions.put_back", tooltip="Make it what it was then"),
        FILTER,
        Binding("escape", "back", "back", key_display="Esc", id="revisions.back", tooltip="Back"),
        HELP,
    ]

    def __init__(self, desk: Desk, automation_id: int) -> None:
        super().__init__(desk)
        self._automation = automation_id

    async def rows(self) -> Sequence[TableRow]:
        return await self.desk.call(_rows, self._automation)

    def show_words(self) -> None:
        if self.list.selected:
            self._show_difference(self.list.selected.id)

    @work(exclusive=True, group="words")
    @tells_trouble
    async def _show_difference(self, number: int) -> None:
        self.words.say(await self.desk.call(_difference, self._automation, number))

    def open_row(self) -> None:
        """There is nothing behind a row."""

    @work(group="deeds")
    @tells_trouble
    async def action_put_back(self) -> None:
        if self.list.selected:
            self.say(await self.desk.call(partial(_put_back, number=self.list.selected.id), self._automation))
            self.refresh_rows()


def _rows(ws: Workspace, automation_id: int) -> list[TableRow]:
    from nomologi_tui.usecases.automations import revisions

    one, now, zone = deeds.find(ws, automation_id), ws.clock.now(), ws.settings.zone
    return [
        TableRow(each.number, (str(each.number), ago(each.made_at, now, zone), ", ".join(each.changed)))
        for each in revisions.listed(ws, one)
    ]


def _difference(ws: Workspace, automation_id: int, number: int) -> str:
    from nomologi_tui.usecases.automations import revisions

    return "\n".join(revisions.difference(ws, deeds.find(ws, automation_id), number)[2:])  # without the files' names


def _put_back(ws: Workspace, automation_id: int, number: int) -> str:
    from nomologi_tui.usecases.automations import revisions

    one = deeds.find(ws, automation_id)
    after = revisions.put_back(ws, one, number)
    if after.revision == one.revision:
        return f"It is as it was in revision {number} already."
    return f"It is as it was in revision {number}; that is revision {after.revision} now."
