"""One field of a form: its label at the left, its control at the right, what is wrong with it below."""

import json
from dataclasses import dataclass
from typing import Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.message import Message
from textual.widget import Widget
from textual.widgets import Input, TextArea

from nomologi_tui.blocks.fields import FieldSpec, parse_text, show_value
from nomologi_tui.settings.keymap import key
from nomologi_tui.text import show_duration
from nomologi_tui.widgets.area import Area
from nomologi_tui.widgets.field import ENTER, Field
from nomologi_tui.widgets.lines import Line
from nomologi_tui.widgets.members import Members

EMPTY = "not set"  # the first word of a choice that may be left open
NO_TIME = "none"  # a length of no time: nothing is waited for or kept from happening
CHOOSE = "choose"  # the first word of one that may not, as long as nothing is chosen
NEW = "new connection…"  # the last word where one may be made
LONG_KINDS = {"multiline": 4, "mapping": 3, "items": 2}  # lines


class Pick(Widget, can_focus=True):
    """One of a few words, changed by Space or the arrows; shown as `< word >`, or `[x]` for yes and no."""

    DEFAULT_CSS = "Pick { height: 1; } Pick:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space,right", "turn(1)", "Next", show=False, id="pick.next", tooltip="The next choice"),
        Binding("left", "turn(-1)", "Previous", show=False, id="pick.previous", tooltip="The choice before"),
        ENTER,
    ]

    @dataclass
    class Picked(Message):
        """Another word was chosen."""

        word: str

    def __init__(self, words: tuple[str, ...], word: str) -> None:
        super().__init__()
        self.words = words
        self.word = word if word in words else words[0]

    def render(self) -> Content:
        if self.words == ("no", "yes"):
            return Content(f"[{'x' if self.word == 'yes' else ' '}] {self.word}")
        return Content(f"< {self.word} >")

    def action_turn(self, step: int) -> None:
        self.word = self.words[(self.words.index(self.word) + step) % len(self.words)]
        self.refresh()
        self.post_message(self.Picked(self.word))

    def choose(self, word: str) -> None:
        """Choose `word`, which may be a new one."""
        if word not in self.words:
            self.words = (*self.words[:-1], word, *self.words[-1:])
        self.action_turn(self.words.index(word) - self.words.index(self.word))

    def on_click(self) -> None:
        self.action_turn(1)


class PickConnection(Pick):
    """One of the user's connections; the last word asks for a new one, by Enter."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "take", "Take", show=False, id="pick.take_connection",
                tooltip="Make a new connection, or go to the next field"),
    ]  # fmt: skip

    class NewWanted(Message):
        """A connection that is not there yet."""

    async def action_take(self) -> None:
        if self.word == NEW:
            self.post_message(self.NewWanted())
        else:
            await self.run_action("screen.next_field")


class FieldRow(Vertical):
    """A field of any kind. What was typed is only judged after the field is left."""

    DEFAULT_CSS: ClassVar[str] = """
    FieldRow {
        height: auto;
        Horizontal { height: auto; }
        .label { width: 25; height: 1; padding: 0 1 0 0; }
        Input, TextArea, Pick { width: 1fr; }
        TextArea { border: none; padding: 0; background: $boost; height: auto; min-height: 1; }
        .problem { display: none; color: $text-error; padding: 0 0 0 25; }
        &.-wrong .problem { display: block; }
    }
    """

    @dataclass
    class Edited(Message):
        """The field's text changed."""

        row: "FieldRow"

    @dataclass
    class Left(Message):
        """The focus left the field."""

        row: "FieldRow"

    @dataclass
    class Entered(Message):
        """The focus came to the field; `help` says what it is for."""

        row: "FieldRow"
        help: str

    @dataclass
    class MembersWanted(Message):
        """The form of the conditions in this field is wanted."""

        row: "FieldRow"

    @dataclass
    class ConnectionWanted(Message):
        """A new connection shall be made for this field."""

        row: "FieldRow"

    def __init__(self, spec: FieldSpec, value: Any) -> None:
        super().__init__()
        self.spec = spec
        self._given = value
        self.control = _control(spec, value)
        self._first = self._known = self.text
        self.problem = ""

    def compose(self) -> ComposeResult:
        with Horizontal():
            yield Line(self.spec.label + (" *" if self.spec.required else ""), classes="label")
            yield self.control
        yield Line(classes="problem")

    @property
    def text(self) -> str:
        """What stands in the field."""
        if isinstance(self.control, Input):
            return self.control.value
        if isinstance(self.control, Members):
            return json.dumps(self.control.members, ensure_ascii=False) if self.control.members else ""
        return self.control.text if isinstance(self.control, TextArea) else self.control.word

    def value(self) -> Any:
        """The JSON value; None when the field is empty and its default counts. Raises ValueError with a sentence."""
        if self.text == self._first:
            return self._given  # as it was: also a secret, which is never shown
        if self.text in (CHOOSE, EMPTY, NEW) and isinstance(self.control, Pick):
            return None
        if not self.text.strip() and self.spec.kind not in ("choice", "boolean"):
            return None
        return self.control.members if isinstance(self.control, Members) else parse_text(self.spec, self.text)

    def put(self, text: str) -> None:
        """Let `text` stand in the field, as if it was typed."""
        if isinstance(self.control, Input):
            self.control.value = text
        elif isinstance(self.control, TextArea):
            self.control.text = text
        elif isinstance(self.control, Pick):
            self.control.choose(text)

    def complain(self, problem: str) -> None:
        """Show what is wrong under the field; nothing when it is empty."""
        if problem != self.problem:
            self.problem = problem
            self.query_one(".problem", Line).say(f"! {problem}" if problem else "")
            self.set_class(bool(problem), "-wrong")

    def insert(self, text: str) -> bool:
        """Put text at the cursor; False where the control takes none."""
        if isinstance(self.control, Input):
            self.control.insert_text_at_cursor(text)
        elif isinstance(self.control, TextArea):
            self.control.insert(text)
        else:
            return False
        return True

    @on(Input.Changed)
    @on(TextArea.Changed)
    @on(Pick.Picked)
    @on(Members.Changed)
    def _edited(self, message: Message) -> None:
        message.stop()
        if self.text != self._known:  # a control also tells of the text that it was made with
            self._known = self.text
            self.post_message(self.Edited(self))

    @on(Members.Opened)
    def _members_opened(self, message: Message) -> None:
        message.stop()
        self.post_message(self.MembersWanted(self))

    @on(PickConnection.NewWanted)
    def _new_wanted(self, message: Message) -> None:
        message.stop()
        self.post_message(self.ConnectionWanted(self))

    @property
    def _inserts(self) -> str:
        """The id of the key that inserts a value on this screen."""
        return str(getattr(self.screen, "INSERTS", "steps.insert"))

    def on_descendant_focus(self) -> None:
        example = f"  For example: {self.spec.example}" if self.spec.example else ""
        insertable = (
            f"  {key(self._inserts)} inserts a value." if self.spec.template or self.spec.kind == "command" else ""
        )
        insertable += f"  {key('area.break')} begins a line." if isinstance(self.control, Area) else ""
        made = (
            f"  {key('pick.next')} turns; {key('pick.take_connection')} on “{NEW}” makes one."
            if self.spec.kind == "connection"
            else ""
        )
        made += f"  {key('pick.next')} chooses." if self.spec.kind in ("choice", "boolean") else ""
        opened = f"  {key('members.open')} opens their form." if self.spec.kind == "groups" else ""
        example = "" if opened else example
        help_ = f"{self.spec.label}: {self.spec.help}{example}{insertable}{made}{opened}"
        self.post_message(self.Entered(self, help_))

    def on_descendant_blur(self) -> None:
        self.post_message(self.Left(self))


def _control(spec: FieldSpec, value: Any) -> Input | TextArea | Pick | Members:
    if spec.kind == "groups":
        return Members(value if isinstance(value, list) else [])
    if spec.kind == "boolean":
        return Pick(("no", "yes"), "yes" if (spec.default if value is None else value) else "no")
    if spec.kind == "choice":
        return _pick_choice(spec, value)
    if spec.kind == "connection":
        return _pick_connection(spec, value)
    if spec.kind in LONG_KINDS:
        kind = Area if spec.kind == "multiline" else TextArea  # in the others each line is one thing
        area = kind(_shown(spec, value), compact=True, soft_wrap=True, placeholder=_placeholder(spec, value))
        area.styles.max_height = LONG_KINDS[spec.kind]
        area.cursor_blink = False
        return area
    text = "" if spec.secret else _shown(spec, value)
    return Field(text, _placeholder(spec, value), password=spec.secret)


def _pick_choice(spec: FieldSpec, value: Any) -> Pick:
    """Where nothing is chosen yet, no choice stands there as if it were."""
    if spec.default is not None:
        return Pick(spec.choices, str(spec.default if value is None else value))
    if spec.required and value is not None:
        return Pick(spec.choices, str(value))
    return Pick((CHOOSE if spec.required else EMPTY, *spec.choices), str(value))


def _pick_connection(spec: FieldSpec, value: Any) -> Pick:
    """One of the user's, or a new one; one that is named and not there stays to be seen."""
    own = (*([] if spec.required and (value or not spec.choices) else [EMPTY]), *spec.choices)
    named = next((word for word in own if word.casefold() == str(value or EMPTY).strip().casefold()), str(value or NEW))
    return PickConnection((*own, *([] if named in (*own, NEW) else [named]), NEW), named)


def _shown(spec: FieldSpec, value: Any) -> str:
    try:
        return show_value(spec, value)
    except ValueError:  # a draft may hold what is not right yet: it is shown as it was typed
        return str(value)


def _placeholder(spec: FieldSpec, value: Any) -> str:
    if spec.secret and value:
        return "set; type another one to replace it"
    default = _shown(spec, spec.default)
    if default:
        return f"{NO_TIME if default == show_duration(0) else default} (default)"
    return spec.help
