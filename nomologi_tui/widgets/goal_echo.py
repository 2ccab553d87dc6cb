"""A goal with what was read of it: each piece in brackets with the number of its part, so that it needs no colour."""

from collections.abc import Iterable
from dataclasses import dataclass

from textual.content import Content
from textual.widgets import Static

from nomologi_tui.text import clean_line


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words; `sign` is what stands before them in their brackets: a number, `?` unread, `=` plain, none: between.

    `here`: it is the one that a key would take.
    """

    text: str
    sign: str = ""
    here: bool = False


class GoalEcho(Static):
    """The pieces of a goal in their order. Their text may come from anywhere: it is never read as markup."""

    DEFAULT_CSS = "GoalEcho { height: auto; }"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id, markup=False)
        self._pieces: tuple[Piece, ...] = ()

    def show(self, pieces: Iterable[Piece]) -> None:
        """Show other pieces; drawn only when they changed."""
        new = tuple(pieces)
        if new != self._pieces:
            self._pieces = new
            self.update(Content(" ").join(_drawn(piece) for piece in new))


def _drawn(piece: Piece) -> Content:
    words = clean_line(piece.text)
    if not piece.sign:
        return Content(words)
    style = {"?": "bold $text-warning", "=": "dim"}.get(piece.sign, "bold $text-accent")
    return Content.styled(f"[{piece.sign} {words}]", f"{style} underline" if piece.here else style)
