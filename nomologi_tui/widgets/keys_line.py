"""The last line of a screen: its keys, as many as there is room for, none of them cut."""

from collections.abc import Iterable
from typing import Any

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

HELP = "help"  # the action whose key always stays: it tells of the others
ALL = "all"  # what opens the palette is called so, at the right end
BETWEEN = 2  # cells between two keys, so that they are told apart without colour
ROOMY = 80  # cells from which on the palette's key is shown


class KeysLine(Footer):
    """Textual's footer, but a key that there is no room for is left out whole. What stands from help on is kept."""

    DEFAULT_CSS = """
    KeysLine.-compact FooterKey { margin-right: 2; }
    KeysLine.-compact FooterKey.-command-palette { margin-right: 0; padding: 0; border: none; }
    """

    def __init__(self) -> None:
        super().__init__(compact=True)
        self._for = (0, 0)  # the width that it was composed for, and the width that all of its keys need
        self._named: list[tuple[str, str, bool]] = []

    def compose(self) -> ComposeResult:
        keys, width = list(super().compose()), self.app.size.width
        self._for = width, max(sum(map(_width, keys)), ROOMY)
        yield from fitting(keys, width)

    def bindings_changed(self, screen: Screen[Any]) -> None:
        """As Textual's, but drawn anew only where other keys are to be named."""
        here = screen.app.app_focus and self.is_attached and screen is self.screen
        named = [
            (one.key, one.description, enabled) for _, one, enabled, _ in screen.active_bindings.values() if one.show
        ]
        if here and named == self._named:
            return
        self._named = named if here else []
        super().bindings_changed(screen)

    def on_resize(self, event: events.Resize) -> None:
        width, (before, needed) = event.size.width, self._for
        if width != before and needed > min(width, before) and self.is_attached:
            self.call_after_refresh(self.recompose)


def fitting(keys: Iterable[Widget], width: int) -> list[Widget]:
    """The keys that fit: first those from help on, then the others from the left."""
    keys = [one for one in map(_named, keys) if width >= ROOMY or not _is_palette(one)]
    help_at = next((at for at, one in enumerate(keys) if isinstance(one, FooterKey) and one.action == HELP), len(keys))
    room = width + BETWEEN - sum(map(_width, keys[help_at:]))
    kept: list[Widget] = []
    for one in keys[:help_at]:
        room -= _width(one)
        if room < 0:
            break
        kept.append(one)
    return [*kept, *keys[help_at:]]


def _is_palette(one: Widget) -> bool:
    return one.has_class("-command-palette")


def _named(one: Widget) -> Widget:
    if isinstance(one, FooterKey) and _is_palette(one):
        one.description = ALL
    return one


def _width(one: Widget) -> int:
    """With the blanks behind it."""
    if not isinstance(one, FooterKey):
        return 0
    return cell_len(f"{one.key_display} {one.description}") + BETWEEN
