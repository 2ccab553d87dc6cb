"""Sentences that name a key name the one that a person chose: none of them holds a key as a letter."""

import ast
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

import nomologi_tui
from nomologi_tui.settings import Settings
from nomologi_tui.settings.keymap import bindings, key, keyed, use
from nomologi_tui.usecases.workspace import Workspace
from tests.screens import seed
from tests.screens.conftest import settings
from tests.screens.person import StillClock, at_terminal

__all__ = ["settings"]  # a fixture

PACKAGE = Path(nomologi_tui.__file__).parent
ROOMS = ("app.py", "opening.py", "screens", "widgets", "telling", "usecases")
NAMED = re.compile(
    r"\b(F\d{1,2}|ctrl\+[a-z])\b(?! all commands)"  # the palette's key stays
    r"|\bEsc\b"
    r"|[Pp]ress [A-Za-z/]\b"
    r"|(^|[.;:,] |\s{2})([b-zB-HJ-Z/]|a(?= answers)) [a-z]+"
    r"|\bEnter (opens|resume|take|adds|makes)"
)
IDS = re.compile(r"\{([a-z_]+\.[a-z_0-9]+)\}")
EXAMPLES = {"Type keys such as n, N, f5 or ctrl+n, with a space between; or none."}  # of what may be typed there


@pytest.fixture(autouse=True)
def _the_keys_of_the_code() -> Iterator[None]:
    use({})
    yield
    use({})


def texts(file: Path) -> Iterator[str]:
    """The constants of a module that are no docstrings and no part of a binding."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    left_out: set[ast.AST] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            left_out.add(node.value)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Binding":
            left_out |= {inner for part in node.args for inner in ast.walk(part)}
            left_out |= {inner for part in node.keywords if part.arg != "tooltip" for inner in ast.walk(part.value)}
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node not in left_out
            and " " in node.value
        ):
            yield node.value


def files() -> Iterator[Path]:
    for room in ROOMS:
        place = PACKAGE / room
        yield from [place] if place.is_file() else place.rglob("*.py")


def test_no_sentence_holds_a_key_as_a_letter() -> None:
    found = {
        f"{file.relative_to(PACKAGE)}: {text}" for file in files() for text in texts(file)
        if NAMED.search(text) and text not in EXAMPLES
    }  # fmt: skip
    assert not found


@pytest.mark.parametrize(
    "text", ["u brings it back.", "Gone. F2 adds one.", "f pause  l full size", "Press e.", "Esc back"]
)
def test_such_a_sentence_would_be_found(text: str) -> None:
    assert NAMED.search(text)


def test_each_id_that_a_sentence_names_is_one() -> None:
    ids = {id_ for file in files() for text in texts(file) for id_ in IDS.findall(text)}
    ids |= {id_ for file in files() for id_ in re.findall(r"\bkey\(['\"]([a-z_.0-9]+)", file.read_text("utf-8"))}
    assert len(ids) > 40
    assert ids - {"config.to"} <= set(bindings())  # that is in code that is written for somebody


def test_a_sentence_names_the_key_in_use() -> None:
    use({"home.new": ("f5",), "automation.undo": ("none",)})
    assert keyed("{home.new} makes one, {home.quit} quits.") == "F5 makes one, q quits."
    assert key("automation.undo") == "no key"


async def test_the_app_says_the_keys_that_its_person_chose(settings: Settings) -> None:
    keys = {"automation.run": "X", "automation.undo": "U", "home.follow": "z", "automation.delete": "D"}
    ws = Workspace(replace(settings, keys=keys), StillClock())
    one = seed.make(ws, "every 5 minutes run 'true'")
    async with at_terminal(ws) as person:
        await person.sees("X runs it now.", "z pause  l full size")
        await person.rest()
        await person.press("D")
        await person.sees(f"Deleted: {one.goal}. U brings it back.")
        await person.press("U")
        await person.sees("Back, switched on")
