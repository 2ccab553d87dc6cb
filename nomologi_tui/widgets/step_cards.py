"""The steps of a form, one card each, of which one is open."""

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.containers import VerticalScroll
from textual.widgets import Input, TextArea

from nomologi_tui.widgets.field_row import FieldRow, Pick
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.members import Members
from nomologi_tui.widgets.step_card import CardData, StepCard


class StepCards(VerticalScroll, can_focus=False):
    """Shows cards; the one that the focus is in is open, the others are one line."""

    DEFAULT_CSS: ClassVar[str] = "StepCards { height: auto; scrollbar-size-vertical: 1; .none { color: $text-muted; } }"

    def __init__(self, nothing: str, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._nothing = nothing

    @property
    def cards(self) -> list[StepCard]:
        """The cards in their order."""
        return list(self.query(StepCard))

    @property
    def open_card(self) -> StepCard | None:
        """The card that is worked on."""
        return next((card for card in self.cards if card.has_class("-open")), None)

    async def show(self, data: Sequence[CardData], focus: int = -1, *, enter: bool = True) -> None:
        """Show these steps; the focus goes to the one with key `focus`, else to the first that lacks something.

        Without `enter` the first one is only opened where none lacks anything.
        """
        await self.remove_children()
        cards = [StepCard(one) for one in data]
        await self.mount_all(cards or [Line(self._nothing, classes="none")])
        if cards:
            lacking = next((card for card in cards if card.form.read()[1]), None)
            wanted = next((card for card in cards if card.data.key == focus), lacking)
            if wanted or enter:
                self.enter(wanted or cards[0])
            else:
                self._open(cards[0])

    def enter(self, card: StepCard) -> None:
        """Open a card and put the focus into its first field that lacks something, else into its first."""
        problems = card.form.read()[1]
        rows = card.form.rows
        self._go(card, next((row for row in rows if row.spec.name in problems), rows[0] if rows else None))

    @property
    def lacks(self) -> bool:
        """Whether anything is missing or wrong in any card."""
        return any(card.form.read()[1] for card in self.cards)

    def enter_lacking(self, after: FieldRow | None) -> bool:
        """Go to the next field that lacks something, round from the last to the first; False where none does.

        The only one, which nobody filled in, says what it lacks.
        """
        fields = [(card, row) for card in self.cards for row in card.form.rows]
        lacking = [(card, row) for card, row in fields if row.spec.name in card.form.read()[1]]
        if not lacking:
            return False
        place = next((place for place, (_, row) in enumerate(fields) if row is after), -1)
        behind = [one for one in lacking if fields.index(one) > place]
        card, row = (behind or lacking)[0]
        self._go(card, row)
        if row is after:
            card.form.reveal()
        return True

    def enter_field(self, key: int, name: str) -> None:
        """Put the focus into one field of the card with that key."""
        for card in self.cards:
            if card.data.key == key:
                self._go(card, next(row for row in card.form.rows if row.spec.name == name))

    def reveal(self) -> list[FieldRow]:
        """Show every problem of every card; returns the rows that have one, and goes to the first."""
        wrong = [(card, row) for card in self.cards for row in card.form.reveal()]
        if wrong:
            self._go(*wrong[0])
        return [row for _, row in wrong]

    @on(StepCard.Entered)
    def _entered(self, message: StepCard.Entered) -> None:
        self._open(message.card)

    def _go(self, card: StepCard, row: FieldRow | None) -> None:
        """Open a card and put the focus into one of its fields, into its heading where it has none."""
        self._open(card)
        if row is not None and not row.display:
            card.form.unfold()
        self.screen.set_focus(row.control if row else card.heading)  # at once: a widget's `focus` comes after more keys

    def _open(self, card: StepCard) -> None:
        for one in self.cards:
            one.set_class(one is card, "-open")

    def on_resize(self) -> None:
        """What is worked on stays to be seen when what stands beside grows."""
        focused = self.screen.focused
        if focused is not None and self in focused.ancestors:
            self.call_after_refresh(focused.scroll_visible, animate=False)

    def focused_row(self) -> FieldRow | None:
        """The field that has the focus."""
        focused = self.screen.focused
        inside = isinstance(focused, Input | TextArea | Pick | Members)
        return (
            next((one for one in focused.ancestors if isinstance(one, FieldRow)), None) if focused and inside else None
        )
