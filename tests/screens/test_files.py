"""Automations into files and out of them, a backup of everything: a key, a path, a sentence about what came of it."""

from pathlib import Path

from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.person import Person, at_terminal


async def name(person: Person, path: Path) -> None:
    """Type a path into the dialog and take its button."""
    await person.sees("[ Cancel ]")
    await person.press("ctrl+u")
    await person.paste(str(path))
    await person.press("enter", "enter")


async def test_one_is_saved_as_yaml_and_taken_in_again_switched_off(ws: Workspace, tmp_path: Path) -> None:
    seed.make(ws, "every hour run 'true'")
    folder = tmp_path / "kept"
    async with at_terminal(ws) as person:
        await person.sees("every hour")
        await person.rest()
        await person.press("E")
        await name(person, folder)
        await person.reads(f"Saved: {folder}/every-hour-run-true.yaml.")
        await person.press("d")
        await person.sees("Nothing runs yet")
        await person.press("I")
        await name(person, folder)
        await person.sees("1 automation came in, switched off.", "DRAFT")
        await person.press("I")
        await name(person, folder / "nothing.yaml")
        await person.reads(f"There is no file {folder}/nothing.yaml.")


async def test_everything_goes_into_one_file_from_the_palette(ws: Workspace, tmp_path: Path) -> None:
    seed.make(ws, "every hour run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("every hour")
        await person.rest()
        await person.press("ctrl+p")
        await person.type("back up every")
        await person.sees("Everything into one file")
        await person.press("down", "enter")
        await name(person, tmp_path / "all.zip")
        await person.reads(f"Backed up: {tmp_path}/all.zip")
    assert (tmp_path / "all.zip").stat().st_size > 1000
