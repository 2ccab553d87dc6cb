"""What home shows where nothing runs yet: one sentence, one question, three goals to start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from nomologi_tui.widgets.cells import cut
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.rows import Cells, Rows

EXAMPLES = (
    "every weekday at 8 run 'df -h /'",
    "when a file appears in ~/Downloads run 'ls -l {{ event.path }}'",
    "when a webhook comes run 'echo {{ event.body }}'",
)


class Choices(Rows):
    """A few lines to choose from."""

    def __init__(self, lines: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.lines = list(lines)

    @property
    def count(self) -> int:
        return len(self.lines)

    def cells(self, index: int, width: int) -> Cells:
        return [(cut(self.lines[index], width), "")]


class FirstGoal(Vertical):
    """Typing a goal and Enter, or choosing an example, begins the guided flow."""

    DEFAULT_CSS: ClassVar[str] = """
    FirstGoal {
        display: none; height: 1fr; overflow-y: auto; padding: 1 1 0 1;
        Input { margin: 1 0; }
        Choices { height: 3; margin: 0 0 1 0; }
        .keys { color: $text-muted; }
    }
    """

    @dataclass
    class Said(Message):
        """A goal was typed or chosen."""

        goal: str

    def compose(self) -> ComposeResult:
        yield Line("Nothing runs yet. Say what you want done.")
        yield Input(placeholder="for example: every day at 7 run 'backup.sh'", compact=True, id="first_field")
        yield Line("Or start from one of these:")
        yield Choices(EXAMPLES, id="examples")
        yield Line("Enter goes on. Tab goes to the examples. ctrl+q quits.", classes="keys")

    @property
    def field(self) -> Input:
        """The goal field."""
        return self.query_one("#first_field", Input)

    @on(Input.Submitted, "#first_field")
    def _typed(self, message: Input.Submitted) -> None:
        message.stop()
        if message.value.strip():
            self.post_message(self.Said(message.value))

    @on(Rows.Opened, "#examples")
    def _chosen(self, message: Rows.Opened) -> None:
        message.stop()
        self.post_message(self.Said(EXAMPLES[message.index]))
