"""One step in a form: a line that says it in words, and its fields below while it is worked on."""

from dataclasses import dataclass, field
from typing import Any, ClassVar

from pydantic import BaseModel
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.message import Message

from nomologi_tui.widgets.block_form import BlockForm, Choices, Judge, nothing_else
from nomologi_tui.widgets.lines import Ends, after_when


class CardTitle(Ends, can_focus=True):
    """The card's first line; while it has the focus its card is open."""

    DEFAULT_CSS = "CardTitle { text-style: bold; } CardTitle:focus { text-style: bold reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,down", "app.focus_next", "Fields", show=False, id="card.fields", tooltip="To its fields"),
        Binding("up", "app.focus_previous", "Up", show=False, id="card.up", tooltip="To what is above"),
    ]


@dataclass(frozen=True, slots=True)
class CardData:
    """What a card shows: `head` is WHEN, IF or DO; `key` tells the screen which step it is."""

    key: int
    head: str
    title: str
    words: str
    config: type[BaseModel]
    values: dict[str, Any]
    state: str = ""  # met, not met, can't tell yet; that it runs instead
    choices: Choices = field(default_factory=dict)  # of fields that take one of the user's own things
    judge: Judge = nothing_else


class StepCard(Vertical):
    """Opens when the focus comes in; the screen closes the others."""

    DEFAULT_CSS: ClassVar[str] = """
    StepCard {
        height: auto;
        BlockForm { display: none; padding: 0 0 0 2; }
        &.-open BlockForm { display: block; }
    }
    """

    @dataclass
    class Entered(Message):
        """The focus came into the card."""

        card: "StepCard"

    @dataclass
    class Changed(Message):
        """The step's values changed."""

        key: int
        values: dict[str, Any]
        problems: dict[str, str]

    def __init__(self, data: CardData) -> None:
        super().__init__()
        self.data = data
        self.form = BlockForm(data.config, data.values, data.judge, data.choices, folds=True)
        self.heading = CardTitle(_left(data.head, data.words), data.state)

    def compose(self) -> ComposeResult:
        yield self.heading
        yield self.form

    def say(self, words: str | None = None, state: str | None = None) -> None:
        """Other words or another state in the first line."""
        self.heading.say(None if words is None else _left(self.data.head, words), state)

    def on_descendant_focus(self) -> None:
        self.post_message(self.Entered(self))

    @on(BlockForm.Changed)
    def _changed(self, message: BlockForm.Changed) -> None:
        message.stop()
        self.post_message(self.Changed(self.data.key, message.values, message.problems))


def _left(head: str, words: str) -> str:
    return f"{head:4} {after_when(words) if head == 'WHEN' else words}"
