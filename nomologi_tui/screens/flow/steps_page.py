"""What steps 2 and 3 share: a card for each step, blocks added, replaced and taken away, and a panel beside them."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any, ClassVar

from pydantic import BaseModel
from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.message import Message
from textual.widgets import Button

from nomologi_tui.blocks.base import Block
from nomologi_tui.errors import NomologiError
from nomologi_tui.model import Step, StepType
from nomologi_tui.screens.desk import Desk
from nomologi_tui.screens.dialogs.pick import PickScreen, PickValue
from nomologi_tui.screens.flow.flow import FlowPage
from nomologi_tui.screens.flow.members import Around, open_members
from nomologi_tui.screens.flow.state import FlowState
from nomologi_tui.screens.page import tells_trouble
from nomologi_tui.settings.keymap import key, keyed, shown
from nomologi_tui.telling.notes import INSTEAD
from nomologi_tui.usecases.connections import connections
from nomologi_tui.usecases.connections.choosing import preselected, suggested
from nomologi_tui.usecases.flow import checking, drafting
from nomologi_tui.usecases.flow.connection_gaps import services_said
from nomologi_tui.usecases.flow.inside import without
from nomologi_tui.usecases.flow.values import values_for
from nomologi_tui.usecases.step_words import in_words
from nomologi_tui.widgets.field_row import FieldRow
from nomologi_tui.widgets.more import More
from nomologi_tui.widgets.step_card import CardData, StepCard
from nomologi_tui.widgets.step_cards import StepCards

ROOM = 12  # lines of the terminal: where there are fewer, flow.tcss shows no panel (`-tiny`)
HEADS = {StepType.TRIGGER: "WHEN", StepType.CONDITION: "IF", StepType.ACTION: "DO"}


def _problems(config: type[BaseModel], service: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong beside what the block itself says; `service`: why a connection is asked for."""
    answered = not service or values.get("connection") or values.get("to")
    return checking.template_problems(config, values) | ({} if answered else {"connection": service})


class Onward(Button):
    """Goes on to what comes next."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("up", "screen.to_fields", "Fields", show=False, id="onward.fields", tooltip="To the fields"),
    ]

    class Entered(Message):
        """The focus came to it."""

    def on_focus(self) -> None:
        self.post_message(self.Entered())


class StepsPage(FlowPage):
    """A form over the steps of some types."""

    KINDS: ClassVar[tuple[StepType, ...]]
    NOTHING: ClassVar[str]
    ONWARD: ClassVar[str]  # the selector of the button that goes on
    GOES_ON: ClassVar[str]  # what its Enter does
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f2", "add", "add", id="steps.add", tooltip="Add a step"),
        Binding("f3", "replace", "replace", show=False, id="steps.replace", tooltip="Use another block for this step"),
        Binding("f4", "insert", "value", show=False, id="steps.insert", tooltip="Insert a value of the trigger"),
        Binding("f8", "remove", "remove", id="steps.remove", tooltip="Take this step away"),
    ]

    def __init__(self, desk: Desk, state: FlowState) -> None:
        super().__init__(desk, state)
        self.cards = StepCards(keyed(self.NOTHING), id="cards")
        self._services: dict[str, str] = {}  # why a connection is asked for, by the key of its field
        self._asked = False  # something was missing when the form came: its fields are asked for one after another

    def body(self) -> ComposeResult:
        yield self.cards
        with VerticalScroll(id="panel"):
            yield from self.panel()

    def panel(self) -> ComposeResult:
        """What stands beside the cards."""
        raise NotImplementedError

    async def on_mount(self) -> None:
        flow = self.state.flow
        self._services = await self.desk.look(services_said, flow)
        offers = not flow.automation_id and not flow.suggested_by and self._has_room
        await self.show_cards(enter=not offers)
        self._asked = self.cards.lacks
        if offers and self.cards.cards and not self._asked:
            self._offer_onward()

    @property
    def _has_room(self) -> bool:
        """Whether the panel with the button is shown. Asked of the height: a form that just came has no styles yet."""
        return self.app.size.height >= ROOM

    def _offer_onward(self) -> None:
        """The focus goes to the button that goes on."""
        self.set_focus(self.query_one(self.ONWARD, Onward))

    @on(Onward.Entered)
    def _onward_entered(self) -> None:
        self.hint.say(f"{shown('enter')} {self.GOES_ON}. {key('onward.fields')} goes to the fields.")

    @on(More.Entered)
    def _more_entered(self) -> None:
        self.hint.say("Enter shows these fields too.")

    def action_next_field(self) -> None:
        if self.cards.enter_lacking(self.cards.focused_row()):
            return
        if self._asked and self._has_room and not self.cards.lacks:
            self._offer_onward()
        else:
            self.focus_next()

    def action_to_fields(self) -> None:
        """Back from the button to the open step."""
        if self.cards.cards:
            self.cards.enter(self.cards.open_card or self.cards.cards[0])

    @property
    def indexes(self) -> list[int]:
        """The places, in the flow, of the steps that this form shows."""
        return [index for index, step in enumerate(self.state.flow.steps) if step.type in self.KINDS]

    @property
    def open_index(self) -> int | None:
        """The place of the step that is worked on."""
        card = self.cards.open_card
        return card.data.key if card else None

    async def show_cards(self, focus: int = -1, *, enter: bool = True) -> None:
        """Build the cards anew after steps were added, replaced, moved or taken away."""
        self.say("")
        self.hint.say("")
        await self.cards.show([self._card(index) for index in self.indexes], focus, enter=enter)
        self.steps_changed()

    def _card(self, index: int) -> CardData:
        step = self.state.flow.steps[index]
        block = self.block_of(step)
        words = in_words(self.desk.ws.registry, step)
        config = block.config if block else BaseModel
        title, state = block.title if block else step.block, INSTEAD if step.instead else ""
        choices = connections.choices_of(self.desk.ws, config)
        head = f"{'ELSE' if step.otherwise else HEADS[step.type]:4}{'  ' * step.depth}"
        service = self._services.get(checking.key_of(self.state.flow.steps, index, "connection"), "")
        judge = partial(_problems, config, service)
        return CardData(index, head, title, words, config, step.config, state, choices, judge)

    def block_of(self, step: Step) -> Block | None:
        """The step's block; None where its package is gone."""
        try:
            return self.desk.ws.registry.get(step.type, step.block)
        except NomologiError:
            return None

    def steps_changed(self) -> None:
        """The steps are others now: what stands beside them has to follow."""

    @on(StepCard.Changed)
    def _values_changed(self, message: StepCard.Changed) -> None:
        step = replace(self.state.flow.steps[message.key], config=message.values)
        self.state.set_step(message.key, step)
        card = next(card for card in self.cards.cards if card.data.key == message.key)
        if not message.problems:  # half a word is no news: the line keeps what it said
            self.say("")
            card.say(words=in_words(self.desk.ws.registry, step))
        self.steps_changed()

    @on(StepCard.Entered)
    def _card_entered(self, message: StepCard.Entered) -> None:
        block = self.block_of(self.state.flow.steps[message.card.data.key])
        if block and message.card.heading.has_focus:
            more = f" {key('steps.add')} adds a step inside it." if block.holds else ""
            self.hint.say(f"{block.title}: {block.doc}{more}")
        self.steps_changed()

    @work(exclusive=True, group="pick")
    async def action_add(self) -> None:
        chosen = await self.app.push_screen_wait(PickScreen(self._blocks(self.KINDS), self.where_added()))
        if chosen is None:
            return
        try:
            place = self.added(self._begun(Step(chosen.type, chosen.name)))
        except NomologiError as error:
            self.say(str(error))
        else:
            await self.show_cards(focus=place)

    def where_added(self) -> str:
        """The title over the blocks of which one is added."""
        return "Add a step"

    def added(self, step: Step) -> int:
        """Put a new step behind those of its type; where it is then. Raises BadInputError where it can't be there."""
        self.state.set_steps(step.type, [*self.state.flow.of_type(step.type), step])
        return [index for index, one in enumerate(self.state.flow.steps) if one.type is step.type][-1]

    @work(exclusive=True, group="pick")
    async def action_replace(self) -> None:
        index = self.open_index
        if index is None:
            self.say(f"There is no step to replace; {key('steps.add')} adds one.")
            return
        old = self.state.flow.steps[index]
        chosen = await self.app.push_screen_wait(PickScreen(self._blocks((old.type,)), "Use instead"))
        if chosen is not None and chosen.name != old.block:
            new = replace(old, block=chosen.name, config={}, name="", enabled=True)
            self.state.set_step(index, self._begun(new))
            self.state.change(self.state.flow.with_steps(old.type, self.state.flow.of_type(old.type)))
            await self.show_cards(focus=index)

    def _begun(self, step: Step) -> Step:
        """A new step with what its block makes, and the only connection that fits."""
        return preselected(self.desk.ws, drafting.made(self.desk.ws.registry, step))

    @on(FieldRow.ConnectionWanted)
    @work(exclusive=True, group="pick")
    @tells_trouble
    async def _connection_wanted(self, message: FieldRow.ConnectionWanted) -> None:
        """Make a connection for the open step and come back with it chosen. Its secret never comes near the draft."""
        from nomologi_tui.screens.connections.form import make_connection

        index, field = self.open_index, message.row.spec
        if index is None:
            return
        made = await make_connection(self, field.uses, suggested(self.state.flow.steps[index]))
        if made is None:
            return
        step = self.state.flow.steps[index]
        self.state.set_step(index, replace(step, config={**step.config, field.name: made.label}))
        await self.show_cards(focus=index)
        self.call_after_refresh(self.cards.enter_field, index, field.name)
        self.say(f"“{made.label}” is made and chosen.")

    @on(FieldRow.MembersWanted)
    def _members_wanted(self, message: FieldRow.MembersWanted) -> None:
        index = self.open_index
        if index is not None:
            flow, registry = self.state.flow, self.desk.ws.registry
            title = in_words(registry, flow.steps[index])
            open_members(self, message.row, Around(title, values_for(registry, flow.steps, index)))

    async def action_remove(self) -> None:
        index = self.open_index
        if index is None:
            self.say("There is no step to remove.")
            return
        step = self.state.flow.steps[index]
        self.state.change(self.state.flow.with_all(without(self.state.flow.steps, index)))
        await self.show_cards()
        self.say(f"Removed: {in_words(self.desk.ws.registry, step)}")

    @work(exclusive=True, group="pick")
    async def action_insert(self) -> None:
        row = self.cards.focused_row()
        index = self.open_index
        if row is None or index is None:
            self.say(f"Go into a field first; {key('steps.insert')} inserts a value there.")
            return
        chosen = await self.app.push_screen_wait(
            PickValue(values_for(self.desk.ws.registry, self.state.flow.steps, index))
        )
        if chosen is not None:
            row.control.focus()
            row.insert(f"{{{{ {chosen} }}}}")

    def _blocks(self, kinds: tuple[StepType, ...]) -> list[tuple[str, Block]]:
        return [(HEADS[kind], block) for kind in kinds for block in self.desk.ws.registry.of_type(kind)]

    def ready(self) -> bool:
        wrong = self.cards.reveal()
        whole = [text for card in self.cards.cards for text in [card.form.read()[1].get("", "")] if text]
        if wrong:
            names = ", ".join(dict.fromkeys(row.spec.label for row in wrong))
            self.say(f"{len(wrong)} {'problem' if len(wrong) == 1 else 'problems'}: {names}.")
        elif left := whole or checking.open_places([self.state.flow.steps[index] for index in self.indexes]):
            self.say(left[0])
            return False
        return not wrong
