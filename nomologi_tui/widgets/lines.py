"""Single lines of text. What they show may come from anywhere: it is never read as markup."""

from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from nomologi_tui.text import clean
from nomologi_tui.widgets.cells import cut, fit


def after_when(words: str) -> str:
    """What starts something, behind the head WHEN: the word is not said twice."""
    return words[5:] if words[:5].lower() == "when " else words


class Line(Static):
    """Text that is drawn only when it changed."""

    DEFAULT_CSS = "Line { height: auto; }"

    def __init__(self, text: str = "", *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(Content(clean(text)), id=id, classes=classes, markup=False)
        self.text = text

    def say(self, text: str) -> None:
        """Show another text. The screen is laid out anew only where that one takes another number of lines."""
        if text != self.text:
            self.text = text
            self.update(Content(clean(text)), layout=False)
            if self.styles.is_auto_width or self._other_height():
                self.refresh(layout=True)

    def _other_height(self) -> bool:
        width, height = self.content_size
        rules = self.styles  # Textual itself hands over these
        return not width or self.visual.get_height(rules, width) != height  # type: ignore[arg-type]


class Ends(Widget):
    """One line with a text at each end. Where both don't fit, the first of `short` that does stands for the left one;
    what still has no room is cut."""

    DEFAULT_CSS = "Ends { height: 1; }"

    def __init__(
        self,
        left: str = "",
        right: str = "",
        *,
        short: tuple[str, ...] = (),
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.left, self.right = left, right
        self._short = short

    def say(self, left: str | None = None, right: str | None = None) -> None:
        """Show other texts; None keeps one."""
        new = (self.left if left is None else left, self.right if right is None else right)
        if new != (self.left, self.right):
            self.left, self.right = new
            self.refresh()

    def render(self) -> Content:
        right = cut(self.right, self.size.width)
        room = self.size.width - Content(right).cell_length
        return Content(fit(self.shown_left, room - 1) + " " + right if room > 1 else right)

    @property
    def shown_left(self) -> str:
        """The longest of the left texts that there is room for; where there is for none, the shortest."""
        room = self.size.width - Content(cut(self.right, self.size.width)).cell_length
        texts = (self.left, *self._short)
        return next((one for one in texts if Content(one).cell_length < room), texts[-1])
