"""The conditions inside a step, in forms of their own; each change is told at once, so that the draft has it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from pydantic import BaseModel
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from nomologi_tui.blocks.tools.members import MAX_MEMBERS
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import StepType
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.pick import PickScreen, PickValue
from nomologi_tui.screens.page import HELP_IN_FORM, Page
from nomologi_tui.settings.keymap import key
from nomologi_tui.usecases.connections import connections
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.keys_line import KeysLine
from nomologi_tui.widgets.lines import Ends, Line
from nomologi_tui.widgets.members import Members, words_of
from nomologi_tui.widgets.step_card import CardData, StepCard
from nomologi_tui.widgets.step_cards import StepCards

Told = Callable[[list[Any]], None]


@dataclass(frozen=True, slots=True)
class Around:
    """What the form belongs to: its title, and the values that can be inserted."""

    title: str
    values: Sequence[tuple[str, str]] = ()


class MembersScreen(Page[None]):
    """A card for each condition, as in the form above; a group among them opens another such form."""

    NAME = "the conditions inside a step"
    INSERTS = "members.insert"
    CSS_PATH = "members.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "add", "add", id="members.add", tooltip="Add a condition"),
        Binding("f4", "insert", "value", id="members.insert", tooltip="Insert a value of the trigger"),
        Binding("f8", "remove", "remove", id="members.remove", tooltip="Take this condition away"),
        Binding("escape", "leave", "back", key_display="Esc", id="members.leave", tooltip="Back; all of it is kept"),
        Binding("down", "app.focus_next", "Next", show=False, id="members.next", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Before", show=False, id="members.before", tooltip="To the field before"),
        HELP_IN_FORM,
    ]

    def __init__(self, desk: Desk, members: Sequence[Any], around: Around, told: Told) -> None:
        """`told` gets all of them after each change."""
        super().__init__(desk)
        self._members = [dict(one) for one in members if isinstance(one, dict)]
        self._around = around
        self._told = told
        self.cards = StepCards(f"There is no condition yet. {key('members.add')} adds one.", id="cards")
        self.hint = Line(id="hint")

    def compose(self) -> ComposeResult:
        yield Ends(f"Conditions of: {self._around.title}", f"{key('members.leave')} back", id="top")
        yield self.cards
        yield self.hint
        yield self.said
        yield KeysLine()

    async def on_mount(self) -> None:
        await self._show()

    async def _show(self, focus: int = -1) -> None:
        await self.cards.show([self._card(place) for place in range(len(self._members))], focus)

    def _card(self, place: int) -> CardData:
        member = self._members[place]
        try:
            block = self.desk.ws.registry.get(StepType.CONDITION, str(member.get("block")))
        except NomologiError:
            config, title = BaseModel, str(member.get("block"))
        else:
            config, title = block.config, block.title
        choices = connections.choices_of(self.desk.ws, config)
        return CardData(place, "IF", title, words_of(member), config, member.get("config") or {}, choices=choices)

    @property
    def _open(self) -> StepCard | None:
        return self.cards.open_card

    def _change(self, place: int, config: dict[str, Any]) -> None:
        self._members[place] = {**self._members[place], "config": config}
        self._told([dict(one) for one in self._members])

    @on(StepCard.Changed)
    def _values_changed(self, message: StepCard.Changed) -> None:
        self._change(message.key, message.values)
        if not message.problems:
            self.say("")
            card = next(card for card in self.cards.cards if card.data.key == message.key)
            card.say(words=words_of(self._members[message.key]))

    @on(FieldRow.Entered)
    def _field_entered(self, message: FieldRow.Entered) -> None:
        self.hint.say(message.help)

    @on(FieldRow.MembersWanted)
    def _members_wanted(self, message: FieldRow.MembersWanted) -> None:
        open_members(self, message.row, self._around)

    @work(exclusive=True, group="pick")
    async def action_add(self) -> None:
        if len(self._members) >= MAX_MEMBERS:
            self.say(f"There may be {MAX_MEMBERS} conditions.")
            return
        blocks = [("IF", block) for block in self.desk.ws.registry.of_type(StepType.CONDITION)]
        chosen = await self.app.push_screen_wait(PickScreen(blocks, "Add a condition"))
        if chosen is not None:
            self._members.append({"block": chosen.name, "config": {}})
            self._told([dict(one) for one in self._members])
            await self._show(focus=len(self._members) - 1)

    async def action_remove(self) -> None:
        if self._open is None:
            self.say("There is no condition to remove.")
            return
        gone = self._members.pop(self._open.data.key)
        self._told([dict(one) for one in self._members])
        await self._show()
        self.say(f"Removed: {words_of(gone)}")

    @work(exclusive=True, group="pick")
    async def action_insert(self) -> None:
        row = self.cards.focused_row()
        if row is None:
            self.say(f"Go into a field first; {key('members.insert')} inserts a value there.")
            return
        chosen = await self.app.push_screen_wait(PickValue(self._around.values))
        if chosen is not None:
            row.control.focus()
            row.insert(f"{{{{ {chosen} }}}}")

    def action_leave(self) -> None:
        """What is wrong stays marked in the form above, which can't be left with it."""
        self.dismiss(None)


def open_members(page: Page[Any], row: FieldRow, around: Around) -> None:
    """Open the form of the conditions in a field; each change goes into the field at once."""
    control = row.control
    if isinstance(control, Members):
        page.app.push_screen(MembersScreen(page.desk, control.members, around, control.give))
