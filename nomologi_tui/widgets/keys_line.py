"""The last line of a screen: its keys, as many as there is room for, none of them cut."""

from collections.abc import Iterable

from rich.cells import cell_len
from textual import events
from textual.app import ComposeResult
from textual.widget import Widget
from textual.widgets import Footer
from textual.widgets._footer import FooterKey

HELP = "help"  # the action whose key always stays: it tells of the others


class KeysLine(Footer):
    """Textual's footer, but a key that there is no room for is left out whole. What stands from help on is kept."""

    def __init__(self) -> None:
        super().__init__(compact=True, show_command_palette=False)
        self._for = (0, 0)  # the width that it was composed for, and the width that all of its keys need

    def compose(self) -> ComposeResult:
        keys = list(super().compose())
        self._for = self.app.size.width, sum(map(_width, keys))
        yield from fitting(keys, self.app.size.width)

    def on_resize(self, event: events.Resize) -> None:
        width, (before, needed) = event.size.width, self._for
        if width != before and needed > min(width, before) and self.is_attached:
            self.call_after_refresh(self.recompose)


def fitting(keys: Iterable[Widget], width: int) -> list[Widget]:
    """The keys that fit: first those from help on, then the others from the left."""
    keys = list(keys)
    help_at = next((at for at, one in enumerate(keys) if isinstance(one, FooterKey) and one.action == HELP), len(keys))
    room = width - sum(map(_width, keys[help_at:]))
    kept: list[Widget] = []
    for one in keys[:help_at]:
        room -= _width(one)
        if room < 0:
            break
        kept.append(one)
    return [*kept, *keys[help_at:]]


def _width(one: Widget) -> int:
    """With the blank behind it."""
    return cell_len(f"{one.key_display} {one.description} ") if isinstance(one, FooterKey) else 0
