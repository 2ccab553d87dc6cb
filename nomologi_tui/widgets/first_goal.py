"""What home shows where nothing runs yet: one sentence, one question, three templates to start from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input

from nomologi_tui.settings.keymap import keyed
from nomologi_tui.widgets.cells import cut
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.rows import Cells, Rows

STARTERS = (  # of the gallery, which is not loaded before the first paint: the slug, and what is shown
    ("disk-nearly-full", "Tell me when the disk of / is nearly full"),
    ("website-down", "Tell me when a website is down and when it is back"),
    ("tidy-downloads", "Every night put old files in ~/Downloads into the trash"),
)


class Choices(Rows):
    """A few lines to choose from."""

    marks_always = False  # Enter in the field above does not mean them

    def __init__(self, lines: Sequence[str], *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.lines = list(lines)

    @property
    def count(self) -> int:
        return len(self.lines)

    def cells(self, index: int, width: int) -> Cells:
        return [(cut(self.lines[index], width), "")]


class FirstGoal(Vertical):
    """Typing a goal and Enter, or choosing a template, begins the guided flow."""

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
        """A goal was typed."""

        goal: str

    @dataclass
    class Chosen(Message):
        """A template was chosen, by its slug."""

        template: str

    def compose(self) -> ComposeResult:
        yield Line("Nothing runs yet. Say what you want done.")
        field = Input(placeholder="for example: every day at 7 run 'backup.sh'", compact=True, id="first_field")
        field.cursor_blink = False  # an idle screen sends nothing
        yield field
        yield Line("Or start from a template:")
        yield Choices([goal for _, goal in STARTERS], id="examples")
        yield Line(
            keyed("Enter goes on, Tab to the templates; there {mode.templates} shows all. {app.quit} quits."),
            classes="keys",
        )

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
        self.post_message(self.Chosen(STARTERS[message.index][0]))
