"""A page of one list that words narrow: a title, columns, and below them what is said of the chosen row."""

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.filtered import FilteredPage
from nomologi_tui.screens.page import Page, tells_trouble
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.text import counted
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.table_list import Column, TableList, TableRow

# Each screen of a list has it.
FILTER = Binding(
    "slash", "filter", "filter", key_display="/", id="listed.filter", tooltip="Show only rows with these words"
)


class ListedPage(FilteredPage[None]):
    """A screen says its title, its columns, what it counts, what an empty list teaches, and gives the rows."""

    CSS_PATH = Path(__file__).with_name("listed.tcss")  # of those in other rooms too
    BINDINGS: ClassVar[list[BindingType]] = []
    TITLE_WORDS: ClassVar[str]
    COLUMNS: ClassVar[Sequence[Column]]
    COUNTED: ClassVar[str]  # one of what is listed
    NOTHING: ClassVar[str]
    OF_ROW: ClassVar[frozenset[str]] = frozenset()  # the actions that need a row
    ENTER_OPENS: ClassVar[bool] = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.top = Ends(self.TITLE_WORDS, id="top")
        self.about = Line(id="about")  # what is said of the whole list
        self.heading = Line(id="heading")
        self.nothing = Line(keyed(self.NOTHING), id="nothing")
        self.list = TableList(self.COLUMNS, id="list")
        self.words = Line(id="words")
        self._all: Sequence[TableRow] = ()

    @property
    def idle(self) -> frozenset[str]:
        found = super().idle if self.ENTER_OPENS else super().idle | {"open"}
        found |= frozenset() if self._all else {"filter"}
        return found if self.list.count else found | self.OF_ROW | {"open"}

    async def rows(self) -> Sequence[TableRow]:
        """What is listed now."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.about
        yield self.heading
        yield self.nothing
        yield self.list
        yield self.field
        yield self.words
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.nothing.display = False
        self.list.focus()
        self.refresh_rows()

    def on_resize(self) -> None:
        self.heading.say(self.list.heading(self.size.width - 2))

    @on(Page.StoreChanged)
    def on_screen_resume(self) -> None:
        self.refresh_rows()

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def refresh_rows(self) -> None:
        """Look again."""
        self._all = await self.rows()
        self.show_found()

    def show_found(self) -> None:
        words = self.field.value.lower().split()
        rows = [row for row in self._all if row.has(words)]
        self.top.say(right=f"{len(rows)} of {len(self._all)}" if words else _counted(rows, self.COUNTED))
        self.nothing.say(f"No row has these words. {key(self.BACK)} shows all." if self._all else keyed(self.NOTHING))
        self.about.display = bool(self.about.text)
        self.set_class(not rows, "-nothing")
        self.nothing.display = not rows
        self.list.show(rows)
        self.refresh_bindings()

    @on(Rows.Moved, "#list")
    def _moved(self) -> None:
        self.show_words()

    @on(Rows.Opened, "#list")
    def _opened(self) -> None:
        self.open_row()

    def action_back(self) -> None:
        if not self.shows_all_again():
            self.app.pop_screen()

    def show_words(self) -> None:
        """Say what is to be said of the chosen row."""
        if self.list.selected:
            self.words.say(self.list.selected.words)

    def open_row(self) -> None:
        """Go to the automation of the chosen row."""
        from nomologi_tui.screens.automations.automation import AutomationScreen

        row = self.list.selected
        if row and row.opens:
            self.app.push_screen(AutomationScreen(self.desk, row.opens, row.run_id))


def _counted(rows: Sequence[TableRow], what: str) -> str:
    return counted(len(rows), what) if rows else ""
