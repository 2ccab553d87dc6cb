"""Jump labels: a letter over each part of the screen."""

import re
from collections.abc import Callable

import pytest

from nomologi_tui.usecases.workspace import Workspace
from nomologi_tui.widgets.field import Field
from tests.screens import seed
from tests.screens.person import Person, at_terminal

Golden = Callable[[str, str], None]


def letter_before(person: Person, words: str) -> str:
    """The letter that stands before these words, or over them."""
    found = re.search(rf"\[(\w)\]\s*{re.escape(words)}", person.text)
    assert found, person.text
    return found[1]


@pytest.mark.parametrize(
    ("size", "look"), [((80, 24), "dark"), ((80, 24), "NO_COLOR"), ((120, 40), "dark"), ((60, 20), "light")]
)
async def test_letters_stand_over_the_parts_of_a_mode_and_a_form(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], look: str
) -> None:
    if look == "NO_COLOR":
        monkeypatch.setenv("NO_COLOR", "1")
    seed.some_days(ws)
    async with at_terminal(ws, size) as person:
        if look == "light":
            person.app.theme = "textual-light"
        await person.sees("report.sh", "DRAFT")
        await person.rest()
        await person.press("ctrl+o")
        await person.sees("[a]", "[s]")
        golden(f"jump-home-{size[0]}x{size[1]}", person.text)
        await person.press("escape", "e")
        await person.sees("Change  STEP 1")
        await person.press("ctrl+n")
        await person.sees("STEP 2", "NOW")
        await person.rest()
        await person.press("ctrl+o")
        await person.sees("[a]", "[d]")
        golden(f"jump-form-{size[0]}x{size[1]}", person.text)


async def test_a_letter_leads_to_its_field_and_another_key_back(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        await person.press("e")
        await person.sees("Change  STEP 1")
        await person.press("ctrl+n")
        await person.sees("STEP 2", "Cron line")
        await person.press("ctrl+o")
        await person.sees("[d]")
        before = person.app.screen_stack[-2].focused
        await person.press("escape")
        assert person.app.focused is before
        await person.press("ctrl+o")
        await person.press(letter_before(person, "Five fields"))
        assert isinstance(person.app.focused, Field)
        await person.type("*/5")
        assert person.app.focused.value == "*/5"


async def test_the_log_is_two_keys_away_and_the_key_can_be_another(ws: Workspace) -> None:
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("report.sh")
        person.app.set_keymap({"app.jump": "f9"})
        await person.press("f9")
        await person.sees("[d]")
        await person.press("d")
        assert person.app.focused is not None
        assert person.app.focused.id == "log"
        await person.press("f1")
        await person.sees("Help: home")
        await person.press("end")
        await person.sees("F9")
