"""A connection's form: made, changed, or given a new secret, which goes into the keyring and never into a draft."""

import asyncio
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Button

from nomologi_tui.blocks.fields import FieldSpec, show_value
from nomologi_tui.errors import BadInputError, StoreError
from nomologi_tui.model import Connection
from nomologi_tui.providers.base import Provider
from nomologi_tui.screens.connections.make_vault import make_vault
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.ask import Ask, Question
from nomologi_tui.screens.dialogs.pick import Pick
from nomologi_tui.screens.page import HELP_IN_FORM, Page, tells_trouble
from nomologi_tui.settings.keymap import key, keyed
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.block_form import BlockForm, Choices
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line

NAME = FieldSpec(
    "label", "Name", "What steps call it; not only digits.", "text", required=True, example="GitHub"
)  # fmt: skip
PLACES = (
    "A secret goes into the keyring or the vault and is never shown again. env:NAME and keyring:NAME say where one "
    "stands already."
)


class ConnectionForm(Page[Connection | None]):
    """The connection as it was kept, or None."""

    NAME = "a connection's form"
    CSS_PATH = "form.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "keep", "keep", key_display="ctrl+s", id="connection.keep", tooltip="Keep it"),
        Binding("escape", "leave", "back", key_display="Esc", id="connection.leave", tooltip="Back without keeping it"),
        Binding("down", "app.focus_next", "Next", show=False, id="connection.next", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Before", show=False, id="connection.before",
                tooltip="To the field before"),
        HELP_IN_FORM,
    ]  # fmt: skip

    def __init__(
        self, desk: Desk, provider: Provider, before: Connection | None, values: Mapping[str, Any],
        choices: Choices, *, at_secret: bool,
    ) -> None:  # fmt: skip
        """`before` is what is changed; `at_secret`: the focus goes to the secret."""
        super().__init__(desk)
        self._provider = provider
        self._before = before
        self._at_secret = at_secret
        self.label_row = FieldRow(NAME, before.label if before else "")
        self.form = BlockForm(provider.config, values, choices=choices)
        self.hint = Line(PLACES, id="hint")
        self._begun: tuple[str, ...] = ()
        self._filled: dict[str, Any] = {}  # what the kind knows by the other fields, and put there
        self._warned = False

    def compose(self) -> ComposeResult:
        doing = f"“{self._before.label}”" if self._before else "New connection"
        yield Ends(f"{doing}: {self._provider.title}", f"{key('connection.leave')} back", id="top")
        with VerticalScroll(id="fields", can_focus=False):
            yield Line(self._provider.doc, id="doc")
            yield self.label_row
            yield self.form
            yield Button(Content("[ Keep ]"), id="keep", compact=True)
        yield self.hint
        yield self.said
        yield KeysLine()

    def on_mount(self) -> None:
        self._begun = self._texts()
        secret = next((row for row in self.form.rows if row.spec.secret), None)
        (secret if self._at_secret and secret else self.label_row).control.focus()

    def _texts(self) -> tuple[str, ...]:
        return tuple(row.text for row in (self.label_row, *self.form.rows))

    @on(FieldRow.Entered)
    def _field_entered(self, message: FieldRow.Entered) -> None:
        self.hint.say(f"{message.help}\n{PLACES}" if message.row.spec.secret else message.help)

    @on(FieldRow.Edited)
    def _label_edited(self) -> None:
        self._warned = False

    @on(BlockForm.Changed)
    def _edited(self, message: BlockForm.Changed) -> None:
        self._warned = False
        typed = {name: value for name, value in message.values.items() if self._filled.get(name) != value}
        before, self._filled = self._filled, self._provider.filled(typed)
        for row in self.form.rows:
            now = self._filled.get(row.spec.name)
            if now != before.get(row.spec.name) and row.spec.name not in typed:
                row.put(show_value(row.spec, row.spec.default if now is None else now))

    @on(FieldRow.ConnectionWanted)
    @work(exclusive=True, group="keep")
    @tells_trouble
    async def _connection_wanted(self, message: FieldRow.ConnectionWanted) -> None:
        """Make the one that this one logs in by, and come back with it chosen."""
        made = await make_connection(self, message.row.spec.uses)
        if made is not None:
            message.row.put(made.label)

    def action_leave(self) -> None:
        """What was typed is only lost by a second Esc."""
        if self._texts() == self._begun or self._warned:
            self.dismiss(None)
        else:
            self._warned = True
            self.say(keyed("It is not kept yet. {connection.leave} again leaves it, {connection.keep} keeps it."))

    @on(Button.Pressed, "#keep")
    @work(exclusive=True, group="keep")
    @tells_trouble
    async def action_keep(self) -> None:
        label = self.label_row.text.strip()
        self.label_row.complain("" if label else "This is needed.")
        wrong = [*([] if label else [self.label_row]), *self.form.reveal()]
        values, problems = self.form.read()
        if wrong:
            wrong[0].control.focus()
            raise BadInputError(f"To be put right: {', '.join(row.spec.label for row in wrong)}.")
        if problems:
            raise BadInputError(next(iter(problems.values())))
        if not await self._is_right(found := await self._learned(values)):
            self.say("It is not kept: the other side is not who you meant.")
            return
        self.say("Keeping it …")
        values |= found
        self.dismiss(await self._kept(label, values))

    async def _kept(self, label: str, values: Mapping[str, Any]) -> Connection:
        """Keep it. Where nothing here can keep its secret yet, a sealed file is offered; else StoreError."""
        try:
            return await self.desk.call(_keep, self._provider, self._before, label, values)
        except StoreError:
            nothing_keeps = (await self.desk.look(lambda ws: ws.secrets.state())).none
            if not nothing_keeps or not await make_vault(self):
                raise
        return await self.desk.call(_keep, self._provider, self._before, label, values)

    async def _learned(self, values: Mapping[str, Any]) -> dict[str, str]:
        """What the other side shows of itself before anything secret goes there; nothing for most kinds."""
        if self._provider.learn is None:
            return {}
        self.say("Asking the other side who it is …")
        return await self.desk.look(lambda _: asyncio.run(connections.learned(self._provider, values)))

    async def _is_right(self, found: Mapping[str, str]) -> bool:
        if not found:
            return True
        shown = "\n".join(f"{name}: {value}" for name, value in found.items())
        meaning = f"{shown}\nFrom now on only this one is taken. Compare it with what the machine itself says."
        return await self.app.push_screen_wait(Ask(Question("Is it the right one?", meaning, "Trust")))


class PickKind(Pick[Provider]):
    """Choosing a kind of connection."""

    def __init__(self, kinds: Sequence[Provider]) -> None:
        rows = [(one.title, one.doc.splitlines()[0] if one.doc else "") for one in kinds]
        super().__init__("New connection: what kind?", list(kinds), rows)


async def make_connection(
    page: Page[Any], uses: Sequence[str] = (), suggested: Mapping[str, Any] | None = None
) -> Connection | None:
    """Ask for the kind, where more than one serves `uses`, and its fields; the connection, or None.

    `suggested` are values to begin with, of the fields that the kind has.
    """
    kinds = await page.desk.call(lambda ws: [one for one in ws.providers if one.fits(uses)])
    kind = kinds[0] if len(kinds) == 1 else await page.app.push_screen_wait(PickKind(kinds))
    if kind is None:
        return None
    values = {name: value for name, value in (suggested or {}).items() if name in kind.config.model_fields}
    choices = await page.desk.call(connections.choices_of, kind.config)
    made = await page.app.push_screen_wait(ConnectionForm(page.desk, kind, None, values, choices, at_secret=False))
    if made is None or kind.logs_in is None:
        return made
    from nomologi_tui.screens.connections.log_in import log_in

    done = await log_in(page, made)
    return done.connection if done else made  # one that is not logged in yet is kept: `l` does it later


async def edit_connection(page: Page[Any], id_: int, *, at_secret: bool = False) -> Connection | None:
    """Change a connection; None where it stayed as it was. Raises NotFoundError, BlockError for a broken kind."""
    before, kind = await page.desk.call(with_kind, id_)
    choices = await page.desk.call(connections.choices_of, kind.config)
    form = ConnectionForm(page.desk, kind, before, before.config, choices, at_secret=at_secret)
    return await page.app.push_screen_wait(form)


def with_kind(ws: Workspace, id_: int) -> tuple[Connection, Provider]:
    """The connection and its kind. Raises NotFoundError, BlockError for a broken kind."""
    found = connections.find(ws, str(id_))
    return found, ws.providers.get(found.provider)


def _keep(
    ws: Workspace, provider: Provider, before: Connection | None, label: str, values: Mapping[str, Any]
) -> Connection:
    if before is None:
        return connections.add(ws, provider, label, values)
    return connections.change(ws, connections.find(ws, str(before.id)), label, values)
