"""The keys of a screen on its last line."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.screen import Screen

from nomologi_tui.widgets.keys_line import KeysLine
from tests.widgets.harness import Stage


class _Screen(Screen[None]):
    BINDINGS: ClassVar[list[BindingType]] = [
        *(Binding(word[0], f"app.{word}", word) for word in ("alpha", "bravo", "charlie", "delta")),
        Binding("f1", "help", "help"),
        Binding("q", "app.leave", "quit"),
    ]


class _Stage(Stage):
    def get_default_screen(self) -> Screen[None]:
        return _Screen()


async def test_a_key_without_room_is_left_out_whole_and_help_stays() -> None:
    stage = _Stage(KeysLine)
    async with stage.run_test(size=(80, 5)) as pilot:
        await pilot.pause()
        all_of_them = "a alpha  b bravo  c charlie  d delta  f1 help  q quit"
        assert stage.text.splitlines()[-1] == f"{all_of_them:74}^p all"
        await pilot.resize_terminal(36, 5)
        await pilot.pause()
        assert stage.text.splitlines()[-1] == "a alpha  b bravo  f1 help  q quit"
        await pilot.resize_terminal(80, 5)
        await pilot.pause()
        assert "d delta  f1 help" in stage.text
