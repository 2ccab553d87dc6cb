"""What a dialog stands in."""

from textual.containers import VerticalScroll


class DialogBox(VerticalScroll, can_focus=False):
    """As high as what is in it, at most as the screen; what has the focus stays in sight when the terminal shrinks.

    It has no scroll bar: with one its lines would break elsewhere, and then need more height than it got.
    """

    DEFAULT_CSS = """
    DialogBox {
        width: 72; max-width: 100%; height: auto; max-height: 100%; padding: 1 2; border: solid $accent;
        scrollbar-size-vertical: 0;
    }
    """

    def on_resize(self) -> None:
        self.call_after_refresh(self._show_focused)

    def _show_focused(self) -> None:
        focused = self.screen.focused
        if focused is not None and focused in self.query("*"):
            focused.scroll_visible(animate=False)
