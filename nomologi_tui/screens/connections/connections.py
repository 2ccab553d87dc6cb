"""Connections: the accounts elsewhere that steps use, how each is, and where secrets are kept."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.screens.connections.keys import CONNECTION_KEYS, ConnectionKeys
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.modes import CONNECTIONS, MODE_KEYS, mode_line
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.connection_list import ConnectionList, ConnectionRow, connections_heading
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.rows import Rows

NOTHING = (
    "There is no connection yet. {connections.new} makes one.\n\n"
    "A connection is an account elsewhere that steps use: a token of a service, a name with a password, a mailbox, a "
    "phone that messages go to. Its secret goes into the keyring and is never shown again."
)
CALM = 2.0  # seconds between two looks at a store that is busy


class ConnectionsScreen(ConnectionKeys):
    """The list, over what is to be said about the chosen one and about the store of secrets."""

    NAME = "connections"
    BACK = "connections.back"
    CSS_PATH = "connections.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "new", id="connections.new", tooltip="Make a connection"),
        *CONNECTION_KEYS,
        Binding("V", "make_vault", "Vault", show=False, id="connections.vault",
                tooltip="Make a sealed file for secrets, where there is no keyring"),
        *MODE_KEYS,
        Binding("escape", "back", "Home", show=False, id="connections.back", tooltip="Back home; ends a test first"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.top = mode_line(CONNECTIONS)
        self.heading = Line(id="heading")
        self.nothing = Line(keyed(NOTHING), id="nothing")
        self.list = ConnectionList(id="list")
        self.position = Ends(id="position")
        self.users = Line(id="users")
        self.secrets = Line(id="secrets")
        self._wanted = 0  # a connection to put the cursor on
        self._stale = False

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.heading
        yield self.nothing
        yield self.list
        yield self.position
        yield self.users
        yield self.secrets
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self.set_interval(CALM, self._follow)
        self._look_at_secrets()

    def on_resize(self) -> None:
        self.heading.say(connections_heading(self.size.width - 2))

    def on_screen_resume(self) -> None:
        self._refresh()

    @on(Page.StoreChanged)
    def _store_changed(self) -> None:
        self._stale = True

    def _follow(self) -> None:
        if self._stale:
            self._refresh()

    @property
    def chosen(self) -> int:
        return self.list.selected.id if self.list.selected else 0

    def changed(self) -> None:
        self._refresh()

    def removed(self) -> None:
        self._refresh()

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self) -> None:
        self._stale = False
        rows = await self.desk.call(_rows)
        self.top.say(right=f"{len(rows)} connection{'s' * (len(rows) != 1)}")
        self.heading.display = self.position.display = self.users.display = bool(rows)
        self.nothing.display = not rows
        wanted, self._wanted = self._wanted, 0
        self.list.show(rows, wanted)

    @on(Rows.Moved, "#list")
    def _show_chosen(self) -> None:
        row = self.list.selected
        if row is not None:
            self.position.say(f"{self.list.cursor + 1} of {self.list.count}   {row.advice}")
            self.users.say(row.users)

    @work(exclusive=True, group="secrets")
    @tells_trouble
    async def _look_at_secrets(self) -> None:
        """Where secrets are kept, once that is known: a keyring may take its time."""
        self.secrets.say("Secrets: looking for the keyring …")
        self.secrets.say(await self.desk.look(_secrets_words))

    @on(Rows.Opened, "#list")
    def _open(self) -> None:
        from nomologi_tui.screens.connections.connection import ConnectionScreen

        if self.chosen:
            self.app.push_screen(ConnectionScreen(self.desk, self.chosen))

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_new(self) -> None:
        from nomologi_tui.screens.connections.form import make_connection

        made = await make_connection(self)
        if made is not None:
            self._wanted = made.id
            self._refresh()
            self._look_at_secrets()  # a vault may have been made for it
            self.say(f"“{made.label}” is kept. {key('connection.test')} tests it.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_make_vault(self) -> None:
        from nomologi_tui.screens.connections.make_vault import make_vault

        words = await make_vault(self)
        if words:
            self.say(words)
            self._look_at_secrets()


def _rows(ws: Workspace) -> list[ConnectionRow]:
    from nomologi_tui.screens.connections.words import rows_of
    from nomologi_tui.usecases.connections import connections

    return rows_of(ws, connections.listed(ws))


def _secrets_words(ws: Workspace) -> str:
    state = ws.secrets.state()
    if state.ready:
        return f"Secrets: {state.words}."
    if state.none:
        makes = f"{key('connections.vault')} makes a sealed file for them; or name an environment variable: env:NAME."
        return f"Secrets: {state.words} {makes}"
    return f"Secrets: {state.words} {state.hint}"
