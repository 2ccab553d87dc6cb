"""Users: who has something in this store, their passwords, and being somebody else."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.inputs import Inputs
from nomologi_tui.screens.dialogs.twice import Twice, Wanted
from nomologi_tui.screens.page import HELP, Page, tells_trouble
from nomologi_tui.screens.users.sign_in import SwitchScreen
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases import users as use
from nomologi_tui.usecases.passwords import SHORTEST
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.user_list import UserList, UserRow, users_heading

LOGIN = "Login"
WHAT = (
    "Each sees only their own automations, runs and connections. Who has a password signs in with it. The owner lets "
    "others in and puts them out."
)


class UsersScreen(Page[None]):
    """The list, and what users are."""

    NAME = "users"
    CSS_PATH = "users.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "add", "add", id="users.add", tooltip="Let somebody in, with a password"),
        Binding("p", "password", "password", id="users.password", tooltip="Set the password of the chosen one"),
        Binding("x", "no_password", "no password", id="users.no_password",
                tooltip="Take the owner's password away: the system's account is enough again"),
        Binding("d", "remove", "remove", id="users.remove", tooltip="Remove somebody with all that is theirs; asks"),
        Binding("o", "sign_out", "sign out", id="users.sign_out", tooltip="Sign out; the next one signs in"),
        Binding("escape", "app.pop_screen", "Back", show=False, id="users.back", tooltip="Back to the settings"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.heading = Line(id="heading")
        self.list = UserList(id="list")

    @property
    def idle(self) -> frozenset[str]:
        row, anybody = self.list.selected, any(row.has_password for row in self.list.rows)
        found = super().idle | (frozenset() if anybody else {"sign_out"})
        if row is None or not row.has_password:
            found |= {"open", "no_password"}
        return found | ({"remove"} if row and "owner" in row.who else set())

    def compose(self) -> ComposeResult:
        yield Ends("Users of this store", f"{key('users.back')} back", id="top")
        yield self.heading
        yield self.list
        yield Line(WHAT, id="words")
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self._refresh()

    def on_resize(self) -> None:
        self.heading.say(users_heading(self.size.width - 2))

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self) -> None:
        await self._list()

    async def _list(self) -> None:
        self.list.show(await self.desk.call(_rows))

    @on(Rows.Moved, "#list")
    def _moved(self) -> None:
        self.refresh_bindings()

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_add(self) -> None:
        await self.desk.call(use.need_owner)
        answers = await self.app.push_screen_wait(Inputs({LOGIN: ""}, "Let somebody in", "Next"))
        if answers is None:
            return
        login = await self.desk.call(use.free_login, answers[LOGIN])
        typed = await self.app.push_screen_wait(Twice(_wanted(login, "Let in")))
        if typed is not None:
            made = await self.desk.call(use.add, login, typed)
            await self._list()  # who reads that somebody was let in may choose them at once
            self.say(f"“{made.email}” may sign in: {key('users.sign_out')} here, or NOMOLOGI_USER={made.email}")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_password(self) -> None:
        row = self.list.selected
        if row is None:
            return
        await self.desk.call(use.may_set_password, row.login)
        typed = await self.app.push_screen_wait(Twice(_wanted(row.login, "Set")))
        if typed is not None:
            await self.desk.call(use.set_password, row.login, typed)
            self._refresh()
            self.say(f"The password of “{row.login}” is set.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_no_password(self) -> None:
        row = self.list.selected
        if row is not None:
            await self.desk.call(use.take_password_away, row.login)
            self._refresh()
            self.say(f"“{row.login}” needs no password any more.")

    @work(exclusive=True, group="pick")
    @tells_trouble
    async def action_remove(self) -> None:
        row = self.list.selected
        if row is None:
            return
        await self.desk.call(use.may_remove, row.login)
        what = f"All that is theirs is deleted: automations ({row.automations}), history, drafts, connections, secrets."
        question = Question(f"Remove “{row.login}”?", f"{what}\nThis can't be undone.", "Remove")
        if await self.app.push_screen_wait(Ask(question)):
            await self.desk.call(lambda ws: use.remove(ws, use.find(ws, row.login), force=True))
            self._refresh()
            self.say(f"“{row.login}” is removed.")

    def action_sign_out(self) -> None:
        """Only where somebody with a password is there to come back by it, or to come instead."""
        self._switch("")

    @on(Rows.Opened, "#list")
    @work(exclusive=True, group="pick")
    async def _opened(self) -> None:
        """Be the chosen one."""
        if self.list.selected:
            if self.list.selected.has_password:
                self._switch(self.list.selected.login)
            else:
                self.say("Who has no password is let in by the account of the operating system alone.")

    @work(exclusive=True, group="switch")
    async def _switch(self, login: str) -> None:
        mine = await self.desk.call(lambda ws: ws.user.has_password)
        leaves = not login and mine
        if leaves:
            await self.desk.call(Workspace.sign_out)
        if await self.app.push_screen_wait(SwitchScreen(self.desk, login, may_go_back=not leaves)):
            self.app.post_message(self.UserSwitched())


def _wanted(login: str, verb: str) -> Wanted:
    words = f"“{login}” signs in with it from then on. It is kept so that nobody can read it."
    return Wanted(f"A password for “{login}”", "Password", SHORTEST, words, verb)


def _rows(ws: Workspace) -> list[UserRow]:
    return [
        UserRow(
            one.user.email,
            ", ".join(["owner"] * one.is_owner + ["you"] * (one.user.id == ws.user.id)),
            "password" if one.user.has_password else "the account",
            str(one.automations), one.user.has_password,
        )
        for one in use.listed(ws)
    ]  # fmt: skip
