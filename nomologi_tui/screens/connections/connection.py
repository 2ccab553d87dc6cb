"""One connection: its fields, its secrets as fingerprints, where they may go, and who uses it."""

from typing import ClassVar

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from nomologi_tui.screens.connections.keys import CONNECTION_KEYS, ConnectionKeys
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.page import HELP, tells_trouble
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line


class ConnectionScreen(ConnectionKeys):
    """The details. A secret is never shown, only six digits by which equal ones are recognised."""

    NAME = "a connection"
    BACK = "connection.back"
    CSS_PATH = "connection.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        *CONNECTION_KEYS,
        Binding("escape", "back", "back", key_display="Esc", id="connection.back", tooltip="Back; ends a test first"),
        HELP,
    ]

    def __init__(self, desk: Desk, connection_id: int) -> None:
        super().__init__(desk)
        self._connection_id = connection_id
        self.top = Ends("Connection", id="top")
        self.details = Line("Looking at its secrets …", id="details")

    def compose(self) -> ComposeResult:
        yield self.top
        with VerticalScroll(id="body"):
            yield self.details
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.query_one("#body").focus()
        self._refresh()

    @property
    def chosen(self) -> int:
        return self._connection_id

    def changed(self) -> None:
        self._refresh()

    def removed(self) -> None:
        self.app.pop_screen()

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self) -> None:
        title, status, words = await self.desk.look(_look, self._connection_id)
        self.top.say(title, status)
        self.details.say(words)


def _look(ws: Workspace, id_: int) -> tuple[str, str, str]:
    """The header's ends, and what stands below."""
    from nomologi_tui.screens.connections.words import STATUSES, details_words, status_of
    from nomologi_tui.settings.keymap import keyed
    from nomologi_tui.usecases.connections.connections import kind_of
    from nomologi_tui.usecases.connections.details import details

    found, now = details(ws, str(id_)), ws.clock.now()
    status = status_of(found.connection, kind_of(ws, found.connection), now)
    words = details_words(found, now, ws.settings.zone)
    return f"Connection “{found.connection.label}”", status, f"{words}\n\n{keyed(STATUSES[status])}"
