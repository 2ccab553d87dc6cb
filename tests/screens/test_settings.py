"""Settings in the app: the list, changes in their place, keys, themes, preferences, hostile files."""

from collections.abc import Callable

import pytest

from nomologi_tui.screens.modes import MODES
from nomologi_tui.settings import SETTINGS
from nomologi_tui.settings.colours import READABLE, contrast
from nomologi_tui.settings.config_file import read_config
from nomologi_tui.usecases import configuring as use
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal

HOSTILE = {
    "is not a number": b"retries = 'a'\n",
    "Invalid value": b"a = [\n",
    "not UTF-8": b"\xff\xfe",
    "1024 KiB": b"retries = " + b"9" * 2_000_000,
}
Golden = Callable[[str, str], None]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for one in SETTINGS.values():
        monkeypatch.delenv(one.variable, raising=False)
    for name in ("COLORFGBG", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


async def shown(person: Person) -> None:
    """Open the mode as a person does."""
    await person.sees("every hour")
    await person.rest()
    await person.press("5")
    await person.sees("[5 Settings]", "Runs at once")
    await person.rest()


async def at_row(person: Person, words: str) -> None:
    await person.press("slash")
    await person.paste(words)
    await person.press("enter")
    await person.rest()


def written(ws: Workspace) -> str:
    return ws.machine.places.config_file.read_text()


@pytest.mark.parametrize("size", [(60, 20), (80, 24), (120, 40)])
async def test_the_list_says_where_each_value_comes_from(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int]
) -> None:
    seed.make(ws, "every hour run 'x'")
    monkeypatch.setenv("NOMOLOGI_KEEP_DAYS", "9")
    use.put(ws.machine.places, "retries", 5)
    use.prefer(ws, "alert_quiet", "22:00-07:00")
    async with at_terminal(ws, size) as person:
        await shown(person)
        golden(f"settings-{size[0]}x{size[1]}", person.text)


@pytest.mark.parametrize(("name", "value"), [("NO_COLOR", "1"), ("NOMOLOGI_THEME", "light"), ("TERM", "linux")])
async def test_the_list_says_the_same_in_other_colours(
    ws: Workspace, golden: Golden, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await at_row(person, "runs at once")
        golden("settings-colours", person.text)


@pytest.mark.parametrize("theme", ["dark", "light"])
async def test_everything_on_the_screen_can_be_read_in_each_theme(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch, theme: str
) -> None:
    monkeypatch.setenv("NOMOLOGI_THEME", theme)
    ws.settings_changed(theme=theme)
    seed.some_days(ws)
    async with at_terminal(ws) as person:
        await person.sees("DRAFT", "FAIL")
        await person.rest()
        assert pale(person) == []
        assert len(pale(person, 22)) > 20, "nothing was looked at"
        await person.press("5")
        await person.sees("[5 Settings]", "Theme")
        await person.rest()
        assert pale(person) == []


def pale(person: Person, least: float = READABLE) -> list[tuple[str, float]]:
    """What stands on the screen in too little contrast; lines and bars are no text."""
    found = []
    for strip in person.app.screen._compositor.render_strips():
        for segment in strip:
            style = segment.style
            if style and style.color and style.bgcolor and any(letter.isalnum() for letter in segment.text):
                colours = [one.get_truecolor() for one in (style.color, style.bgcolor)]
                ratio = contrast(*(one.hex for one in colours))
                if ratio < least:
                    found.append((segment.text, ratio))
    return found


async def test_a_number_is_changed_in_its_place_and_the_rest_of_the_file_stays(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    ws.machine.places.config_file.write_text("# mine\nbackups = 3\n")
    async with at_terminal(ws) as person:
        await shown(person)
        await at_row(person, "runs at once")
        await person.press("enter")
        await person.sees("Enter keeps it")
        await person.paste("99")
        await person.press("enter")
        await person.sees("! runs_at_once is 99. Set a number from 1 to 64.")
        await person.press("backspace", "backspace", "8", "enter")
        await person.sees("Runs at once is 8. It counts when the runner is started next.", "line 3")
        assert written(ws) == "# mine\nbackups = 3\nruns_at_once = 8\n"
        await person.press("x")
        await person.sees("Runs at once has its default again")
        assert written(ws) == "# mine\nbackups = 3\n"


async def test_a_theme_is_chosen_counts_at_once_and_is_kept_for_its_user(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await at_row(person, "theme")
        await person.press("enter")
        await person.sees("< auto >")
        await person.press("space", "space")
        await person.sees("< light >")
        await person.press("enter")
        await person.sees("Theme is light", "yours")
        assert person.app.theme == "nomologi-light"
        assert use.preferences(ws) == {"theme": "light"}
        await person.press("delete")
        await person.sees("is forgotten")
        assert person.app.theme == "nomologi-dark"


async def test_a_time_zone_is_searched_and_times_are_shown_in_it_at_once(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await at_row(person, "shown")
        await person.press("enter")
        await person.sees("Enter keeps it")
        await person.paste("toky")
        await person.sees("Asia/Tokyo")
        await person.press("enter")
        await person.sees("Times are shown in is Asia/Tokyo. It counts at once.")
        assert use.preferences(ws) == {"shown_timezone": "Asia/Tokyo"}
        await person.press("escape", "1")
        await person.sees("[1 Home]", "18:00")


async def test_what_the_environment_decides_is_not_changed_here(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMOLOGI_RETRIES", "2")
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await at_row(person, "tries again")
        await person.sees("environment", "NOMOLOGI_RETRIES")
        await person.press("enter")
        await person.sees("in the environment decides this")
        await person.press("x")
        assert not ws.machine.places.config_file.exists()


async def test_a_key_is_changed_works_at_once_and_is_shown_everywhere(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    async with at_terminal(ws) as person:
        await shown(person)
        await at_row(person, "home.new")
        await person.press("enter")
        await person.sees("Type keys such as")
        await person.paste("r")
        await person.press("enter")
        await person.sees("! home.new can't be r: that is automation.run already, on Home.")
        await person.press("backspace", "N", "enter")
        await person.sees("home.new is N now.")
        await person.press("escape", "1")
        await person.sees("[1 Home]", "N new")
        await person.press("question_mark")
        await person.sees("N                Say a new goal")
        await person.press("escape", "escape", "n")
        await person.rest()
        assert "STEP 1" not in person.text
        await person.press("N")
        await person.sees("STEP 1")
    assert read_config(ws.machine.places.config_file).keys == {"home.new": "N"}


async def test_keys_that_can_not_be_are_told_with_their_line_and_the_rest_works(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    file = ws.machine.places.config_file
    file.write_text('[keys]\n"home.new" = "N"\n"automation.why" = "alt+w"\n"home.quit" = "none"\n')
    ws.settings_changed(keys=read_config(file).keys)
    async with at_terminal(ws) as person:
        await person.sees("every hour", "N new")
        await person.reads("config.toml line 3: alt+w can't be used")
        assert "none" not in person.text
        await person.press("w")
        await person.sees("WHY  every hour")


async def test_a_theme_of_ones_own_is_worn_and_a_broken_one_told(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    seed.make(ws, "every hour run 'x'")
    folder = ws.machine.places.config / "themes"
    folder.mkdir()
    (folder / "sea.toml").write_text('background = "#001020"\n')
    (folder / "bad.toml").write_text("dark = true\nforeground = 'blue'\n")
    use.prefer(ws, "theme", "sea")
    async with at_terminal(ws) as person:
        await shown(person)
        assert person.app.theme == "nomologi-sea"
        await person.reads("bad.toml line 2: foreground is no colour.")
    (folder / "sea.toml").unlink()


@pytest.mark.parametrize(("said", "text"), HOSTILE.items())
async def test_a_file_that_is_broken_meanwhile_is_told_and_not_touched(ws: Workspace, said: str, text: bytes) -> None:
    seed.make(ws, "every hour run 'x'")
    ws.machine.places.config_file.write_bytes(text)
    async with at_terminal(ws) as person:
        await person.sees("every hour")
        await person.rest()
        await person.press("5")
        await person.sees("[5 Settings]", said)
        await person.press("enter", "x")
        await person.rest()
    assert ws.machine.places.config_file.read_bytes() == text


async def test_the_app_begins_in_the_mode_that_its_user_prefers(ws: Workspace) -> None:
    seed.make(ws, "every hour run 'x'")
    use.prefer(ws, "start", "templates")
    async with at_terminal(ws) as person:
        await person.sees("[4 Templates]")
        await person.press("escape")
        await person.sees("[1 Home]")


def test_every_mode_may_be_the_first_one() -> None:
    assert SETTINGS["start"].choices == tuple(mode.name.lower() for mode in MODES)
