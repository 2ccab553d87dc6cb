"""Help: the keys that work where the focus is, and what the states mean."""

import textwrap
from collections.abc import Mapping
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.dom import DOMNode
from textual.screen import Screen

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import Page
from nomologi_tui.screens.words import STATES
from nomologi_tui.settings.keymap import key, keyed, shown
from nomologi_tui.widgets.cells import fit
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line

KEYS, STATE = 16, 6  # cells of the first column
EDGES = 3  # cells at the sides, scrollbar included


class HelpScreen(Page[None]):
    """Everything that a key does on the screen it was asked from."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape,q", "app.pop_screen", "Back", key_display="Esc", id="help.back", tooltip="Back to where you were"
        ),
    ]

    def __init__(self, desk: Desk, about: Screen[Any]) -> None:
        super().__init__(desk)
        self._keys = keys_of(about)
        self._title = getattr(about, "NAME", "this screen")
        self._states: Mapping[str, str] = getattr(about, "LEGEND", STATES)  # sentences of ours

    def compose(self) -> ComposeResult:
        yield Ends(f"Help: {self._title}", f"{key('help.back')} back", id="top")
        with VerticalScroll(can_focus=True):
            yield Line(id="keys")
            yield Line(id="states")
            yield Line(f"Everywhere: Tab next field, ctrl+p all commands, {key('app.quit')} quit.", id="everywhere")
        yield KeysLine()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()

    def on_resize(self) -> None:
        width = self.size.width - EDGES
        self.query_one("#keys", Line).say("\n".join(hanging(name, tip, KEYS, width) for name, tip in self._keys))
        states = [hanging(word, keyed(meaning), STATE, width) for word, meaning in self._states.items()]
        self.query_one("#states", Line).say("\n".join(states))

    def action_help(self) -> None:
        """It is open already."""


def bindings_of(screen: Screen[Any]) -> dict[str, tuple[list[str], Binding, DOMNode]]:
    """By id: the keys of our own bindings that work now, what they do and whose they are, from the focus outwards."""
    found: dict[str, tuple[list[str], Binding, DOMNode]] = {}
    for node, binding, _, _ in screen.active_bindings.values():
        if binding.id and binding.tooltip:
            keys, _, _ = found.setdefault(binding.id, ([], binding, node))
            keys.append(shown(binding.key))
    return found


def keys_of(screen: Screen[Any]) -> list[tuple[str, str]]:
    """(keys, what they do)."""
    return [(" ".join(keys), binding.tooltip) for keys, binding, _ in bindings_of(screen).values()]


def hanging(head: str, text: str, column: int, width: int) -> str:
    """`head` and the text beside it, whose further lines begin below its first one."""
    lines = textwrap.wrap(text, max(width - column - 1, 10)) or [""]
    return "\n".join(f"{fit(head if place == 0 else '', column)} {line}" for place, line in enumerate(lines))
