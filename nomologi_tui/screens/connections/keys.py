"""The keys that act on one connection: the same in the list and in its details."""

from typing import ClassVar

from textual import work
from textual.binding import Binding, BindingType

from nomologi_tui.model import Connection
from nomologi_tui.screens.apart import apart
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.page import Page, tells_trouble
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.workspace import Workspace

CONNECTION_KEYS: list[BindingType] = [
    Binding("t", "test", "test", id="connection.test", tooltip="Log in with it, and say what came of it"),
    Binding("e", "edit", "edit", id="connection.edit", tooltip="Change its fields; a secret stays unless typed anew"),
    Binding("l", "login", "log in", id="connection.login", tooltip="Log in again, or type a new secret"),
    Binding("d", "delete", "delete", id="connection.delete", tooltip="Remove it and its secrets; asks first"),
]
ROW = frozenset({"open", "test", "edit", "login", "delete"})  # what needs a connection


class ConnectionKeys(Page[None]):
    """A screen with one chosen connection."""

    BACK: ClassVar[str]  # the id of the key that leaves it
    BINDINGS: ClassVar[list[BindingType]] = []

    _testing = False

    @property
    def chosen(self) -> int:
        """The id of the chosen connection; 0 where there is none."""
        raise NotImplementedError

    @property
    def idle(self) -> frozenset[str]:
        return super().idle if self.chosen else ROW

    def changed(self) -> None:
        """The chosen connection may be another now: show how it is."""
        raise NotImplementedError

    def removed(self) -> None:
        """The chosen connection is gone."""
        raise NotImplementedError

    def action_test(self) -> None:
        if self.chosen and not self._testing:
            self._test(self.chosen)

    @work(exclusive=True, group="trial")
    @tells_trouble
    async def _test(self, id_: int) -> None:
        """Test it in a thread of its own, with the seconds that it takes; Esc ends it."""
        clock, self._testing = self.desk.ws.clock, True
        began = clock.monotonic()
        stops = f"{key(self.BACK)} stops it"
        timer = self.set_interval(1, lambda: self.say(f"Testing: {clock.monotonic() - began:.0f} s   {stops}"))
        self.say(f"Testing: 0 s   {stops}")
        try:
            self.say(await apart(lambda: _tried(self.desk.ws, id_)))
        finally:
            timer.stop()
            self._testing = False
            self.changed()

    def action_back(self) -> None:
        """One thing at a time: first a test that is under way is ended."""
        if self._testing:
            self.workers.cancel_group(self, "trial")
            self.say("The test was stopped. The status is as it was.")
        else:
            self.app.pop_screen()

    def action_edit(self) -> None:
        if self.chosen:
            self._edit(self.chosen)

    def action_login(self) -> None:
        if self.chosen:
            self._log_in(self.chosen)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def _log_in(self, id_: int) -> None:
        """By the provider's own way where the kind has one; else a new secret is typed."""
        from nomologi_tui.screens.connections.form import edit_connection, with_kind
        from nomologi_tui.screens.connections.log_in import log_in

        found, kind = await self.desk.call(with_kind, id_)
        if kind.logs_in is None:
            self._tell_changed(await edit_connection(self, id_, at_secret=True))
        elif (done := await log_in(self, found)) is not None:
            self.changed()
            self.say(done.words)

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def _edit(self, id_: int) -> None:
        from nomologi_tui.screens.connections.form import edit_connection

        self._tell_changed(await edit_connection(self, id_))

    def _tell_changed(self, changed: Connection | None) -> None:
        if changed is not None:
            self.changed()
            self.say(f"“{changed.label}” is changed. {key('connection.test')} tests it.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_delete(self) -> None:
        id_ = self.chosen
        if not id_:
            return
        if await self.app.push_screen_wait(Ask(await self.desk.call(_removal_question, id_))):
            self.say("Removing it …")
            self.say(await apart(lambda: _removed(self.desk.ws, id_)))
            self.removed()


async def _tried(ws: Workspace, id_: int) -> str:
    from nomologi_tui.usecases.connections import connections

    return await connections.try_out(ws, connections.find(ws, str(id_)))


def _removal_question(ws: Workspace, id_: int) -> Question:
    from nomologi_tui.screens.connections.words import removal_words
    from nomologi_tui.usecases.connections import connections

    one = next(one for one in connections.listed(ws) if one.connection.id == id_)
    return Question(f"Remove the connection “{one.connection.label}”?", removal_words(one), "Remove")


async def _removed(ws: Workspace, id_: int) -> str:
    from nomologi_tui.usecases.connections import connections, removing

    return (await removing.remove(ws, connections.find(ws, str(id_)), force=True)).words
