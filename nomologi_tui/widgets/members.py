"""The conditions inside a step, each in words; Enter opens their own form."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

from nomologi_tui.blocks.tools.members import member_words
from nomologi_tui.settings.keymap import key

SHOWN = 5  # in the row of the field; the form shows all


class Members(Widget, can_focus=True):
    """A list of {block, config}. It changes when somebody gives it another one."""

    DEFAULT_CSS = "Members { height: auto; width: 1fr; } Members:focus { text-style: reverse; }"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter,space", "open", "Open", show=False, id="members.open", tooltip="To the form of the conditions"),
    ]

    class Opened(Message):
        """Their form is wanted."""

    @dataclass
    class Changed(Message):
        """They are others now."""

    def __init__(self, members: Sequence[Any]) -> None:
        super().__init__()
        self.members = list(members)

    def render(self) -> Content:
        lines = [words_of(one) for one in self.members[:SHOWN]]
        more = len(self.members) - SHOWN
        lines += [f"and {more} more"] if more > 0 else []
        return Content("\n".join(lines) or f"none yet; {key('members.open')} adds some")

    def give(self, members: Sequence[Any]) -> None:
        """Show these from now on."""
        self.members = list(members)
        self.refresh(layout=True)
        self.post_message(self.Changed())

    def action_open(self) -> None:
        self.post_message(self.Opened())

    def on_click(self) -> None:
        self.action_open()


def words_of(member: Any) -> str:
    """A condition in its block's own words, as far as it is finished."""
    try:
        return member_words(str(member["block"]), dict(member.get("config") or {}))
    except (ValueError, TypeError, KeyError, AttributeError):  # pydantic's errors are ValueErrors
        name = member.get("block") if isinstance(member, dict) else None
        return f"{str(name).replace('_', ' ')}: not finished" if name else "not finished"
