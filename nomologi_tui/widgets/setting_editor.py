"""Changing one setting in its place: a choice that turns, or a line that is typed, and what is wrong below it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.widgets import Input

from nomologi_tui.widgets.field import AskField
from nomologi_tui.widgets.field_row import Pick
from nomologi_tui.widgets.lines import Line

SHOWN = 4  # names that fit to what is typed


class Choice(Pick):
    """Enter takes it, as in the fields of text."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "keep", id="setting.take", tooltip="Keep what stands there"),
        Binding("escape", "screen.back", "leave", key_display="Esc", id="setting.leave", tooltip="Out of the field"),
    ]

    def action_take(self) -> None:
        self.screen.post_message(SettingEditor.Given(self.word))


class SettingEditor(Vertical):
    """Hidden until `begin`; `Given` says what was typed or chosen. What fits is named while a person types."""

    DEFAULT_CSS = """
    SettingEditor {
        display: none; height: auto; padding: 0 1;
        Horizontal { height: 1; }
        #asked { width: auto; padding: 0 1 0 0; text-style: bold; }
        Input, Pick { width: 1fr; }
        #fits { color: $text-muted; }
        #wrong { color: $text-error; }
    }
    """

    @dataclass
    class Given(Message):
        """What the setting shall be."""

        text: str

    def __init__(self) -> None:
        super().__init__(id="editor")
        self._asked = Line(id="asked")
        self._line = Horizontal()
        self._fits = Line(id="fits")
        self._wrong = Line(id="wrong")
        self._known: tuple[str, ...] = ()
        self.control: Input | Choice | None = None

    def compose(self) -> ComposeResult:
        with self._line:
            yield self._asked
        yield self._fits
        yield self._wrong

    async def begin(self, name: str, value: str, choices: Sequence[str] = (), known: Sequence[str] = ()) -> None:
        """Ask for another value: one of `choices` where there are some; `known` are names that may be searched."""
        await self.end()
        self._known = tuple(known)
        self._asked.say(name)
        self.control = Choice(tuple(choices), value) if choices else AskField(value, compact=True, select_on_focus=True)
        await self._line.mount(self.control)
        self.display = True
        self.complain("")
        self._fits.say("Space and the arrows turn it." if choices else "")
        self.control.focus()

    async def end(self) -> None:
        """Take the field away."""
        self.display = False
        if self.control is not None:
            await self.control.remove()
            self.control = None

    def complain(self, problem: str) -> None:
        """Say what is wrong, under the field."""
        self._wrong.say(f"! {problem}" if problem else "")
        self._wrong.display = bool(problem)

    def matches(self, text: str) -> list[str]:
        """The known names with these letters; those that begin with them first, also behind a slash."""
        wanted = text.strip().lower().replace(" ", "_")
        found = [one for one in self._known if wanted in one.lower()]
        return sorted(
            found, key=lambda one: not any(p.startswith(wanted) for p in (one.lower(), *one.lower().split("/")))
        )

    def on_input_changed(self, message: Input.Changed) -> None:
        message.stop()
        if self._known:
            found = self.matches(message.value)
            more = f" and {len(found) - SHOWN} more" if len(found) > SHOWN else ""
            self._fits.say(", ".join(found[:SHOWN]) + more if found else "No name has these letters.")

    def on_input_submitted(self, message: Input.Submitted) -> None:
        message.stop()
        text, found = message.value.strip(), self.matches(message.value) if self._known else []
        exact = next((one for one in found if one.lower() == text.lower()), None)
        only = exact or (found[0] if len(found) == 1 and text else text)
        self.post_message(self.Given(only))
