"""A page whose list words narrow down: a key shows the field, Enter keeps the words, Esc shows all again."""

from typing import ClassVar, TypeVar

from textual import on
from textual.widgets import Input

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import Page
from nomologi_tui.settings.keymap import key
from nomologi_tui.widgets.field import AskField

Result = TypeVar("Result")


class FilteredPage(Page[Result]):
    """A screen puts `field` below its list, whose id is `list`."""

    BACK: ClassVar[str]  # the id of the key that shows all again

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.field = AskField(placeholder=f"words; Enter keeps, {key(self.BACK)} shows all", compact=True, id="filter")

    def show_found(self) -> None:
        """Show the rows that have the words of `field`."""
        raise NotImplementedError

    def action_filter(self) -> None:
        self.field.display = True
        self.field.focus()

    @on(Input.Changed, "#filter")
    def _filter_changed(self) -> None:
        self.show_found()

    @on(Input.Submitted, "#filter")
    def _filter_kept(self) -> None:
        self.field.display = bool(self.field.value)
        self.query_one("#list").focus()

    def shows_all_again(self) -> bool:
        """Take the words away; False where there were none."""
        if not (self.field.value or self.field.display):
            return False
        self.field.value = ""
        self._filter_kept()
        return True
