"""The modes of the app, on digits: which there are, their screens, and how the header tells which one is shown."""

import re
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from textual import events
from textual.binding import Binding, BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import Page
from nomologi_tui.widgets.lines import Ends

_MODE = re.compile(r"\[?(\d)(?: [A-Z][a-z]+)?\]?")  # in the header


@dataclass(frozen=True, slots=True)
class Mode:
    """One of them; `screen` is `module:class` below `screens`, loaded when it is first wanted."""

    key: str
    name: str
    words: str
    screen: str

    @property
    def id(self) -> str:
        """The id of its key."""
        return f"mode.{self.name.lower()}"

    @property
    def title(self) -> str:
        return f"{self.key} {self.name}"

    def make(self, desk: Desk, *on: str) -> Page[Any]:
        """Its screen, on the row of that name where one is given.

        One that returns a text begins the guided flow with the template of that name.
        """
        module, _, name = self.screen.partition(":")
        made: Page[Any] = getattr(import_module(f"nomologi_tui.screens.{module}"), name)(desk, *on)
        return made


HOME = Mode("1", "Home", "what runs here, and the log", "home:HomeScreen")
RUNS = Mode("2", "Runs", "what ran, newest first, and why it went so", "runs.runs:RunsScreen")
CONNECTIONS = Mode(
    "3", "Connections", "the accounts elsewhere that steps use", "connections.connections:ConnectionsScreen"
)
TEMPLATES = Mode("4", "Templates", "automations that are thought out already", "templates.templates:TemplatesScreen")
SETTINGS = Mode(
    "5", "Settings", "what is set, where it comes from; keys, themes, users", "settings.settings:SettingsScreen"
)
MODES = (HOME, RUNS, CONNECTIONS, TEMPLATES, SETTINGS)


def mode_of(key: str) -> Mode:
    """The mode on that digit."""
    return next(one for one in MODES if one.key == key)


# Each screen of a mode lists them.
MODE_KEYS: list[BindingType] = [
    Binding(one.key, f"app.mode('{one.key}')", one.name, show=False, id=one.id,
            tooltip=f"{one.name}: {one.words}")
    for one in MODES
]  # fmt: skip


def mode_words(here: Mode) -> str:
    """The header's left end: `[1 Home] 2 Runs 3 Connections 4 Templates`."""
    return " ".join(f"[{mode.title}]" if mode is here else mode.title for mode in MODES)


class ModeLine(Ends):
    """A click on a mode shows it."""

    async def on_click(self, event: events.Click) -> None:
        at = event.get_content_offset(self)
        for found in _MODE.finditer(self.shown_left):
            if at is not None and found.start() <= at.x < found.end():
                await self.app.run_action(f"app.mode('{found[1]}')")


def mode_line(here: Mode) -> Ends:
    """The header; where there is little room the other modes have only their keys."""
    keys = " ".join(f"[{mode.title}]" if mode is here else mode.key for mode in MODES)
    return ModeLine(mode_words(here), short=(keys,), id="top")
