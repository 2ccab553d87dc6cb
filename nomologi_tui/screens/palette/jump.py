"""Jump labels: a letter over each part of the screen that can have the focus; pressing it goes there."""

from collections.abc import Sequence
from dataclasses import dataclass
from string import ascii_lowercase, digits
from typing import Any

from textual import events
from textual.app import App, ComposeResult
from textual.content import Content
from textual.geometry import Offset
from textual.screen import ModalScreen, Screen
from textual.widget import Widget
from textual.widgets import Static

LETTERS = "asdfghjkl" + "".join(sorted(set(ascii_lowercase) - set("asdfghjkl"))) + digits

ROOM, ASIDE = 8, 4  # with so many cells before it, a part has its letter so far to the left, where it hides nothing


@dataclass(frozen=True, slots=True)
class Part:
    """Something to go to: its letter, and where it begins on the screen."""

    letter: str
    widget: Widget
    at: Offset


def jump(app: App[Any]) -> None:
    """Show a letter over each part of the screen, where there are parts; the one that is pressed gets the focus."""
    found = parts(app.screen)
    if found and not isinstance(app.screen, JumpScreen):
        app.push_screen(JumpScreen(found), lambda chosen: chosen and chosen.focus())


def parts(screen: Screen[Any]) -> list[Part]:
    """What can have the focus and is in sight, from the top; at most as many as there are letters."""
    seen = [(screen.find_widget(one).visible_region, one) for one in screen.focus_chain]
    inside = [(region, one) for region, one in seen if region and not _holds(one, screen)]
    return [
        Part(letter, one, region.offset) for letter, (region, one) in zip(LETTERS, inside, strict=False)
    ]  # fmt: skip


def _holds(one: Widget, screen: Screen[Any]) -> bool:
    """Whether other parts are inside it: these have the letters."""
    return any(one in other.ancestors for other in screen.focus_chain)


class JumpScreen(ModalScreen[Widget | None]):
    """Shows the letters over what is below. Returns the part whose letter is pressed; any other key returns None."""

    CSS_PATH = "jump.tcss"
    AUTO_FOCUS = ""

    def __init__(self, found: Sequence[Part]) -> None:
        super().__init__()
        self._found = {one.letter: one for one in found}

    def compose(self) -> ComposeResult:
        for one in self._found.values():
            label = Static(Content(f"[{one.letter}]"), classes="label")
            label.styles.offset = one.at - (ASIDE, 0) if one.at.x >= ROOM else one.at
            yield label

    def on_key(self, event: events.Key) -> None:
        event.stop()
        event.prevent_default()
        chosen = self._found.get(event.character or "")
        self.dismiss(chosen.widget if chosen else None)

    def on_click(self) -> None:
        self.dismiss(None)
