"""Keys that come faster than they are carried out: each acts where the focus was when it was pressed."""

from typing import ClassVar

from textual import events
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from nomologi_tui.widgets.area import Area
from nomologi_tui.widgets.field import Field, take_in_turn

KEYS = {"\n": "enter", "⌫": "backspace", "⏎": "ctrl+j", "↑": "up", "⇤": "home"}


class Form(Screen[None]):
    """Two fields of a line and a text."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("up", "app.focus_previous", "Up")]

    def compose(self) -> ComposeResult:
        yield Field(id="first")
        yield Field(id="second")
        yield Area(id="text")

    def on_mount(self) -> None:
        self.query_one("#first").focus()

    def action_next_field(self) -> None:
        self.focus_next()


class Keyboard(App[int]):
    """Carries out keys as the real app does."""

    def on_mount(self) -> None:
        self.push_screen(Form())

    async def on_event(self, event: events.Event) -> None:
        if not await take_in_turn(self, event):
            await super().on_event(event)

    def burst(self, keys: str) -> None:
        for key in keys:
            self.post_message(events.Key(KEYS.get(key, key), None if key in KEYS else key))

    @property
    def values(self) -> tuple[str, str, str]:
        first, second = self.screen.query(Field)
        return first.value, second.value, self.screen.query_one(Area).text


async def typed(keys: str) -> tuple[str, str, str]:
    app = Keyboard()
    async with app.run_test() as pilot:
        await pilot.pause()
        app.burst(keys)
        await pilot.pause()
        return app.values


async def test_what_follows_enter_lands_in_the_next_field() -> None:
    assert await typed("ab\ncd\nef") == ("ab", "cd", "ef")


async def test_a_letter_does_not_overtake_the_backspace_before_it() -> None:
    assert await typed("abx⌫c\nxy⌫z") == ("abc", "xz", "")


async def test_a_text_takes_another_line_by_ctrl_j_and_enter_leaves_it() -> None:
    assert await typed("\n\none⏎two\nback") == ("back", "", "one\ntwo")


async def test_other_keys_keep_their_turn_too() -> None:
    assert await typed("ab\ncd↑x⇤yz") == ("yzabx", "cd", "")
