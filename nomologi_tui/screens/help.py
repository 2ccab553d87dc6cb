"""Help: the keys that work where the focus is, and what the states mean."""

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
from nomologi_tui.widgets.hanging import Hanging, Told
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line

_WELL_KNOWN = {"rows": 1, "mode": 2, "app": 3}  # of ids, the room: what is the same on many screens
KEYS, STATE = 16, 6  # cells of the first column


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
        self._keys_shown, self._states_shown = Hanging(id="keys"), Hanging(id="states")
        self._title = getattr(about, "NAME", "this screen")
        self._states: Mapping[str, str] = getattr(about, "LEGEND", STATES)  # sentences of ours

    def compose(self) -> ComposeResult:
        yield Ends(f"Help: {self._title}", f"{key('help.back')} back", id="top")
        with VerticalScroll(can_focus=True):
            yield self._keys_shown
            yield self._states_shown
            yield Line(f"Everywhere: Tab next field, ctrl+p all commands, {key('app.quit')} quit.", id="everywhere")
        yield KeysLine()

    def on_mount(self) -> None:
        self.query_one(VerticalScroll).focus()
        self._keys_shown.tell([Told(f"{fit(name, KEYS)} ", tip) for name, tip in self._keys])
        self._states_shown.tell([Told(f"{fit(word, STATE)} ", keyed(says)) for word, says in self._states.items()])

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
    """(keys, what they do); what this screen can do comes before the ways through a list and what works everywhere."""
    found = sorted(bindings_of(screen).items(), key=lambda item: _WELL_KNOWN.get(item[0].partition(".")[0], 0))
    return [(" ".join(keys), binding.tooltip) for _, (keys, binding, _) in found]
