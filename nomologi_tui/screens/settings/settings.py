"""Settings: each with its value and where that comes from; keys and users too."""

from typing import ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.errors import BadInputError
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.filtered import FilteredPage
from nomologi_tui.screens.modes import MODE_KEYS, SETTINGS, mode_line
from nomologi_tui.screens.page import HELP, tells_trouble
from nomologi_tui.screens.settings import words
from nomologi_tui.screens.settings.look import dress
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.rows import Rows
from nomologi_tui.widgets.setting_editor import SettingEditor
from nomologi_tui.widgets.setting_list import SettingList, SettingRow, settings_heading


class SettingsScreen(FilteredPage[None]):
    """The list over the field of the one that is changed, and what the chosen one is for."""

    NAME = "settings"
    BACK = "settings.back"
    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("slash", "filter", "filter", key_display="/", id="settings.filter",
                tooltip="Show only those with these words"),
        Binding("x,delete", "reset", "default", id="settings.reset", tooltip="Back to what counts without it"),
        Binding("U", "users", "users", id="settings.users", tooltip="Who uses this store: passwords, sign out"),
        Binding("c", "checks", "checks", id="settings.checks",
                tooltip="What could keep automations from running; the service"),
        *MODE_KEYS,
        Binding("escape", "back", "Back", show=False, id="settings.back", tooltip="Out of the field; back home"),
        HELP,
    ]  # fmt: skip

    def __init__(self, desk: Desk, on: str = "") -> None:
        """`on` is the id of the row that has the cursor first."""
        super().__init__(desk)
        self._wanted = on
        self.top = mode_line(SETTINGS)
        self.heading = Line(id="heading")
        self.list = SettingList(id="list")
        self.editor = SettingEditor()
        self.words = Line(id="words")
        self._found: words.Found | None = None
        self._editing = ""  # the id of what is changed

    def compose(self) -> ComposeResult:
        yield self.top
        yield self.heading
        yield self.list
        yield self.field
        yield self.editor
        yield self.words
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self.list.focus()
        self._refresh(tell=True)

    def on_resize(self) -> None:
        self.heading.say(settings_heading(self.size.width - 2))

    @work(exclusive=True, group="refresh")
    @tells_trouble
    async def _refresh(self, *, tell: bool = False) -> None:
        self._found = await self.desk.call(words.look)
        if tell and self._found.problems:
            self.say(self._found.problems[0])
        self.show_found()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """While a field is open the keys of the list are not there."""
        return not (self._editing and action in {"filter", "reset", "users", "checks"}) and super().check_action(
            action, parameters
        )

    def show_found(self) -> None:
        if self._found is None:
            return
        everything = list(self._found.rows())
        rows = [row for row in everything if row.has(self.field.value)]
        counted = f"{len(rows)} of {len(everything)}" if self.field.value else f"{self._found.changed} changed"
        self.top.say(right=counted)
        self.list.show(rows)
        if self._wanted:
            self.list.select(self._wanted)
            self._wanted = ""
        if not rows:
            self.words.say(f"Nothing has these words. {key('settings.back')} shows all.")

    @property
    def chosen(self) -> SettingRow | None:
        return self.list.selected

    @on(Rows.Moved, "#list")
    def _moved(self) -> None:
        if self.chosen and self._found:
            self.words.say(self._found.words(self.chosen))

    @on(Rows.Opened, "#list")
    @work(exclusive=True, group="edit")
    @tells_trouble
    async def _edit(self) -> None:
        row, found = self.chosen, self._found
        if row is None or found is None:
            return
        if row.id.startswith(words.KEYS):
            keys = found.keys[row.id.removeprefix(words.KEYS)].keys
            await self._begin(row, " ".join(keys))
            self.say("Type keys such as n, N, f5 or ctrl+n, with a space between; or none.")
            return
        one = found.settings[row.id]
        if one.is_fixed:
            raise BadInputError(f"{one.setting.variable} in the environment decides this.", "Change it there.")
        choices, known = await self.desk.call(words.choices_of, one)
        await self._begin(row, str(one.value), choices, known)
        self.say(keyed("{setting.take} keeps it, {settings.back} leaves it as it was."))

    async def _begin(self, row: SettingRow, value: str, choices: list[str] = [], known: list[str] = []) -> None:  # noqa: B006
        self._editing = row.id
        self.refresh_bindings()
        await self.editor.begin(row.name, value, choices, known)

    @on(SettingEditor.Given)
    @work(exclusive=True, group="edit")
    @tells_trouble
    async def _given(self, message: SettingEditor.Given) -> None:
        try:
            said = await self.desk.call(words.put, self._editing, message.text)
        except BadInputError as error:
            self.editor.complain(str(error))
            return
        await self._leave_field()
        self._done(said)

    def _done(self, said: str) -> None:
        """Show what changed, in the app's own colours and keys too."""
        dress(self.app, self.desk.ws.settings)
        self.refresh_bindings()
        self._refresh()
        self.say(said)

    async def _leave_field(self) -> None:
        self._editing = ""
        self.refresh_bindings()
        self.list.focus()
        await self.editor.end()

    @work(exclusive=True, group="edit")
    @tells_trouble
    async def action_reset(self) -> None:
        if self.chosen is None or self._found is None:
            return
        one = self._found.settings.get(self.chosen.id)
        if one is not None and one.is_fixed:
            raise BadInputError(f"{one.setting.variable} in the environment decides this.", "Change it there.")
        self._done(await self.desk.call(words.reset, self.chosen.id))

    async def action_back(self) -> None:
        if self._editing:
            self.say("It stays as it was.")
            await self._leave_field()
        elif not self.shows_all_again():
            self.app.pop_screen()

    def action_users(self) -> None:
        from nomologi_tui.screens.users.users import UsersScreen

        self.app.push_screen(UsersScreen(self.desk))

    def action_checks(self) -> None:
        from nomologi_tui.screens.settings.checks import ChecksScreen

        self.app.push_screen(ChecksScreen(self.desk))
